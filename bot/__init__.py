"""From a question to an answer with proof: query, retrieve, gate, compose, cite, check, notices.

Errors:

    CorpusError             (corpus) every fault that a person can put right, told in one line
    ├── UsageError          an argument that cannot be meant: an empty or endless question, an unknown document
    ├── PromptError         a prompt file that is missing or wrong
    └── ModelError          a language model that cannot be set up as configured
    ModelUnavailable        a language model that gave no answer: internal, the answer without a model is given instead

"No answer" is not an error but a status of an `Answer`, with a reason code.
"""

from corpus import CorpusError


class UsageError(CorpusError):
    """An argument that cannot be meant, told in one line: what, and what to do."""


class PromptError(CorpusError):
    """A prompt file that is missing or wrong."""


class ModelError(CorpusError):
    """A language model that cannot be set up as configured: an unknown provider, a missing package or file."""


class ModelUnavailable(Exception):
    """A language model gave no answer: an error, a hang, an empty budget. Never shown; the answer does without."""
