"""Fixtures of several files: a second opinion for tests that ask the same of every door; an editor, and the desk."""

import pytest
from django.contrib.auth import get_user_model

from timeline import generated
from timeline.tests.oracle import Oracle


@pytest.fixture
def oracle(db, remembering) -> Oracle:
    """A second opinion over 400 generated events of every kind of date, which are in the database."""
    generated.generate(400, seed=1947)
    remembering()
    return Oracle()


@pytest.fixture
def editor(db):
    return get_user_model().objects.create_superuser("editor", password="x")


@pytest.fixture
def desk(client, editor):
    """A client that is logged in as the editor."""
    client.force_login(editor)
    return client
