"""Whole numbers from the command line."""

import argparse
from collections.abc import Callable


def whole(what: str, least: int, most: int | None = None) -> Callable[[str], int]:
    """The type, for argparse, of a number of something from `least` to `most`."""
    limits = f" from {least} to {most}" if most is not None else f", {least} or more"

    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < least or (most is not None and int(text) > most):
            raise argparse.ArgumentTypeError(f"{text!r} is not a number of {what}{limits}")
        return int(text)

    return read
