"""The product's retrieval as a LangChain retriever, for programs that build on it."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from bot.answerer import PASSAGES, Answerer
from bot.wire import passages_json
from corpus.language import detect_language


class ClauseRetriever(BaseRetriever):
    """Passages of an open index, best first; the metadata are those of `clausecare search --json`."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    answerer: Answerer
    k: int = PASSAGES

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        found = passages_json(
            self.answerer.search(query, self.k), self.answerer.index.documents, detect_language(query)
        )
        return [_document(passage) for passage in found]


def _document(passage: dict[str, Any]) -> Document:
    metadata = {key: value for key, value in passage.items() if key != "text"}
    return Document(page_content=passage["text"], metadata=metadata)
