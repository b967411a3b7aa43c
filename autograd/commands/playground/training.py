"""Tiny networks that learn on the page, made of single numbers."""

from collections.abc import Mapping
from typing import Any


def train(request: Mapping[str, Any]) -> dict[str, Any]:
    """A few steps."""
    return {"error": "not yet"}
