"""The encoder of the bundled model in torch, to be tuned, and what was learned of it in low rank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from ingest.e5.file import E5File, Floats


def maps_of(layer: Any) -> dict[str, nn.Linear]:
    """The maps of a layer by their names in the model file."""
    attention = layer.attention
    return {
        "q": attention.self.query, "k": attention.self.key, "v": attention.self.value, "ao": attention.output.dense,
        "fi": layer.intermediate.dense, "fo": layer.output.dense,
    }  # fmt: skip


def _norms(layer: Any) -> dict[str, nn.LayerNorm]:
    return {"aln": layer.attention.output.LayerNorm, "oln": layer.output.LayerNorm}


def tunable(file: E5File) -> BertModel:
    """The encoder as the model file has it."""
    width = file.width
    words, places = (torch.from_numpy(file.tensor(name).reshape(-1, width)) for name in ("emb.word", "emb.pos"))
    made = BertModel(
        BertConfig(
            vocab_size=len(words), hidden_size=width, num_hidden_layers=file.layers, num_attention_heads=file.heads,
            intermediate_size=file.tensor("l0.fi.b").size, max_position_embeddings=len(places), type_vocab_size=1,
            layer_norm_eps=file.epsilon,
        ),
        add_pooling_layer=False,
    )  # fmt: skip
    own = {
        "word_embeddings.weight": words, "position_embeddings.weight": places,
        "token_type_embeddings.weight": torch.from_numpy(file.tensor("emb.type")[:width].reshape(1, width)),
        "LayerNorm.weight": torch.from_numpy(file.tensor("emb.ln.w")), "LayerNorm.bias": torch.from_numpy(file.tensor("emb.ln.b")),
    }  # fmt: skip
    made.embeddings.load_state_dict(own, strict=False)
    for number, layer in enumerate(made.encoder.layer):
        for name, one in (maps_of(layer) | _norms(layer)).items():
            weight, bias = (torch.from_numpy(file.tensor(f"l{number}.{name}.{part}")) for part in ("w", "b"))
            one.load_state_dict({"weight": weight.reshape(one.weight.shape), "bias": bias})
    return made


def low_rank(encoder: BertModel, file: E5File, rank: int) -> dict[str, Floats]:
    """What was learned of the maps: of the change of each the part of that rank (by singular values), by the names of the
    model file."""
    learned: dict[str, Floats] = {}
    for number, layer in enumerate(encoder.encoder.layer):
        for name, map_ in maps_of(layer).items():
            before = file.matrix(f"l{number}.{name}.w", map_.out_features)
            up, sizes, down = torch.linalg.svd(map_.weight.detach() - torch.from_numpy(before), full_matrices=False)
            learned[f"l{number}.{name}.up"] = (up[:, :rank] * sizes[:rank]).numpy()
            learned[f"l{number}.{name}.down"] = down[:rank].numpy()
    return learned


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Pieces of sequences side by side, and which of them are there."""
    longest = max(map(len, rows))
    pieces = torch.tensor([[*row, *[1] * (longest - len(row))] for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    return pieces, mask
