#!/bin/sh
# Prints the table of docs/engine.md: every set in the folder SETS, asked of PROGRAM.
#   tools/encoder/engine-table.sh SETS [PROGRAM]
set -eu
sets=$1
program=${2:-target/release/rolecall}
for base in hint3_curekart/kb hint3_sofmattress/kb hint3_powerplay11/kb clinc150/kb_5 clinc150/kb_10 banking77/kb_5 \
    banking77/kb_10 hwu64/kb_5 hwu64/kb_10 banking50_oos/kb_5 banking50_oos/kb_10 clinc150/kb banking77/kb hwu64/kb \
    banking50_oos/kb; do
    printf '%s\t' "$base.jsonl"
    "$program" eval --kb "$sets/$base.jsonl" --questions "$sets/${base%/*}/dev.jsonl" --json
done | python3 -c '
import json, sys

KEYS = ("accuracy", "auroc", "acc_far5")
rows = [(line.split("\t")[0], json.loads(line.split("\t")[1])) for line in sys.stdin]
write = lambda value: "" if value is None else f"{value:.3f}"
mean = lambda values: sum(values) / len(values)
print("| knowledge base | accuracy | AUROC | at 5 % false answers |\n|---|--:|--:|--:|")
for name, report in rows:
    print("|", name, "|", " | ".join(write(report[key]) for key in KEYS), "|")
print("| mean |", " | ".join(write(mean([r[k] for _, r in rows if r[k] is not None])) for k in KEYS), "|")
'
