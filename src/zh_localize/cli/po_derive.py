"""``po derive``: catalogues of other variants of Chinese, derived from one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zh_localize.cli.streams import Run, put, say

if TYPE_CHECKING:
    from zh_localize.catalog.derive import Derived, Deriver
    from zh_localize.text.variants import Variant

_COLUMNS = ("new", "updated", "current", "kept", "stale", "untranslated")


def derive(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Catalogues to derive from, such as zh_CN.po.", show_default=False)
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", help="A variant to derive: zh_TW, zh_HK, zh_CN, ...; repeatable.")
    ] = None,
    origin: Annotated[
        str | None,
        typer.Option("--from", help="The variant of FILES: that of their header or path unless given.", metavar="TAG"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to write, for one file and one variant: beside it by default."),
    ] = None,
    locales: Annotated[
        Path | None,
        typer.Option("--locales", help="A folder of catalogues: derive from all that are of the variant of --from."),
    ] = None,
    naming: Annotated[
        str | None,
        typer.Option("--naming", help="posix, bcp47, django, android or apple; as FILES are named by default."),
    ] = None,
    fuzzy: Annotated[
        str, typer.Option("--fuzzy", help="Which derived entries are marked fuzzy: all, risky (in doubt) or none.")
    ] = "risky",
    words: Annotated[
        Path | None, typer.Option("--words", help="A file of your own words and what they become, with tabs.")
    ] = None,
    packs: Annotated[
        list[Path] | None,
        typer.Option("--glossary", help="A pack or TSV file whose deprecated terms put an entry in doubt; repeatable."),
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Derive again what no human has edited, though its source is the same.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if a file would change.")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print the figures of each file as a JSON object a line.")
    ] = False,
) -> None:
    """Derive catalogues of other variants: zh_TW and zh_HK from zh_CN, or any way between them.

    Placeholders, tags and access keys stay. What a human has written in the target is never changed; entries that were
    derived before are derived again where their source has changed. Doubtful ones are fuzzy, with the reason.

    Example: zh-localize po derive po/zh_CN.po --to zh_TW --to zh_HK

    Example: zh-localize po derive --locales locales/ --from zh_CN --to zh_TW --check
    """
    from zh_localize.convert import words as own_words
    from zh_localize.glossary import Glossary
    from zh_localize.render import json_lines
    from zh_localize.text.files import make_folder

    variants = _variants(to)
    jobs = [*_jobs(files, locales, origin)]
    if output and (len(jobs) > 1 or len(variants) > 1):
        raise typer.BadParameter("--output takes one file and one --to; leave it out to write beside each")
    settings = {
        "fuzzy": _choice("--fuzzy", fuzzy, ("all", "risky", "none")),
        "words": own_words.read(words) if words else None,
        "glossary": Glossary.load(*packs) if packs else None,
        "anew": anew,
    }
    naming = _choice("--naming", naming, ("posix", "bcp47", "django", "android", "apple")) if naming else None
    run = Run([str(path) for path in jobs])
    derivers: dict[tuple[Variant, Variant], Deriver] = {}
    rows: list[tuple[str, ...]] = []
    for path in jobs:
        for variant in variants:
            with run.guard():
                target, derived, changed = _one(path, variant, origin, output, naming, derivers, settings)
                if changed and not check:
                    make_folder(target.parent)
                    derived.catalog.save(target)
                run.found |= changed and check
                counts = {name: derived.states.count(name) for name in _COLUMNS} | {"doubtful": derived.doubtful}
                if json:
                    put(f"{json_lines.line({'file': str(target), 'from': str(path), 'changed': changed, **counts})}\n")
                rows.append((str(target), *map(str, counts.values()), _outcome(changed=changed, check=check)))
    if not json and rows:
        say(_table(rows))
    run.exit()


def _one(
    path: Path,
    variant: Variant,
    origin: str | None,
    output: Path | None,
    naming: str | None,
    derivers: dict[tuple[Variant, Variant], Deriver],
    settings: Mapping[str, object],
) -> tuple[Path, Derived, bool]:
    """Where the catalogue of a variant goes, what it is, and whether it differs from what stands there."""
    from zh_localize.catalog import Catalog, names
    from zh_localize.catalog.derive import Deriver, origin_of
    from zh_localize.text.variants import Variant

    source = Catalog.load(path)
    found = names.find(path)
    own = Variant.parse(origin) if origin else found.variant if found else origin_of(source)
    if own.locale == variant.locale:
        raise typer.BadParameter(f"{path} is in {own.locale} already; name another --to, or its own with --from")
    target = output or names.renamed(path, variant, naming)
    if target is None:
        raise typer.BadParameter(f"{path}: no variant stands in the name; say with --output where to write")
    if (own, variant) not in derivers:
        derivers[own, variant] = Deriver(own, variant, **settings)  # type: ignore[arg-type]
    existing = Catalog.load(target) if target.exists() else None
    derived = derivers[own, variant].derive(source, existing)
    return target, derived, derived.catalog != existing


def _variants(to: Sequence[str] | None) -> list[Variant]:
    from zh_localize.text.variants import Variant

    if not to:
        raise typer.BadParameter("say what to derive, such as --to zh_TW")
    return [*dict.fromkeys(Variant.parse(tag) for tag in to)]


def _jobs(files: Sequence[Path] | None, locales: Path | None, origin: str | None) -> Iterator[Path]:
    """The catalogues to derive from."""
    from zh_localize.catalog import names
    from zh_localize.text.variants import Variant

    if not files and locales is None:
        raise typer.BadParameter("name a catalogue, or a folder of them with --locales")
    yield from files or ()
    if locales is None:
        return
    if not locales.is_dir():
        raise typer.BadParameter(f"--locales is {str(locales)!r}, which is no folder")
    if origin is None:
        raise typer.BadParameter("--locales needs --from, such as --from zh_CN")
    wanted = Variant.parse(origin).locale
    paths = sorted(path for path in locales.rglob("*.po") if not path.name.startswith("."))
    named = [path for path in paths if (found := names.find(path)) and found.variant.locale == wanted]
    if not named:
        raise typer.BadParameter(f"no catalogue of {wanted} lies in {locales}")
    yield from named


def _choice(option: str, value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise typer.BadParameter(f"{option} is {value!r}; write one of {', '.join(known)}")
    return value


def _outcome(*, changed: bool, check: bool) -> str:
    return ("would change" if check else "written") if changed else "unchanged"


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    """The figures of each file in columns."""
    lines = [("", *_COLUMNS, "doubtful", ""), *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    shown = []
    for first, *figures, last in lines:
        cells = (figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=False))
        shown.append("  ".join((first.ljust(widths[0]), *cells, last)).rstrip())
    return "\n".join(shown)
