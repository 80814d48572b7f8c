"""The names that documents give to encodings, and the codec that reads what bears each.

Source: ``data/labels.tsv``, made by ``scripts/build_labels.py`` from the labels of the WHATWG Encoding Standard. A
label stands for what is found under it: ``gb2312`` for all of GB 18030, ``big5`` for HKSCS as well, ``iso-8859-1`` for
windows-1252.
"""

from __future__ import annotations

from functools import cache

from zh_localize.repair import codings
from zh_localize.text import tables

codings.register()


@cache
def _codecs() -> dict[str, str]:
    return dict(tables.read_rows("labels.tsv"))


def codec_of(label: str) -> str | None:
    """The codec for a label, None for one that is unknown.

    >>> codec_of("GB2312"), codec_of(" latin1 "), codec_of("klingon")
    ('gb18030', 'cp1252', None)
    """
    label = label.strip("\t\n\f\r ").lower()
    return _codecs().get(label) or _codecs().get(label.replace("_", "-"))
