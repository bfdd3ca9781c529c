"""Who has the duties of a body that is no more: the texts of its time cannot tell, the register of agencies does."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.bot.conftest import Ask


@pytest.mark.parametrize(
    ("question", "successor"),
    [
        ("Now that the Ministry of Information and Communications was merged, which ministry informs about health?",
         "Ministry of Science and Technology"),
        ("Bộ Kế hoạch và Đầu tư đã giải thể thì nay bộ nào lo vốn đầu tư cho y tế?", "Bộ Tài chính"),
        ("bo thong tin va truyen thong hien nay khong con, vay bo nao lam truyen thong y te?", "Bộ Khoa học và Công nghệ"),
        ("Which agency took over the tasks of the Ministry of Planning and Investment?", "Ministry of Finance"),
    ],
)  # fmt: skip
def test_the_register_names_who_followed(ask: Ask, question: str, successor: str) -> None:
    answer = ask(question)
    assert answer.status == "abstained" and not answer.citations
    (notice,) = [n for n in answer.notices if n.kind == "renamed_agency"]
    assert successor in notice.text and notice.text in answer.text
    assert "old name" not in notice.text and "tên cũ" not in notice.text, "nothing is quoted"


@pytest.mark.parametrize(
    ("question", "as_of"),
    [
        ("Which ministry works with the Ministry of Information and Communications on communication?", dt.date(2026, 11, 22)),
        ("Which ministry now has the communication tasks of the Ministry of Information and Communications?", dt.date(2023, 1, 1)),
    ],
)  # fmt: skip
def test_the_text_is_quoted_where_no_successor_is_asked_for(ask: Ask, question: str, as_of: dt.date) -> None:
    assert not any(n.kind == "renamed_agency" and not n.citations for n in ask(question, as_of=as_of).notices)
