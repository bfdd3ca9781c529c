"""`clausecare eval`: measures of answers and of retrieval."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.scripted_model import scripted
from tests.cli.program import DAY, QUESTION, Cli, row


def test_eval_answers(cli: Cli, index: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    quote = "Chairpersons of People’s Committees of provinces and central-affiliated cities are responsible to the Government and Prime Minister"
    path.write_text(
        row(id=1, question=QUESTION, answerable=True, quotes=[quote])
        + "\n"
        + row(id=2, question="What is the hotline?", answerable=False)
        + "\n",
        encoding="utf-8",
    )
    done = cli("eval", "answers", "--questions", path, "--as-of", DAY, "--json", "--index", index)
    assert done.code == 0
    assert done.json["evidence_top5"] == done.json["cited"] == done.json["declined"] == 1.0
    assert done.json["failures"] == []
    assert cli("eval", "answers", "--questions", path, "--index", index).out.startswith("answerable")


def test_eval_answers_groups_questions_and_lists_failures(cli: Cli, index: Path, tmp_path: Path) -> None:
    path, listed = tmp_path / "q.jsonl", tmp_path / "failures.md"
    rows = [
        row(id="right", question=QUESTION, answerable=True, quotes=["Chairpersons of People’s Committees of provinces"], role="official", lang="en"),
        row(id="wrong", question=QUESTION, answerable=False, role="citizen", lang="en"),
    ]  # fmt: skip
    path.write_text("\n".join(rows), encoding="utf-8")
    done = cli("eval", "answers", "--questions", path, "--failures", listed, "--json", "--index", index)
    assert [(f["id"], f["fault"]) for f in done.json["failures"]] == [("wrong", "answered")]
    assert done.json["groups"]["role"]["citizen"]["declined"] == 0.0
    assert done.json["groups"]["lang"]["en"]["answerable"] == 1
    assert "## wrong: answered" in listed.read_text(encoding="utf-8")
    table = cli("eval", "answers", "--questions", path, "--index", index).out
    assert "role citizen" in table and "1 failures" in table
    cli("eval", "answers", "--questions", path, "--failures", tmp_path, "--index", index).assert_one_clear_line()


def test_eval_answers_with_a_model_counts_what_was_checked(
    cli: Cli, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(
        row(id=1, question=QUESTION, answerable=True, quotes=["Chairpersons of People’s Committees"]), encoding="utf-8"
    )
    with scripted("NONE") as (url, _):
        monkeypatch.setenv("CLAUSECARE_MODEL_URL", url)
        done = cli("eval", "answers", "--questions", path, "--model", "scripted", "--json", "--index", index)
    assert done.json["answers_without"] == 1
    assert done.json["checked"] == 0


def beir(folder: Path, corpus: bytes | None = None) -> Path:
    folder.mkdir()
    texts = {
        "d1": "The clinic opens on Monday.", "d2": "The swimming pool closes at nine in the evening.",
        "d3": "Trạm y tế xã tiêm chủng vào thứ hai.", "d4": "Hồ bơi đóng cửa lúc chín giờ tối.",
    }  # fmt: skip
    rows = "\n".join(row(_id=i, title="", text=t) for i, t in texts.items()).encode()
    (folder / "corpus.jsonl").write_bytes(rows if corpus is None else corpus)
    queries = {"q1": "When does the clinic open?", "q2": "Trạm y tế tiêm chủng khi nào?"}
    (folder / "queries.jsonl").write_text("\n".join(row(_id=i, text=t) for i, t in queries.items()), encoding="utf-8")
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td3\t1\n", encoding="utf-8")
    return folder


def test_eval_retrieval(cli: Cli, tmp_path: Path) -> None:
    done = cli(
        "eval",
        "retrieval",
        "--beir",
        beir(tmp_path / "b"),
        "--index",
        tmp_path / "i",
        "--run",
        tmp_path / "run.txt",
        "--json",
    )
    assert done.code == 0
    scores = done.json
    assert set(scores) == {"queries", "recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10"}
    assert scores["queries"] == 2.0 and scores["recall@5"] == scores["recall@10"] == 1.0
    lines = [line.split() for line in (tmp_path / "run.txt").read_text().splitlines()]
    # The rank of the relevant document of each query in the run file gives the mean that was printed.
    ranks = [int(rank) for query, _, document, rank, _, _ in lines if (query, document) in {("q1", "d1"), ("q2", "d3")}]
    assert scores["mrr@10"] == pytest.approx(sum(1 / rank for rank in ranks) / 2)
    assert all(len(line) == 6 and line[1] == "Q0" for line in lines)


@pytest.mark.parametrize("typed", [(), ("--plain",)])
def test_eval_retrieval_ranks_what_answers_first(cli: Cli, tmp_path: Path, typed: tuple[str, ...]) -> None:
    done = cli("eval", "retrieval", "--beir", beir(tmp_path / "b"), "--index", tmp_path / "i", "--json", *typed)
    assert done.json["recall@1"] == 1.0


@pytest.mark.parametrize(
    "corpus",
    [
        b"no json", b'{"_id": "1"}',
        b"", b'{"_id": "1", "text": null}', b'{"_id": "1", "text": "caf\xe9"}',
    ],
)  # fmt: skip
def test_a_bad_test_set(cli: Cli, tmp_path: Path, corpus: bytes) -> None:
    cli("eval", "retrieval", "--beir", beir(tmp_path / "b", corpus), "--index", tmp_path / "i").assert_one_clear_line()
