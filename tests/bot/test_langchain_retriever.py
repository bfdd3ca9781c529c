from __future__ import annotations

from bot.answerer import Answerer
from bot.langchain_retriever import ClauseRetriever


def test_passages_come_as_documents_with_what_a_citation_needs(answerer: Answerer) -> None:
    documents = ClauseRetriever(answerer=answerer, k=3).invoke("Who is responsible for vaccination in the provinces?")
    searched = answerer.search("Who is responsible for vaccination in the provinces?", 3)
    assert [d.page_content for d in documents] == [p.chunk.text for p in searched]
    first = documents[0].metadata
    source = answerer.index.sources[first["doc_id"]]
    assert source[first["start"] : first["end"]] == documents[0].page_content
    assert first["eid"] == "sec_2__bullet_3"
    assert "Directive 16/CT-TTg" in first["label"]
