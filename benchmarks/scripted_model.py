"""A language model that is no model: an OpenAI-compatible server that copies what it is shown, or falsifies it.

    python -m benchmarks.scripted_model copy|invent [--port 8765]

Then, beside it: `CLAUSECARE_MODEL_URL=http://127.0.0.1:8765 clausecare eval answers --questions F.jsonl --model copy`.
What `copy` writes ought to be shown; of what `invent` writes every sentence is wrong, and each one shown is a failure of
the checker. Asked to mend a statement, `copy` copies the passage anew, and `invent` insists.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from corpus.language import analyze, detect_language
from ingest.sentences import sentence_spans

MOST = 4  # statements
LONGEST = 50  # words of a sentence that is copied
PROOF = 8  # words of a sentence that are given as proof
_SHOWN = re.compile(r"\[(?P<mark>passages-\w+)\n(?P<passages>.*)\n(?P=mark)\]\s*(?P<rest>.*)", re.DOTALL)
_LABELLED = re.compile(r"^(P\d+): (.*?)(?=^P\d+: |\Z)", re.DOTALL | re.MULTILINE)

# How a sentence is falsified; a rule that changes nothing in a sentence leaves it to the next one.
Falsify = Callable[[str], str]


def _exchange(*pairs: tuple[str, str]) -> Falsify:
    def falsify(text: str) -> str:
        for old, new in pairs:
            if re.search(rf"\b{old}\b", text):
                return re.sub(rf"\b{old}\b", new, text, count=1)
        return text

    return falsify


FALSIFICATIONS: dict[str, Falsify] = {
    "figure": lambda text: re.sub(r"(?<!\[)\b\d{2,}\b(?!\])", lambda m: str(int(m[0]) + 7), text, count=1),
    "negation": _exchange(("will", "will not"), ("shall", "shall not"), ("is", "is not"), ("được", "không được")),
    "agency": _exchange(
        ("Ministry of Health", "Ministry of Defence"), ("Bộ Y tế", "Bộ Quốc phòng"),
        ("Vietnam Social Security", "the Ministry of Justice"), ("cơ quan bảo hiểm xã hội", "Bộ Tư pháp"),
    ),
    "modality": _exchange(("shall", "may"), ("must", "may"), ("phải", "có thể"), ("will", "might")),
    "addition": lambda text: f"{text.rstrip('.;')}, 500,000 VND a month for everyone.",
}  # fmt: skip


class Writer:
    """Answers chat requests as ClauseCare's prompts make them."""

    def __init__(self, falsifies: bool) -> None:
        self._turns = itertools.cycle(FALSIFICATIONS.values()) if falsifies else None

    def answer(self, request: dict[str, Any]) -> str:
        """The text of the completion; empty for what it does not do: follow-ups, translations."""
        system, shown = request["messages"][0]["content"], _SHOWN.match(request["messages"][-1]["content"])
        if shown is None or not shown["rest"]:
            return ""
        if "Statement:" in shown["rest"]:
            stated = shown["rest"].removeprefix("Statement:").partition("\nWhat differs:")[0].strip()
            return stated if self._turns else next(iter(_sentences(shown["passages"], stated)), "")
        found = list(itertools.islice(self._statements(system, shown["passages"], shown["rest"]), MOST))
        if "response_format" in request:
            return json.dumps({"statements": found}, ensure_ascii=False)
        return "\n".join(f"{one['text']} [{one['label']}]" for one in found)

    def _statements(self, system: str, passages: str, asked: str) -> Iterator[dict[str, str]]:
        lang = "vi" if "in Vietnamese" in system else "en"
        for label, text in _LABELLED.findall(passages):
            best = next((s for s in _sentences(text, asked) if detect_language(s) == lang), None)
            if best:
                yield {"text": self._told(best), "label": label, "words": " ".join(best.split()[:PROOF])}

    def _told(self, sentence: str) -> str:
        if self._turns is None:
            return sentence
        tried = (falsify(sentence) for falsify in itertools.islice(self._turns, len(FALSIFICATIONS)))
        return next(told for told in tried if told != sentence)


def _sentences(text: str, asked: str) -> list[str]:
    """The sentences of a text, those that share most with what is asked first."""
    wanted = set(analyze(asked, "folded"))
    found = [" ".join(text[s.start : s.end].split()) for s in sentence_spans(text)]
    short = [sentence for sentence in found if len(sentence.split()) <= LONGEST]
    return sorted(short, key=lambda s: -len(wanted & set(analyze(s, "folded"))))


def _handler(writer: Writer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            message = {"role": "assistant", "content": writer.answer(request)}
            usage = {"prompt_tokens": 0, "completion_tokens": 1, "total_tokens": 1}
            body = {
                "id": "scripted", "object": "chat.completion", "created": 0, "model": "scripted", "usage": usage,
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            }  # fmt: skip
            raw = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    return Handler


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("manner", choices=("copy", "invent"))
    parser.add_argument("--port", type=int, default=8765)
    chosen = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", chosen.port), _handler(Writer(chosen.manner == "invent")))
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
