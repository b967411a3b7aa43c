"""Sheets as people type them: each line of the corpus comes out as it is, and no reading makes a wrong number right."""

import random
import re

import pytest

from autograd import check
from tests.benchmarks.typed_sheets import outcomes, sheets

RESULT = re.compile(r"([=≈] [-−]?)([0-9]*\.?[0-9]+)( #! right)")


@pytest.mark.parametrize("file", sheets(), ids=lambda file: file.stem)
def test_each_line_comes_out_as_it_is(file):
    found = outcomes(file.read_text(encoding="utf-8"))
    assert {line: what for line, what in found.items() if what not in ("right", "found")} == {}


@pytest.mark.parametrize("file", sheets(), ids=lambda file: file.stem)
def test_no_reading_makes_a_wrong_number_right(file):
    text = file.read_text(encoding="utf-8")
    places = list(RESULT.finditer(text))
    for place in random.Random(file.stem).sample(places, min(2, len(places))):  # all: typed_sheets --planted
        number = place[2]
        digits = len(number.partition(".")[2])
        wrong = f"{float(number) * 1.3 + 0.1:.{digits}f}" if digits else str(int(number) + 2)
        planted = f"{text[: place.start()]}{place[1]}{wrong}{place[3]}{text[place.end() :]}"
        line = text.count("\n", 0, place.start()) + 1
        said = [verdict.is_fine for verdict in check(planted).verdicts if verdict.line == line]
        assert not all(said), planted.split("\n")[line - 1]
