"""What some tests need and nobody must install: how to install it, and which tests are skipped without it."""

import os
import shutil
from doctest import DocTest
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import NamedTuple, NoReturn

import pytest


class Need(NamedTuple):
    """How a package or program is installed, and what is not tested without it."""

    install: str
    without: str


EXTRA = "pip install -e '.[{}]'".format

PACKAGES = {
    "distributed": Need(EXTRA("cluster"), "no submissions are checked on a cluster"),
    "docutils": Need(EXTRA("lectures"), "no lecture notes are made"),
    "jupyterlab": Need(EXTRA("notebooks"), "no notebook is opened in JupyterLab"),
    "llvmlite": Need(EXTRA("fast"), "no machine code is tested"),
    "matplotlib": Need(EXTRA("notebooks"), "no plot is made and no notebook runs"),
    "micrograd": Need("pip install micrograd", "nothing is compared with micrograd"),
    "mpmath": Need(EXTRA("test"), "nothing is compared with exact results"),
    "nbclient": Need(EXTRA("test"), "no notebook runs"),
    "nbformat": Need(EXTRA("test"), "no notebook is read"),
    "nbconvert": Need(EXTRA("test"), "no notebook is converted"),
    "pdoc": Need(EXTRA("reference"), "the pages are not made"),
    "playwright": Need(EXTRA("test"), "nothing is looked at in a browser"),
    "pygments": Need(EXTRA("lectures"), "no sheet is coloured"),
    "resvg_py": Need(EXTRA("viz"), "no picture is saved as PNG"),
    "sphinx": Need(EXTRA("lectures"), "no documentation is made with sheets in it"),
    "sklearn": Need(EXTRA("notebooks"), "no digits are learned and no notebook runs"),
    "torch": Need("pip install torch", "nothing is compared with PyTorch"),
    "tqdm": Need(EXTRA("notebooks"), "no progress bar is shown"),
    "networkx": Need(EXTRA("interchange"), "no graph goes to NetworkX"),
    "pandas": Need(EXTRA("interchange"), "no table is made"),
    "sympy": Need(EXTRA("interchange"), "no expression goes to SymPy or comes from it"),
    "typst": Need(EXTRA("viz"), "no picture is saved as PDF"),
}

PROGRAMS = {
    "bash": Need("apt-get install bash", "the README's commands are not run"),
    "chromium": Need("apt-get install chromium", "nothing is looked at in a browser"),
    "dot": Need("apt-get install graphviz", "no picture is drawn by Graphviz"),
    "npm": Need("apt-get install npm", "the playground does not run in the browser alone"),
}

OTHER_NAMES = {"chromium": ("chromium-browser", "google-chrome")}
"""By which programs are called elsewhere."""

PEERS = {"micrograd", "npm", "torch"}
"""Other projects that ours is compared with: not in an extra, and large. They may be missing in CI, too."""


def skip(name: str) -> NoReturn:
    """Skip the test, or the file of tests, that needs what is missing; fail in CI, where everything is installed."""
    reason = _reason(name)
    if os.environ.get("CI") == "true" and name not in PEERS:
        pytest.fail(f"in CI this must run: {reason}")
    pytest.skip(reason, allow_module_level=True)


def package(name: str) -> ModuleType:
    """The package, or a module of it, imported; what calls this is skipped where it is missing."""
    top = name.partition(".")[0]
    if find_spec(top) is None:
        skip(top)
    return import_module(name)


def program(name: str) -> str:
    """The path of a program; what calls this is skipped where it is missing."""
    path = next(filter(None, map(shutil.which, (name, *OTHER_NAMES.get(name, ())))), None)
    if path is None:
        skip(name)
    return path


def missing(test: DocTest) -> str | None:
    """Why an example cannot run here: it imports a package that is not installed."""
    source = "".join(example.source for example in test.examples)
    names = (name for name in PACKAGES if f"import {name}" in source and find_spec(name) is None)
    return next(map(_reason, names), None)


def _reason(name: str) -> str:
    install, without = {**PACKAGES, **PROGRAMS}[name]
    return f"no {name}: {install}; without it {without}"
