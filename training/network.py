"""The network: one encoder, several heads, one forward pass.

Words are what the encoder says of their first pieces. Each tag head is linear. What a word is to a cue is
scored by a layer over both and their distance, ``V relu(A word + B cue + D distance)``; the same form with a
single output says how likely one mention goes on another. `A`, `B` and the tags leave the network in one
matrix, so that the pairs can be scored outside it, for the cues that were found.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertModel

from sulh.reading.network import distance
from sulh.reading.network.labels import CONTEXTS, ROLES, TAGS

PAIR, COREF, BUCKETS, APART = 160, 64, 24, 5
FLAGS = {"denied": 2, "context": len(CONTEXTS)}


class Pairs(nn.Module):
    """Scores of words for cues (or of earlier mentions for a mention): *width* values each."""

    def __init__(self, hidden: int, size: int, width: int) -> None:
        super().__init__()
        self.word = nn.Linear(hidden, size)
        self.cue = nn.Linear(hidden, size, bias=False)
        self.distance = nn.Embedding(BUCKETS, size)
        self.apart = nn.Embedding(APART, size)
        self.out = nn.Linear(size, width)
        for table in (self.distance, self.apart):
            nn.init.normal_(table.weight, std=0.02)

    def forward(self, words: Tensor, cues: Tensor, steps: Tensor, apart: Tensor) -> Tensor:
        """Return scores, cues × words × width, of projected *words* and *cues*."""
        near = torch.from_numpy(distance.buckets(steps.cpu().numpy())).to(words.device)
        hidden = words[None] + cues[:, None] + self.distance(near) + self.apart(apart)
        return self.out(torch.relu(hidden))


class Network(nn.Module):
    """The encoder with its heads."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        hidden = encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.heads = nn.ModuleDict({name: nn.Linear(hidden, len(labels)) for name, labels in TAGS.items()})
        self.flags = nn.ModuleDict({name: nn.Linear(hidden, size) for name, size in FLAGS.items()})
        self.pairs = Pairs(hidden, PAIR, sum(len(labels) for labels in ROLES.values()))
        self.coref = Pairs(hidden, COREF, 1)
        self.fresh = nn.Parameter(torch.zeros(1))

    def words(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """Return what the encoder says of each piece."""
        encoded: Tensor = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
        return encoded

    def parts(self) -> list[tuple[str, nn.Linear]]:
        """Return the linear layers whose outputs leave the network, in the order of the matrix."""
        return [
            *self.heads.items(), *self.flags.items(),
            ("pair word", self.pairs.word), ("pair cue", self.pairs.cue),
            ("coref word", self.coref.word), ("coref cue", self.coref.cue),
        ]  # fmt: skip


class Exported(nn.Module):
    """The network as it is run: pieces and mask in, one matrix out."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        layers = [layer for _, layer in network.parts()]
        self.all = nn.Linear(layers[0].in_features, sum(layer.out_features for layer in layers))
        with torch.no_grad():
            self.all.weight.copy_(torch.cat([layer.weight for layer in layers]))
            zero = torch.zeros
            self.all.bias.copy_(
                torch.cat(
                    [layer.bias if layer.bias is not None else zero(layer.out_features) for layer in layers]
                )
            )

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """Return the outputs of all heads for each piece."""
        out: Tensor = self.all(self.network.words(pieces, mask))
        return out


def load(folder: Path) -> Network:
    """Return a network on the encoder in *folder* (a transformers checkpoint)."""
    # Without dropout in the attention, a fused kernel does it: a third faster, and no worse.
    encoder = BertModel.from_pretrained(
        str(folder), add_pooling_layer=False, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
    )
    return Network(encoder)


def apart(sentences: Sequence[int], cues: Sequence[int]) -> Tensor:
    """Return, cues × words, in which direction and how far (`distance.apart`) a word's sentence lies."""
    numbers = np.asarray(sentences, dtype=np.int64)
    return torch.from_numpy(distance.apart(numbers[None] - numbers[list(cues)][:, None]))
