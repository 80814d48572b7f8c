"""Derived catalogues beside those that humans wrote, and beside OpenCC, on the catalogues of Debian's source packages.

Run: python benchmarks/derive.py [--sources build/catalogs/sources] [--venvs build/peers]

An entry agrees when what is derived from zh_CN is what the human zh_TW (or zh_HK) has under the same msgctxt and
msgid, in every form, to the character. The sources are fetched by `apt-get source --download-only` where they are
missing. `held out` are the packages that nobody looked at when the table of wording was made. Each derived catalogue is
also derived a second time, which must change no byte, and its placeholders are compared with those of its source.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tarfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import record
from engines import Engine
from peers import HERE, add_argument
from zh_localize.catalog import Catalog, Unit, placeholders, po
from zh_localize.catalog.derive import Deriver
from zh_localize.errors import CatalogFormatError

PACKAGES = (
    "aptitude",
    "bash",
    "dpkg",
    "gettext",
    "gimp",
    "git",
    "glib2.0",
    "gnucash",
    "nautilus",
    "okular",
    "python-django",
    "util-linux",
    "wget",
)
DEVELOPED_ON = {"bash", "dpkg", "gimp", "glib2.0", "wget"}
SOURCES = HERE.parent / "build" / "catalogs" / "sources"
_LOCALE = re.compile(r"zh[_-](CN|TW|HK|Hans|Hant)(?=[./_])")
_REGION = {"Hans": "CN", "Hant": "TW"}
CONFIGS = {"TW": "s2twp", "HK": "s2hk"}
_DEB_SRC = "deb-src [signed-by={keys}] http://deb.debian.org/debian bookworm main\n"
_KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"

Key = tuple[str, str, str]  # package, path with the locale left out, region


def fetch(folder: Path) -> None:
    """Download the source packages that are missing."""
    missing = [name for name in PACKAGES if not any(folder.glob(f"{name}_*.dsc"))]
    if not missing:
        return
    lists = folder.parent / "lists"
    (lists / "partial").mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder.parent / "sources.list"
    listed.write_text(_DEB_SRC.format(keys=_KEYS))
    options = [f"Dir::Etc::SourceList={listed}", "Dir::Etc::SourceParts=/dev/null", f"Dir::State::Lists={lists}"]
    settings = [part for option in options for part in ("-o", option)]
    subprocess.run(["apt-get", *settings, "update", "-q"], check=True)
    command = ["apt-get", *settings, "source", "--download-only", "-q", *missing]
    subprocess.run(command, cwd=folder, check=False)  # a part that is gone does not matter: the catalogues tell


def catalogues(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Package, path and bytes of each Chinese catalogue in the archives."""
    for archive in sorted(folder.glob("*.tar.*")):
        if archive.suffix == ".asc":
            continue
        with tarfile.open(archive) as files:
            for member in files:
                if member.isfile() and member.name.endswith(".po") and _LOCALE.search(member.name):
                    content = files.extractfile(member)
                    assert content
                    yield archive.name.partition("_")[0], member.name, content.read()


def load(folder: Path) -> dict[Key, Catalog]:
    """The catalogues that can be read, by package, path and region."""
    found: dict[Key, Catalog] = {}
    for package, path, data in catalogues(folder):
        match = _LOCALE.search(path)
        assert match
        try:
            catalog = po.from_bytes(data, path)
        except CatalogFormatError as error:
            print(f"left out: {error}")
            continue
        found[package, _LOCALE.sub("zh", path), _REGION.get(match[1], match[1])] = catalog
    return found


def pairs(found: dict[Key, Catalog]) -> Iterator[tuple[str, str, Catalog, Catalog]]:
    """Package, region, source and the human catalogue."""
    for (package, path, region), human in found.items():
        source = found.get((package, path, "CN"))
        if region in CONFIGS and source:
            yield package, region, source, human


