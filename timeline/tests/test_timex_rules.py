"""Every rule's examples run, and every rule has one."""

import doctest

import pytest

from timeline.engine.timex import examples
from timeline.engine.timex.english import RULES, clock, counted, dates, joining, lengths, words
from timeline.engine.timex.rule import Rule

MODULES = {rule.id: module for module in (dates, counted, lengths, clock) for rule in module.RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_examples_of_a_rule_hold(rule):
    doc = rule.build.__doc__ or ""
    test = doctest.DocTestParser().get_doctest(doc, {"read": examples.read}, rule.id, None, 0)
    assert test.examples, f"{rule.id} has no example"
    report = []
    doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=report.append)
    assert not report, "".join(report)


def test_every_rule_written_is_in_force():
    for module in (dates, counted, lengths, clock):
        written = {value.id for value in vars(module).values() if isinstance(value, Rule)}
        assert written == {rule.id for rule in module.RULES}


def test_no_two_rules_share_a_name():
    assert len({rule.id for rule in RULES}) == len(RULES) == len(MODULES)


def test_the_words_of_the_language_are_read():
    for module in (words, joining):
        failed, tried = doctest.testmod(module)
        assert tried and not failed
