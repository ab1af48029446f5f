"""Fixtures for tests that ask the same thing of every door."""

import pytest

from timeline import generated
from timeline.tests.oracle import Oracle


@pytest.fixture
def oracle(db, remembering) -> Oracle:
    """A second opinion over 400 generated events of every kind of date, which are in the database."""
    generated.generate(400, seed=1947)
    remembering()
    return Oracle()
