"""The hand-made case that the tests of this folder share."""

from __future__ import annotations

import pytest

from sulh.brief import assemble
from sulh.model.brief import Brief
from sulh.model.problem import Problem

from . import harbour


@pytest.fixture
def brief() -> Brief:
    return assemble([harbour.reading()], harbour.PROBLEM, harbour.FINDINGS)


@pytest.fixture
def empty() -> Brief:
    reading = harbour.reading(moves=(), figures=(), actors=())
    return assemble([reading], Problem(title="Weather", parties=()), harbour.EMPTY)


@pytest.fixture
def from_case_file() -> Brief:
    return assemble([], harbour.PROBLEM, harbour.FINDINGS)
