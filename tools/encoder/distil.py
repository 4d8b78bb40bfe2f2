"""Makes assets/encoder/static.bin: a table of word vectors that imitates the sentence vectors of all-MiniLM-L6-v2."""

import argparse
import hashlib
import pathlib
import time

import numpy as np

import fit
import texts
import words
from teacher import Teacher

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
SEED = 20


def say(message: str):
    print(f"{time.monotonic() - say.started:6.1f} s  {message}", flush=True)


say.started = time.monotonic()


def gather(arguments) -> dict[str, list[str]]:
    """All training texts, by source."""
    out = {f"wordnet/{k}": v for k, v in texts.wordnet().items()}
    out["wordnet/definitions"] = texts.sample(out["wordnet/definitions"], arguments.definitions, SEED)
    out["wordnet/phrases"] = texts.sample(out["wordnet/phrases"], arguments.phrases, SEED)
    for folder in arguments.questions:
        base = texts.question_set(folder / "kb.jsonl")
        out[f"questions/{folder.name}"] = texts.unique(q for _, questions in base for q in questions)
    if not arguments.without_knowledge:
        files = texts.knowledge(arguments.knowledge)
        out["knowledge/phrasings"] = texts.unique(p for file in files.values() for k, v in file.items() if k for p in v)
        out["knowledge/prose"] = texts.unique(p for file in files.values() for p in file[""])
    for name, part in out.items():
        say(f"{len(part):7} texts from {name}")
    return out


def vocabulary(arguments, sources, pieces) -> words.Vocabulary:
    counts = {
        part: words.count(t for name, group in sources.items() if name.startswith(part) for t in group)
        for part in ("wordnet", "questions", "knowledge")
    }
    extra = words.listed((HERE / "words.txt").read_text("utf-8"))
    tokens = words.order(pieces, counts, extra, arguments.size, arguments.ends)
    say(f"{len(tokens)} tokens, {arguments.ends} or more of them pieces")
    return words.Vocabulary(tokens)


def distil(arguments) -> bytes:
    teacher = Teacher(arguments.threads)
    sources = gather(arguments)
    vocab = vocabulary(arguments, sources, teacher.pieces())
    everything = texts.unique(t for group in sources.values() for t in group)
    say(f"the teacher reads {len(everything)} texts")
    vectors = teacher.encode(everything)
    say(f"and {len(vocab)} tokens")
    tokens = teacher.encode([t.removeprefix("##") for t in vocab.tokens])
    axes = fit.projection(vectors, arguments.dimensions)
    pooling = fit.mean_matrix(vocab, everything)
    first = fit.start(tokens @ axes, pooling)
    say("ridge regression")
    table = fit.ridge(pooling, vectors @ axes, first, arguments.strength, arguments.steps)
    say(f"mean cosine to the teacher {agreement(pooling, table, vectors @ axes):.3f} (start {agreement(pooling, first, vectors @ axes):.3f})")
    return fit.pack(vocab.tokens, *fit.quantise(table))


def agreement(pooling, table, targets) -> float:
    from evaluate import unit

    return float((unit(pooling @ table) * unit(targets)).sum(axis=1).mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "assets/encoder/static.bin")
    parser.add_argument("--knowledge", type=pathlib.Path, default=ROOT / "knowledge")
    parser.add_argument("--without-knowledge", action="store_true", help="neither its words nor its sentences")
    parser.add_argument("--questions", type=pathlib.Path, nargs="*", default=[], help="folders with a kb.jsonl of questions")
    parser.add_argument("--definitions", type=int, default=117_000, help="how many of WordNet's definitions")
    parser.add_argument("--phrases", type=int, default=0, help="how many of WordNet's names of several words")
    parser.add_argument("--size", type=int, default=20_000, help="rows")
    parser.add_argument("--ends", type=int, default=2_500, help="rows that are ## pieces")
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--strength", type=float, default=2.0, help="lambda of the regression")
    parser.add_argument("--steps", type=int, default=20, help="conjugate gradient steps")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    np.random.seed(SEED)
    packed = distil(arguments)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(packed)
    say(f"{arguments.out}: {len(packed)} bytes, sha256 {hashlib.sha256(packed).hexdigest()}")


if __name__ == "__main__":
    main()
