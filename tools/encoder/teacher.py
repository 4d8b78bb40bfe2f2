"""The teacher: all-MiniLM-L6-v2 as an ONNX graph, built here from the weights that a PyPI package ships."""

import importlib.util
import json
import pathlib
import zipfile

import numpy as np
import onnx
import onnxruntime
import safetensors.numpy
import tokenizers
from onnx import TensorProto, helper, numpy_helper

PACKAGE = "all_minilm_l6_v2"
LAYERS, HEADS, WIDTH, HEAD = 6, 12, 384, 32
LONGEST = 64  # pieces of a text that the teacher reads


def _archive() -> zipfile.ZipFile:
    """Finds the package's model.zip without running the package's code."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{PACKAGE} is not installed: see tools/encoder/README.md")
    return zipfile.ZipFile(pathlib.Path(spec.origin).parent / "model.zip")


class _Graph:
    """A few lines of sugar over onnx.helper."""

    def __init__(self, weights):
        self.weights, self.nodes, self.constants = weights, [], []

    def constant(self, name, value):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind, inputs, **attributes):
        out = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [out], **attributes))
        return out

    def linear(self, x, names):
        """x W' + b, with several of the model's layers side by side."""
        weight = np.concatenate([self.weights[f"{n}.weight"] for n in names]).T
        bias = np.concatenate([self.weights[f"{n}.bias"] for n in names])
        product = self.add("MatMul", [x, self.constant(f"{names[0]}.w", weight)])
        return self.add("Add", [product, self.constant(f"{names[0]}.b", bias)])

    def norm(self, x, name):
        scale = self.constant(f"{name}.w", self.weights[f"{name}.weight"])
        bias = self.constant(f"{name}.b", self.weights[f"{name}.bias"])
        return self.add("LayerNormalization", [x, scale, bias], axis=-1, epsilon=1e-12)

    def heads(self, x, order):
        split = self.add("Reshape", [x, "by_head"])
        return self.add("Transpose", [split], perm=order)

    def layer(self, x, index):
        p = f"encoder.layer.{index}"
        q, k, v = (self.linear(x, [f"{p}.attention.self.{n}"]) for n in ("query", "key", "value"))
        q, k, v = self.heads(q, [0, 2, 1, 3]), self.heads(k, [0, 2, 3, 1]), self.heads(v, [0, 2, 1, 3])
        scores = self.add("Mul", [self.add("MatMul", [q, k]), "root"])
        mixed = self.add("MatMul", [self.add("Softmax", [scores], axis=-1), v])
        mixed = self.add("Reshape", [self.add("Transpose", [mixed], perm=[0, 2, 1, 3]), "merged"])
        mixed = self.linear(mixed, [f"{p}.attention.output.dense"])
        x = self.norm(self.add("Add", [x, mixed]), f"{p}.attention.output.LayerNorm")
        wide = self.add("Gelu", [self.linear(x, [f"{p}.intermediate.dense"])])
        return self.norm(self.add("Add", [x, self.linear(wide, [f"{p}.output.dense"])]), f"{p}.output.LayerNorm")


def _layers(g, x):
    """From the sums of embeddings to the mean of the last layer."""
    g.constant("by_head", np.array([0, 0, HEADS, HEAD], np.int64))
    g.constant("merged", np.array([0, 0, WIDTH], np.int64))
    g.constant("root", np.array(HEAD**-0.5, np.float32))
    x = g.norm(x, "embeddings.LayerNorm")
    for index in range(LAYERS):
        x = g.layer(x, index)
    g.nodes.append(helper.make_node("ReduceMean", [x, g.constant("axes", np.array([1], np.int64))], ["out"], keepdims=0))


def _model(g, name, inputs):
    outputs = [helper.make_tensor_value_info("out", TensorProto.FLOAT, ["batch", WIDTH])]
    graph = helper.make_graph(g.nodes, name, inputs, outputs, g.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    return model.SerializeToString()


def places(weights):
    """What is added to every token by its place; every text is of the first kind."""
    return weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]


def _build(weights) -> bytes:
    g = _Graph(weights)
    words = g.constant("words", weights["embeddings.word_embeddings.weight"])
    x = g.add("Gather", [words, "ids"])
    x = g.add("Add", [x, g.add("Gather", [g.constant("places", places(weights)), "positions"])])
    _layers(g, x)
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"]),
        helper.make_tensor_value_info("positions", TensorProto.INT64, ["length"]),
    ]
    return _model(g, "teacher", inputs)


def upper(weights) -> bytes:
    """The same from the sums of embeddings on: for a program that looks tokens up by itself."""
    g = _Graph(weights)
    _layers(g, "rows")
    return _model(g, "upper", [helper.make_tensor_value_info("rows", TensorProto.FLOAT, ["batch", "length", WIDTH])])


def weights_and_pieces():
    """The published weights, and the word pieces in order."""
    with _archive() as archive:
        weights = safetensors.numpy.load(archive.read("model.safetensors"))
        vocabulary = json.loads(archive.read("tokenizer.json"))["model"]["vocab"]
    return weights, sorted(vocabulary, key=vocabulary.get)


class Teacher:
    """Sentence vectors of all-MiniLM-L6-v2: mean of the last layer, at unit length."""

    def __init__(self, threads: int = 2):
        with _archive() as archive:
            weights = safetensors.numpy.load(archive.read("model.safetensors"))
            vocabulary = json.loads(archive.read("tokenizer.json"))
        self.tokens = weights["embeddings.word_embeddings.weight"]
        vocabulary.update(padding=None, truncation=None)
        self.tokenizer = tokenizers.Tokenizer.from_str(json.dumps(vocabulary))
        self.tokenizer.enable_truncation(LONGEST)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(_build(weights), options, providers=["CPUExecutionProvider"])

    def pieces(self) -> list[str]:
        """The word pieces, roughly most frequent first (that is the order of BERT's vocabulary)."""
        by_id = sorted((i, token) for token, i in self.tokenizer.get_vocab().items())
        return [token for _, token in by_id]

    def encode(self, texts: list[str], batch_tokens: int = 2048) -> np.ndarray:
        """Vectors of all texts; texts of one length run together, so nothing is padded."""
        out = np.zeros((len(texts), WIDTH), np.float32)
        for members, ids in self._batches(texts, batch_tokens):
            positions = np.arange(ids.shape[1])
            out[members] = self.session.run(None, {"ids": ids, "positions": positions})[0]
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)

    def _batches(self, texts, batch_tokens):
        by_length: dict[int, list[tuple[int, list[int]]]] = {}
        for index, encoded in enumerate(self.tokenizer.encode_batch(texts)):
            by_length.setdefault(len(encoded.ids), []).append((index, encoded.ids))
        for length, group in sorted(by_length.items()):
            step = max(1, batch_tokens // length)
            for start in range(0, len(group), step):
                part = group[start : start + step]
                yield [i for i, _ in part], np.array([ids for _, ids in part], np.int64)


class Remembering:
    """A teacher whose vectors are kept in a file, for trying several tables."""

    def __init__(self, teacher: Teacher, file: pathlib.Path):
        self.teacher, self.file, self.known = teacher, file, {}
        if file.exists():
            with np.load(file) as kept:
                self.known = dict(zip(json.loads(str(kept["texts"])), kept["vectors"]))

    def pieces(self) -> list[str]:
        return self.teacher.pieces()

    def encode(self, texts: list[str]) -> np.ndarray:
        unknown = [text for text in dict.fromkeys(texts) if text not in self.known]
        if unknown:
            self.known.update(zip(unknown, self.teacher.encode(unknown)))
            np.savez(self.file, texts=json.dumps(list(self.known)), vectors=np.array(list(self.known.values())))
        return np.array([self.known[text] for text in texts])
