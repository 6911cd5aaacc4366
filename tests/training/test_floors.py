"""What the shipped network reaches on the corpus must not drop, but on purpose: ``training/floors.toml``."""

import tomllib

import pytest

import set_floors
from evaluate import measure
from sulh.reading.network.shipped import scorer

FLOORS: dict[str, dict[str, float]] = tomllib.loads(set_floors.FLOORS.read_text("utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("split", ["dev", "test"])
def test_the_network_reaches_its_floors(split: str) -> None:
    found = set_floors.values(measure(split, scorer()))
    assert set(found) == set(FLOORS[split])
    off = FLOORS[split].pop("confidence off")
    assert found["confidence off"] <= off
    below = {name: (found[name], floor) for name, floor in FLOORS[split].items() if found[name] < floor}
    assert not below
