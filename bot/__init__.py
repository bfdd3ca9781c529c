"""From a question to an answer with proof: query, retrieve, gate, compose, cite, check, notices.

Errors:

    CorpusError             (corpus) every fault that a person can put right, told in one line
    └── UsageError          an argument that cannot be meant: an empty or endless question, an unknown document

"No answer" is not an error but a status of an `Answer`, with a reason code.
"""

from corpus import CorpusError


class UsageError(CorpusError):
    """An argument that cannot be meant, told in one line: what, and what to do."""
