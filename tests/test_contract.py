"""What the design promises and the code must still be able to say: the examples of the types, word for word."""

from __future__ import annotations

import dataclasses
from typing import get_args

import pytest

import corpus.provision as provision
from bot.turn import Answer, Citation, Notice, Passage, Question, Reason, Statement, Status, Turn
from corpus.label import label
from corpus.provision import Authority, Document, DocumentStatus, EId, Provision, ProvisionRef
from ingest.chunk import Chunk


@pytest.mark.parametrize(
    "written",
    [
        "law-25-2008-qh12#art_22__para_1__point_d", "d#sec_6__bullet_3__item_2", "d#para_4", "d#fn_107__art_3__para_2",
        "d#att_1__art_2", "d#quot_1__art_7", "d#art_22__para_1__point_dd",
    ],
)  # fmt: skip
def test_references_of_the_design(written: str) -> None:
    assert str(ProvisionRef.parse(written)) == written


@pytest.mark.parametrize(
    ("eid", "lang", "written"),
    [
        ("art_32__para_2", "en", "Clause 2, Article 32, Law on Health Insurance (25/2008/QH12)"),
        ("art_22__para_1__point_d", "vi", "Điểm d khoản 1 Điều 22, Luật Bảo hiểm y tế (25/2008/QH12)"),
    ],
)
def test_labels_of_the_design(eid: str, lang: provision.Language, written: str) -> None:
    law = Document(
        id="l", file="l.txt", kind="law", authority="law", language="vi",
        short_en="Law on Health Insurance (25/2008/QH12)", short_vi="Luật Bảo hiểm y tế (25/2008/QH12)",
    )  # fmt: skip
    assert label(law, EId.parse(eid), lang) == written


@pytest.mark.parametrize(
    ("names", "allowed"),
    [
        (Status, "answered partial abstained out_of_scope blocked"),
        (
            Reason,
            "not_in_corpus no_amount_given other_document_needed personal_case medical_advice out_of_scope unclear unsafe",
        ),
        (
            Authority,
            "constitution law ordinance president decree pm_decision circular local administrative party digest press",
        ),
        (DocumentStatus, "in_force partly_expired expired suspended not_yet spent unknown"),
    ],
)
def test_enumerations_of_the_contract(names: object, allowed: str) -> None:
    assert set(get_args(names)) == set(allowed.split())


@pytest.mark.parametrize(
    ("value", "fields"),
    [
        (Provision, "ref kind num heading text span page children"),
        (Chunk, "id ref text heading_path span"),  # its digest is computed
        (Passage, "chunk score rank origins"),
        (Citation, "n ref label quote span authority status"),
        (Statement, "text citations"),
        (Notice, "kind text citations"),
        (Answer, "question lang status reason statements citations notices passages provenance timings_ms"),
    ],
)
def test_fields_of_the_types(value: type, fields: str) -> None:
    assert set(fields.split()) <= {f.name for f in dataclasses.fields(value)}


@pytest.mark.parametrize(
    "value", [Provision, Chunk, Passage, Citation, Statement, Notice, Answer, Question, Turn, EId, ProvisionRef]
)
def test_values_are_frozen_and_have_slots(value: type) -> None:
    assert value.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(value)
