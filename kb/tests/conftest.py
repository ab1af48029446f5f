import time
from contextlib import contextmanager

import pytest


@pytest.fixture
def seconds():
    """`with seconds(5):` fails where the block takes more of the processor's time."""

    @contextmanager
    def within(most):
        start = time.process_time()
        yield
        assert time.process_time() - start < most

    return within
