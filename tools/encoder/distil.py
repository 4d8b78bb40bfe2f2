"""Makes assets/encoder/static.bin: a table of word vectors that imitates the sentence vectors of all-MiniLM-L6-v2."""

import argparse
import hashlib
import pathlib
import time

import numpy as np

import fit
import texts
import words
from teacher import Remembering, Teacher

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
        out["knowledge/phrasings"] = texts.unique(
            p for file in files.values() for label, phrasings in file.items() if label
            for i, p in enumerate(phrasings) if not arguments.hold_out or i % texts.FIFTH
        )
        out["knowledge/prose"] = texts.unique(p for file in files.values() for p in file[""])
    for name, part in out.items():
        say(f"{len(part):7} texts from {name}")
    return out


def vocabulary(arguments, sources, pieces) -> tuple[words.Vocabulary, list[float]]:
    counts = {
        part: words.count(t for name, group in sources.items() if name.startswith(part) for t in group)
        for part in ("wordnet", "questions", "knowledge")
    }
    extra = words.listed((HERE / "words.txt").read_text("utf-8"))
    tokens, shares = words.order(pieces, counts, texts.wordnet_words(), extra, arguments.size, arguments.ends)
    say(f"{len(tokens)} tokens, {sum(t.startswith('##') for t in tokens)} of them pieces inside words")
    return words.Vocabulary(tokens), shares


def distil(arguments) -> bytes:
    teacher = Teacher(arguments.threads)
    if arguments.cache:
        teacher = Remembering(teacher, arguments.cache)
    sources = gather(arguments)
    vocab, shares = vocabulary(arguments, sources, teacher.pieces())
    everything = texts.unique(t for group in sources.values() for t in group)
    say(f"the teacher reads {len(everything)} texts")
    vectors = teacher.encode(everything)
    say(f"and {len(vocab)} tokens")
    tokens = teacher.encode([t.removeprefix("##") for t in vocab.tokens])
    axes = fit.projection(vectors, arguments.dimensions)
    pooling = fit.mean_matrix(vocab, everything)
    first = arguments.scale * fit.start(tokens @ axes, shares)
    say("ridge regression")
    targets = vectors @ axes
    table = fit.ridge(pooling, targets, first, arguments.strength, arguments.steps)
    before, after = agreement(pooling, first, targets), agreement(pooling, table, targets)
    say(f"mean cosine to the teacher {after:.3f}, before the regression {before:.3f}")
    table = fit.even_out(table, pooling, arguments.even)
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
    parser.add_argument("--definitions", type=int, default=50_000, help="how many of WordNet's definitions")
    parser.add_argument("--phrases", type=int, default=65_000, help="how many of WordNet's names of several words")
    parser.add_argument("--size", type=int, default=21_600, help="rows")
    parser.add_argument("--ends", type=int, default=2_500, help="rows that are ## pieces")
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--strength", type=float, default=2.0, help="lambda of the regression")
    parser.add_argument("--steps", type=int, default=15, help="conjugate gradient steps")
    parser.add_argument("--scale", type=float, default=2.5, help="factor on the vectors that the regression starts from")
    parser.add_argument("--even", type=float, default=0.5, help="power by which columns are evened out")
    parser.add_argument("--hold-out", action="store_true", help="leave every fifth phrasing of each entry out, to measure")
    parser.add_argument("--cache", type=pathlib.Path, help="a .npz file that keeps the teacher's vectors")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    np.random.seed(SEED)
    packed = distil(arguments)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(packed)
    say(f"{arguments.out}: {len(packed)} bytes, sha256 {hashlib.sha256(packed).hexdigest()}")


if __name__ == "__main__":
    main()
