"""New documents: download, examine, compare with what is there, register.

Errors:

    IngestError
    ├── AddressRefused      an address that is not followed: its scheme, its host, where it leads
    ├── DownloadFailed      an address that answers nothing usable within the limits
    └── NotAdded            a document that cannot be taken in as it is
"""

from ingest import IngestError


class AddressRefused(IngestError):
    """An address that is not followed, told in one line."""


class DownloadFailed(IngestError):
    """A download that gave nothing usable within its limits."""


class NotAdded(IngestError):
    """A document that cannot be taken into a corpus."""
