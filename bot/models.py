"""Language models: the one place that connects to one. A model is asked within a budget, and may fail at any time.

Any provider that LangChain knows ("openai:…", "anthropic:…", "ollama:…"), any OpenAI-compatible server (a model and
`CLAUSECARE_MODEL_URL`), or a GGUF file that runs in this process ("gguf:/path").
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot import ModelError, ModelUnavailable
from bot.breaker import Breaker
from bot.budget import Budget
from bot.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, BaseMessage

T = TypeVar("T")
S = TypeVar("S", bound=BaseModel)
RETRIES = 2  # of one call, by the provider's client, with its backoff
TRIES = 2  # of writing, in a structure and then in plain lines: one alone may not take all the tokens
SHAPELESS_SECONDS = 600.0  # for which a model that failed to keep to a structure is not asked for one
LOCAL = "gguf:"
# The extra that brings a provider's package.
_EXTRAS = {"openai": "openai", "anthropic": "anthropic", "ollama": "ollama", "google_genai": "google"}


class Model:
    """A chat model behind a circuit breaker. Safe to share between threads."""

    def __init__(self, chat: BaseChatModel, name: str, settings: Settings, breaker: Breaker | None = None) -> None:
        self.name = name
        self._chat = chat
        self._settings = settings
        self._breaker = breaker or Breaker()
        self._structures = Breaker(rest=SHAPELESS_SECONDS)

    def budget(self) -> Budget:
        """A fresh budget for one question."""
        return Budget(self._settings.model_seconds, self._settings.model_tokens)

    def write(self, messages: Sequence[BaseMessage], budget: Budget) -> str:
        """The model's text; raises `ModelUnavailable`."""
        return str(self._call(lambda: self._chat.invoke(list(messages)), budget).text)

    def fill(self, messages: Sequence[BaseMessage], shape: type[S], budget: Budget) -> S | None:
        """The model's answer in `shape`, None when it did not keep to it; raises `ModelUnavailable`.

        Constrained decoding or the provider's own structured output does this; half a JSON is no answer. A model that
        did not keep to a shape several times in a row is not asked for a while.
        """
        if not self._structures.admits():
            return None
        # As a plain schema: the client then hands back what the model wrote, and nobody completes half a JSON.
        structured = self._chat.with_structured_output(shape.model_json_schema(), include_raw=True)
        message: AIMessage = self._call(lambda: _whole(structured.invoke, messages), budget)
        filled = _shaped(message, shape)
        if filled is None:
            self._structures.failed()
        else:
            self._structures.succeeded()
        return filled

    def _call(self, call: Callable[[], AIMessage], budget: Budget) -> AIMessage:
        seconds = budget.seconds()
        if not self._breaker.admits():
            raise ModelUnavailable("the model failed several times in a row and is left alone for a while")
        try:
            found = _within(seconds, call)
        except Exception as error:  # a provider's client raises what it likes: all of it means "no answer"
            self._breaker.failed()
            raise ModelUnavailable(str(error)) from error
        self._breaker.succeeded()
        if found.usage_metadata:
            budget.spend(found.usage_metadata["output_tokens"])
        return found


def _whole(invoke: Callable[[list[BaseMessage]], Any], messages: Sequence[BaseMessage]) -> AIMessage:
    """The model's own message. OpenAI's client raises on one that was cut off at the limit of tokens, and keeps it in
    `completion`: the server has answered, but with half a JSON at most."""
    from langchain_core.messages import AIMessage
    from langchain_core.messages.ai import UsageMetadata

    try:
        found: AIMessage = invoke(list(messages))["raw"]
    except Exception as error:
        cut = getattr(error, "completion", None)
        if cut is None:
            raise
        spent = int(cut.usage.completion_tokens) if cut.usage else 0
        usage = UsageMetadata(input_tokens=0, output_tokens=spent, total_tokens=spent)
        return AIMessage("", usage_metadata=usage)
    return found


def _shaped(message: AIMessage, shape: type[S]) -> S | None:
    """What the model wrote, as a tool's arguments or as JSON, when it fits the shape."""
    try:
        if message.tool_calls:
            return shape.model_validate(message.tool_calls[0]["args"])
        return shape.model_validate_json(str(message.text))
    except ValidationError:
        return None


def _within(seconds: float, call: Callable[[], T]) -> T:
    """What `call` returns or raises, or `TimeoutError`. A call that hangs is left behind in a thread of its own, since a
    client's timeout counts only the silence between two bytes."""
    box: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

    def run() -> None:
        try:
            box.put((True, call()))
        except Exception as error:  # handed to the caller
            box.put((False, error))

    threading.Thread(target=run, daemon=True, name="clausecare-model").start()
    try:
        well, found = box.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(f"no answer in {seconds:.0f} seconds") from None
    if not well:
        raise found
    return found  # type: ignore[no-any-return]


def connect(settings: Settings) -> Model | None:
    """The configured model, None when there is none; raises `ModelError` when it cannot be set up."""
    if not settings.model:
        if settings.model_url:
            raise ModelError("CLAUSECARE_MODEL_URL is set but no model: name the server's model in CLAUSECARE_MODEL")
        return None
    if settings.model.startswith(LOCAL):
        from bot.local_model import serve

        file = settings.model.removeprefix(LOCAL)
        return Model(_chat("openai:local", settings, serve(file)), f"{LOCAL}{Path(file).name}", settings)
    return Model(_chat(_full_name(settings), settings, settings.model_url), settings.model, settings)


def _full_name(settings: Settings) -> str:
    """A bare name behind a URL is a model of an OpenAI-compatible server."""
    name = settings.model or ""
    return f"openai:{name}" if settings.model_url and ":" not in name else name


def _chat(name: str, settings: Settings, url: str | None) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    provider = name.partition(":")[0]
    try:
        chat: BaseChatModel = init_chat_model(name, **_options(provider, settings, url))
    except ImportError as error:
        extra = _EXTRAS.get(provider)
        remedy = f'pip install "clausecare[{extra}]"' if extra else f"install its LangChain package ({error})"
        raise ModelError(f'model "{name}": a package is missing; {remedy}') from error
    except Exception as error:  # each provider's package checks its settings in its own way
        raise ModelError(
            f'model "{name}": {str(error).splitlines()[0]}; write CLAUSECARE_MODEL=provider:name'
        ) from error
    return chat


def _options(provider: str, settings: Settings, url: str | None) -> dict[str, Any]:
    options: dict[str, Any] = {"temperature": 0}
    most = max(1, settings.model_tokens // TRIES)
    if provider == "ollama":
        options |= {"num_predict": most, "client_kwargs": {"timeout": settings.model_seconds}}
    else:
        options |= {"timeout": settings.model_seconds, "max_retries": RETRIES, "max_tokens": most}
    if url:
        # An own server seldom asks for a key, but the client insists on one.
        options |= {"base_url": _with_version(url), "api_key": "none"} if provider == "openai" else {"base_url": url}
    if settings.model_key:
        options["api_key"] = settings.model_key.get_secret_value()
    return options


def _with_version(url: str) -> str:
    """OpenAI-compatible servers answer under /v1."""
    return url if url.rstrip("/").endswith("/v1") else url.rstrip("/") + "/v1"
