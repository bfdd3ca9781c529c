"""What the tests of the checker share: an invented ordinance of an invented town, and a checker over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.claims.check import Checker
from bot.claims.concepts import ConceptReader
from bot.claims.facts import FactReader
from bot.claims.sides import Side
from bot.claims.vocabulary import Words, load_words
from bot.session import open_answerer, workspace
from corpus.agencies import Agencies
from corpus.glossary import Glossary
from corpus.language import detect_language
from corpus.provision import EId, ProvisionRef

AS_OF = dt.date(2026, 11, 21)
NOTICE = """NOTICE ON THE HEALTH FUND OF THE RIVER DISTRICTS

The Ministry of Finance shall take charge and cooperate with the Ministry of Health in checking the accounts of the river health fund by March 2031.

More than 40,000 families have joined the river health fund, which covers nearly 70% of the population of the river districts.

The river clinics will be encouraged to open a night ward for boat crews at least twice a month.

Several river clinics shall be transferred to local governments according to Decision No. 812/QD-TTg dated June 9, 2028.

Director Tran Van Muoi said in Can Tho that the fund has not paid any bonus to its staff.
"""


@dataclass(frozen=True)
class Given:
    """A provision as `check_against` takes it."""

    ref: ProvisionRef
    text: str


@pytest.fixture(scope="session")
def vocabulary() -> Words:
    return load_words()


@pytest.fixture(scope="session")
def side(agencies: Agencies, glossary: Glossary, vocabulary: Words) -> Callable[[str], Side]:
    """`side(text)`: a sentence read for a comparison, nothing around it."""
    concepts, facts = ConceptReader(glossary, agencies, vocabulary), FactReader(agencies, vocabulary)
    return lambda text: Side(text, concepts.read(text, detect_language(text)), facts.read(text))


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    base: Path = tmp_path_factory.mktemp("river")
    (base / "corpus").mkdir()
    (base / "corpus" / "river.txt").write_text(NOTICE, encoding="utf-8")
    return Checker(open_answerer(workspace(base / "corpus", base / "index")), as_of=AS_OF)


@pytest.fixture(scope="session")
def provisions() -> list[Given]:
    paragraphs = [p for p in NOTICE.split("\n\n")[1:] if p.strip()]
    return [Given(ProvisionRef("river", EId.parse(f"para_{i}")), p.strip()) for i, p in enumerate(paragraphs, 1)]
