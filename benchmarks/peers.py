"""Virtual environments for the engines that ours is measured beside, one each, with the versions of ``peers.toml``.

Run: python benchmarks/peers.py [--venvs build/peers]      makes those that are missing and prints what is there
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tomllib
import venv
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENVS = HERE.parent / "build" / "peers"


@dataclass(frozen=True, slots=True)
class Peer:
    """A package to compare with: what installs it, what it is, its names for conversions."""

    name: str
    requirement: str
    about: str
    module: str
    names: dict[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()  # what else its environment needs

    @property
    def version(self) -> str:
        """The pinned version."""
        return self.requirement.partition("==")[2]


def peers() -> dict[str, Peer]:
    """All peers by name."""
    table = tomllib.loads((HERE / "peers.toml").read_text("utf-8"))
    return {name: Peer(name, **facts) for name, facts in table.items()}


def interpreter(peer: Peer, folder: Path) -> Path:
    """The Python of a peer's environment below ``folder``, which is made when it is not there.

    Raises:
        subprocess.CalledProcessError: the package could not be installed.
    """
    home = folder / peer.name
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(home, with_pip=True)
    if _installed(python, peer) != peer.version:
        command = [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            peer.requirement,
            *peer.also,
        ]
        subprocess.run(command, check=True)
    return python


def _installed(python: Path, peer: Peer) -> str:
    distribution = peer.requirement.partition("==")[0]
    code = f"import importlib.metadata as m; print(m.version({distribution!r}))"
    return subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=False).stdout.strip()


def add_argument(parser: argparse.ArgumentParser) -> None:
    """The option that says where the environments are."""
    parser.add_argument("--venvs", type=Path, default=VENVS, help="folder of the peers' environments (build/peers)")


def main() -> None:
    """Make what is missing, print what is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_argument(parser)
    folder = parser.parse_args().venvs
    for peer in peers().values():
        print(f"{peer.requirement}\t{interpreter(peer, folder)}\t{peer.about}")


if __name__ == "__main__":
    main()
