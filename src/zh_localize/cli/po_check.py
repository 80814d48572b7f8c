"""``po check``: what a Chinese editor would say of a catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zh_localize.cli.streams import Run, put, say

if TYPE_CHECKING:
    from zh_localize.catalog import Catalog, Unit
    from zh_localize.catalog.check.checker import CatalogChecker
    from zh_localize.glossary.baseline import Baseline, Key
    from zh_localize.glossary.check import Finding
    from zh_localize.render.annotations import Annotation

_FORMATS = ("text", "json", "sarif", "github", "junit")
_LEVELS = ("hint", "warning", "error")
_WHOLE = ("json", "sarif")  # formats that hold every finding unless a level is asked for


def check(
    files: Annotated[list[str], typer.Argument(help="Catalogues, or folders of them.", show_default=False)],
    to: Annotated[
        str | None, typer.Option("--to", help="The variant to check them as: that of their header by default.")
    ] = None,
    packs: Annotated[
        list[Path] | None,
        typer.Option("--glossary", help="A pack or TSV file whose terms translations must have; repeatable."),
    ] = None,
    source: Annotated[str, typer.Option("--source", help="The language of the messages, for --glossary.")] = "en",
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Only this rule, such as po.number, or family; repeatable.")
    ] = None,
    release: Annotated[
        bool, typer.Option("--release", help="Messages that are fuzzy or untranslated are findings too.")
    ] = False,
    level: Annotated[
        str | None,
        typer.Option("--level", help="The least severity that is shown and ends with 1: hint, warning or error."),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help="A file of findings that are known and not shown again.")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option("--write-baseline", help="Write what is found as a baseline, and end with 0.")
    ] = None,
    style: Annotated[str, typer.Option("--format", help="text, json, sarif, github (annotations) or junit.")] = "text",
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is safe to mend, in the files themselves.")] = False,
) -> None:
    """Check catalogues: placeholders, tags, script and wording, punctuation, numbers, terms, headers.

    A flag of an entry silences a rule for it: "#, ignore-number" for po.number. Exit with 1 if anything is found.

    Example: zh-localize po check locales/zh_TW/LC_MESSAGES/app.po

    Example: zh-localize po check --release --format github po/
    """
    from zh_localize.catalog.check.checker import SEVERITIES, CatalogChecker
    from zh_localize.glossary import Glossary
    from zh_localize.glossary import baseline as baselines
    from zh_localize.glossary.check import Checker
    from zh_localize.rules import all_rules, matching
    from zh_localize.text.variants import Variant

    for option, value, known in (("--format", style, _FORMATS), ("--level", level or "hint", _LEVELS)):
        if value not in known:
            raise typer.BadParameter(f"{option} is {value!r}; write one of {', '.join(known)}")
    ids = [*SEVERITIES, *(id_ for id_ in all_rules() if id_.startswith("term."))]
    chosen = matching(only, ids) if only else ()
    glossary = Glossary.load(*packs) if packs else None
    variant = Variant.parse(to) if to else None
    old = baselines.read(baseline) if baseline else baselines.Baseline()
    output = _Output(style, level, old, write_baseline)
    run = Run([*catalogues(files)])
    for name in run.files:
        with run.guard():
            terms = Checker(glossary, source=source, target="zh") if glossary else None
            checker = CatalogChecker(variant=variant, terms=terms, only=chosen, release=release)
            _one(Path(name), checker, output, fix=fix)
    run.found |= output.finish(run.files)
    run.exit()


def catalogues(files: Sequence[str]) -> Iterator[str]:
    """The files, and the catalogues in the folders among them."""
    for name in files:
        path = Path(name)
        if path.is_dir():
            yield from sorted(str(found) for found in path.rglob("*.po") if not found.name.startswith("."))
        else:
            yield name


def _one(path: Path, checker: CatalogChecker, output: _Output, *, fix: bool) -> None:
    """Check one catalogue, mend it where asked to, and tell what is left."""
    from zh_localize.catalog import Catalog
    from zh_localize.catalog.lines import lines_of
    from zh_localize.text.files import read_bytes

    catalog = Catalog.load(path)
    if fix:
        mended = _mended(catalog, checker, path)
        if mended != catalog:
            count = sum(one != other for one, other in zip(mended.units, catalog.units, strict=True))
            mended.save(path)
            say(f"{path}: {count} {'message' if count == 1 else 'messages'} mended")
            catalog = mended
    lines = lines_of(read_bytes(path))
    output.add(str(path), [(*_place(unit, number, lines), f) for unit, number, f in checker.check(catalog, path)])


def _mended(catalog: Catalog, checker: CatalogChecker, path: Path) -> Catalog:
    from zh_localize.catalog.check.checker import fixed

    found: dict[tuple[object, int], list[Finding]] = {}
    for unit, number, finding in checker.check(catalog, path):
        found.setdefault((unit.key, number), []).append(finding)
    units = []
    for unit in catalog.units:
        targets = tuple(fixed(text, found.get((unit.key, number), ())) for number, text in enumerate(unit.targets))
        units.append(unit if targets == unit.targets else replace(unit, targets=targets))
    return replace(catalog, units=tuple(units))


def _place(unit: Unit, number: int, lines: dict[tuple[object, int], int]) -> tuple[int, str]:
    """The line of a form, and the form."""
    return lines.get((unit.key, number), 1), unit.targets[number]


class _Output:
    """Prints findings in a format, and counts those that end the command with 1."""

    def __init__(self, style: str, level: str | None, known: Baseline, write_baseline: Path | None) -> None:
        from zh_localize.glossary.policy import Severity

        self._style = style
        self._least = Severity(level or "warning")
        self._shown = Severity(level or ("hint" if style in _WHOLE else "warning"))
        self._known = known
        self._write_baseline = write_baseline
        self._keys: list[Key] = []
        self._annotations: list[Annotation] = []
        self._counts: dict[str, int] = {}
        self._found = False

    def add(self, name: str, found: Sequence[tuple[int, str, Finding]]) -> None:
        """The findings of one file, each with its line and the translation."""
        from zh_localize.glossary import baseline
        from zh_localize.render import carets, findings, github

        for line, target, finding in sorted(found, key=lambda row: row[0]):
            if not self._known.new(name, [finding]):
                continue
            self._keys.append(baseline.key(name, finding))
            self._counts[finding.severity] = self._counts.get(finding.severity, 0) + 1
            self._found |= finding.severity.rank >= self._least.rank
            if finding.severity.rank < self._shown.rank or self._write_baseline:
                continue
            if self._style == "json":
                put(f"{findings.line(name, line, finding, paired=True)}\n")
                continue
            text = finding.edit.before if len(target) < finding.edit.end else target  # of a header
            [annotation] = findings.in_pair(name, line, finding.text, text, [finding])
            if self._style in ("sarif", "junit"):
                self._annotations.append(annotation)
            else:
                put(carets.block(annotation) if self._style == "text" else f"{github.command(annotation)}\n")

    def finish(self, files: Sequence[str]) -> bool:
        """Print what is printed at the end; whether anything was found."""
        from zh_localize.glossary import baseline
        from zh_localize.render import junit, sarif
        from zh_localize.text.files import write_atomic

        if self._write_baseline:
            write_atomic(self._write_baseline, baseline.write(self._keys).encode("utf-8", "backslashreplace"))
            say(f"{self._write_baseline}: {len(self._keys)} findings")
            return False
        if self._style == "sarif":
            put(sarif.log(self._annotations, version("zh-localize")))
        elif self._style == "junit":
            put(junit.suite(files, self._annotations))
        elif self._style == "text" and self._counts:
            say(", ".join(f"{self._counts.get(name, 0)} {name}s" for name in reversed(_LEVELS)))
        return self._found
