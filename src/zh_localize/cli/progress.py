"""A progress bar on stderr for work of over a second; silent where stderr is no terminal."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import Any

DELAY = 1.0  # seconds before anything is shown


class Progress:
    """Shows which of ``total`` inputs is being worked on, once the work has taken a second."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._name = ""
        self._bar: Any = None
        self._task: Any = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(DELAY, self._start) if sys.stderr.isatty() else None

    def __enter__(self) -> Progress:
        if self._timer:
            self._timer.daemon = True
            self._timer.start()
        return self

    def show(self, name: str) -> None:
        """The input that is taken up next."""
        with self._lock:
            self._name, self._done = name, self._done + 1
            if self._bar:
                self._bar.update(self._task, completed=self._done - 1, description=name)

    def _start(self) -> None:
        from rich.console import Console  # 50 ms, and most runs end before it is needed
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with self._lock:
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(self._name, total=self._total, completed=max(0, self._done - 1))
            self._bar.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer:
            self._timer.cancel()
        with self._lock:
            if self._bar:
                self._bar.stop()
