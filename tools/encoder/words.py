"""The vocabulary and the splitting of text into it; src/retrieval/encoder/split.rs does the same at run time."""

import unicodedata
from collections import Counter

SIGNS = "$%&+#€£@"
JOINERS = "'’"


def normalise(text: str) -> str:
    """Lower case, without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c)[0] != "M")
    return plain.lower()


def split(text: str) -> list[str]:
    """Runs of letters and digits, apostrophes inside them dropped; the signs that mean something stand alone."""
    words, current = [], ""
    for c in normalise(text):
        if c.isalnum():
            current += c
            continue
        if c in JOINERS:
            continue
        if current:
            words.append(current)
            current = ""
        if c in SIGNS:
            words.append(c)
    return words + [current] if current else words


class Vocabulary:
    """Token -> row."""

    def __init__(self, tokens: list[str]):
        self.tokens = tokens
        self.rows = {token: row for row, token in enumerate(tokens)}
        self.longest = max(map(len, tokens))
        self._seen: dict[str, list[int]] = {}

    def __len__(self):
        return len(self.tokens)

    def word(self, word: str) -> list[int]:
        """Rows of one word: itself, or its longest pieces from the left."""
        if word not in self._seen:
            self._seen[word] = self._pieces(word)
        return self._seen[word]

    def _pieces(self, word):
        if word in self.rows:
            return [self.rows[word]]
        rows, start = [], 0
        while start < len(word):
            row, start = self._piece(word, start)
            rows += row
        return rows

    def _piece(self, word, start):
        mark = "##" if start else ""
        for end in range(min(len(word), start + self.longest), start, -1):
            row = self.rows.get(mark + word[start:end])
            if row is not None:
                return [row], end
        return [], start + 1

    def text(self, text: str) -> list[int]:
        return [row for word in split(text) for row in self.word(word)]


def count(texts) -> Counter:
    return Counter(word for text in texts for word in split(text))


SIGNS_AND_CHARACTERS = [*SIGNS, *"abcdefghijklmnopqrstuvwxyz0123456789"]
COMMONNESS = {"bert": 0.5, "wordnet": 0.15, "questions": 0.2, "knowledge": 0.15}
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
ENDINGS = ("s", "es", "d", "ed", "ing", "er", "ers", "ly")
SEEN_OFTEN = {"wordnet": 4, "questions": 4, "knowledge": 2}


def listed(text: str) -> list[str]:
    """The words of words.txt."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return list(dict.fromkeys(" ".join(lines).split()))


def _bert(pieces: list[str]) -> tuple[dict[str, float], list[str]]:
    """Whole words with Zipf's share by their place, and the continuation pieces, both most frequent first."""
    plain = [p for p in pieces if not p.startswith("##") and p.isascii() and p.isalnum()]
    ranked = [p for p in plain if len(p) > 1]
    shares = {p: 1 / (place + 10) for place, p in enumerate(ranked)}
    total = sum(shares.values())
    ends = [p for p in pieces if p.startswith("##") and p[2:].isascii() and p[2:].isalnum()]
    return {p: share / total for p, share in shares.items()}, ends


def misspelt(word: str, trusted) -> bool:
    """One edit away from a word that we trust, and no inflection of one: phrasings hold typos on purpose."""
    if len(word) < 4 or not word.isalpha() or any(word.endswith(e) and word[: -len(e)] in trusted for e in ENDINGS):
        return False
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    shorter = (a + b[1:] for a, b in halves if b)
    swapped = (a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1)
    changed = (a + c + b[1:] for a, b in halves if b for c in ALPHABET)
    longer = (a + c + b for a, b in halves for c in ALPHABET)
    return any(near in trusted for near in (*shorter, *swapped, *changed, *longer))


def order(pieces, counts: dict[str, Counter], names: set[str], extra: list[str], size: int, ends: int) -> tuple[list[str], list[float]]:
    """`size` tokens and the share of each among all words: whole words, most common first, then `ends` ## pieces.

    `names` are WordNet's words: with the teacher's and `extra` they count as well spelt.
    """
    bert, continuations = _bert(pieces)
    common = Counter({word: COMMONNESS["bert"] * share for word, share in bert.items()})
    trusted = {*bert, *names, *extra}
    for source, counter in counts.items():
        total = sum(counter.values()) or 1
        for word, times in counter.items():
            if word in trusted or times >= SEEN_OFTEN[source] and not misspelt(word, trusted):
                common[word] += COMMONNESS[source] * times / total
    tail = continuations[:ends]
    tail += [f"##{c}" for c in SIGNS_AND_CHARACTERS if c.isalnum() and f"##{c}" not in tail]
    must = dict.fromkeys([*SIGNS_AND_CHARACTERS, *extra])
    room = size - len(tail)
    by_share = sorted(common, key=lambda word: (-common[word], word))
    free = room - len(must)
    chosen = set(must) | set([word for word in by_share if word not in must][:free])
    tokens = sorted(chosen, key=lambda word: (-common[word], word)) + tail
    return tokens, [common[token] for token in tokens]
