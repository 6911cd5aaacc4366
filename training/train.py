"""Train the reader's network, from data to ONNX.

    python training/train.py --out build/model [--epochs 12] [--polnear FOLDER] [--start FOLDER]

PolNeAR is no part of sulh: without `--polnear` the network learns from the project's corpus alone.

Seeded: the same data, versions and machine give the same weights. Uses a GPU when there is one.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn

import calibrate
import data
import export
import network as net
from examples import Example
from network import Network
from sulh.reading.network.labels import ATTRIBUTION, MOVE
from together import Group, run

SEED = 20240215
UNREADABLE = 1 / 12
_POOL = 48
"""Among so many windows like lengths are looked for."""
UNKNOWN = 100
"""The encoder's piece for what it cannot read."""
_TAG_WEIGHT = {"outer": 8, "inner": 8, "cue": 10, "act": 30}
"""Acts are rare and many: without more weight they are learnt last."""


@dataclass(frozen=True)
class Plan:
    """How long and how hard to train."""

    epochs: int = 12
    batch: int = 1300
    """In pieces: whole windows, as many as have no more together, over all processes."""
    rate: float = 1.4e-4
    heads_rate: float = 1.4e-3
    warm_up: float = 0.08
    decay: float = 0.01
    frozen_words: bool = True


def blurred(pieces: Sequence[int], chooser: random.Random) -> list[int]:
    """Return *pieces* with one in twelve unreadable, so that nothing is learnt by heart from single words."""
    first, *middle, last = pieces
    return [first, *(UNKNOWN if chooser.random() < UNREADABLE else piece for piece in middle), last]


def half_width(device: torch.device) -> bool:
    """Return whether *device* itself can multiply numbers of sixteen bits, which saves it time."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    return bool(torch.cpu.get_capabilities().get("avx512_bf16"))


def losses(network: Network, batch: list[Example], device: torch.device, chooser: random.Random) -> Tensor:
    """Return the loss of a batch: the sum over its heads, of each window by its share of the pieces.

    So a word counts alike wherever it stands, and a ticker of one line no more than a line of a long report.
    """
    all_pieces = sum(len(e.window.pieces) for e in batch)
    longest = max(len(e.window.pieces) for e in batch)
    pieces = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest, dtype=torch.long)
    for row, example in enumerate(batch):
        pieces[row, : len(example.window.pieces)] = torch.tensor(blurred(example.window.pieces, chooser))
        mask[row, : len(example.window.pieces)] = 1
    with torch.autocast(device.type, torch.bfloat16, enabled=half_width(device)):
        encoded = network.words(pieces.to(device), mask.to(device))
    encoded = network.drop(encoded.float())
    total = encoded.new_zeros(())
    for row, example in enumerate(batch):
        words = encoded[row, torch.tensor(example.window.first, device=device)]
        loss = _tags(network, words, example) + _pairs(network, words, example)
        loss = loss + _coreference(network, words, example)
        total = total + loss * (len(example.window.pieces) / all_pieces)
    return total


def _tags(network: Network, words: Tensor, example: Example) -> Tensor:
    total = words.new_zeros(())
    for head, gold in example.tags.items():
        scores = network.heads[head](words)
        loss = nn.functional.cross_entropy(scores, torch.from_numpy(gold).to(words.device))
        total = total + _TAG_WEIGHT[head] * loss
    cues = torch.tensor(example.cues, dtype=torch.long, device=words.device)
    for head, flags in (("denied", example.denied), ("context", example.context)):
        if any(value >= 0 for value in flags):
            scores = network.flags[head](words[cues])
            total = total + 0.3 * nn.functional.cross_entropy(
                scores, torch.tensor(flags, device=words.device), ignore_index=-1
            )
    return total


def _pairs(network: Network, words: Tensor, example: Example) -> Tensor:
    total = words.new_zeros(())
    if not example.cues or not example.roles:
        return total
    cues = torch.tensor(example.cues, dtype=torch.long)
    distance = torch.arange(len(words))[None] - cues[:, None]
    apart = net.apart(example.window.sentences, example.cues)
    scores = network.pairs(
        network.pairs.word(words), network.pairs.cue(words[cues.to(words.device)]),
        distance.to(words.device), apart.to(words.device),
    )  # fmt: skip
    at = 0
    for head, width in (("attribution", len(ATTRIBUTION)), ("move", len(MOVE))):
        if head in example.roles:
            gold = torch.stack([torch.from_numpy(row) for row in example.roles[head]]).to(words.device)
            if (gold >= 0).any():
                part = scores[..., at : at + width].reshape(-1, width)
                total = total + 40 * nn.functional.cross_entropy(part, gold.reshape(-1), ignore_index=-1)
        at += width
    return total


def _coreference(network: Network, words: Tensor, example: Example) -> Tensor:
    """Return the loss of linking each mention to one of those before it (Lee et al., EMNLP 2017, §4)."""
    if len(example.mentions) < 2:
        return words.new_zeros(())
    first = torch.tensor([m[0] for m in example.mentions], device=words.device)
    last = torch.tensor([m[1] for m in example.mentions], device=words.device)
    rows = words[first] + words[last]
    names = [m[2] for m in example.mentions]
    distance = first[None] - first[:, None]
    apart = net.apart([example.window.sentences[m[0]] for m in example.mentions], range(len(names)))
    scores = network.coref(
        network.coref.word(rows), network.coref.cue(rows), distance, apart.to(words.device)
    )[..., 0]
    before = torch.ones_like(scores, dtype=torch.bool).tril(-1)
    same = torch.tensor([[a == b for b in names] for a in names], device=words.device) & before
    scores = torch.cat([network.fresh.expand(len(names), 1), scores.masked_fill(~before, -1e4)], 1)
    right = torch.cat([~same.any(1, keepdim=True), same], 1)
    return 0.5 * (scores.logsumexp(1) - scores.masked_fill(~right, -1e4).logsumexp(1)).mean()


Sets = list[tuple[list[Example], float]]
"""Examples, and the share of them that an epoch sees."""


def train(network: Network, sets: Sets, plan: Plan, log: Path, group: Group) -> None:
    """Train *network* on the example sets, as one process of *group*. The first one writes the *log*."""
    device = next(network.parameters()).device
    if plan.frozen_words:
        network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": plan.rate}, {"params": heads, "lr": plan.heads_rate}],
        weight_decay=plan.decay,
    )
    size = plan.batch // group.size
    chooser, blur = random.Random(SEED), random.Random(SEED + group.rank)  # noqa: S311 - nothing secret
    steps = plan.epochs * len(group.share(_batches(sets, size, random.Random(SEED))))  # noqa: S311
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(
            step / (plan.warm_up * steps), max(0.02, (steps - step) / (steps * (1 - plan.warm_up)))
        ),
    )
    # Not the fused attention: it is slower with numbers of sixteen bits on a processor.
    network.encoder.set_attn_implementation("eager")
    network.train()
    begun = time.monotonic()
    for epoch in range(plan.epochs):
        seen: list[float] = []
        for batch in group.share(_batches(sets, size, chooser)):
            loss = losses(network, batch, device, blur)
            optimizer.zero_grad()
            loss.backward()
            group.average([*encoder, *heads])
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            seen.append(float(loss.detach()))
        if group.rank:
            continue
        line = {"epoch": epoch + 1, "loss": sum(seen) / len(seen), "seconds": round(time.monotonic() - begun)}
        with log.open("a") as file:
            file.write(json.dumps(line) + "\n")
        sys.stderr.write(f"{line}\n")
        torch.save(network.state_dict(), log.with_name("network.pt"))
    network.eval()


def _batches(sets: Sets, size: int, chooser: random.Random) -> list[list[Example]]:
    """Return one epoch's batches, windows of similar length together, in random order."""
    chosen: list[Example] = []
    for part, share in sets:
        whole, rest = divmod(share, 1)
        chosen += part * int(whole) + chooser.sample(part, round(len(part) * rest))
    chooser.shuffle(chosen)
    found: list[list[Example]] = []
    for start in range(0, len(chosen), _POOL):
        batch: list[Example] = []
        for example in sorted(chosen[start : start + _POOL], key=lambda e: len(e.window.pieces)):
            if batch and (len(batch) + 1) * len(example.window.pieces) > size:
                found.append(batch)
                batch = []
            batch.append(example)
        found.append(batch)
    chooser.shuffle(found)
    return found


