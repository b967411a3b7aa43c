"""Blanks of sheets to fill in: `dL/dw = …` asks for dL/dw, as `find dL/dw` does.

>>> without_blanks("x1 = relu(w x) = ___; dL/dw = ?")
('x1 = relu(w x)      ; dL/dw    ', [14, 27])
"""

import re

_BLANK = re.compile(r"\s*(?:[=≈←]|:=|<-)\s*(?:…+|\.{3,}|_{2,}|\?{1,3})(?=\s*(?:;|$))")
"""What is to be filled in, with the sign before it: dots, a rule, or a question mark."""


def without_blanks(line: str) -> tuple[str, list[int]]:
    """A line with spaces for its blanks, so that all else keeps its place; and the columns where they begin."""
    if not any(sign in line for sign in "….?_"):
        return line, []
    found = list(_BLANK.finditer(line))
    for blank in found:
        line = line[: blank.start()] + " " * len(blank[0]) + line[blank.end() :]
    return line, [blank.start() for blank in found]
