"""The trained network → the files that ship: int8 ONNX, the pair scorer's tables, the tokenizer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

import data
from network import Exported, Network, Pairs


def write(network: Network, folder: Path) -> None:
    """Write *network* to *folder*: ``network.onnx``, ``pairs.npz``, ``heads.json``, ``tokenizer.json``."""
    network.eval()
    # What the fused attention of training becomes in ONNX guards against rows without any piece: there are
    # none, and the guard costs a third of the time.
    network.encoder.set_attn_implementation("eager")
    tokens = data.tokenizer()
    tokens.save(str(folder / "tokenizer.json"))
    plain = folder / "network.fp32.onnx"
    pieces = torch.ones(2, 16, dtype=torch.long)
    names = {0: "windows", 1: "pieces"}
    torch.onnx.export(
        Exported(network), (pieces, torch.ones_like(pieces)), str(plain),
        input_names=["pieces", "mask"], output_names=["out"], opset_version=17, dynamo=False,
        dynamic_axes={"pieces": names, "mask": names, "out": names},
    )  # fmt: skip
    # Seven bits: with eight, sums overflow on processors without VNNI, and two points of the moves are lost.
    quantize_dynamic(
        str(plain),
        str(folder / "network.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )
    plain.unlink()
    sizes = [(name, layer.out_features) for name, layer in network.parts()]
    (folder / "heads.json").write_text(json.dumps({"heads": sizes}, indent=1) + "\n")
    tables: dict[str, Any] = {
        f"{name}.{key}": value
        for name, part in (("pairs", network.pairs), ("coref", network.coref))
        for key, value in _tables(part).items()
    }
    tables["fresh"] = network.fresh.detach().numpy()
    # A mention is scored by the sum of its first and last word: what is added to every word counts once.
    tables["coref.once"] = network.coref.word.bias.detach().numpy()
    np.savez(folder / "pairs.npz", **tables)


def _tables(pairs: Pairs) -> dict[str, np.ndarray]:
    return {
        "distance": pairs.distance.weight.detach().numpy(),
        "apart": pairs.apart.weight.detach().numpy(),
        "out": pairs.out.weight.detach().numpy().T.copy(),
        "bias": pairs.out.bias.detach().numpy(),
    }
