"""The native core: Value's storage, operations and backward pass in C where that has been built, else pure Python.

`core` is the extension module, or None; `in_use` says in words which engine runs and why. C does the normal case only:
whatever is odd is done by the Python it stands in for, so numbers and messages are the same. AUTOGRAD_PURE=1 in the
environment switches it off.

Python's collector does not track plain Values. Cycles that go through them (`v.own = v * 2`) are broken by the core,
ahead of the collector: whenever somebody calls gc.collect(), and else when there are twice as many Values with
attributes as were left last time. For that, attributes are set by Value's own `__setattr__`: object's is refused.
"""

import os
import sys
from importlib import import_module

from autograd import __version__
from autograd.support.types import Any

INTERFACE = 8
"""Counts up with every change of what C and Python expect of each other."""

STAMP = f"{__version__}/{INTERFACE}"


def _loaded() -> tuple[Any, str]:
    """The core or None, and which engine that means."""
    if os.environ.get("AUTOGRAD_PURE"):
        return None, "pure Python, as AUTOGRAD_PURE says"
    try:
        found = import_module("autograd.engine.native._core")
    except ModuleNotFoundError:
        return None, "pure Python, the native core is not built"
    except ImportError as fault:
        return None, _refused(f"cannot be loaded ({fault})")
    if getattr(found, "STAMP", None) != STAMP:
        return None, _refused(f"is of version {getattr(found, 'STAMP', 'unknown')}, not {STAMP}")
    if found.is_bound():  # by an earlier import of the package in this process
        return None, "pure Python, the native core serves one import of the package"
    return found, "native core"


def _refused(why: str) -> str:
    """Says on one line that a core is there and not used."""
    print(f"autograd: the native core {why}: pure Python is used; installing again builds it anew", file=sys.stderr)
    return f"pure Python, the native core {why}"


core, in_use = _loaded()
