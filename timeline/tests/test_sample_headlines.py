"""manage.py sample_headlines: the same seed, the same sample; each headline with the sentence it was made of."""

import pytest
from django.core.management import CommandError, call_command

PLAIN = (
    "Russia lifted its embargo on arms supplies to Pakistan in June 2014. The talks opened on 3 March 2015."
)
TIMEML = """<?xml version="1.0" ?><TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="1990-08-15">08-15-90</TIMEX3></DCT>
<TEXT>Iraq &amp; Iran <EVENT>signed</EVENT> a truce on <TIMEX3 value="1990-08-14">Tuesday</TIMEX3>.</TEXT></TimeML>"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plain.txt").write_text(PLAIN)
    (tmp_path / "marked.tml").write_text(TIMEML)
    return tmp_path


def sampled(capsys, folder, **options) -> str:
    call_command("sample_headlines", folder, **options)
    return capsys.readouterr().out


def test_each_headline_stands_with_its_sentence_and_its_date(capsys, folder):
    printed = sampled(capsys, folder, count=3)
    assert "Russia lifted its embargo on arms supplies to Pakistan in June 2014.\n" in printed
    assert "=> Russia lifted its embargo on arms supplies to Pakistan (2014-06)\n" in printed
    assert "Iraq & Iran signed a truce on Tuesday.\n" in printed and "(1990-08-14)\n" in printed


def test_a_seed_gives_the_same_sample_and_another_seed_another(capsys, folder):
    samples = {seed: sampled(capsys, folder, count=3, seed=seed) for seed in range(6)}
    assert sampled(capsys, folder, count=3, seed=4) == samples[4]
    assert len(set(samples.values())) > 1


def test_an_empty_folder_and_a_file_that_is_no_timeml_are_named(tmp_path):
    with pytest.raises(CommandError, match="no .txt or .tml files"):
        call_command("sample_headlines", tmp_path)
    (tmp_path / "broken.tml").write_text("<TimeML/>")
    with pytest.raises(CommandError, match="broken.tml has no <TEXT>"):
        call_command("sample_headlines", tmp_path)
