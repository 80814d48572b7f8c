"""Conversion to a variant, in the light of the text: which passes it needs, what they go around, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from zh_localize.convert import around, plan
from zh_localize.text import blocks, scripts

if TYPE_CHECKING:
    from zh_localize.convert.quotes import Quotes
    from zh_localize.convert.words import Words
    from zh_localize.report import Report
    from zh_localize.text.variants import Variant


class Accurate:
    """A conversion to a variant made ready; see :class:`zh_localize.convert.Converter`, whose settings it takes."""

    def __init__(self, to: Variant, words: Words | None, settings: dict[str, Any]) -> None:
        self._to = to
        self._words = words
        self._japanese = settings["japanese"]
        self._context = settings["context"]
        self._keeps_length = not settings["vocabulary"]
        self._later = tuple(_later(to, settings))
        self._quotes: Quotes | None = self._later[-1] if settings["quotes"] else None  # type: ignore[assignment]
        self._crosses_lines = any("\n" in word for word in (*settings["keep"], *settings["words"]))

    def convert(self, text: str) -> str:
        """The conversion in the light of the text; a long one goes block by block, so that each stays in the cache."""
        if len(text) > 2 * blocks.SIZE and not self._crosses_lines:
            found = [*blocks.blocks(blocks.of_text(text), self.is_open)]
            converted = "".join([piece for _, piece in self.pieces(found)])
            return text if converted == text else converted
        survey = scripts.survey(text)
        if survey.script.name == "none" and not self._words:
            return text
        return self._convert_piece(text, survey, self._steps((text,), survey))

    def pieces(self, found: Iterable[blocks.Block]) -> Iterator[tuple[str, str]]:
        """Each block, and what becomes of it in the light of the whole text; they are gone through more than once."""
        survey = blocks.joined(block.survey for block in found)
        steps = self._steps((block.text for block in found), survey)
        for text, own in found:
            yield text, self._convert_piece(text, own, steps)

    def is_open(self, text: str, survey: scripts.Survey) -> bool:
        """Whether something that conversion looks at may go on behind a block that ends with a line."""
        if self._crosses_lines:
            return True
        if survey.fenced or survey.script.name == "none":  # a survey passes over what is Latin alone
            from zh_localize.text import protect

            if protect.is_open(text):
                return True
        return bool(self._quotes and self._quotes.is_open(text))

    def _convert_piece(self, text: str, survey: scripts.Survey, steps: tuple[plan.Step, ...]) -> str:
        """A text, or a block of one, through the passes."""
        inset = around.find(text, survey, self._words, japanese=self._japanese)
        if not steps and not inset.words:
            return text
        if inset.words and inset.spans:
            return self._report_piece(text, inset, steps).text
        converted = inset.rest
        for step in steps:
            converted = step.convert(converted)
        if not inset:
            return converted
        if len(converted) != len(inset.rest) or not self._keeps_length:
            return self._report_piece(text, inset, steps).text
        return inset.put_back(text, converted)

    def report(self, text: str, spans: Iterable[tuple[int, int]] | None = None) -> Report:
        """The same, explained; with ``spans`` around these alone."""
        survey = scripts.survey(text)
        if spans is None:
            inset = around.find(text, survey, self._words, japanese=self._japanese)
        else:
            inset = around.take_out(text, spans, self._words)
        return self._report_piece(text, inset, self._steps((text,), survey))

    def _report_piece(self, text: str, inset: around.Inset, steps: tuple[plan.Step, ...]) -> Report:
        from zh_localize.convert.carry import carry
        from zh_localize.report import Report

        report = Report(inset.rest)
        for step in steps:
            report = report.then(step.report)
        return carry(inset, text, report) if inset else report

    def _steps(self, texts: Iterable[str], survey: scripts.Survey) -> tuple[plan.Step, ...]:
        if survey.script.name == "none":
            return ()
        found = plan.steps(texts, survey, self._to, context=self._context, japanese=self._japanese)
        foreign = survey.script.name == "Kore" or (survey.script.name == "Jpan" and not self._japanese)
        return found if foreign else (*found, *self._later)


def _later(to: Variant, settings: dict[str, Any]) -> Iterator[plan.Step]:
    """What is asked for beyond the characters: words, spellings, quotation marks."""
    if settings["vocabulary"]:
        from zh_localize.convert.vocabulary import Vocabulary

        yield Vocabulary(to)
    if settings["spelling"]:
        from zh_localize.convert.spelling import Spelling

        yield Spelling(settings["spelling"], to)
    if settings["quotes"]:
        from zh_localize.convert.quotes import Quotes

        yield Quotes(to)
