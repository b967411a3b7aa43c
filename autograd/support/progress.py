"""How far long work is: a bar at a terminal, where tqdm is installed."""

import sys
from typing import Any


def progress_bar(total: int, unit: str, leave: bool = True, delay: float = 0.0) -> Any:
    """A tqdm bar on the error stream, which stays there at the end or not; None where tqdm is not installed.

    It is not shown before `delay` seconds have gone by.
    """
    try:
        from tqdm import tqdm
    except ImportError:
        return None
    return tqdm(total=total, unit=unit, leave=leave, file=sys.stderr, delay=delay)
