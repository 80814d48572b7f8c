"""One engine in a process of its own, which answers commands on a pipe: a JSON object a line, both ways.

Runs under any Python 3.11 with nothing but the engine installed. Never start it by hand; ``engines.py`` does.
Each text is a new object at each call, since some bindings keep what they encoded with the string.
"""

from __future__ import annotations

import ctypes
import gc
import hashlib
import importlib
import importlib.util
import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MODULES = {"hash": "hashlib", "zhconv-rs": "zhconv_rs", "zh-localize": "zh_localize.convert.accurate"}
Convert = Callable[[str], str]


def make(engine: str, options: dict[str, Any]) -> Convert:
    """The conversion function of an engine."""
    if engine == "hash":  # no converter: work that is known to leave the interpreter's lock alone
        return lambda text: hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if engine == "zhconv-rs":
        function, target = importlib.import_module("zhconv_rs").zhconv, options["config"]
        return lambda text: str(function(text, target))
    if engine == "zh-localize":
        made = importlib.import_module("zh_localize").Converter(**options)
    else:
        made = importlib.import_module("opencc").OpenCC(options["config"])
    found: Convert = made.convert
    return found


def fresh(text: str) -> str:
    """The same text as a new object."""
    return text[:1] + text[1:]


def digest(text: str) -> str:
    """A hash of a text, unpaired surrogates included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def resident() -> int:
    """Resident bytes of this process, after unused memory has been given back; 0 where it cannot be known."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


class Worker:
    """The engines and texts that were asked for, by name."""

    def __init__(self) -> None:
        self.engines: dict[str, Convert] = {}
        self.texts: dict[str, str] = {}

    def open(self, name: str, engine: str, options: dict[str, Any]) -> dict[str, Any]:
        """Make an engine ready; what that and its first call cost."""
        before, start = resident(), time.process_time()
        self.engines[name] = make(engine, options)
        self.engines[name]("汉字漢字")
        return {"seconds": time.process_time() - start, "bytes": resident() - before}

    def read(self, name: str, path: str) -> dict[str, Any]:
        """Take a text from a file."""
        self.texts[name] = Path(path).read_bytes().decode("utf-8", "surrogatepass")
        return {"characters": len(self.texts[name])}

    def time(self, name: str, text: str, count: int = 0) -> dict[str, Any]:
        """CPU seconds of one conversion, and the hash of its result; ``count`` takes the first so many characters."""
        source = self.texts[text][: count or None]
        source, convert = fresh(source), self.engines[name]
        start = time.process_time()
        result = convert(source)
        seconds = time.process_time() - start
        return {"seconds": seconds, "digest": digest(result)}

    def call(self, name: str, text: str, number: int) -> dict[str, Any]:
        """CPU seconds of one call, over many calls with new short texts."""
        convert = self.engines[name]
        batch = [fresh(text) for _ in range(number)]
        start = time.process_time()
        for one in batch:
            convert(one)
        return {"seconds": (time.process_time() - start) / number}

    def threads(self, name: str, text: str, seconds: float) -> dict[str, Any]:
        """The least wall seconds for two halves of a text one after the other and in two threads, over many rounds."""
        source, convert = self.texts[text], self.engines[name]
        middle = source.index("\n", len(source) // 2)
        halves = [source[:middle], source[middle:]]
        one = two = float("inf")
        rounds, until = 0, time.monotonic() + seconds
        while rounds < 3 or time.monotonic() < until:
            fresh_halves = [fresh(half) for half in halves]
            start = time.perf_counter()
            for half in fresh_halves:
                convert(half)
            one = min(one, time.perf_counter() - start)
            started = [threading.Thread(target=convert, args=(fresh(half),)) for half in halves]
            start = time.perf_counter()
            for thread in started:
                thread.start()
            for thread in started:
                thread.join()
            two = min(two, time.perf_counter() - start)
            rounds += 1
        return {"one": one, "two": two, "rounds": rounds}

    def memory(self, name: str, engine: str, options: dict[str, Any], text: str) -> dict[str, Any]:
        """Resident bytes that an engine takes once it has converted a text; imports come before."""
        source = self.texts[text]
        make(engine, {**options, "config": options["config"]} if engine != "zh-localize" else {"config": "t2jp"})(
            source
        )
        importlib.import_module(MODULES.get(engine, "opencc"))
        before = resident()
        self.engines[name] = make(engine, options)
        self.engines[name](source)
        return {"bytes": resident() - before}

    def blocks(self, name: str, text: str, size: int) -> dict[str, Any]:
        """The hashes of a text converted block by block, each of whole lines, and of the text as a whole."""
        convert = self.engines[name]
        return {"digests": [digest(convert(block)) for block in cut(self.texts[text], size)]}

    def block(self, name: str, text: str, size: int, index: int) -> dict[str, Any]:
        """One of these blocks and its conversion."""
        block = cut(self.texts[text], size)[index]
        return {"before": block, "after": self.engines[name](block)}

    def convert(self, name: str, texts: list[str]) -> dict[str, Any]:
        """Short texts, converted."""
        return {"texts": [self.engines[name](text) for text in texts]}

    def backend(self) -> dict[str, Any]:
        """What our engine says that it runs on."""
        return {"name": importlib.import_module("zh_localize").backend()}


def cut(text: str, size: int) -> list[str]:
    """A text in blocks of about ``size`` characters that end where a line does."""
    found, start = [], 0
    while start < len(text):
        end = text.find("\n", start + size) + 1 or len(text)
        found.append(text[start:end])
        start = end
    return found


def main() -> None:
    """Answer until the pipe closes."""
    worker = Worker()
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = getattr(worker, command.pop("do"))(**command)
        except Exception as error:  # the other side decides
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
