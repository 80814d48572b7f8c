"""Conversion between Simplified and Traditional Chinese and their regions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from zh_localize.text.variants import Variant

if TYPE_CHECKING:
    from typing import IO, Protocol

    from zh_localize.convert.accurate import Accurate
    from zh_localize.convert.words import Words
    from zh_localize.report import Report
    from zh_localize.text.scripts import Survey

    class Output(Protocol):
        """What a converted stream is written to."""

        def write(self, text: str, /) -> object:
            """Take the next part of the text."""


__all__ = ["Converter", "convert", "convert_report"]

OWN_ENGINE = "zh-localize"
_BATCH = 64  # texts that wait for each thread


class Converter:
    """A conversion made ready for many texts; safe to share between threads and to pickle.

    With ``to`` each text is converted in the light of its own script, as :func:`convert` does: text that is in the
    target stays, mixed text is made whole, addresses, markup, code and placeholders stay as they are while words are
    seen across them, and so do lines in Japanese. With ``config`` the tables of that OpenCC configuration are applied
    exactly as OpenCC 1.4.2 does, whatever the text.

    Args:
        to: a variant or its BCP 47 tag.
        config: one of OpenCC's configurations, such as ``s2twp``.
        engine: ``zh-localize``, or ``opencc-python-reimplemented`` for its ten configurations.
        words: the user's own words and what they become; they go before everything else.
        keep: strings left as they are wherever they occur.
        context: decide characters with several counterparts by what stands around them.
        vocabulary: use the words of the region too (鼠標 becomes 滑鼠 in Taiwan).
        spelling: house spellings, such as ``tw-moe`` or ``台=臺``; see ``spelling.names()``.
        quotes: write quotation marks in the manner of the target.
        japanese: convert passages in Japanese as well.
    Raises:
        UnknownVariantError, UnknownConfigError, UnknownEngineError, UnknownSpellingError: with the nearest known name.
        EngineError: the engine cannot be used here.
        TableError: a table is damaged.
        TypeError: not exactly one of ``to`` and ``config`` is given, or options that go with the other one.
        ValueError: an empty word, or spellings that contradict each other.

    >>> Converter(config="s2twp").convert("鼠标里面的软件")
    '滑鼠裡面的軟體'
    >>> Converter(to="zh-Hant-TW", vocabulary=True, quotes=True).convert("“软件”里有 <b>鼠标</b>")
    '「軟體」裡有 <b>滑鼠</b>'
    """

    def __init__(
        self,
        *,
        to: Variant | str | None = None,
        config: str | None = None,
        engine: str = OWN_ENGINE,
        words: Mapping[str, str] | None = None,
        keep: Collection[str] = (),
        context: bool = True,
        vocabulary: bool = False,
        spelling: Sequence[str] = (),
        quotes: bool = False,
        japanese: bool = False,
    ) -> None:
        if (to is None) == (config is None):
            raise TypeError("give either to= or config=")
        if config and (vocabulary or spelling or quotes or japanese):
            raise TypeError(
                "vocabulary, spelling, quotes and japanese go with --to (to=); a configuration is applied as it is"
            )
        if engine != OWN_ENGINE and (words or keep or vocabulary or spelling or quotes or japanese):
            raise TypeError(f"{engine} converts by its tables alone; leave the other options out, or take {OWN_ENGINE}")
        self.to = None if to is None else Variant.parse(to)
        self.config = config
        self._settings = {
            "engine": engine, "words": dict(words or {}), "keep": tuple(keep), "context": context,
            "vocabulary": vocabulary, "spelling": tuple(spelling), "quotes": quotes, "japanese": japanese,
        }  # fmt: skip
        self._words = _words(self._settings)
        self._accurate: Accurate | None = None
        self._convert: Callable[[str], str]
        self._explain: Callable[[str], Report]
        if engine != OWN_ENGINE:
            self._use_reference(engine)
        elif config:
            self._use_exact(config)
        else:
            self._use_accurate()

    def __reduce__(self) -> tuple[object, ...]:
        return _make, ({"to": self.to, "config": self.config, **self._settings},)

    def convert(self, text: str) -> str:
        """The converted text; the same object when nothing changes. Linear; see benchmarks/ for the speed."""
        return self._convert(text)

    def convert_many(self, texts: Iterable[str], *, threads: int = 1) -> Iterator[str]:
        """Each text converted, in order, as they come; with several threads where the native core is at work."""
        if threads < 2:
            yield from map(self.convert, texts)
            return
        from concurrent.futures import ThreadPoolExecutor

        rest = iter(texts)
        with ThreadPoolExecutor(threads) as pool:
            while batch := [*islice(rest, _BATCH * threads)]:
                yield from pool.map(self.convert, batch)

    def convert_stream(self, source: IO[str], target: Output) -> bool:
        """Convert a stream, such as an open file, and write the result; whether anything has changed.

        The result is that of the whole text, in the memory of some blocks of lines: the source is read twice, so it
        must be one that can go back. Open it with ``newline="\\n"``, so that line ends stay as they are.

        >>> import io
        >>> target = io.StringIO()
        >>> Converter(to="zh-Hant-TW").convert_stream(io.StringIO("头发\\n发现"), target), target.getvalue()
        (True, '頭髮\\n發現')
        """
        from zh_localize.text import blocks

        changed = False
        found = blocks.Stream(source, self._is_open)
        pieces = self._accurate.pieces(found) if self._accurate else ((b.text, self._convert(b.text)) for b in found)
        for text, converted in pieces:
            changed |= converted != text
            target.write(converted)
        return changed

    def report(self, text: str, *, around: Collection[tuple[int, int]] | None = None) -> Report:
        """The same conversion with every change explained: its place, rule, grade, entry, candidates and margin.

        Characters that the context leaves in doubt have the rule ``convert.doubt``, as notes where they do not change.

        Args:
            around: ordered, disjoint spans that stay, in place of those that look like addresses, markup, code and
                placeholders; with ``to`` alone.

        >>> Converter(to="zh-Hant-TW").report("头%1发，<软件>", around=[(1, 3)]).text
        '頭%1髮，<軟件>'
        """
        if around is None:
            return self._explain(text)
        if not self._accurate:
            raise TypeError("around= goes with --to (to=); a configuration is applied as it is")
        return self._accurate.report(text, around)

    def _use_accurate(self) -> None:
        from zh_localize.convert.accurate import Accurate

        assert self.to
        self._accurate = Accurate(self.to, self._words, self._settings)
        self._convert, self._explain = self._accurate.convert, self._accurate.report

    def _use_exact(self, config: str) -> None:
        from zh_localize.convert import engines

        chain, words = engines.engine(config), self._words
        self._convert = (lambda text: chain.convert(text, words)) if words else chain.convert

        def explain_exactly(text: str) -> Report:
            from zh_localize.convert import explain

            return explain.report(config, text, words)

        self._explain = explain_exactly

    def _use_reference(self, name: str) -> None:
        from zh_localize.convert import reference

        loaded = reference.load(name, self.config or _config_of(self.to))
        self._convert = loaded.convert
        self._explain = lambda text: _whole(text, loaded.convert(text))

    def _is_open(self, text: str, survey: Survey) -> bool:
        """Whether something may go on behind a block of a stream: for tables alone, words of several lines."""
        if self._accurate:
            return self._accurate.is_open(text, survey)
        return self._words is not None and any("\n" in word for word in self._words.targets)


def convert(text: str, to: Variant | str) -> str:
    """Write ``text`` in the characters of ``to``.

    OpenCC's tables and our supplement, leftmost-longest; then a context model decides the characters that have several
    counterparts. A text wholly in the script of ``to`` keeps its spelling; one that mixes both scripts has its
    one-to-many characters decided anew. Linear in the text.

    Raises:
        UnknownVariantError: with the nearest known tag.
    Source: the tables and their licences are listed in data/SOURCES.toml.

    >>> convert("头发发现", "zh-Hant"), convert("領導干部并采用", "zh-Hant-TW")
    ('頭髮發現', '領導幹部並採用')
    """
    return Converter(to=to).convert(text)


def convert_report(text: str, to: Variant | str) -> Report:
    """The same as :func:`convert`, with every change explained.

    >>> convert_report("答复", "zh-Hant-TW").edits[0].after
    '覆'
    """
    return Converter(to=to).report(text)


def _make(arguments: dict[str, Any]) -> Converter:
    return Converter(**arguments)


def _words(settings: dict[str, Any]) -> Words | None:
    """The user's words made ready; None when there are none."""
    if not settings["words"] and not settings["keep"]:
        return None
    from zh_localize.convert.words import Words

    return Words({**{word: word for word in settings["keep"]}, **settings["words"]})


def _config_of(to: Variant | None) -> str:
    """The configuration with which a reference engine comes nearest to a variant."""
    if to is None or to.script == "Hans":
        return "t2s"
    return "s2hk" if to.region in ("HK", "MO") else "s2tw"


def _whole(text: str, converted: str) -> Report:
    """A report of what an engine did that does not explain itself: character by character where lengths agree."""
    from zh_localize import rules
    from zh_localize.report import Edit, Report

    grade = rules.rule("convert.engine").grade
    if len(text) != len(converted):
        return Report(text, (Edit(0, len(text), text, converted, "convert.engine", grade),))
    pairs = enumerate(zip(text, converted, strict=True))
    return Report(
        text, tuple(Edit(i, i + 1, old, new, "convert.engine", grade) for i, (old, new) in pairs if old != new)
    )
