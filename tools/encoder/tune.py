"""Tunes the upper layers of all-MiniLM-L6-v2 to tell the entries of a knowledge base apart.

Input: one {"label": ..., "text": ...} a line, as `cargo run --release --example phrasings` prints. Output: a .npz with
the tuned weights, which `minilm.py --tuned` packs."""

import argparse
import json
import pathlib
import time

import jax
import jax.numpy as jnp
import numpy as np

import teacher

WIDTH, HEADS = teacher.WIDTH, teacher.HEADS
BUCKETS = (8, 12, 16, 20, 26, 34, 48, teacher.LONGEST)
EPSILON = 1e-12


def norm(x, w, name):
    mean = x.mean(-1, keepdims=True)
    var = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / jnp.sqrt(var + EPSILON) * w[f"{name}.weight"] + w[f"{name}.bias"]


def linear(x, w, name):
    return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]


def layer(x, mask, w, index, drop):
    """One layer; `drop` is a function that drops parts of its argument, or leaves it."""
    p = f"encoder.layer.{index}"
    batch, length, _ = x.shape
    split = lambda y: y.reshape(batch, length, HEADS, -1).transpose(0, 2, 1, 3)
    q, k, v = (split(linear(x, w, f"{p}.attention.self.{n}")) for n in ("query", "key", "value"))
    scores = q @ k.transpose(0, 1, 3, 2) * teacher.HEAD**-0.5 + (mask[:, None, None, :] - 1) * 1e9
    mixed = (jax.nn.softmax(scores, -1) @ v).transpose(0, 2, 1, 3).reshape(batch, length, -1)
    x = norm(x + drop(linear(mixed, w, f"{p}.attention.output.dense")), w, f"{p}.attention.output.LayerNorm")
    wide = jax.nn.gelu(linear(x, w, f"{p}.intermediate.dense"), approximate=False)
    return norm(x + drop(linear(wide, w, f"{p}.output.dense")), w, f"{p}.output.LayerNorm")


def pool(x, mask):
    mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
    return mean / jnp.linalg.norm(mean, axis=-1, keepdims=True)


class Texts:
    """Texts in buckets of one padded length, with what the frozen layers make of them."""

    def __init__(self, texts, weights, tokenizer, first):
        places = teacher.places(weights)
        ids = [e.ids for e in tokenizer.encode_batch(texts)]
        frozen = {k: jnp.asarray(v) for k, v in weights.items() if k.startswith(("encoder", "embeddings.LayerNorm"))}
        self.parts = []
        for low, high in zip((0,) + BUCKETS, BUCKETS):
            members = np.array([i for i, t in enumerate(ids) if low < len(t) <= high], int)
            if not len(members):
                continue
            rows = np.zeros((len(members), high, WIDTH), np.float32)
            mask = np.zeros((len(members), high), np.float32)
            for at, i in enumerate(members):
                n = len(ids[i])
                rows[at, :n] = weights["embeddings.word_embeddings.weight"][ids[i]] + places[:n]
                mask[at, :n] = 1
            step = 64
            for start in range(0, len(members), step):
                pad = lambda a: np.concatenate([a, np.repeat(a[-1:], step - len(a), 0)]) if len(a) < step else a
                part = slice(start, start + step)
                hidden = stop_at(first)(pad(rows[part]), pad(mask[part]), frozen)
                rows[part] = np.asarray(hidden)[: len(rows[part])]
            self.parts.append((members, rows, mask))
        self.count = len(texts)


_STOPS = {}


def stop_at(first):
    if first not in _STOPS:

        def run(rows, mask, w):
            x = norm(rows, w, "embeddings.LayerNorm")
            for index in range(first):
                x = layer(x, mask, w, index, lambda y: y)
            return x

        _STOPS[first] = jax.jit(run)
    return _STOPS[first]


def upper(w, x, mask, first, key=None, rate=0.0):
    def drop(y):
        nonlocal key
        if key is None:
            return y
        key, own = jax.random.split(key)
        return y * jax.random.bernoulli(own, 1 - rate, y.shape) / (1 - rate)

    for index in range(first, teacher.LAYERS):
        x = layer(x, mask, w, index, drop)
    return pool(x, mask)


def encode(w, texts, first, step=64):
    out = np.zeros((texts.count, WIDTH), np.float32)
    run = jax.jit(lambda w, x, m: upper(w, x, m, first))
    for members, rows, mask in texts.parts:
        for start in range(0, len(members), step):
            part = slice(start, start + step)
            x, m = rows[part], mask[part]
            n = len(x)
            if n < step:
                x, m = (np.concatenate([a, np.repeat(a[-1:], step - n, 0)]) for a in (x, m))
            out[members[part]] = np.asarray(run(w, x, m))[:n]
    return out


def score(kb, labels, queries, wanted, proxies=None):
    """Shares right by the mean of nearest and centroid, as the engine counts, and by the proxies."""
    mean = kb.sum(0) / (len(kb) + 50)
    unit = lambda v: v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-9)
    a, q = unit(kb - mean), unit(queries - mean)
    count = labels.max() + 1
    cents = unit(np.stack([a[labels == l].sum(0) for l in range(count)]))
    sims = q @ a.T
    near = np.stack([sims[:, labels == l].max(1) for l in range(count)], 1)
    both = near + q @ cents.T
    result = [np.mean(both.argmax(1) == wanted)]
    if proxies is not None:
        head = queries @ unit(proxies).T
        result.append(np.mean(head.argmax(1) == wanted))
        result.append(np.mean((both + 1.0 * head).argmax(1) == wanted))
    return [round(float(r) * 100, 1) for r in result]


