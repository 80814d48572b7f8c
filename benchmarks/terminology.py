"""Measure how right the glossary check is, and how fast terms are found; hold both to the bars.

Run: python benchmarks/terminology.py [--seed 1]

Rightness: on the sentences of tests/data/terminology_pairs.tsv, whose terms are marked by hand. Their English is good,
so every finding of default severity is a false alarm. Then each rendering is made wrong in four ways: another concept's
rendering takes its place, one of its words is exchanged, it is left out, or a form that the house deprecates stands
there. Replacements are judged by putting a deprecated form into a sound sentence: an edit is right when it gives the
sentence back.

Speed: 10 MB of Chinese against 100,000 terms, each backend in a process of its own; the words are those of the
conversion tables, one after every ten common characters. Half a minute.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import record
from peers import HERE
from zh_localize.glossary import Designation, Glossary
from zh_localize.glossary.check import Checker, Finding
from zh_localize.glossary.policy import Severity
from zh_localize.glossary.stems import words
from zh_localize.glossary.tiers import Evidence, Target, Tier
from zh_localize.text import tables

ROOT = HERE.parent
PAIRS = ROOT / "tests" / "data" / "terminology_pairs.tsv"
MEGABYTES, TERMS = 10, 100_000
COMMON = "的是了不在有这他我们来到时大地为子中你说生国年着就那和要她出也得里后自以会"


class Row(NamedTuple):
    """A pair with its marks: place, concepts and tier of each."""

    document: str
    zh: str
    en: str
    marks: tuple[tuple[tuple[int, int], tuple[str, ...], str], ...]


def read_pairs() -> list[Row]:
    """The marked pairs."""
    lines = [line for line in PAIRS.read_text("utf-8").split("\n") if line and not line.startswith("# ")]
    return [_row(*line.split("\t")) for line in lines[1:]]


def _row(document: str, zh: str, en: str, hits: str) -> Row:
    marks = []
    for mark in filter(None, hits.split("; ")):
        place, concepts, tier = mark.split(" ")
        start, end = map(int, place.split("-"))
        marks.append(((start, end), tuple(concepts.split("/")), tier))
    return Row(document, zh, en, tuple(marks))


def recall(glossary: Glossary, rows: list[Row]) -> float:
    """The share of marked terms that are found at their very place, less what is found and not marked."""
    right = wrong = 0
    for row in rows:
        found = {(hit.start, hit.end): hit.concept for hit in glossary.find(row.zh)}
        for place, concepts, _ in row.marks:
            right += found.pop(place, "") in concepts
        wrong += len(found)
    return (right - wrong) / sum(len(row.marks) for row in rows)


def false_alarms(glossary: Glossary, rows: list[Row]) -> Counter[str]:
    """The findings on good translations, by severity; ``none`` counts the missing ones of any severity."""
    counts: Counter[str] = Counter()
    checker, document = Checker(glossary), ""
    for row in rows:
        if row.document != document:
            checker, document = Checker(glossary), row.document
        for finding in checker.pair(row.zh, row.en):
            counts[finding.severity.value] += 1
            counts["none"] += finding.tier == Tier.NONE
    return counts


class Seeded(NamedTuple):
    """A translation with one wrong rendering; ``approved`` when a rendering of the concept has a source."""

    kind: str
    row: Row
    en: str
    concepts: tuple[str, ...]
    approved: bool


def seeded(glossary: Glossary, rows: list[Row], chance: random.Random) -> Iterator[Seeded]:
    """Every rendering that stands in full, made wrong in each way."""
    renderings = [row for row in glossary.designations if row.lang == "en" and row.is_usable]
    vocabulary = sorted({word.text for row in renderings for word in words(row.term) if word.stem})
    for row in rows:
        for (start, end), concepts, _ in row.marks:
            own = [d for concept in concepts for d in glossary.of(concept) if d.lang == "en" and d.is_usable]
            evidence = Target(row.en).best(own)
            if evidence is None or evidence.tier not in (Tier.PREFERRED, Tier.ADMITTED, Tier.CASE, Tier.STEM):
                continue
            approved = any(d.review == "approved" for d in own) and not _is_hint(glossary, row.zh[start:end])
            others = [d.term for d in chance.sample(renderings, 20) if d.concept not in concepts]
            other = next(term for term in others if not Target(term).best(own))
            for kind, text in (
                ("another concept", other),
                ("another word", _exchanged(row.en[evidence.start : evidence.end], vocabulary, own, chance)),
                ("left out", ""),
            ):
                yield Seeded(kind, row, _put(row.en, evidence, text), concepts, approved)


def _is_hint(glossary: Glossary, text: str) -> bool:
    """Whether the Chinese name is a draft or ambiguous, which is never more than a hint."""
    row = glossary.named(text)[0]
    return row.review == "draft" or row.match == "context"


def _exchanged(text: str, vocabulary: list[str], own: list[Designation], chance: random.Random) -> str:
    """The rendering with one of its content words exchanged, so that it is none any more."""
    content = [word for word in words(text) if word.stem]
    while True:
        word = chance.choice(content)
        wrong = f"{text[: word.start]}{chance.choice(vocabulary)}{text[word.end :]}"
        if not Target(wrong).best(own):
            return wrong


def _put(text: str, evidence: Evidence, rendering: str) -> str:
    return f"{text[: evidence.start]}{rendering}{text[evidence.end :]}"


def found_wrong(glossary: Glossary, rows: list[Row], seed: int) -> dict[str, Any]:
    """The share of wrong renderings that are found: of all, with any severity; of approved ones, by default."""
    tally: Counter[tuple[str, str, bool]] = Counter()
    for case in seeded(glossary, rows, random.Random(seed)):
        findings = [f for f in Checker(glossary).pair(case.row.zh, case.en) if _is_about(f, case.concepts)]
        tally[case.kind, "any", bool(findings)] += 1
        if case.approved:
            tally[case.kind, "default", any(f.severity.rank >= Severity.WARNING.rank for f in findings)] += 1
    kinds = dict.fromkeys(kind for kind, _, _ in tally)
    figures: dict[str, Any] = {kind: _share(tally, [kind]) for kind in kinds}
    return {**figures, "all": _share(tally, list(kinds))}


def _is_about(finding: Finding, concepts: tuple[str, ...]) -> bool:
    return finding.concept in concepts and finding.tier in ("none", "bare", "deprecated")


def _share(tally: Counter[tuple[str, str, bool]], kinds: list[str]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for level in ("any", "default"):
        hits, misses = (sum(tally[kind, level, found] for kind in kinds) for found in (True, False))
        figures |= {level: round(hits / (hits + misses), 4), f"{level} seeds": hits + misses}
    return figures


def replacements(glossary: Glossary, rows: list[Row], status: str) -> tuple[int, int, int]:
    """Edits of a deprecated form that are right, all edits, and the places where one was put in."""
    right = edits = places = 0
    for concept in dict.fromkeys(name for row in rows for _, names, _ in row.marks for name in names):
        for language, field in (("en", "en"), ("zh-Hans-CN", "zh")):
            own = [row for row in glossary.of(concept) if row.lang == language and row.match == ""]
            good = next((row for row in own if row.status == "preferred"), None)
            for old in (row for row in own if good and row.status == "admitted" and good.term not in row.term):
                assert good
                bad = old._replace(status=status, replaced_by=good.term, review="approved")
                house = Glossary([good, bad])
                for row in rows:
                    sound = getattr(row, field)
                    for hit in Glossary([good]).find(sound, language=language[:2]):
                        if hit.text != good.term:
                            continue
                        places += 1
                        report = house.enforce(
                            f"{sound[: hit.start]}{old.term}{sound[hit.end :]}", language=language[:2]
                        )
                        made = [edit for edit in report.edits if not edit.is_note]
                        edits += len(made)
                        right += len(made) if report.text == sound else 0
    return right, edits, places


def house_terms() -> list[str]:
    """100,000 terms: the phrases of the conversion tables, and pairs of them."""
    chance = random.Random(1)
    rows = tables.read_rows("opencc/STPhrases.tsv")
    known = sorted({row[0] for row in rows} | {value for row in rows for value in row[1].split()})
    terms = dict.fromkeys(known)
    while len(terms) < TERMS:
        terms[chance.choice(known)[:4] + chance.choice(known)[:4]] = None
    return [*terms][:TERMS]


def worker() -> dict[str, Any]:
    """Speed and memory of the backend of this process."""
    import resource

    terms, chance = house_terms(), random.Random(2)
    size = 0
    parts: list[str] = []
    while size < MEGABYTES * 1_000_000:
        parts.append(
            chance.choice(terms) + "".join(chance.choices(COMMON, k=9)) + ("。\n" if len(parts) % 4 == 0 else "")
        )
        size += len(parts[-1].encode())
    text = "".join(parts)
    del parts
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "house.tsv"
        rows = (f"c{number}\tzh-Hans-CN\t{term}\tpreferred\thouse" for number, term in enumerate(terms))
        path.write_text("\n".join(("concept\tlang\tterm\tstatus\tsource", *rows)) + "\n", "utf-8")
        glossary, from_text = _timed(lambda: Glossary.load(path))
        del terms, rows
        glossary.find("一")
        best = float("inf")
        for _ in range(3):
            begin = time.process_time()
            hits = glossary.find(text)
            count = sum(1 for _ in hits)
            best = min(best, time.process_time() - begin)
        digest = hashlib.sha256()
        for hit in hits:
            digest.update(f"{hit.start} {hit.end} {hit.concept}\n".encode())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 10 if sys.platform != "darwin" else 1 << 20)
        cache = Path(folder) / "cache"
        Glossary.load(path, cache=cache)
        from_cache = min(_timed(lambda: Glossary.load(path, cache=cache))[1] for _ in range(3))
    return {
        "megabytes a second": round(size / 1e6 / best, 1), "hits": count, "digest": digest.hexdigest()[:16],
        "load from text, seconds": round(from_text, 3), "load from cache, seconds": round(from_cache, 4),
        "memory, MB": round(peak),
    }  # fmt: skip


def _timed(load: Callable[[], Glossary]) -> tuple[Glossary, float]:
    begin = time.process_time()
    return load(), time.process_time() - begin


def speed(backend: str) -> dict[str, Any]:
    """The figures of one backend, in a process of its own."""
    environment = {**os.environ, "ZH_LOCALIZE_BACKEND": backend}
    command = [sys.executable, __file__, "--worker"]
    found: dict[str, Any] = json.loads(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)
    return found


def main() -> int:
    """Measure, write, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        print(json.dumps(worker()))
        return 0
    wanted = tomllib.loads((HERE / "bars.toml").read_text("utf-8"))["terminology"]
    glossary, rows = Glossary.load(ROOT / "glossaries" / "politics"), read_pairs()
    marks = sum(len(row.marks) for row in rows)
    alarms, wrong = false_alarms(glossary, rows), found_wrong(glossary, rows, arguments.seed)
    edits = {name: replacements(glossary, rows, name) for name in ("deprecated", "forbidden")}
    native, pure = speed("native"), speed("python")
    assert (native["hits"], native["digest"]) == (pure["hits"], pure["digest"]), "the backends differ"
    by_default = (alarms["warning"] + alarms["error"]) / marks
    bars: list[record.Bar] = [
        ("marked terms found at their places, share", recall(glossary, rows), ">=", wanted["recall"]),
        ("false alarms by default, share of hits", by_default, "<=", wanted["false_alarms"]),
        ("wrong renderings found, share", wrong["all"]["any"], ">=", wanted["found"]),
        ("the same by default, of approved ones", wrong["all"]["default"], ">=", wanted["found"]),
        ("native, MB/s", native["megabytes a second"], ">=", wanted["native"]),
        ("pure, MB/s", pure["megabytes a second"], ">=", wanted["pure"]),
        ("load of 100,000 rows from text, s", native["load from text, seconds"], "<=", wanted["load_text"]),
        ("the same from a cache, s", native["load from cache, seconds"], "<=", wanted["load_cache"]),
        ("memory, MB", max(native["memory, MB"], pure["memory, MB"]), "<=", wanted["memory"]),
    ]
    figures = {
        "pairs": len(rows), "hits": marks, "findings on good translations": dict(alarms),
        "none of any severity, share of hits": round(alarms["none"] / marks, 4), "wrong renderings": wrong,
        "replacements: right, edits, places": edits, "native": native, "pure": pure,
    }  # fmt: skip
    record.write("terminology", figures, bars)
    return record.judge(bars)


if __name__ == "__main__":
    sys.exit(main())
