import pytest


@pytest.fixture
def signed_in(client, editor):
    """The cookie of an editor."""
    client.force_login(editor)
    return client.cookies["sessionid"].value
