"""The PO files of Debian source packages, to measure catalogues on; GPL and others, so they are fetched, never shipped.

Packages are fetched with ``apt-get source --download-only`` under lists of their own, so that the system's stay as they
are; the PO and POT files in their archives are taken out, and nothing else is. Where ``apt-get`` or the mirror is not
there, what was fetched before is used.

Run: python benchmarks/catalog_corpus.py [--folder build/catalogs]      fetches what is missing and prints what is there
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tarfile
from collections import Counter
from pathlib import Path, PurePosixPath

from peers import HERE

FOLDER = HERE.parent / "build" / "catalogs"
SUITE = "bookworm"
MIRROR = "http://deb.debian.org/debian"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
PACKAGES = (
    *("aptitude", "bash", "dpkg", "gettext", "gimp", "git", "glib2.0", "gnucash", "nautilus", "okular"),
    *("python-django", "util-linux", "wget"),
)
MALFORMED = "i18nspector"  # its tests are files with one fault each
_WORDS = (
    "the file option value string table print command error line number name set type return key use when if then "
    "else while class function module package install update user system text page section note read write open save"
)
_HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
_LARGEST = 64 << 20  # bytes of a file that is taken out of an archive


class CorpusMissingError(Exception):
    """The packages cannot be fetched here, and none was before."""


def catalog_files(folder: Path = FOLDER) -> dict[str, list[Path]]:
    """The PO files by package, each content once; fetched when the folder is not there.

    Raises:
        CorpusMissingError: the message says what to do.
    """
    wanted = (*PACKAGES, MALFORMED)
    for package in wanted:
        if not (folder / "po" / package).is_dir():
            _take_out(_fetched(package, folder), folder / "po" / package)
    seen: set[bytes] = set()
    found: dict[str, list[Path]] = {}
    for package in wanted:
        found[package] = []
        for path in sorted((folder / "po" / package).rglob("*.po")):
            digest = hashlib.sha256(path.read_bytes()).digest()
            if digest not in seen:
                seen.add(digest)
                found[package].append(path)
    return found


def write_made(path: Path, entries: int) -> None:
    """Write a PO file of so many made entries: some with contexts, plurals, several lines, references, formats."""
    chance = random.Random(7)
    words = _WORDS.split()
    with path.open("w", encoding="utf-8") as file:
        file.write('msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n')
        file.write('"Plural-Forms: nplurals=1; plural=0;\\n"\n')
        for number in range(entries):
            source = f"{' '.join(chance.choices(words, k=chance.randrange(2, 11)))} {number}"
            target = "".join(chance.choices(_HAN, k=chance.randrange(4, 24)))
            file.write(f"\n#: src/{chance.choice(words)}.c:{number}\n")
            if number % 10 == 3:
                file.write("#, c-format\n")
                source, target = f"{source} %s", f"{target} %s"
            if number % 20 == 7:
                file.write('msgctxt "menu"\n')
            if number % 25 == 9:
                file.write(f'msgid "{source}"\nmsgid_plural "{source}s"\nmsgstr[0] "{target}"\n')
            elif number % 8 == 5:
                file.write(f'msgid ""\n"{source}\\n"\n"{source}"\nmsgstr ""\n"{target}\\n"\n"{target}"\n')
            else:
                file.write(f'msgid "{source}"\nmsgstr "{target}"\n')


def _fetched(package: str, folder: Path) -> list[Path]:
    """The archives of a source package."""
    sources = folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    archives = _archives(package, sources)
    if not archives and shutil.which("apt-get"):
        options = _apt_options(folder)
        if not any((folder / "apt" / "lists").glob("*Sources*")):
            subprocess.run(["apt-get", *options, "-qq", "update"], check=False, stdout=sys.stderr)
        command = ["apt-get", *options, "-qq", "source", "--download-only", package]
        subprocess.run(command, cwd=sources, check=False, stdout=sys.stderr)  # an archive of two may be gone
        archives = _archives(package, sources)
    if not archives:
        raise CorpusMissingError(
            f"{package} cannot be fetched from {MIRROR}; put its archives of {SUITE} into {sources}"
        )
    return archives


def _archives(package: str, sources: Path) -> list[Path]:
    return sorted(path for path in sources.glob(f"{package}_*.tar.*") if path.suffix != ".asc")


def _apt_options(folder: Path) -> list[str]:
    apt = (folder / "apt").resolve()
    for name in ("lists", "cache"):
        (apt / name).mkdir(parents=True, exist_ok=True)
    source_list = apt / "deb-src.list"
    source_list.write_text(f"deb-src [signed-by={KEYRING}] {MIRROR} {SUITE} main\n", "utf-8")
    settings = {
        "Dir::Etc::sourcelist": source_list,
        "Dir::Etc::sourceparts": os.devnull,
        "Dir::State::lists": apt / "lists",
        "Dir::Cache": apt / "cache",
        "APT::Sandbox::User": "root",
    }
    return [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]


def _take_out(archives: list[Path], folder: Path) -> None:
    """The PO files of archives, below ``folder`` with the paths that they have there."""
    new = folder.with_name(f".{folder.name}")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    for archive in archives:
        with tarfile.open(archive) as file:
            for member in file:
                path = PurePosixPath(member.name)
                if not member.isfile() or path.suffix not in (".po", ".pot") or member.size > _LARGEST:
                    continue
                if path.is_absolute() or ".." in path.parts:
                    continue
                data = file.extractfile(member)
                assert data is not None
                (new / path).parent.mkdir(parents=True, exist_ok=True)
                (new / path).write_bytes(data.read())
    new.rename(folder)


def main() -> int:
    """Fetch what is missing, print what is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where it is kept (build/catalogs)")
    try:
        found = catalog_files(parser.parse_args().folder)
    except CorpusMissingError as error:
        print(error, file=sys.stderr)
        return 2
    for package, paths in found.items():
        chinese = Counter(path.stem for path in paths if path.stem.startswith("zh_"))
        print(f"{package}\t{len(paths)} files\t{sum(path.stat().st_size for path in paths):,} bytes\t{dict(chinese)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
