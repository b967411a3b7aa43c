"""The two passes as records, and the solution written from them."""

from importlib import import_module

from autograd.support.types import Any


def __getattr__(name: str) -> Any:
    if name in ("Backward", "Forward", "Steps"):  # pickles of 0.1.0 name them here
        return getattr(import_module("autograd.records.steps"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
