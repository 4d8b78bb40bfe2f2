"""The table: ridge regression from word rows to the teacher's sentence vectors, and its packing."""

import struct

import numpy as np
from scipy import sparse

RARITY = 3e-3  # SIF: a word of frequency p starts with weight RARITY / (RARITY + p)
LEVELS = 7  # int4: -7 to 7


def mean_matrix(vocabulary, texts) -> sparse.csr_matrix:
    """One row a text, one column a token: the share of each token."""
    indices, starts, values = [], [0], []
    for text in texts:
        rows = vocabulary.text(text)
        indices += rows
        values += [1 / len(rows)] * len(rows) if rows else []
        starts.append(len(indices))
    shape = (len(texts), len(vocabulary))
    return sparse.csr_matrix((np.array(values, np.float32), np.array(indices, np.int32), np.array(starts)), shape)


def projection(vectors: np.ndarray, dimensions: int) -> np.ndarray:
    """The directions in which the teacher's vectors differ most."""
    _, directions = np.linalg.eigh(vectors.T.astype(np.float64) @ vectors)
    directions = directions[:, ::-1][:, :dimensions]
    signs = np.sign(directions[np.abs(directions).argmax(axis=0), np.arange(dimensions)])
    return (directions * signs).astype(np.float32)


def start(token_vectors: np.ndarray, shares) -> np.ndarray:
    """The teacher's vectors of single tokens, common ones made small."""
    return token_vectors * (RARITY / (RARITY + np.asarray(shares, np.float32)))[:, None]


def ridge(pooling, targets, first, strength: float, steps: int) -> np.ndarray:
    """argmin |A W - T|^2 + strength |W - first|^2 by conjugate gradients, all columns at once."""
    transposed = pooling.T.tocsr()
    apply = lambda x: transposed @ (pooling @ x) + strength * x
    table = first.copy()
    residual = transposed @ targets + strength * first - apply(table)
    direction, power = residual.copy(), (residual**2).sum(axis=0)
    for _ in range(steps):
        image = apply(direction)
        pace = power / np.maximum((direction * image).sum(axis=0), 1e-12)
        table += pace * direction
        residual -= pace * image
        before, power = power, (residual**2).sum(axis=0)
        direction = residual + power / np.maximum(before, 1e-12) * direction
    return table


def even_out(table: np.ndarray, pooling, power: float) -> np.ndarray:
    """Columns in which texts differ much made smaller, those in which they differ little larger."""
    return table * np.maximum((pooling @ table).std(axis=0), 1e-6) ** -power


def quantise(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each row's best f16 scale out of several, and its values from -7 to 7."""
    top = np.maximum(np.abs(table).max(axis=1), 1e-6)
    best = np.full(len(table), np.inf)
    scales, values = np.zeros(len(table), np.float16), np.zeros(table.shape, np.int8)
    for share in np.linspace(0.6, 1.0, 9):
        scale = np.maximum((share * top / LEVELS).astype(np.float16), np.float16(6e-8))
        wide = scale.astype(np.float32)[:, None]
        level = np.clip(np.rint(table / wide), -LEVELS, LEVELS)
        error = ((level * wide - table) ** 2).sum(axis=1)
        better = error < best
        best[better], scales[better], values[better] = error[better], scale[better], level[better].astype(np.int8)
    return scales, values


def pack(tokens: list[str], scales: np.ndarray, values: np.ndarray) -> bytes:
    """SEM4: magic, rows, columns, scales, two values a byte (the first half of the row low, plus 8), tokens one a line."""
    shifted = (values + 8).astype(np.uint8)
    middle = values.shape[1] // 2
    halves = shifted[:, :middle] | (shifted[:, middle:] << 4)
    head = b"SEM4" + struct.pack("<II", *values.shape)
    return head + scales.tobytes() + halves.tobytes() + ("\n".join(tokens) + "\n").encode()
