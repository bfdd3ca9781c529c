"""The switches that keep libraries quiet; nothing heavy is imported here, since they are thrown before all else."""

from __future__ import annotations

import os

# Libraries that would report home or trace unless told otherwise; set before any of them is imported.
_QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "CHROMA_TELEMETRY_IMPL": "none",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGCHAIN_TRACING": "false",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}


def keep_quiet() -> None:
    """Switch off telemetry, analytics and tracing, whatever the environment says."""
    os.environ.update(_QUIET)
