"""What must hold for any bytes: ``decode`` gives them back, ``repair`` explains itself and comes to an end.

Loaded by ``fuzz_repair.c``, which puts its own native core in place of the one that is installed. The first byte of
an input says how the rest becomes a text.
"""

from __future__ import annotations

from pathlib import Path

from zh_localize.repair import decode, repair, repair_report

ROWS = (Path(__file__).parents[1] / "data" / "repair.tsv").read_text("utf-8").split("\n")
PIECES = [row.split("\t")[1] for row in ROWS if row.count("\t") == 3]
TEXT = "\n".join(PIECES)


def check(data: bytes) -> None:
    """Fail where something does not hold."""
    way, data = data[0] % 4 if data else 0, data[1:]
    if way == 3:
        decoded = decode(data)
        if decoded.encoding.startswith("utf-8"):
            mark = b"\xef\xbb\xbf" if decoded.marked else b""
            assert mark + decoded.text.encode("utf-8", "surrogateescape") == data
        return
    if way == 0:
        text = data.decode("utf-8", "surrogateescape")
    elif way == 1:
        text = data[: len(data) // 2 * 2].decode("utf-16-le", "surrogatepass")
    else:  # pieces of damaged text: where each begins, and how long it is
        pairs = zip(data[::3], data[1::3], data[2::3], strict=False)
        text = "".join(TEXT[(place := (a << 8 | b) % len(TEXT)) : place + c % 24] for a, b, c in pairs)[:300]
    report = repair_report(text)
    assert repair(text) == report.text
    assert report.undo() == report.source == text
    if report.changed:
        assert repair(report.text) == report.text
