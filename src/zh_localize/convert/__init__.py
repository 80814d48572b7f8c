"""Conversion between Simplified and Traditional Chinese and their regions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zh_localize import rules
from zh_localize.convert import plan, reference
from zh_localize.report import Edit, Report
from zh_localize.text import protect
from zh_localize.text.variants import Variant

__all__ = ["Converter", "convert", "convert_report"]


class Converter:
    """A conversion made ready for many texts; safe to share between threads and to pickle.

    With ``to`` each text is converted in the light of its own script, as :func:`convert` does; addresses, markup, code
    and placeholders stay as they are. With ``config`` the
    tables of that OpenCC configuration are applied exactly as OpenCC 1.4.2 does, whatever the text.

    Args:
        to: a variant or its BCP 47 tag.
        config: one of OpenCC's configurations, such as ``s2twp``.
        engine: ``zh-localize``, or ``opencc-python-reimplemented`` for its ten configurations.
    Raises:
        UnknownVariantError, UnknownConfigError, UnknownEngineError: with the nearest known name.
        EngineError: the engine cannot be used here.
        TypeError: not exactly one of ``to`` and ``config`` is given.

    >>> Converter(config="s2twp").convert("鼠标里面的软件")
    '滑鼠裡面的軟體'
    """

    def __init__(
        self, *, to: Variant | str | None = None, config: str | None = None, engine: str = reference.NAMES[0]
    ) -> None:
        if (to is None) == (config is None):
            raise TypeError("give either to= or config=")
        self.to = None if to is None else Variant.parse(to)
        self.config = config
        self.engine = engine
        self._reference: reference.TextConverter | None = None
        if engine != reference.NAMES[0]:
            self._reference = reference.load(engine, config or _config_of(self.to))
        elif config:
            plan.engine(config, supplemented=False)

    def __reduce__(self) -> tuple[object, ...]:
        return _make, (self.to, self.config, self.engine)

    def convert(self, text: str) -> str:
        """The converted text; the same object when nothing changes. Linear, about a million characters a second."""
        if self._reference:
            return self._reference.convert(text)
        if self.to and any(not text[start:end].isascii() for start, end in protect.spans(text)):
            return self.report(text).text
        for step in self._steps(text):
            text = step.convert(text)
        return text

    def convert_many(self, texts: Iterable[str]) -> Iterator[str]:
        """Each text converted, in order, as they come."""
        return map(self.convert, texts)

    def report(self, text: str) -> Report:
        """The same conversion with every change explained: its place, rule, grade and, for a choice, the candidates."""
        if self._reference:
            return _whole(text, self._reference.convert(text))
        report = Report(text)
        for step in self._steps(text):
            report = report.then(step.report)
        return protect.outside(report) if self.to else report

    def _steps(self, text: str) -> tuple[plan.Step, ...]:
        if self.to is None:
            return (plan.engine(self.config or "", supplemented=False),)
        return plan.steps(text, self.to)


def convert(text: str, to: Variant | str) -> str:
    """Write ``text`` in the characters of ``to``.

    Leftmost-longest over OpenCC's tables and our supplement. A text wholly in the script of ``to`` keeps its spelling;
    one that mixes both scripts has its one-to-many characters decided anew. Linear in the text.

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


def _make(to: Variant | None, config: str | None, engine: str) -> Converter:
    return Converter(to=to, config=config, engine=engine)


def _config_of(to: Variant | None) -> str:
    """The configuration with which a reference engine comes nearest to a variant."""
    if to is None or to.script == "Hans":
        return "t2s"
    return "s2hk" if to.region in ("HK", "MO") else "s2tw"


def _whole(text: str, converted: str) -> Report:
    """A report of what an engine did that does not explain itself: character by character where lengths agree."""
    grade = rules.rule("convert.engine").grade
    if len(text) != len(converted):
        return Report(text, (Edit(0, len(text), text, converted, "convert.engine", grade),))
    pairs = enumerate(zip(text, converted, strict=True))
    return Report(
        text, tuple(Edit(i, i + 1, old, new, "convert.engine", grade) for i, (old, new) in pairs if old != new)
    )
