"""How often the checks of `po check` cry wolf on catalogues that humans wrote, and how many planted faults they find.

Run: python benchmarks/catalog_check.py [--sources build/catalogs/sources]

False alarms are counted on every translated message of Debian's catalogues: of a rule, the share of the messages with
something to check that it speaks of. Alarms that were read
and are true (8061 for 8601) are counted apart. Planted
faults: a number changed, a placeholder, tag or line end taken out, a character of the other script, and so on, one in
each message that can have it; where `msgfmt --check` is at hand, what it says of the planted placeholders is told too.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import record
from derive import SOURCES, fetch, load
from peers import HERE
from zh_localize.catalog import Catalog, Unit, placeholders, po
from zh_localize.catalog.check import numbers
from zh_localize.catalog.check.checker import CHECKS, CatalogChecker
from zh_localize.catalog.check.message import Message
from zh_localize.convert import Converter
from zh_localize.text.variants import Variant

Plant = Callable[[Unit, Variant], str | None]


def plant_number(unit: Unit, variant: Variant) -> str | None:
    """Another digit in a number that source and translation share."""
    for match in re.finditer(r"(?<![\w.,#/:$%-])[1-9][0-9]{1,5}(?![A-Za-z0-9_.,/:-])", unit.target):
        values = [number.value for number in numbers.values(unit.source)]
        if float(match[0]) in values and float(match[0]) >= 11:
            changed = match[0][:-1] + str((int(match[0][-1]) + 3) % 10)
            return unit.target[: match.start()] + changed + unit.target[match.end() :]
    return None


def plant_scale(unit: Unit, variant: Variant) -> str | None:
    """A number of the translation ten thousand times as large."""
    planted = plant_number(unit, variant)
    if planted is None:
        return None
    return re.sub(r"(?<![\w.,#/:$%-])([1-9][0-9]{1,5})(?![A-Za-z0-9_.,/:-])", r"\1万", unit.target)


def plant_placeholder(unit: Unit, variant: Variant) -> str | None:
    """The last placeholder is gone."""
    found = placeholders.find(unit.target, unit.flags)
    if not found or not placeholders.formats(unit.flags) or unit.plural is not None:
        return None
    if sum(place.argument == found[-1].argument for place in found) > 1:
        return None
    return unit.target[: found[-1].start] + unit.target[found[-1].end :]


def plant_tag(unit: Unit, variant: Variant) -> str | None:
    """An end tag is gone."""
    match = re.search(r"</[A-Za-z]+>", unit.target)
    return unit.target.replace(match[0], "", 1) if match and match[0] in unit.source else None


def plant_line_end(unit: Unit, variant: Variant) -> str | None:
    """The line break at the end is gone."""
    return unit.target.rstrip("\n") if unit.target.endswith("\n") and unit.source.endswith("\n") else None


def plant_script(unit: Unit, variant: Variant) -> str | None:
    """The first character that has another form in the other script has it."""
    for place, character in enumerate(unit.target):
        other = _OTHER[variant.script].convert(character)
        if (
            other != character
            and other not in unit.source
            and len(other) == 1
            and _BACK[variant.script].convert(other) == character
        ):
            return unit.target[:place] + other + unit.target[place + 1 :]
    return None


_OTHER = {"Hans": Converter(config="s2t"), "Hant": Converter(config="t2s")}
_BACK = {"Hans": Converter(config="t2s"), "Hant": Converter(config="s2t")}
WRONG_NUMBERS = (  # messages whose human translation has another number: 8061, 0755, 65536, the end of the next month
    '"iso" for ISO 8601', ">=0755 and <=0775", "exceeded 65535 characters", "(Apr 1 - May 31)", "(Jun 1 - Aug 31)",
)  # fmt: skip
PLANTS: dict[str, tuple[Plant, tuple[str, ...]]] = {
    "a digit changed": (plant_number, ("po.number",)),
    "ten thousand times as much": (plant_scale, ("po.number",)),
    "a placeholder taken out": (plant_placeholder, ("po.placeholder",)),
    "an end tag taken out": (plant_tag, ("po.tag",)),
    "the last line break taken out": (plant_line_end, ("po.line-ends",)),
    "a character of the other script": (plant_script, ("po.script",)),
}


def messages(catalogs: dict[tuple[str, str, str], Catalog]) -> Iterator[tuple[Unit, Variant]]:
    """Every translated message with its variant."""
    for (_, _, region), catalog in catalogs.items():
        variant = Variant.parse(f"zh_{region}")
        yield from ((unit, variant) for unit in catalog.units if unit.translated and not unit.obsolete)


def spoken(unit: Unit, variant: Variant) -> set[str]:
    """The rules that speak of the first form of a message."""
    message = Message(unit, 0, variant)
    return {edit.rule for check in CHECKS for edit in check(message)}


def alarms(catalogs: dict[tuple[str, str, str], Catalog]) -> tuple[Counter[str], Counter[str], int]:
    """Messages that each rule speaks of; those with a number, or a date; and all messages."""
    found: Counter[str] = Counter()
    eligible: Counter[str] = Counter()
    total = 0
    for (_, _, region), catalog in catalogs.items():
        units = [unit for unit in catalog.units if unit.translated and not unit.obsolete]
        total += len(units)
        for unit in units:
            eligible["po.number"] += any(n.value >= 11 or n.is_scaled for n in numbers.values(unit.source))
            eligible["po.date"] += bool(numbers.dates(unit.source))
        checker = CatalogChecker(variant=Variant.parse(f"zh_{region}"))
        said = {(unit.key, unit.source, finding.rule) for unit, _, finding in checker.check(catalog)}
        found.update(rule for _, source, rule in said if not _is_true(rule, source))
        found.update(f"{rule}, true" for _, source, rule in said if _is_true(rule, source))
    return found, eligible, total


def _is_true(rule: str, source: str) -> bool:
    """Whether an alarm was read and is true."""
    return rule == "po.number" and any(part in source for part in WRONG_NUMBERS)


def refused(units: list[Unit]) -> int | None:
    """How many of the messages msgfmt --check-format refuses; None where it is missing."""
    if not shutil.which("msgfmt"):
        return None
    fields = {"Language": "zh_TW", "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.po")
        path.write_bytes(po.to_bytes(Catalog(tuple(fields.items()), tuple(units))))
        command = ["msgfmt", "--check-format", "-o", "/dev/null", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return len({line.split(":")[1] for line in done.stderr.splitlines() if line.startswith(f"{path}:")})


def main() -> int:
    """Measure, print and write the figures; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, default=SOURCES, help="folder of the archives (build/catalogs/sources)")
    arguments = parser.parse_args()
    fetch(arguments.sources)
    catalogs = load(arguments.sources)
    limits = tomllib.loads((HERE / "bars.toml").read_text("utf-8"))["catalog_check"]
    found, eligible, total = alarms(catalogs)
    for rule, count in sorted(found.items()):
        print(
            f"{rule:24s} speaks of {count:5d} of {total} messages"
            + (f", {eligible[rule]} with something to check" if eligible[rule] else "")
        )
    bars: list[record.Bar] = []
    for rule in ("po.number", "po.date"):
        bars.append(
            (
                f"{rule}: % of human messages with one that it speaks of",
                100 * found[rule] / eligible[rule],
                "<=",
                limits["alarms"],
            )
        )
    for rule in ("po.placeholder", "po.tag", "po.line-ends", "po.script", "po.punctuation", "po.shifted"):
        bars.append((f"{rule}: % of all human messages", 100 * found[rule] / total, "<=", limits["alarms_of_all"]))
    planted: dict[str, dict[str, int]] = {}
    for name, (plant, rules) in PLANTS.items():
        made = [
            (replace(unit, targets=(target, *unit.targets[1:])), variant)
            for unit, variant in messages(catalogs)
            if (target := plant(unit, variant)) is not None
        ]
        seen = sum(bool(spoken(unit, variant).intersection(rules)) for unit, variant in made)
        planted[name] = {"planted": len(made), "found": seen}
        print(f"{name:34s} {len(made):6d} planted, {seen:6d} found")
        bars.append((f"{name}: % found", 100 * seen / len(made), ">=", limits["found"]))
    write = {"messages": total, "alarms": dict(sorted(found.items())), "eligible": dict(eligible), "planted": planted}
    bare: dict[object, Unit] = {}
    for unit, variant in messages(catalogs):
        if (target := plant_placeholder(unit, variant)) is not None:
            bare[unit.key] = Unit(unit.source, (target,), unit.context, flags=unit.flags)
    judged = [*bare.values()]
    theirs = refused(judged)
    if theirs is not None:
        ours = sum(bool(spoken(unit, Variant.HANT_TW) & {"po.placeholder"}) for unit in judged)
        print(f"of {len(judged)} messages without a placeholder msgfmt --check refuses {theirs}, ours {ours}")
        write["msgfmt"] = {"messages": len(judged), "msgfmt": theirs, "ours": ours}
    record.write("catalog_check", write, bars)
    return record.judge(bars)


if __name__ == "__main__":
    sys.exit(main())
