"""Samples of cases: the same every time, each entry of a table among them, and all of them when they are asked for."""

import pytest

from tests.benchmarks import every_case
from tests.samples import WHOLE, sample_of_all, sized, some

TABLES = [range(2), range(3), "abcdefg", ["one"]]


def test_a_sample_has_every_entry_of_every_table(monkeypatch):
    monkeypatch.delenv(WHOLE, raising=False)
    cases = sample_of_all(*TABLES)
    assert cases == sample_of_all(*TABLES)
    assert len(cases) == 7
    for table, entries in zip(TABLES, zip(*cases, strict=True), strict=True):
        assert set(entries) == set(table)


def test_tables_of_one_length_do_not_go_in_step(monkeypatch):
    monkeypatch.delenv(WHOLE, raising=False)
    assert len({(first, second) for _, first, second in sample_of_all(range(20), "ab", "cd")}) == 4


def test_some_cases_are_in_their_order(monkeypatch):
    monkeypatch.delenv(WHOLE, raising=False)
    assert some(range(100), 5) == sorted(set(some(range(100), 5)))
    assert some("abc", 5) == ["a", "b", "c"]
    assert sized(3, 50) == 3


def test_all_cases_when_they_are_asked_for(monkeypatch):
    monkeypatch.setenv(WHOLE, "1")
    assert some(range(100), 5) == list(range(100))
    assert sized(3, 50) == 50
    assert len(set(sample_of_all(*TABLES))) == 2 * 3 * 7


def test_the_command_runs_the_tests_that_take_samples(monkeypatch):
    asked = []
    monkeypatch.setattr(every_case.subprocess, "call", lambda command, env: asked.append((command, env)) or 0)
    assert every_case.main(["player_looks", "-x"]) == 0
    assert every_case.main([]) == 0
    (one, env), (every, _) = asked
    assert one[-2:] == ["tests/test_player_looks.py", "-x"]
    assert env[WHOLE] == "1"
    assert "tests/test_player_looks.py" in every
    assert "tests/test_value.py" not in every
    with pytest.raises(SystemExit, match="no test of that name takes a sample: value"):
        every_case.main(["value"])
