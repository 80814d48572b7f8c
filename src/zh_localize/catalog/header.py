"""The header of a catalogue: ordered pairs of name and value, and the header of a new catalogue."""

from __future__ import annotations

import re

from zh_localize.text.variants import Variant, locale_name, parse_target

Header = tuple[tuple[str, str], ...]

_FIELD = re.compile(r"([^\s:]+): (.*)")
_CHARSET = re.compile(r"charset=(?!utf-8(?![\w.:+-]))[\w.:+-]*", re.IGNORECASE | re.ASCII)


def parse_header(text: str) -> Header:
    """The pairs in the msgstr of the header entry; a line that is no ``Name: value`` is kept under the name ``""``.

    >>> parse_header("Language: zh_TW\\nnonsense\\n")
    (('Language', 'zh_TW'), ('', 'nonsense'))
    """
    lines = text.removesuffix("\n").split("\n") if text else []
    return tuple((match[1], match[2]) if (match := _FIELD.fullmatch(line)) else ("", line) for line in lines)


def header_text(header: Header) -> str:
    """The msgstr of the header entry; undoes :func:`parse_header`.

    >>> header_text((("Language", "zh_TW"), ("", "nonsense")))
    'Language: zh_TW\\nnonsense\\n'
    """
    return "".join(f"{name}: {value}\n" if name else f"{value}\n" for name, value in header)


def in_utf8(text: str) -> str:
    """The text of a header, escaped or not, with UTF-8 for the charset that it names: the only one that is written.

    >>> in_utf8("Content-Type: text/plain; charset=GBK\\n")
    'Content-Type: text/plain; charset=UTF-8\\n'
    """
    return _CHARSET.sub("charset=UTF-8", text, count=1)


def default_header(
    project: str,
    language: Variant | str | None,
    *,
    created: str,
    revised: str | None = None,
    bugs: str = "",
    translator: str = "",
    team: str | None = None,
    generator: str = "zh-localize",
) -> Header:
    """The header of a new catalogue, in the order of GNU ``msginit`` and such as ``msgfmt -c`` has nothing to say on.

    The same arguments give the same header: no clock is read.

    Args:
        project: name and version of what is translated.
        language: a variant of Chinese or another language's tag; the field gets the locale, such as ``zh_TW``. None for
            a template, which leaves the fields of the translator to be filled in.
        created: when the template was made, such as ``2024-05-01 12:00+0800``.
        revised: when the translation was last changed; ``created`` unless given.
        bugs: where to report faults of the msgids, an address or a URL.
        translator: name and address of the last translator.
        team: the name of the language in English unless given.
        generator: the program that writes the catalogue.
    Raises:
        UnknownVariantError: ``language`` is none that is known.
    Source: the plural forms and the names of languages are those of CLDR, by Babel.

    >>> header = dict(default_header("report 1.0", "zh-Hant-TW", created="2024-05-01 12:00+0800"))
    >>> header["Language"], header["Language-Team"], header["Plural-Forms"]
    ('zh_TW', 'Chinese (Traditional, Taiwan)', 'nplurals=1; plural=0;')
    """
    if language is None:
        name, plural_forms = "", None
        revised, translator, team = "YEAR-MO-DA HO:MI+ZONE", "FULL NAME <EMAIL@ADDRESS>", "LANGUAGE <LL@li.org>"
    else:
        name = locale_name(parse_target(language))
        english_name, plural_forms = _locale_data(name)
        team = english_name if team is None else team
    fields = (
        ("Project-Id-Version", project),
        ("Report-Msgid-Bugs-To", bugs),
        ("POT-Creation-Date", created),
        ("PO-Revision-Date", created if revised is None else revised),
        ("Last-Translator", translator),
        ("Language-Team", team),
        ("Language", name),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", plural_forms),
        ("X-Generator", generator),
    )
    return tuple((name, value) for name, value in fields if value is not None)


def _locale_data(name: str) -> tuple[str, str]:
    """The English name of a locale and the value of its Plural-Forms."""
    from babel import Locale  # 30 ms, and most catalogues come with their header
    from babel.messages.plurals import get_plural

    locale = Locale.parse(name)
    return str(locale.english_name), str(get_plural(locale).plural_forms)
