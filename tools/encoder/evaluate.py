"""How well a table finds the right entry: mean of the nearest phrasing's and the centroid's cosine, nothing else."""

import argparse
import json
import pathlib
import struct

import numpy as np

import texts
import words


class Table:
    """A table in the format SEM4."""

    def __init__(self, file: pathlib.Path):
        raw = file.read_bytes()
        if raw[:4] != b"SEM4":
            raise SystemExit(f"{file} is not a SEM4 table")
        rows, columns = struct.unpack("<II", raw[4:12])
        scales = np.frombuffer(raw, np.float16, rows, 12).astype(np.float32)
        packed = np.frombuffer(raw, np.uint8, rows * columns // 2, 12 + 2 * rows)
        packed = packed.reshape(rows, columns // 2)
        values = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
        self.vectors = values * scales[:, None]
        self.vocabulary = words.Vocabulary(raw[12 + 2 * rows + packed.size :].decode().rstrip("\n").split("\n"))

    def encode(self, questions: list[str]) -> np.ndarray:
        return pool(self.vectors, self.vocabulary, questions)


def pool(vectors, vocabulary, questions) -> np.ndarray:
    out = np.zeros((len(questions), vectors.shape[1]), np.float32)
    for i, question in enumerate(questions):
        rows = vocabulary.text(question)
        if rows:
            out[i] = vectors[rows].sum(axis=0)
    return unit(out)


def unit(x):
    return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9)


def rank(phrasings, owners, entries, queries) -> np.ndarray:
    """Scores, queries x entries."""
    sums = np.zeros((entries, phrasings.shape[1]), np.float32)
    np.add.at(sums, owners, phrasings)
    nearest = np.full((len(queries), entries), -1.0, np.float32)
    cosines = queries @ phrasings.T
    for entry in range(entries):
        nearest[:, entry] = cosines[:, owners == entry].max(axis=1, initial=-1)
    return (nearest + queries @ unit(sums).T) / 2


def accuracy(encode, knowledge_base, queries) -> float:
    """`queries`: (question, label); those whose label is not in the base are left out."""
    labels = {label: i for i, (label, _) in enumerate(knowledge_base)}
    queries = [(q, labels[label]) for q, label in queries if label in labels]
    owners = np.array([i for i, (_, questions) in enumerate(knowledge_base) for _ in questions])
    phrasings = encode([q for _, questions in knowledge_base for q in questions])
    scores = rank(phrasings, owners, len(labels), encode([q for q, _ in queries]))
    return float((scores.argmax(axis=1) == [label for _, label in queries]).mean())


def splits(bench: pathlib.Path):
    for folder in sorted(p for p in bench.iterdir() if p.is_dir()):
        dev = [json.loads(line) for line in (folder / "dev.jsonl").read_text("utf-8").splitlines()]
        queries = [(row["question"], row["label"]) for row in dev]
        for base in ("kb_5", "kb_10", "kb"):
            file = folder / f"{base}.jsonl"
            if file.exists():
                yield f"{folder.name}/{base}", texts.question_set(file), queries


def held_out(encode, entries) -> float:
    """Every fifth phrasing asks, the others are the knowledge base."""
    base = [(k, [p for i, p in enumerate(v) if i % texts.FIFTH]) for k, v in entries.items()]
    asked = [(p, k) for k, v in entries.items() for i, p in enumerate(v) if i % texts.FIFTH == 0]
    return accuracy(encode, base, asked)


def entries_of(folder: pathlib.Path) -> dict[str, list[str]]:
    """The knowledge base as label -> phrasings, small talk left out."""
    out = {}
    for file, labels in texts.knowledge(folder).items():
        for label, phrasings in labels.items():
            if label and len(phrasings) >= 5 and "smalltalk" not in file:
                out[f"{file}#{label}"] = phrasings
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="+", type=pathlib.Path, help="tables in the format SEM4; 'teacher' for the teacher")
    parser.add_argument("--bench", type=pathlib.Path, help="folder with a folder a set: kb.jsonl, kb_5.jsonl, kb_10.jsonl, dev.jsonl")
    parser.add_argument("--knowledge", type=pathlib.Path, help="our knowledge folder: leave a fifth of the phrasings out")
    arguments = parser.parse_args()
    names, systems = [], []
    for file in arguments.tables:
        names.append(file.stem)
        systems.append(_system(file))
    rows = _rows(arguments, systems)
    print("| set | " + " | ".join(names) + " |\n|---|" + "--:|" * len(names))
    for name, values in rows:
        print(f"| {name} | " + " | ".join(f"{100 * v:.1f}" for v in values) + " |", flush=True)


def _system(file):
    if str(file) != "teacher":
        return Table(file).encode
    from teacher import Teacher

    return Teacher().encode


def _rows(arguments, systems):
    rows = []
    if arguments.bench:
        for name, base, queries in splits(arguments.bench):
            rows.append((name, [accuracy(encode, base, queries) for encode in systems]))
        rows.append(("mean", np.mean([values for _, values in rows], axis=0)))
    if arguments.knowledge:
        entries = entries_of(arguments.knowledge)
        scores = [held_out(encode, entries) for encode in systems]
        rows.append((f"our knowledge, {len(entries)} entries, a fifth left out", scores))
    return rows


if __name__ == "__main__":
    main()
