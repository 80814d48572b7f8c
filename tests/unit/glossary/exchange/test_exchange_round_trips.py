"""Each format and back: whole ones give the glossary, the others leave the pack as it was with their manifest."""

from __future__ import annotations

from pathlib import Path

import pytest
from glossaries import content, glossaries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tbx_grammar import faults

from zh_localize.catalog.terms import PO
from zh_localize.errors import ExchangeError
from zh_localize.glossary import Glossary
from zh_localize.glossary.exchange import FORMATS, Format, apply, patch, write
from zh_localize.glossary.exchange.entries import Languages
from zh_localize.glossary.exchange.manifest import describe, path_of, read, serialise

ALL = (*FORMATS, PO)
WHOLE = [form for form in ALL if form.whole]
PARTIAL = [form for form in ALL if not form.whole]
PAIR = Languages("zh-Hans-CN", ("en",))
TBX_2019 = [form for form in FORMATS if form.name.startswith("tbx") and form.name != "tbx-2008"]
LAW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def languages_of(form: Format) -> Languages:
    """A pair for those that hold a pair, all for the others."""
    try:
        [*form.select(Glossary([]), Languages())]
    except ExchangeError:
        return PAIR
    return Languages()


@pytest.fixture(scope="module")
def politics() -> Glossary:
    return Glossary.load()


@pytest.mark.parametrize("form", WHOLE, ids=lambda form: form.name)
@LAW
@given(glossary=glossaries())
def test_whole_formats_give_the_glossary_back(form: Format, glossary: Glossary) -> None:
    parts, _ = write(form, glossary, Languages())
    assert content(form.read(b"".join(parts), Path("x"), Languages())) == content(glossary)


@pytest.mark.parametrize("form", TBX_2019, ids=lambda form: form.name)
@LAW
@given(glossary=glossaries())
def test_tbx_keeps_the_rules_of_its_schemas(form: Format, glossary: Glossary) -> None:
    data = b"".join(write(form, glossary, Languages())[0])
    assert faults(data, strict="basic" in form.name) == []


@pytest.mark.parametrize("form", TBX_2019, ids=lambda form: form.name)
def test_the_shipped_pack_keeps_the_rules_of_tbx(form: Format, politics: Glossary) -> None:
    data = b"".join(write(form, politics, Languages())[0])
    assert faults(data, strict="basic" in form.name) == []
    assert faults(data.replace(b"Term-admn-sts", b""), strict=True)


def test_tbx_basic_against_the_published_schema(politics: Glossary) -> None:
    """Against the RELAX NG of LTAC Global, which carries no licence to ship it with."""
    etree = pytest.importorskip("lxml.etree", reason="lxml, which reads RELAX NG, is not installed")
    path = Path(__file__).resolve().parents[5] / "shared" / "data" / "tbx" / "TBXcoreStructV03_TBX-Basic_integrated.rng"
    if not path.is_file():
        pytest.skip("the published schema of TBX-Basic is not beside the checkout")
    schema = etree.RelaxNG(etree.parse(str(path)))
    form = next(form for form in FORMATS if form.name == "tbx-basic")
    schema.assertValid(etree.fromstring(b"".join(write(form, politics, Languages())[0])))


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.name)
def test_the_shipped_pack(form: Format, politics: Glossary, tmp_path: Path) -> None:
    languages = languages_of(form)
    parts, taken = write(form, politics, languages)
    file = tmp_path / "file"
    path_of(file).write_bytes(serialise(describe(taken, form.name, languages)))
    back = form.read(b"".join(parts), file, languages)
    known = read(path_of(file))
    assert known == describe(taken, form.name, languages)
    change = patch(back, politics, known, whole=form.whole)
    assert not change.changed
    assert not change.conflicts
    assert content(apply(change, politics)) == content(politics)
    assert not patch(back, politics, whole=form.whole).changed
    if form.whole:
        empty = Glossary([])
        assert content(apply(patch(back, empty), empty)) == content(politics)
    else:
        named = {row[1:3] for entry in taken for row in entry.terms}
        assert {row[1:3] for row in back.designations} == named


@pytest.mark.parametrize("form", PARTIAL, ids=lambda form: form.name)
@LAW
@given(glossary=glossaries())
def test_other_formats_change_nothing_when_nothing_was_changed(form: Format, glossary: Glossary) -> None:
    languages = languages_of(form)
    try:
        parts, taken = write(form, glossary, languages)
        data = b"".join(parts)
    except ExchangeError:  # no such pair of languages, or a term that the format cannot hold
        return
    known = describe(taken, form.name, languages)
    back = form.read(data, Path("x"), known.languages)
    change = patch(back, glossary, known, whole=False)
    assert content(apply(change, glossary)) == content(glossary)
    assert not change.conflicts


@pytest.mark.parametrize("form", WHOLE, ids=lambda form: form.name)
@LAW
@given(data=st.data(), glossary=glossaries())
def test_an_edited_file_is_what_the_pack_becomes(form: Format, data: st.DataObject, glossary: Glossary) -> None:
    manifest = describe(form.select(glossary, Languages()), form.name, Languages())
    rows = list(glossary.designations)
    place = data.draw(st.integers(0, len(rows) - 1))
    rows[place] = rows[place]._replace(note="edited", status="admitted")
    edited = Glossary(rows, glossary.blockers, glossary.concepts.values())
    back = form.read(b"".join(write(form, edited, Languages())[0]), Path("x"), Languages())
    change = patch(back, glossary, manifest)
    assert content(apply(change, glossary)) == content(edited)
