"""Imported where a benchmark's processes begin, so that whatever loads or compiles on its first use is ready by then.

A class of sheets pays for that once; a sheet that is measured in a process of its own should not pay for it as well.
"""

import gc
import re

from autograd.commands.check import checked
from autograd.support.lazy import compiled_when_used

SMALL = {
    ".txt": "x = 1.5; y = x^2\ndy/dx = x",
    ".tex": "\\begin{document}$x = 2$ $y = x^2$ $\\frac{dy}{dx} = x$\\end{document}",
    ".md": "$x = 2$ $y = x^2$ $\\frac{dy}{dx} = x$",
    ".ipynb": '{"cells": [{"cell_type": "code", "source": ["%%sheet\\nx = 1.5; y = x^2\\ndy/dx = x"]}]}',
}
"""A small file of every sort."""


def compile_patterns() -> int:
    """Compile every pattern that is compiled when it is used: how many there are."""
    sort = type(compiled_when_used(""))
    found: list[re.Pattern[str]] = [each for each in gc.get_objects() if isinstance(each, sort)]
    for each in found:
        for way in ("search", "match", "fullmatch", "sub", "finditer", "findall"):
            getattr(each, way)
    return len(found)


for ending, text in SMALL.items():
    checked(f"small{ending}", text.encode(), key=None, hints=2)
compile_patterns()