def both(source: Catalog, human: Catalog) -> Iterator[tuple[Unit, Unit]]:
    """The entries that both have translated."""
    for unit in source.units:
        other = human.get(unit.source, unit.context)
        if unit.translated and not unit.obsolete and other and other.translated and not other.obsolete:
            yield unit, other


def broken(source: Unit, derived: Unit) -> bool:
    """Whether a form lost or gained a placeholder, or a tag, against the form that it was derived from."""
    return any(
        placeholders.arguments(before, source.flags) != placeholders.arguments(after, source.flags)
        or _tags(before) != _tags(after)
        for before, after in zip(source.targets, derived.targets, strict=True)
    )


def _tags(text: str) -> Counter[str]:
    return Counter(re.findall(r"</?[A-Za-z][A-Za-z0-9:-]*", text))


def measure(found: dict[Key, Catalog], venvs: Path) -> dict[str, dict[str, Counter[str]]]:
    """The counts of each region and package: entries, agreements, doubts, broken placeholders, changes."""
    counts: dict[str, dict[str, Counter[str]]] = {region: defaultdict(Counter) for region in CONFIGS}
    derivers = {region: Deriver("zh_CN", f"zh_{region}") for region in CONFIGS}
    with Engine("opencc", venvs) as peer:
        for region, config in CONFIGS.items():
            peer.open(region, config=config)
        for package, region, source, human in pairs(found):
            derived = derivers[region].derive(source)
            again = derivers[region].derive(source, po.parse(po.serialise(derived.catalog)))
            seen = counts[region][package]
            seen["changed again"] += po.serialise(again.catalog) != po.serialise(derived.catalog)
            units = [*both(source, human)]
            texts = iter(
                peer.ask("convert", name=region, texts=[t for unit, _ in units for t in unit.targets])["texts"]
            )
            for unit, other in units:
                ours = derived.catalog.get(unit.source, unit.context)
                assert ours
                theirs = tuple(next(texts) for _ in unit.targets)
                seen["entries"] += 1
                seen["ours"] += ours.targets == other.targets
                seen["opencc"] += theirs == other.targets
                seen["untouched"] += unit.targets == other.targets
                seen["doubtful"] += ours.fuzzy
                seen["doubtful, agree"] += ours.fuzzy and ours.targets == other.targets
                seen["broken"] += broken(unit, ours)
    return counts


def main() -> int:
    """Measure, print and write the figures; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, default=SOURCES, help="folder of the archives (build/catalogs/sources)")
    add_argument(parser)
    arguments = parser.parse_args()
    fetch(arguments.sources)
    counts = measure(load(arguments.sources), arguments.venvs)
    figures: dict[str, object] = {}
    bars: list[record.Bar] = []
    limits = tomllib.loads((HERE / "bars.toml").read_text("utf-8"))["derive"]
    for region, packages in counts.items():
        total = sum(packages.values(), Counter())
        held_out = sum((seen for name, seen in packages.items() if name not in DEVELOPED_ON), Counter[str]())
        rows = {**dict(sorted(packages.items())), "held out": held_out, "all": total}
        for name, seen in rows.items():
            shares = "  ".join(f"{what} {100 * seen[what] / seen['entries']:5.1f} %" for what in ("ours", "opencc"))
            print(f"zh_{region}  {name:14s} {seen['entries']:6d} entries  {shares}  doubtful {seen['doubtful']}")
        figures[f"zh_{region}"] = {name: dict(seen) for name, seen in rows.items()}
        for name in ("all", "held out"):
            ours, theirs = (100 * rows[name][what] / rows[name]["entries"] for what in ("ours", "opencc"))
            what = f"zh_{region}, {name}: % of entries as a human has them"
            bars.append((what, ours, ">=", max(theirs, limits["agreement"]) if region == "TW" else theirs))
        bars.append((f"zh_{region}: entries with a broken placeholder or tag", total["broken"], "<=", 0))
        bars.append((f"zh_{region}: catalogues that a second run changes", total["changed again"], "<=", 0))
    record.write("derive", figures, bars)
    return record.judge(bars)


if __name__ == "__main__":
    sys.exit(main())