def main() -> int:
    """Read the data, train, export, calibrate."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--out", type=Path, required=True, help="folder for the model")
    options.add_argument("--corpus", type=Path, default=data.CORPUS)
    options.add_argument("--epochs", type=int, default=Plan.epochs)
    options.add_argument("--start", type=Path, help="a trained model to go on from; else a plain encoder")
    options.add_argument("--polnear", type=Path, help="PolNeAR's train folder")
    options.add_argument("--polnear-share", type=float, default=0.3, help="how much of it each epoch sees")
    cores = 1 if torch.cuda.is_available() else min(2, os.cpu_count() or 1)
    options.add_argument("--processes", type=int, default=cores, help="each takes a share of the batches")
    chosen = options.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    run(chosen.processes, partial(learn, chosen))
    calibrate.calibrate(chosen.out)
    return 0


def learn(chosen: argparse.Namespace, group: Group) -> None:
    """Train as one process of *group*; the first one exports the network."""
    random.seed(SEED)
    torch.manual_seed(SEED)
    if group.size > 1:
        torch.set_num_threads(1)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = data.tokenizer()
    sets: Sets = [(data.corpus("train", tokenizer, chosen.corpus), 1.0)]
    if chosen.polnear:
        sets.append((data.polnear(chosen.polnear, tokenizer), chosen.polnear_share))
    network = net.load(data.encoder()).to(device)
    if chosen.start:
        network.load_state_dict(torch.load(chosen.start / "network.pt", map_location=device))
    train(network, sets, Plan(epochs=chosen.epochs), chosen.out / "log.jsonl", group)
    if group.rank == 0:
        export.write(network.cpu(), chosen.out)


if __name__ == "__main__":
    sys.exit(main())
