from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import CorpusError, MalformedReference
from corpus.provision import EID_LEVELS, Document, EId, Provision, ProvisionRef, Span

numbers = st.from_regex(r"[0-9a-z]{1,4}(\.[0-9]{1,2}){0,2}", fullmatch=True)
segments = st.tuples(st.sampled_from(EID_LEVELS), st.one_of(st.just(""), numbers))
eids = st.builds(EId, st.lists(segments, max_size=6).map(tuple))


@given(eids)
def test_an_eid_round_trips(eid: EId) -> None:
    assert EId.parse(str(eid)) == eid


@given(st.text(alphabet="artpoinsec_.019ađ #\n", max_size=20))
def test_what_parses_prints_the_same(text: str) -> None:
    # The other direction: nothing is read that `str` could not have printed, so two spellings never mean one eId.
    try:
        eid = EId.parse(text)
    except MalformedReference:
        return
    assert str(eid) == text


@given(st.text(min_size=1, max_size=20).filter(lambda t: "#" not in t), eids)
def test_a_reference_round_trips(doc_id: str, eid: EId) -> None:
    ref = ProvisionRef(doc_id, eid)
    assert ProvisionRef.parse(str(ref)) == ref


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("art_22__para_1__point_d", (("art", "22"), ("para", "1"), ("point", "d"))),
        ("art_22__para_1__point_dd", (("art", "22"), ("para", "1"), ("point", "dd"))),
        ("sec_6__bullet_3__item_2", (("sec", "6"), ("bullet", "3"), ("item", "2"))),
        ("fn_107__art_3__para_2", (("fn", "107"), ("art", "3"), ("para", "2"))),
        ("quot_1__art_7a", (("quot", "1"), ("art", "7a"))),
        ("title", (("title", ""),)),
        ("part_1.2", (("part", "1.2"),)),
    ],
)
def test_parse(text: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert EId.parse(text).segments == expected


@pytest.mark.parametrize(
    "text",
    [
        "article_22", "art_", "art_22__", "__art_22", "art_22_para_1", "ART_22", "art_22 ", "art_22\n", "art_đ", "art-22",
        "art_22__nonsense", "art_1.", "art_.1", "art_٣", "#art_1", " ",
    ],
)  # fmt: skip
def test_parse_refuses_and_names_the_text(text: str) -> None:
    with pytest.raises(MalformedReference) as refusal:
        EId.parse(text)
    assert text in str(refusal.value)
    assert isinstance(refusal.value, CorpusError)


@pytest.mark.parametrize("text", ["", "#", "#art_1"])
def test_a_reference_needs_a_document(text: str) -> None:
    with pytest.raises(MalformedReference, match="names no document"):
        ProvisionRef.parse(text)


def test_a_reference_with_a_bad_eid_is_refused() -> None:
    with pytest.raises(MalformedReference, match="nowhere"):
        ProvisionRef.parse("law#nowhere")


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        ("art_1__para_2", "art_1", True),
        ("art_1", "art_1", True),
        ("art_1", "", True),
        ("art_1", "art_1__para_2", False),
        # Article 12 does not stand inside Article 1, though its name begins the same.
        ("art_12", "art_1", False),
    ],
)
def test_starts_with(inner: str, outer: str, expected: bool) -> None:
    assert EId.parse(inner).starts_with(EId.parse(outer)) is expected


@given(eids, st.sampled_from(EID_LEVELS), st.integers(1, 99))
def test_a_child_starts_with_its_parent(eid: EId, level: str, number: int) -> None:
    child = eid.child(level, number)
    assert child.starts_with(eid)
    assert child != eid
    assert EId.parse(str(child)) == child


@pytest.mark.parametrize(
    ("inner", "expected"),
    [(Span(2, 5), True), (Span(3, 4), True), (Span(1, 3), False), (Span(4, 6), False), (Span(5, 5), True)],
)
def test_a_span_contains(inner: Span, expected: bool) -> None:
    assert (inner in Span(2, 5)) is expected


def test_walk_goes_in_the_order_of_the_text() -> None:
    def node(eid: str, *children: Provision) -> Provision:
        return Provision(ProvisionRef("d", EId.parse(eid)), "x", None, None, "", Span(0, 0), children=children)

    tree = node("", node("sec_1", node("sec_1__item_1"), node("sec_1__item_2")), node("sec_2"))
    assert [str(n.ref.eid) for n in tree.walk()] == ["", "sec_1", "sec_1__item_1", "sec_1__item_2", "sec_2"]


@pytest.mark.parametrize(
    ("en", "vi", "lang", "expected"),
    [
        ("A", "B", "en", "A"),
        ("A", "B", "vi", "B"),
        ("A", None, "vi", "A"),
        (None, "B", "en", "B"),
        (None, None, "en", None),
    ],
)
def test_a_title_falls_back_to_the_other_language(
    en: str | None, vi: str | None, lang: str, expected: str | None
) -> None:
    document = Document("d", "d.txt", "law", "law", "vi", title_en=en, title_vi=vi)
    assert document.title(lang) == expected  # type: ignore[arg-type]
