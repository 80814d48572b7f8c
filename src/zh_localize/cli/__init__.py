"""The command line: ``zh-localize``, and ``zhl`` for short.

A command parses, calls one function, prints. Data goes to stdout, everything else to stderr. Exit codes: 0 clean
or done, 1 findings (or would change), 2 wrong usage or configuration, 3 some input could not be read or written.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys

__all__ = ["main"]

USAGE = 2
INTERRUPTED = 130
CLOSED_PIPE = 141


def main() -> None:
    """Run the command line and exit with its code; no traceback reaches a user."""
    from zh_localize.cli.app import app  # the commands, and with them Typer
    from zh_localize.errors import ZhLocalizeError

    signal.signal(signal.SIGINT, lambda *_: sys.exit(INTERRUPTED))
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # here, not at shutdown, where a closed pipe could not be caught
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CLOSED_PIPE)
    except ZhLocalizeError as error:
        print(f"zh-localize: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(USAGE)
    except MemoryError:
        print("zh-localize: out of memory; give the input in smaller files", file=sys.stderr)  # noqa: T201
        sys.exit(3)
