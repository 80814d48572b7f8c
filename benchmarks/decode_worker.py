"""One reader of bytes in a process of its own: a row of hexadecimal digits a line in, a JSON object a line out.

Runs under any Python 3.11 with nothing but the reader installed. Never start it by hand; ``decode.py`` does.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any

MODULES = {"zh-localize": "zh_localize", "faust-cchardet": "cchardet"}


def reader(system: str) -> Callable[[bytes], dict[str, Any]]:
    """What a system says of bytes: the text, or the name of an encoding."""
    module = importlib.import_module(MODULES.get(system, system.replace("-", "_")))
    if system == "zh-localize":
        return lambda data: {"text": module.decode(data).text}
    if system == "chardetng-py":
        return lambda data: {"encoding": module.detect(data, allow_utf8=True)}
    return lambda data: {"encoding": module.detect(data)["encoding"]}


def main() -> None:
    """Answer every row; the first is read twice, so that what is loaded once does not count."""
    read = reader(sys.argv[1])
    for number, line in enumerate(sys.stdin):
        data = bytes.fromhex(line)
        if not number:
            read(data)
        start = time.process_time()
        answer = read(data)
        print(json.dumps({**answer, "seconds": time.process_time() - start}))


if __name__ == "__main__":
    main()
