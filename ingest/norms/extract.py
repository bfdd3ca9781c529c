"""The rows of all registers of one document."""

from __future__ import annotations

from corpus.agencies import Agencies
from corpus.provision import Document, Provision
from ingest.norms.deadlines import deadlines
from ingest.norms.duties import duties
from ingest.norms.entitlements import entitlements
from ingest.norms.figures import figures
from ingest.norms.rows import Norms


def extract(document: Document, tree: Provision, agencies: Agencies) -> Norms:
    """Read the registers off a document's tree."""
    return Norms(
        duties=tuple(duties(document, tree, agencies)),
        deadlines=tuple(deadlines(document, tree, agencies)),
        entitlements=tuple(entitlements(document, tree, agencies)),
        figures=tuple(figures(document, tree)),
    )
