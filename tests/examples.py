"""Examples in docstrings: which of them can run where optional packages are missing."""

from doctest import DocTest
from importlib.util import find_spec

OPTIONAL = ("matplotlib", "torch")
"""Packages that nobody must install. An example that imports one is skipped where it is missing."""


def missing(test: DocTest) -> str | None:
    """The optional package that an example imports and that is not installed."""
    source = "".join(example.source for example in test.examples)
    return next((name for name in OPTIONAL if f"import {name}" in source and find_spec(name) is None), None)
