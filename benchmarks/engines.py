"""Engines in processes of their own, to be asked in turn; see ``worker.py`` for what they answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from peers import interpreter, peers

WORKER = Path(__file__).with_name("worker.py")
OURS = "zh-localize"
NATIVE, PURE = f"{OURS} (native)", f"{OURS} (pure)"


class EngineFailedError(Exception):
    """An engine did not answer, or raised."""


class Engine:
    """A process that holds one package. Ours comes in two: its native core and its pure twin."""

    def __init__(self, name: str, venvs: Path) -> None:
        self.name = name
        self.package = OURS if name in (NATIVE, PURE) else name
        python, environment = Path(sys.executable), dict(os.environ)
        if self.package == OURS:
            environment["ZH_LOCALIZE_BACKEND"] = "native" if name == NATIVE else "python"
        else:
            python = interpreter(peers()[name], venvs)
        self._process = subprocess.Popen(
            [str(python), str(WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
        )

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """Send a command and wait for its answer.

        Raises:
            EngineFailedError: the process ended, or the engine raised an exception.
        """
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": "the process ended"}
        if "error" in answer:
            raise EngineFailedError(f"{self.name}: {do} {arguments}: {answer['error']}"[:500])
        return answer

    def open(self, name: str, **options: Any) -> dict[str, Any]:
        """Make a conversion ready under a name; a peer takes what it calls the configuration of ``options``."""
        return self.ask("open", name=name, engine=self.package, options=self.options(**options))

    def memory(self, text: str, **options: Any) -> int:
        """Resident bytes that a conversion takes once it has converted a text."""
        answer = self.ask("memory", name="memory", engine=self.package, options=self.options(**options), text=text)
        found: int = answer["bytes"]
        return found

    def options(self, **options: Any) -> dict[str, Any]:
        """The options as the package of this engine takes them."""
        if self.package == OURS:
            return options
        names = peers()[self.name].names
        return {"config": names.get(options["config"], options["config"])}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)
