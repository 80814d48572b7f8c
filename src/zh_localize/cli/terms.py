"""What the commands of ``glossary`` do: load packs and profiles, check inputs of every kind, print the findings."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import typer

from zh_localize.cli.streams import STDIN, Run, put, put_in_place, say
from zh_localize.glossary import Glossary, baseline, files, pairs, profiles
from zh_localize.glossary.check import Checker, Finding
from zh_localize.glossary.policy import Policy, Severity
from zh_localize.render import carets, findings, github, junit, sarif
from zh_localize.render import diff as diffs
from zh_localize.render.annotations import Annotation, Places
from zh_localize.report import Grade
from zh_localize.text.files import read_bytes, read_utf8, write_atomic

FORMATS = ("text", "json", "sarif", "github", "junit")
LEVELS = ("hint", "warning", "error")
_WHOLE = ("json", "sarif")  # formats that hold every finding unless a level is asked for


def load(packs: Sequence[Path] | None, names: Sequence[str] | None) -> tuple[Glossary, Policy]:
    """The glossary of these packs as these houses have it."""
    paths = tuple(packs or files.shipped())
    glossary = Glossary.load(*paths, cache=cache_folder())
    if not names:
        return glossary, Policy()
    known = (*paths, *(path for path in files.shipped() if path not in paths))
    return profiles.apply(glossary, [profiles.load(name, known) for name in names])


def cache_folder() -> Path | None:
    """Where this user's programs keep what they can make again; None where there is no such place."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "zh-localize" if base else None


def check_date(date: str) -> None:
    """Refuse what is no date."""
    if date and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", date):
        raise typer.BadParameter(f"--date is {date!r}; write YYYY, YYYY-MM or YYYY-MM-DD")


