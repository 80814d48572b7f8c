"""House styles over a glossary: which designations a house prefers, how grave it takes what, and by which source.

A profile is ``NAME.toml`` with the settings and, beside it, ``NAME.tsv`` with a row for each verdict. It is data about
a house, never a statement of a pack; none is on by default. Where profiles extend one another or several are named,
the later one goes before the earlier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zh_localize.errors import GlossaryFormatError, UnknownProfileError
from zh_localize.glossary import files
from zh_localize.glossary.find import is_of
from zh_localize.glossary.fold import fold
from zh_localize.glossary.model import Designation, Glossary, Verdict
from zh_localize.glossary.policy import DEFAULT, Policy, Severity

_SETTINGS = ("title", "about", "extends", "prefer_styles", "severity", "locale")
_DATED = re.compile(r"(before|not_before|not_after):(\d{4}(?:-\d\d(?:-\d\d)?)?)")


@dataclass(frozen=True, slots=True)
class Profile:
    """A house style, with those that it extends taken in."""

    name: str
    title: str
    prefer_styles: tuple[str, ...]
    severities: Mapping[str, Severity]
    locales: Mapping[str, str]
    verdicts: tuple[Verdict, ...]


def available(packs: Iterable[Path]) -> dict[str, Path]:
    """The profiles of packs by their names."""
    return {path.stem: path for pack in packs if pack.is_dir() for path in sorted(pack.glob("profiles/*.toml"))}


def load(name: str, packs: Sequence[Path] = ()) -> Profile:
    """A profile by its name in one of the packs (those shipped, by default) or by the path of its TOML file.

    Raises:
        UnknownProfileError: there is none of that name.
        GlossaryFormatError: one of its files cannot be read.
    """
    return _load(name, available(packs or files.shipped()), ())


def apply(glossary: Glossary, profiles: Sequence[Profile]) -> tuple[Glossary, Policy]:
    """The glossary as these houses have it, and how grave they take what.

    A verdict sets the status of its designation, or adds it; where a house names what it prefers, other preferred
    designations of the concept in that language are admitted. Of concepts that houses name differently, designations of
    the preferred styles are preferred.
    """
    severities: dict[str, Severity] = {}
    verdicts: dict[tuple[str, str, str], str] = {}
    rows = {(row.concept, row.lang, row.term): row for row in glossary.designations}
    for profile in profiles:
        severities |= profile.severities
        for concept, tag in _prefer_styles(rows, profile):
            verdicts[concept, tag.split("-")[0], ""] = profile.name
        _judge(rows, profile)
        for verdict in profile.verdicts:
            language = verdict.lang.split("-")[0]
            verdicts[verdict.concept, language, fold(verdict.term)] = profile.name
            verdicts[verdict.concept, language, ""] = profile.name
    changed = Glossary(rows.values(), glossary.blockers, glossary.concepts.values())
    return changed, Policy(severities, ", ".join(profile.name for profile in profiles), verdicts)


def _prefer_styles(rows: dict[tuple[str, str, str], Designation], profile: Profile) -> set[tuple[str, str]]:
    """Of concepts that have a designation of a preferred style, admit those of other styles; the concepts and tags."""
    wanted = set(profile.prefer_styles)
    if not wanted:
        return set()
    of_style = {(row.concept, row.lang) for row in rows.values() if row.status == "preferred" and wanted & _styles(row)}
    changed = set()
    for key, row in rows.items():
        if row.status == "preferred" and row.styles and not wanted & _styles(row) and key[:2] in of_style:
            rows[key] = row._replace(status="admitted")
            changed.add(key[:2])
    return changed


def _judge(rows: dict[tuple[str, str, str], Designation], profile: Profile) -> None:
    """Set the statuses that the verdicts name."""
    preferred: dict[tuple[str, str], set[str]] = {}
    for verdict in profile.verdicts:
        if verdict.status == "preferred":
            preferred.setdefault(verdict[:2], set()).add(fold(verdict.term))
    for key, row in rows.items():
        wanted = preferred.get(key[:2])
        if wanted and row.status == "preferred" and fold(row.term) not in wanted:
            rows[key] = row._replace(status="admitted")
    keys: dict[str, list[tuple[str, str, str]]] = {}
    for key in rows:
        keys.setdefault(key[0], []).append(key)
    successors = {verdict[:2]: verdict.term for verdict in reversed(profile.verdicts) if verdict.status == "preferred"}
    for verdict in profile.verdicts:
        replaced_by = successors.get(verdict[:2], "") if len(preferred.get(verdict[:2], ())) == 1 else ""
        meant = [key for key in keys.get(verdict.concept, ()) if _is_meant(key, verdict)]
        for key in meant or [(verdict.concept, verdict.lang, verdict.term)]:
            row = rows.get(key) or Designation(*key)
            rows[key] = _with(row, verdict, replaced_by)


def _with(row: Designation, verdict: Verdict, replaced_by: str) -> Designation:
    """A designation as a verdict has it; one that needs a context nobody can see is never more than a hint."""
    begin, end = verdict.valid_from, verdict.valid_to
    dated = _DATED.fullmatch(verdict.context)
    if dated:
        begin, end = (dated[2], end) if dated[1] == "not_before" else (begin, dated[2])
    is_bound = bool(verdict.context) and not dated
    return row._replace(
        status=verdict.status, review="approved", source=verdict.source, valid_from=begin, valid_to=end,
        match="context" if is_bound else row.match, replaced_by=replaced_by if verdict.status != "preferred" else "",
    )  # fmt: skip


def _is_meant(key: tuple[str, str, str], verdict: Verdict) -> bool:
    """Whether a verdict speaks of the designation with that key, in whatever script."""
    language = verdict.lang.split("-")[0]
    return key[0] == verdict.concept and is_of(key[1], language) and fold(key[2]) == fold(verdict.term)


def _styles(row: Designation) -> set[str]:
    return set(row.styles.split(","))


def _load(name: str, known: Mapping[str, Path], above: tuple[str, ...]) -> Profile:
    """A profile with those that it extends."""
    path = known.get(name) or Path(name)
    if name not in known and path.suffix != ".toml":
        raise UnknownProfileError(name, known)
    settings = _settings(path)
    if path.stem in above:
        chain = " -> ".join((*above, path.stem))
        raise GlossaryFormatError(path, 1, 1, f"profiles extend one another in a circle: {chain}", "take one out")
    around = {**{other.stem: other for other in path.parent.glob("*.toml")}, **known}
    bases = [_load(base, around, (*above, path.stem)) for base in settings["extends"]]
    severities = {key: value for base in bases for key, value in base.severities.items()}
    locales = {key: value for base in bases for key, value in base.locales.items()}
    table = path.with_suffix(".tsv")
    own = files.read_rows(table, Verdict) if table.is_file() else []  # a profile may be nothing but severities
    verdicts = (*(verdict for base in bases for verdict in base.verdicts), *own)
    return Profile(
        path.stem,
        settings["title"] or path.stem,
        (*settings["prefer_styles"], *(style for base in bases for style in base.prefer_styles)),
        severities | _severities(path, settings["severity"]),
        locales | settings["locale"],
        tuple({(verdict.concept, verdict.lang, verdict.term): verdict for verdict in verdicts}.values()),
    )


def _settings(path: Path) -> dict[str, Any]:
    """The settings of a profile, each of its kind."""
    kinds: dict[str, Any] = {"title": "", "about": "", "extends": [], "prefer_styles": [], "severity": {}, "locale": {}}
    found = files.read_toml(path)
    for name, value in found.items():
        if name not in kinds:
            raise GlossaryFormatError(path, 1, 1, f"setting {name!r} is not known", f"use {', '.join(_SETTINGS)}")
        if not isinstance(value, type(kinds[name])):
            raise GlossaryFormatError(path, 1, 1, f"{name} is {value!r}", f"write a {type(kinds[name]).__name__}")
    return kinds | found


def _severities(path: Path, table: Mapping[str, object]) -> dict[str, Severity]:
    found = {}
    for name, value in table.items():
        if name not in DEFAULT:
            raise GlossaryFormatError(path, 1, 1, f"severity of {name!r}", f"name one of {', '.join(DEFAULT)}")
        if value not in [*Severity]:
            raise GlossaryFormatError(path, 1, 1, f"severity.{name} is {value!r}", f"write {', '.join(Severity)}")
        found[name] = Severity(str(value))
    return found
