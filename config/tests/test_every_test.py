"""Both runs are told of, and one that fails fails both."""

import pytest

from config import every_test


@pytest.mark.parametrize(("first", "second", "both"), [(0, 0, 0), (1, 0, 1), (0, 3, 3), (1, 3, 1)])
def test_one_that_fails_fails_both_and_each_is_told(first, second, both, tmp_path, monkeypatch, capfd):
    python = tmp_path / "python"
    python.write_text(
        f'#!/bin/sh\ncase "$*" in *with_postgres*--orm*) echo "on the server: $*"; exit {second};;'
        f' *) echo "on the file: $*"; exit {first};; esac\n'
    )
    python.chmod(0o755)
    monkeypatch.setattr(every_test.sys, "executable", str(python))
    assert every_test.main(["-x"]) == both
    told = capfd.readouterr().out
    assert (
        told.index("on the file: -m pytest")
        < told.index("On PostgreSQL:")
        < told.index("on the server: -m config")
    )
    assert told.count(" -x") == 2
