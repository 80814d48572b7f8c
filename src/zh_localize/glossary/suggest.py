"""Terms that a text uses and a glossary lacks: what recurs, holds together, stands free, and says more than usual.

Candidates are runs of 2 to 8 Han characters. They are counted longer and longer, a run only when what it is made of
recurs too, so that memory is bounded by what recurs. Three measures make the score: how much more often a run occurs
than the shipped character model expects (a term of the log-likelihood ratio), how freely its neighbours vary on either
side (the lesser boundary entropy), and how often it stands outside of longer candidates (as in the C-value of Frantzi
and Ananiadou).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt
from typing import NamedTuple

from zh_localize.glossary.fold import fold, without_gaps
from zh_localize.glossary.model import Glossary
from zh_localize.repair import plausibility

SHORTEST, LONGEST = 2, 8
LEAST = 4  # times that a candidate occurs
CONTEXTS = 3
_AROUND = 12  # characters of a context on each side
_FREE = 1.2  # nats of entropy that the neighbours of a word have at least
_FREEST = 3.0  # nats beyond which more freedom says nothing
_NATS = 12  # units of the model in a nat
_RUN = re.compile(r"[㐀-鿿]{2,}")
_OUTSIDE = frozenset(  # what begins or ends no term
    "的了是在和与及等对将不也就都为把被而之其以于或并且但因所这那我你他们个要能会可有着过到从向给让又还很更最各"
    "由按本该此如若已未须应据则即至"
)


class Candidate(NamedTuple):
    """A run of characters that may be a term, with some of the places where it stands."""

    text: str
    score: float
    times: int
    contexts: tuple[str, ...]


def suggest(texts: Iterable[str], glossary: Glossary, *, limit: int = 200) -> tuple[Candidate, ...]:
    """The likeliest terms of some texts that a glossary does not name, the likeliest first.

    A megabyte takes 2 s and 90 MB, ten a minute and 570 MB. Texts of one script: what is written in two ways counts
    as two.
    Source of the score: benchmarks/suggestions.py, which compares it with frequency and with C-value alone.

    >>> [found.text for found in suggest(["数字经济。", "数字经济、", "“数字经济”", "数字经济"], Glossary([]))]
    ['数字经济']
    """
    found = runs(texts)
    words, freedom = candidates(found)
    free = alone(words)
    total = sum(map(len, found)) or 1
    known = {fold(row.term) for row in glossary.designations if row.lang.startswith("zh")}
    scored = [(_score(text, words[text] / total, free[text], freedom[text]), text) for text in words]
    scored = sorted(((score, text) for score, text in scored if score > 0 and fold(text) not in known), reverse=True)
    best = [(score, text) for score, text in scored[:limit]]
    places = _contexts(found, [text for _, text in best])
    return tuple(Candidate(text, round(score, 2), words[text], tuple(places[text])) for score, text in best)


def runs(texts: Iterable[str]) -> list[str]:
    """The stretches of Han characters in texts, of two or more."""
    return [run for text in texts for run in _RUN.findall(without_gaps(text)[0])]


def candidates(runs: Sequence[str]) -> tuple[dict[str, int], dict[str, float]]:
    """The words that recur and stand free, with how often they occur, and how free they are."""
    counts = count_runs(runs)
    inner = [text for text in counts if len(text) <= LONGEST and not (text[0] in _OUTSIDE or text[-1] in _OUTSIDE)]
    freedom = boundary_entropy(runs, inner)
    return {text: counts[text] for text in inner if freedom[text] >= _FREE}, freedom


def count_runs(runs: Sequence[str]) -> Counter[str]:
    """How often each run of 2 to 9 characters occurs that does so :data:`LEAST` times.

    >>> count_runs(["科学发展", "科学", "科学", "科学"])
    Counter({'科学': 4})
    """
    found: Counter[str] = Counter()
    shorter: set[str] = set()
    for length in range(SHORTEST, LONGEST + 2):
        counts: Counter[str] = Counter()
        for run in runs:
            for start in range(len(run) - length + 1):
                part = run[start : start + length]
                if not shorter or (part[:-1] in shorter and part[1:] in shorter):
                    counts[part] += 1
        kept = {part: count for part, count in counts.items() if count >= LEAST}
        if not kept:
            break
        shorter = set(kept)
        found.update(kept)
    return found


def boundary_entropy(runs: Sequence[str], words: Iterable[str]) -> dict[str, float]:
    """The lesser of the entropies of what stands before and behind each word, in nats; the edge of a run is free."""
    before: dict[str, Counter[str]] = {word: Counter() for word in words}
    behind: dict[str, Counter[str]] = {word: Counter() for word in before}
    edges = 0
    for run in runs:
        for length in range(SHORTEST, min(LONGEST, len(run)) + 1):
            for start in range(len(run) - length + 1):
                word = run[start : start + length]
                if word in before:
                    edges += 1
                    before[word][run[start - 1] if start else f"<{edges}"] += 1
                    end = start + length
                    behind[word][run[end] if end < len(run) else f">{edges}"] += 1
    return {word: min(_entropy(before[word]), _entropy(behind[word])) for word in before}


def _entropy(counts: Counter[str]) -> float:
    total = sum(counts.values())
    return -sum(count / total * log(count / total) for count in counts.values()) if total else 0.0


def alone(words: Mapping[str, int]) -> dict[str, float]:
    """How often each word occurs, less the mean of the longer ones in which it stands.

    >>> alone({"科学发展": 4, "发展": 10})
    {'科学发展': 4, '发展': 6.0}
    """
    inside: dict[str, list[int]] = {}
    for word, count in words.items():
        for part in {word[s:e] for s in range(len(word)) for e in range(s + SHORTEST, len(word) + 1)} - {word}:
            if part in words:
                inside.setdefault(part, []).append(count)
    return {w: count - sum(inside[w]) / len(inside[w]) if w in inside else count for w, count in words.items()}


def _score(text: str, share: float, alone: float, freedom: float) -> float:
    surprise = log(share) + (plausibility.single(text[0]) + plausibility.cost(text)) / _NATS
    return log(1 + max(alone, 0)) * surprise / sqrt(len(text)) * min(freedom, _FREEST)


def _contexts(runs: Iterable[str], words: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {word: [] for word in words}
    waiting = set(words)
    for run in runs:
        for word in [word for word in waiting if word in run]:
            place = run.index(word)
            found[word].append(run[max(0, place - _AROUND) : place + len(word) + _AROUND])
            if len(found[word]) == CONTEXTS:
                waiting.discard(word)
        if not waiting:
            break
    return found
