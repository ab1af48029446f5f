"""`python -m timeline.engine.timex`: documents in, one line a document out."""

import json
import subprocess
import sys

from kb.text import MOST_BYTES
from timeline.engine.timex.__main__ import LONGEST_LINE


def run(data: bytes) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "timeline.engine.timex"]
    return subprocess.run(command, input=data, capture_output=True, check=False)


def test_each_document_gives_a_line():
    lines = [
        {"doc": "a", "dct": "2016-02-11", "text": "He came on Wednesday."},
        {"doc": "b", "dct": "", "text": "Nothing."},
        {"doc": "c", "dct": "2016-02-11T08:15", "text": "He came 🎉 in June 2014."},
    ]
    done = run("\n".join(json.dumps(line) for line in lines).encode() + b"\n\n")
    assert done.returncode == 0, done.stderr
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"doc": "a", "timexes": [{"start": 11, "end": 20, "type": "DATE", "value": "2016-02-10"}]},
        {"doc": "b", "timexes": []},
        {"doc": "c", "timexes": [{"start": 13, "end": 22, "type": "DATE", "value": "2014-06"}]},
    ]


def test_a_bad_line_is_named():
    good = b'{"doc": "a", "dct": "2016-02-11", "text": "Now."}\n'
    for bad, why in (
        (b"{", "not JSON"),
        (b"[]", "not a JSON object"),
        (b'{"doc": "b"}', 'no "text"'),
        (b'{"text": "x", "dct": "soon"}', "is no date"),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"text": "x", "doc": ' + b"1" * 5_000 + b"}", "too many digits"),
        (b'{"text": "' + b"x" * LONGEST_LINE + b'"}', "longer than 10 MB"),
    ):
        done = run(good + bad + b"\n" + good)
        assert done.returncode == 1
        assert done.stderr.decode().startswith("line 2: ") and why in done.stderr.decode()
        assert len(done.stdout.splitlines()) == 1


def test_a_lone_surrogate_is_survived():
    done = run(b'{"doc": "a", "dct": "2016-02-11", "text": "\\ud800 in June 2014"}\n')
    assert done.returncode == 0
    assert json.loads(done.stdout)["timexes"][0]["value"] == "2014-06"


def test_a_line_may_be_as_long_as_an_article():
    assert LONGEST_LINE == MOST_BYTES


def test_a_reader_that_closes_early_ends_it_without_a_word():
    line = b'{"doc": "a", "text": "He came in June 2014."}\n'
    command = [sys.executable, "-m", "timeline.engine.timex"]
    filtering = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    filtering.stdout.close()
    try:
        filtering.stdin.write(line * 5_000)
        filtering.stdin.close()
    except BrokenPipeError:
        pass
    assert filtering.stderr.read() == b""
    filtering.wait()
