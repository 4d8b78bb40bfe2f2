"""Makes assets/encoder/minilm.onnx and minilm.bin: all-MiniLM-L6-v2 in whole numbers, for the cargo feature `minilm`."""

import argparse
import hashlib
import pathlib
import tempfile

import numpy as np
from onnxruntime.quantization import QuantType, quantize_dynamic

import fit
import teacher

ASSETS = pathlib.Path(__file__).parent.parent.parent / "assets" / "encoder"
FRAME = ["[UNK]", "[CLS]", "[SEP]"]
PLACES = [f"[PLACE {n}]" for n in range(teacher.LONGEST)]


def layers(weights, to: pathlib.Path):
    """The six layers, their matrices in 7 bits with a scale a column, so that 16-bit sums hold on every processor."""
    with tempfile.TemporaryDirectory() as folder:
        whole = pathlib.Path(folder) / "f32.onnx"
        whole.write_bytes(teacher.upper(weights))
        quantize_dynamic(
            whole, to, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, op_types_to_quantize=["MatMul"]
        )


def table(weights, pieces: list[str]) -> bytes:
    """The rows of all English pieces and of the first places, in 4 bits with a scale a row, as in static.bin."""
    kept = [i for i, piece in enumerate(pieces) if piece in FRAME or (piece.isascii() and not piece.startswith("["))]
    rows = weights["embeddings.word_embeddings.weight"][kept]
    rows = np.concatenate([rows, teacher.places(weights)[: len(PLACES)]])
    return fit.pack([pieces[i] for i in kept] + PLACES, *fit.quantise(rows))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=pathlib.Path, default=ASSETS, help="folder to write to")
    parser.add_argument("--tuned", type=pathlib.Path, help="layers that `tune.py` made, in place of the published ones")
    args = parser.parse_args()
    to = args.to
    weights, pieces = teacher.weights_and_pieces()
    if args.tuned:
        with np.load(args.tuned) as tuned:
            weights.update({name: tuned[name] for name in tuned.files if name in weights})
    layers(weights, to / "minilm.onnx")
    (to / "minilm.bin").write_bytes(table(weights, pieces))
    for name in ("minilm.onnx", "minilm.bin"):
        data = (to / name).read_bytes()
        print(f"{len(data):9}  {hashlib.sha256(data).hexdigest()}  {name}")


if __name__ == "__main__":
    main()
