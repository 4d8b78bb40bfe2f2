"""Texts that the teacher reads: WordNet, our knowledge base, and question sets."""

import json
import pathlib
import random
import re
import tomllib

WORDNET = pathlib.Path("/usr/share/wordnet")
FIFTH = 5  # every fifth phrasing is held out, where that is asked for
PARTS = ("noun", "verb", "adj", "adv")


def _synsets(folder: pathlib.Path):
    """(names, gloss) of every synset."""
    for part in PARTS:
        for line in (folder / f"data.{part}").read_text("latin-1").splitlines():
            if line.startswith("  ") or " | " not in line:
                continue
            head, gloss = line.split(" | ", 1)
            fields = head.split(" ")
            count = int(fields[3], 16)
            names = [re.sub(r"\(.*\)$", "", n).replace("_", " ") for n in fields[4 : 4 + 2 * count : 2]]
            yield names, gloss.strip()


def wordnet(folder: pathlib.Path = WORDNET) -> dict[str, list[str]]:
    """Definitions, examples and names of more than one word."""
    definitions, examples, phrases = [], [], []
    for names, gloss in _synsets(folder):
        quoted = re.findall(r'"([^"]+)"', gloss)
        definition = re.sub(r'"[^"]*"', "", gloss)
        definition = re.sub(r"\s*(;\s*)+$", "", re.sub(r";\s*;", ";", definition)).strip(" ;-")
        definitions.append(definition)
        examples += [q.strip() for q in quoted if " " in q.strip()]
        phrases += [n for n in names if " " in n]
    return {name: unique(part) for name, part in (("definitions", definitions), ("examples", examples), ("phrases", phrases))}


def wordnet_words(folder: pathlib.Path = WORDNET) -> set[str]:
    """WordNet's names of one word, in lower case."""
    return {name.lower() for names, _ in _synsets(folder) for name in names if " " not in name}


def unique(texts) -> list[str]:
    """Without blanks and repetitions, order kept."""
    return list(dict.fromkeys(t for t in texts if t))


def sample(texts: list[str], count: int, seed: int) -> list[str]:
    """At most `count` of the texts, the same ones every time."""
    return texts if len(texts) <= count else random.Random(seed).sample(texts, count)


def question_set(file: pathlib.Path) -> list[tuple[str, list[str]]]:
    """(label, questions) of a kb.jsonl."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [(row["label"], row["questions"]) for row in rows]


def _strings(value, key=""):
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, key)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _strings(item, key if key == "phrasings" else name)


def clean(text: str) -> str:
    """Prose without citations, figures by reference, and Markdown."""
    text = re.sub(r"\[\^[^\]]*\]", "", text)
    text = re.sub(r"\{[^}]*\}", "", text)
    return re.sub(r"\s+", " ", re.sub(r"[*_`#]", " ", text)).strip()


def _front(file: pathlib.Path) -> tuple[dict, str]:
    text = file.read_text("utf-8")
    if file.suffix == ".toml":
        return tomllib.loads(text), ""
    parts = text.split("+++", 2)
    return (tomllib.loads(parts[1]), parts[2]) if len(parts) == 3 else ({}, text)


def knowledge(folder: pathlib.Path) -> dict[str, dict[str, list[str]]]:
    """By file: the phrasings by label, and under "" all other sentences."""
    out: dict[str, dict[str, list[str]]] = {}
    for file in sorted([*folder.rglob("*.md"), *folder.rglob("*.toml")]):
        if file.name in ("README.md", "sources.toml"):
            continue
        try:
            data, body = _front(file)
        except tomllib.TOMLDecodeError as error:
            print(f"skipped {file}: {error}")
            continue
        out[str(file.relative_to(folder))] = _entry(file, data, body)
    return out


def _entry(file, data, body) -> dict[str, list[str]]:
    entry: dict[str, list[str]] = {"": []}
    for name, value in _labels(data):
        entry[name] = unique(clean(v) for _, v in _strings(value))
    for _, value in _strings({k: v for k, v in data.items() if k != "phrasings"}):
        entry[""] += [s for s in re.split(r"(?<=[.!?;:])\s+", clean(value)) if " " in s]
    for line in body.splitlines():
        entry[""] += [s for s in re.split(r"(?<=[.!?;:])\s+", clean(line)) if " " in s]
    entry[""] = unique(entry[""])
    return entry


def _labels(data):
    phrasings = data.get("phrasings", [])
    if isinstance(phrasings, dict):
        yield from phrasings.items()
    elif phrasings:
        yield "phrasings", phrasings
    for item in data.get("responsibility", []):
        yield item.get("cadence", "responsibility"), item.get("phrasings", [])
    for name in ("chatter", "offtopic", "thanks", "greeting"):
        if name in data:
            yield name, data[name]
