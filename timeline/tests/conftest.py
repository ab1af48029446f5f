"""Fixtures of several files: a second opinion for tests that ask the same of every door; an editor, and the desk."""

import pytest
from django.contrib.auth import get_user_model

from timeline import generated
from timeline.tests.keeping import put_back, rows_of
from timeline.tests.oracle import Oracle


@pytest.fixture(scope="session")
def opinion() -> dict:
    """The rows that were generated for the first test that asked for them, and what the oracle knows of these."""
    return {}


@pytest.fixture
def oracle(db, remembering, opinion) -> Oracle:
    """A second opinion over 300 generated events of every kind of date, which are in the database."""
    if opinion:
        put_back(opinion["rows"])
    else:
        generated.generate(300, seed=1947)
        opinion.update(rows=rows_of(generated.WRITTEN_BY_IT), oracle=Oracle())
    remembering()
    return opinion["oracle"]


@pytest.fixture
def editor(db):
    always = 1_000_000  # the same key, so that what leans on it can be put back (keeping.py)
    return get_user_model().objects.create_superuser("editor", password="x", pk=always)


@pytest.fixture
def desk(client, editor):
    """A client that is logged in as the editor."""
    client.force_login(editor)
    return client