class Check:
    """One run of ``glossary check``."""

    def __init__(
        self, glossary: Glossary, policy: Policy, *, date: str, domains: Collection[str], source: str, target: str,
        language: str, level: str | None, style: str, baseline: Path | None, write_baseline: Path | None,
    ) -> None:  # fmt: skip
        if style not in FORMATS:
            raise typer.BadParameter(f"--format is {style!r}; write one of {', '.join(FORMATS)}")
        if level is not None and level not in LEVELS:
            raise typer.BadParameter(f"--level is {level!r}; write one of {', '.join(LEVELS)}")
        self._glossary, self._policy = glossary, policy
        self._date, self._domains = date, domains
        self._source, self._target, self._language = source, target, language
        self._least = Severity(level or "warning")
        self._shown = Severity(level or ("hint" if style in _WHOLE else "warning"))
        self._style = style
        self._known = _baseline(baseline)
        self._write_baseline = write_baseline
        self._keys: list[tuple[str, str, str, str]] = []
        self._annotations: list[Annotation] = []
        self._files: list[str] = []
        self._counts: dict[Severity, int] = dict.fromkeys(Severity, 0)

    def check(
        self, names: list[str] | None, paired: Sequence[str], parallel: tuple[Path, Path] | None, *, recursive: bool
    ) -> None:
        """Check texts and translations, print what was found, end with the code of it."""
        is_text = bool(names) or not (paired or parallel)
        run = Run(names if is_text else [STDIN], recursive=recursive)
        if is_text:
            for name, text, _ in run.inputs():
                self._texts(name, text)
        for name in paired:
            with run.guard():
                self._pairs(name, read_pairs(name, self._source, self._target))
        if parallel:
            with run.guard():
                source, target = (read_utf8(path) for path in parallel)
                self._pairs(str(parallel[1]), pairs.read_parallel(source, parallel[1], target))
        self._finish(run)

    def enforce(self, run: Run, *, fix: bool) -> None:
        """Replace what is safe in the files themselves, or show all replacements as a diff."""
        if fix and STDIN in run.files:
            raise typer.BadParameter("--fix needs files, not standard input")
        for name, text, encoding in run.inputs():
            with run.guard():
                report = self._glossary.enforce(text, language=self._language)
                if not fix:
                    put(diffs.unified(report, name))
                    run.found |= report.changed
                    continue
                safe = report.only(lambda edit: edit.grade is Grade.SAFE)
                if safe.changed:
                    put_in_place(name, safe.text, encoding)
                left = sum(not edit.is_note for edit in report.edits) - sum(not edit.is_note for edit in safe.edits)
                if left:
                    run.found = True
                    say(f"{name}: {left} replacements need a look; --diff shows them")
        run.exit()

    def _texts(self, name: str, text: str) -> None:
        checker = self._checker()
        found = self._kept(name, checker.text(text, self._language))
        if self._style == "json" and not self._write_baseline:
            places = Places(text)
            put("".join(f"{findings.line(name, places.at(f.start)[0], f, paired=False)}\n" for f in found))
        else:
            self._print(findings.in_text(name, text, found))

    def _pairs(self, name: str, rows: Iterable[pairs.Pair]) -> None:
        self._files.append(name)
        checker, document = self._checker(), ""
        for row in rows:
            if row.document != document:
                checker, document = self._checker(), row.document
            found = self._kept(name, checker.pair(row.source, row.target, row.notes))
            if self._style == "json" and not self._write_baseline:
                put("".join(f"{findings.line(name, row.line, finding, paired=True)}\n" for finding in found))
            else:
                self._print(findings.in_pair(name, row.line, row.source, row.target, found))

    def _checker(self) -> Checker:
        return Checker(
            self._glossary, policy=self._policy, source=self._source, target=self._target, domains=self._domains,
            date=self._date,
        )  # fmt: skip

    def _kept(self, name: str, found: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings that are to be shown, counted."""
        if name not in self._files:
            self._files.append(name)
        found = self._known.new(name, found)
        self._keys += (baseline.key(name, finding) for finding in found)
        for finding in found:
            self._counts[finding.severity] += 1
        return tuple(finding for finding in found if finding.severity.rank >= self._shown.rank)

    def _print(self, found: Iterable[Annotation]) -> None:
        if self._write_baseline:
            return
        if self._style in ("sarif", "junit"):
            self._annotations += found
            return
        for annotation in found:
            put(carets.block(annotation) if self._style == "text" else f"{github.command(annotation)}\n")

    def _finish(self, run: Run) -> None:
        if self._write_baseline:
            write_atomic(self._write_baseline, baseline.write(self._keys).encode("utf-8", "backslashreplace"))
            say(f"{self._write_baseline}: {len(self._keys)} findings")
            run.exit()
            return
        if self._style == "sarif":
            put(sarif.log(self._annotations, version("zh-localize")))
        elif self._style == "junit":
            put(junit.suite(self._files, self._annotations))
        run.found |= any(count for severity, count in self._counts.items() if severity.rank >= self._least.rank)
        if self._style == "text":
            counted = [f"{severity}s: {count}" for severity, count in self._counts.items() if count]
            say(f"{', '.join(reversed(counted)) or 'nothing found'}; files: {len(self._files)}")
        run.exit()


def run_lint(packs: Sequence[Path], level: str, *, json: bool) -> None:
    """Check packs and print what is wrong with them."""
    from zh_localize.glossary import lint
    from zh_localize.render import json_lines

    if level not in LEVELS:
        raise typer.BadParameter(f"--level is {level!r}; write one of {', '.join(LEVELS)}")
    least = Severity(level).rank
    found = False
    for path in packs or files.shipped():
        glossary = Glossary.load(path)
        for issue in lint.lint(glossary, files.shared_names(path)):
            if issue.severity.rank < least:
                continue
            found = True
            facts = {"pack": str(path), **issue._asdict(), "severity": issue.severity.value}
            text = (
                f"{path}: {issue.severity}: {issue.concept} {issue.lang} {issue.term!r}: {issue.message} [{issue.rule}]"
            )
            put(f"{json_lines.line(facts) if json else text}\n")
    if found:
        raise typer.Exit(1)


def _baseline(path: Path | None) -> baseline.Baseline:
    return baseline.read(path) if path else baseline.Baseline()


def read_pairs(name: str, source: str, target: str) -> Iterator[pairs.Pair]:
    """The pairs of a file, by its name; those of standard input are JSON Lines."""
    path = Path(name)
    if name == STDIN:
        text = sys.stdin.buffer.read().decode("utf-8-sig", "surrogateescape")
        return pairs.read_json_lines(Path("standard input"), text, source=source, target=target)
    if path.suffix in (".xlf", ".xliff"):
        return pairs.read_xliff(path, read_bytes(path))
    if path.suffix in (".po", ".pot"):
        return _read_catalog(path)
    if path.suffix in (".tsv", ".txt"):
        return pairs.read_columns(path, read_utf8(path))
    if path.suffix in (".jsonl", ".json", ".ndjson"):
        return pairs.read_json_lines(path, read_utf8(path), source=source, target=target)
    raise typer.BadParameter(f"--pairs is {name!r}; name a file that ends in .jsonl, .tsv, .xlf, .xliff or .po")


def _read_catalog(path: Path) -> Iterator[pairs.Pair]:
    """The translated messages of a PO file, with the lines of their msgid; comments may hold waivers."""
    from zh_localize.catalog import Catalog

    catalog = Catalog.load(path)
    found = [line.startswith(b"msgid ") for line in read_bytes(path).split(b"\n")]
    lines = [number for number, is_message in enumerate(found, 1) if is_message]
    lines = lines[len(lines) - sum(not unit.obsolete for unit in catalog.units) :]
    live = (unit for unit in catalog.units if not unit.obsolete)
    for unit, line in zip(live, lines, strict=False):
        notes = "\n".join((*unit.comments, *unit.notes))
        sources = [unit.source, *([unit.plural] * (len(unit.targets) - 1) if unit.plural else ())]
        if unit.translated and not unit.fuzzy:
            for before, after in zip(sources, unit.targets, strict=False):
                yield pairs.Pair(line, str(before), after, notes)
