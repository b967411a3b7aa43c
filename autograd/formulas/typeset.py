"""Names in lines of text as they are set in print: x0 with a lowered 0, xhat1 as x̂ with a lowered 1.

What stands on the line and what is lowered comes as runs, for pages and pictures alike; the letters stay the same, so
that a page that is copied reads x0, but for hats, bars and brackets around indices.

>>> runs("y1 = log2(x0)·W[2,1]")
[('y', False), ('1', True), (' = log2(x', False), ('0', True), (')·W', False), ('2,1', True)]
>>> runs("xhat1 + a_2")
[('x̂', False), ('1', True), (' + a', False), ('2', True)]
"""

import re
from functools import lru_cache
from html import escape

_NAME = re.compile(
    r"(?<![\w.\]])([^\W\d_]+?)_?(hat|bar|tilde)?_?(\d+|\[\d+(?:, ?\d+)*\])?(?=[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]|(?!\w|[(\[]|\.\w))"
)
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
_WORDS = frozenset(("what", "that", "chat"))


@lru_cache(maxsize=4096)
def runs(text: str) -> list[tuple[str, bool]]:
    """A line of text in pieces, each with whether it is lowered."""
    found: list[tuple[str, bool]] = []
    on_line, place = "", 0
    for name in _NAME.finditer(text):
        stem, accent, index = name.groups()
        if accent and (stem + accent in _WORDS or len(stem) > 1):
            stem, accent = stem + accent, None
        if not accent and not index:
            continue
        on_line += text[place : name.start()] + stem + (_ACCENTS[accent] if accent else "")
        if index:
            found += [(on_line, False), (index.strip("[]").replace(" ", ""), True)]
            on_line = ""
        place = name.end()
    return [*found, (on_line + text[place:], False)] if on_line or place < len(text) or not found else found


def plain(text: str) -> str:
    """What a page's text reads as, lowered letters and all.

    >>> plain("xhat[1] = x1")
    'x̂1 = x1'
    """
    return "".join(piece for piece, _ in runs(text))


def html(text: str) -> str:
    """The line as HTML.

    >>> html("x1 < b")
    'x<sub>1</sub> &lt; b'
    """
    return "".join(f"<sub>{escape(piece)}</sub>" if low else escape(piece) for piece, low in runs(text))