def read(file):
    rows = [json.loads(line) for line in pathlib.Path(file).read_text().splitlines()]
    rows = [r for r in rows if r["text"].strip()]
    return [r["text"] for r in rows], [r["label"] for r in rows]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=pathlib.Path)
    parser.add_argument("--to", type=pathlib.Path, required=True)
    parser.add_argument("--held-out", type=pathlib.Path, help="texts with labels that are measured and never read")
    parser.add_argument("--first", type=int, default=3, help="first layer that is tuned")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--drop", type=float, default=0.1)
    parser.add_argument("--scale", type=float, default=20.0)
    parser.add_argument("--smooth", type=float, default=0.1, help="label smoothing")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()

    weights, _ = teacher.weights_and_pieces()
    tokenizer = teacher.Teacher().tokenizer
    texts, names = read(args.texts)
    index = {name: i for i, name in enumerate(sorted(set(names)))}
    labels = np.array([index[n] for n in names])
    corpus = Texts(texts, weights, tokenizer, args.first)
    tuned = {
        k: jnp.asarray(v)
        for k, v in weights.items()
        if k.startswith("encoder.layer.") and int(k.split(".")[2]) >= args.first
    }
    vectors = encode(tuned, corpus, args.first)
    proxies = np.stack([vectors[labels == l].mean(0) for l in range(len(index))])
    proxies /= np.linalg.norm(proxies, axis=1, keepdims=True)
    state = {"w": tuned, "p": jnp.asarray(proxies)}
    held = None
    if args.held_out:
        held_texts, held_names = read(args.held_out)
        keep = [i for i, n in enumerate(held_names) if n in index]
        held = Texts([held_texts[i] for i in keep], weights, tokenizer, args.first)
        wanted = np.array([index[held_names[i]] for i in keep])
        print("before", score(vectors, labels, encode(tuned, held, args.first), wanted, proxies), len(keep), flush=True)

    def loss(state, x, mask, wanted, key):
        z = upper(state["w"], x, mask, args.first, key, args.drop)
        p = state["p"] / jnp.linalg.norm(state["p"], axis=1, keepdims=True)
        logs = jax.nn.log_softmax(args.scale * z @ p.T)
        own = jnp.take_along_axis(logs, wanted[:, None], 1)[:, 0]
        return -((1 - args.smooth) * own + args.smooth * logs.mean(-1)).mean()

    steps = args.epochs * sum(len(m) // args.batch + 1 for m, _, _ in corpus.parts)

    @jax.jit
    def step(state, m1, m2, t, x, mask, wanted, key):
        value, g = jax.value_and_grad(loss)(state, x, mask, wanted, key)
        warm = jnp.minimum(t / (0.06 * steps), 1.0) * (1 - t / steps)
        rates = {"w": args.rate * warm, "p": 20 * args.rate * warm}
        m1 = jax.tree.map(lambda m, d: 0.9 * m + 0.1 * d, m1, g)
        m2 = jax.tree.map(lambda m, d: 0.999 * m + 0.001 * d * d, m2, g)
        new = {}
        for part in state:
            new[part] = jax.tree.map(
                lambda v, a, b: v
                - rates[part] * ((a / (1 - 0.9**t)) / (jnp.sqrt(b / (1 - 0.999**t)) + 1e-8) + 0.01 * v),
                state[part], m1[part], m2[part],
            )
        return new, m1, m2, value

    zeros = lambda: jax.tree.map(jnp.zeros_like, state)
    m1, m2, t = zeros(), zeros(), 0
    rng, key = np.random.default_rng(args.seed), jax.random.key(args.seed)
    for epoch in range(args.epochs):
        start, total, n = time.time(), 0.0, 0
        batches = []
        for at, (members, _, _) in enumerate(corpus.parts):
            order = rng.permutation(len(members))
            order = np.concatenate([order, order[: -len(order) % args.batch]])
            order = np.resize(order, max(args.batch, len(order) // args.batch * args.batch))
            batches += [(at, b) for b in order.reshape(-1, args.batch)]
        for at in rng.permutation(len(batches)):
            part, rows = batches[at]
            members, x, mask = corpus.parts[part]
            key, own = jax.random.split(key)
            t += 1
            state, m1, m2, value = step(state, m1, m2, t, x[rows], mask[rows], labels[members[rows]], own)
            total, n = total + float(value), n + 1
        line = [f"epoch {epoch + 1}", f"loss {total / n:.3f}", f"{time.time() - start:.0f} s"]
        if held is not None:
            after = encode(state["w"], corpus, args.first)
            line.append(str(score(after, labels, encode(state["w"], held, args.first), wanted, np.asarray(state["p"]))))
        print(*line, flush=True)
        np.savez(args.to, **{k: np.asarray(v) for k, v in state["w"].items()}, proxies=np.asarray(state["p"]),
                 labels=json.dumps(sorted(index)))


if __name__ == "__main__":
    main()
