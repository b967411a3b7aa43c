"""The reference: every public name says what it is for and shows it, in lines that run as they stand when pasted."""

import doctest
import inspect
from importlib import import_module

import pytest

import autograd
from autograd.topics import PACKAGES
from tests.examples import missing

UNLISTED = {"autograd": ["compile", *autograd.OPS]}
"""What is public though no star imports it: compile would hide Python's own, and so would abs and pow."""

NAMES = [
    (package, name)
    for package in PACKAGES
    for name in dict.fromkeys([*import_module(package).__all__, *UNLISTED.get(package, [])])
]


@pytest.mark.parametrize(("package", "name"), NAMES)
def test_every_public_name_has_an_example_that_runs_by_itself(package, name):
    held = getattr(import_module(package), name)
    inherited = [getattr(base, "__doc__", None) for base in type.mro(held)[1:]] if isinstance(held, type) else []
    assert held.__doc__ not in [None, *inherited], f"{package}.{name} has no docstring of its own"
    # no names but those it imports itself: who pastes it has no others
    test = doctest.DocTestParser().get_doctest(held.__doc__, {"__name__": "__main__"}, f"{package}.{name}", None, 0)
    assert any(example.want for example in test.examples), f"{package}.{name} shows no example"
    assert not [example for example in test.examples if doctest.SKIP in example.options], "examples are run"
    if package_missing := missing(test):
        pytest.skip(f"{package_missing} is not installed, which this example imports")
    said = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert runner.run(test, out=said.append).failed == 0, "".join(said)


def test_examples_are_short_and_their_lines_too():
    for package, name in NAMES:
        text = inspect.cleandoc(getattr(import_module(package), name).__doc__)
        example = text[text.index(">>>") :].splitlines()
        assert len(example) <= 14, name
        assert max(map(len, example)) <= 96, name  # pages are 100 wide, and examples indented
