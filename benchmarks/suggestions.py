"""Measure what ``glossary suggest`` gives back of terms that were hidden from it, beside two plainer rankings.

Run: python benchmarks/suggestions.py

A fifth of the concepts of the shipped packs is hidden, five times over with other seeds; the terms to be found are those
of 2 to 8 characters that occur four times or more in the first megabyte of a corpus and are named by no concept left. The
first 200 suggestions are compared with the 200 most frequent runs of characters, and with the 200 of the highest
C-value. Half a minute.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from math import log

from corpus import megabyte
from record import record
from zh_localize.glossary import Glossary
from zh_localize.glossary.fold import fold
from zh_localize.glossary.suggest import LEAST, LONGEST, SHORTEST, count_runs, suggest

CORPORA = ("hans_cn_govreports", "hans_cn_law")
SEEDS, SHARE, FIRST = range(1, 6), 5, 200
