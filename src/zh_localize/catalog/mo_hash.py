"""The hash table of an MO file, in which the C library looks a message up.

Source: the chapter "The Format of GNU MO Files" of the GNU gettext manual; the hash is that of P. J. Weinberger, in a
word of 64 bits, of which the fifth nibble from the left of the lower half is folded back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_LANES = 512  # strings that are hashed at once, as the 64-bit lanes of one number: six times as fast as one by one


def table_size(count: int) -> int:
    """A prime a third larger than the number of entries.

    >>> table_size(100)
    137
    """
    if count < 2:
        return 3
    size = max(count * 4 // 3, 5) | 1
    while any(size % divisor == 0 for divisor in range(3, int(size**0.5) + 1, 2)):
        size += 2
    return size


def fill_table(sources: Sequence[bytes], size: int) -> list[int]:
    """The number of each source, from 1, at the place where its hash leads; 0 where there is none."""
    table = [0] * size
    hashes = hash_all([source.partition(b"\0")[0] for source in sources])
    for number, value in enumerate(hashes, 1):
        place = value % size
        if table[place]:
            step = 1 + value % (size - 2)
            while table[place]:
                place = (place + step) % size
        table[place] = number
    return table


def hash_all(strings: Sequence[bytes]) -> list[int]:
    """The hash of each string; linear in their lengths.

    >>> hash_all([b"", b"a", b"Save as"])
    [0, 97, 160200403]
    """
    hashes = [0] * len(strings)
    by_length = sorted(range(len(strings)), key=lambda number: len(strings[number]))
    for start in range(0, len(by_length), _LANES):
        numbers = by_length[start : start + _LANES]
        for number, value in zip(numbers, _hash_lanes([strings[number] for number in numbers]), strict=True):
            hashes[number] = value
    return hashes


def _hash_lanes(strings: Sequence[bytes]) -> Iterator[int]:
    """The hashes of some strings of about the same length, the longest of them last.

    Each has a lane of 64 bits in one number. They are aligned at their ends: NULs before a string leave its hash at 0.
    """
    count, length = len(strings), len(strings[-1])
    text = b"".join(string.rjust(length, b"\0") for string in strings)
    ones = int.from_bytes(b"\1\0\0\0\0\0\0\0" * count, "little")
    shifted, folded = ones * ((1 << 60) - 1), ones * 0xF0000000
    column = bytearray(8 * count)
    state = 0
    for position in range(length):
        column[::8] = text[position::length]
        state = ((state & shifted) << 4) + int.from_bytes(column, "little")
        high = state & folded
        state ^= high ^ (high >> 24)
    data = state.to_bytes(8 * count, "little")
    return (int.from_bytes(data[place : place + 8], "little") for place in range(0, 8 * count, 8))
