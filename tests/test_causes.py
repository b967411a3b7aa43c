"""Mistakes planted in right worksheets are found and explained; right but unusual forms raise no alarm.

A choice of what `python -m tests.benchmarks.causes` and `python -m tests.benchmarks.forms` go through.
"""

import random
from collections import Counter

import pytest

from autograd import check
from tests.benchmarks import causes, forms
from tests.benchmarks.right_sheets import RIGHT_SHEETS


@pytest.mark.parametrize("name", RIGHT_SHEETS)
def test_right_sheets_are_right(name):
    assert check(RIGHT_SHEETS[name])


def test_planted_mistakes_are_found_and_explained():
    chosen = random.Random(0).sample(list(causes.mutants(1)), 400)
    rows, odd = causes.table(chosen)
    assert len(rows) >= 12
    total = sum(rows.values(), Counter())
    assert [(mutant.claim, verdict) for outcome, mutant, verdict in odd if outcome == "missed"] == []
    assert total["found"] == total["planted"] == 400
    assert total["right"] >= 0.85 * 400
    assert total["wrong"] <= 0.02 * 400


def test_a_mistake_that_is_none_is_not_counted():
    """The test of the tester: a right claim is not found wrong, whatever it is called."""
    text = RIGHT_SHEETS["product"]
    right, _ = causes.judged(causes.Mutant("product", text, 6, "sign lost", "df/du = v"))
    assert not right


def test_unusual_forms_raise_no_alarm():
    assert [(form.claim, said) for form, said in forms.alarms(forms.some(350))] == []
