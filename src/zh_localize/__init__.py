"""zh-localize: Chinese text that can be published.

Undo what was damaged on the way, convert between scripts and regions, hold to agreed terms, give out catalogues.
"""

from zh_localize.catalog import Catalog, Unit
from zh_localize.convert import Converter, convert, convert_report
from zh_localize.errors import ZhLocalizeError
from zh_localize.glossary import Glossary, Hit
from zh_localize.localise import Outcome, localise
from zh_localize.repair import repair, repair_report
from zh_localize.repair.decode import Decoded, decode
from zh_localize.report import Edit, Grade, Report
from zh_localize.text.variants import Variant

__all__ = [
    "Catalog",
    "Converter",
    "Decoded",
    "Edit",
    "Glossary",
    "Grade",
    "Hit",
    "Outcome",
    "Report",
    "Unit",
    "Variant",
    "ZhLocalizeError",
    "convert",
    "convert_report",
    "decode",
    "localise",
    "repair",
    "repair_report",
]
