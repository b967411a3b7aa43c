"""The reference: every public name says what it is for and shows it, in lines that run as they stand when pasted."""

import doctest
import inspect
from importlib import import_module

import pytest

import autograd
from autograd.commands.guide.index import PACKAGES
from tests.optional import missing

UNLISTED = {"autograd": ["compile", *autograd.OPS]}
"""What is public though no star imports it: compile would hide Python's own, and so would abs and pow."""

NAMES = [
    (package, name)
    for package in PACKAGES
    for name in dict.fromkeys([*import_module(package).__all__, *UNLISTED.get(package, [])])
]


def example(text, name):
    """The examples of a docstring as a test that has no names but those they import: who pastes them has no others."""
    return doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, name, None, 0)


def failures(test):
    """What does not come out as the examples show it."""
    said = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=said.append)
    return "".join(said)


@pytest.mark.parametrize(("package", "name"), NAMES)
def test_every_public_name_has_an_example_that_runs_by_itself(package, name):
    held = getattr(import_module(package), name)
    inherited = [getattr(base, "__doc__", None) for base in type.mro(held)[1:]] if isinstance(held, type) else []
    assert held.__doc__ not in [None, *inherited], f"{package}.{name} has no docstring of its own"
    test = example(held.__doc__, f"{package}.{name}")
    assert any(line.want for line in test.examples), f"{package}.{name} shows no example"
    assert not [line for line in test.examples if doctest.SKIP in line.options], "examples are run"
    if reason := missing(test):
        pytest.skip(reason)
    assert failures(test) == ""


@pytest.mark.parametrize(
    "text",
    [">>> Value(2.0)\nValue(2.0)\n", ">>> from autograd import Value\n>>> Value(2.0)\nValue(3.0)\n", ">>> 1/0\n"],
    ids=["a name that nobody imported", "another result", "an error"],
)
def test_examples_that_do_not_run_are_found(text):
    """The test of the tester."""
    assert failures(example(text, "planted"))


def test_examples_are_short_and_their_lines_too():
    for package, name in NAMES:
        text = inspect.cleandoc(getattr(import_module(package), name).__doc__)
        lines = text[text.index(">>>") :].splitlines()
        assert len(lines) <= 14, name
        assert max(map(len, lines)) <= 96, name  # pages are 100 wide, and examples indented
