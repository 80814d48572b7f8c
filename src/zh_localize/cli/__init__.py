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
FAILED = 3
INTERRUPTED = 130
CLOSED_PIPE = 141


def main() -> None:
    """Run the command line and exit with its code; no traceback reaches a user."""
    from zh_localize.cli.app import app  # the commands, and with them Typer
    from zh_localize.cli.streams import StandardOutputError, flush, say
    from zh_localize.errors import ZhLocalizeError

    signal.signal(signal.SIGINT, lambda *_: sys.exit(INTERRUPTED))
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        try:
            app()
        finally:
            flush()  # here, not at shutdown, where an error could not be caught
    except StandardOutputError as error:
        if sys.stdout:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error.error, BrokenPipeError):
            sys.exit(CLOSED_PIPE)
        say(f"zh-localize: {error}")
        sys.exit(FAILED)
    except ZhLocalizeError as error:
        say(f"zh-localize: {error}")
        sys.exit(USAGE)
    except MemoryError:
        say("zh-localize: out of memory; give the input in smaller files")
        sys.exit(FAILED)
