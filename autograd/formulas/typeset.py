"""Names in lines of text as they are set in print: x0 with a lowered 0, xhat1 as x̂ with a lowered 1.

What stands on the line, what is lowered and what is raised comes as runs, for pages and pictures alike; the letters
stay the same, so that a page that is copied reads x0, but for hats, bars and brackets around indices.

>>> runs("y1 = log2(x0)·W[2,1]")
[('y', 0), ('1', -1), (' = log2(x', 0), ('0', -1), (')·W', 0), ('21', -1)]
>>> runs("xhat1 + W2[12,3]")  # the second layer's
[('x̂', 0), ('1', -1), (' + W', 0), ('2', 1), ('12,3', -1)]
"""

import re
from functools import lru_cache
from html import escape

_NAME = re.compile(
    r"(?<![\w.\]])([^\W\d_]+?)_?(hat|bar|tilde)?(?:_?(\d+|\[\d+(?:, ?\d+)*\])|(\d+)(\[\d+(?:, ?\d+)*\]))?"
    r"(?=[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]|(?!\w|[(\[]|\.\w))"
)
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
_WORDS = frozenset(("what", "that", "chat"))
LOWERED, ON_LINE, RAISED = -1, 0, 1


@lru_cache(maxsize=4096)
def runs(text: str) -> list[tuple[str, int]]:
    """A line of text in pieces, each with whether it is lowered (−1) or raised (1)."""
    found: list[tuple[str, int]] = []
    on_line, place = "", 0
    for name in _NAME.finditer(text):
        stem, accent, index, layer, inner = name.groups()
        if accent and (stem + accent in _WORDS or len(stem) > 1):
            stem, accent = stem + accent, None
        if not accent and not index and not layer:
            continue
        on_line += text[place : name.start()] + stem + (_ACCENTS[accent] if accent else "")
        if index or layer:
            raised = [(layer, RAISED)] if layer else []
            found += [(on_line, ON_LINE), *raised, (_index(index or inner), LOWERED)]
            on_line = ""
        place = name.end()
    return [*found, (on_line + text[place:], ON_LINE)] if on_line or place < len(text) or not found else found


def _index(text: str) -> str:
    """An index without brackets; commas only where one has several digits."""
    parts = [part.strip() for part in text.strip("[]").split(",")]
    return ("" if all(len(part) == 1 for part in parts) else ",").join(parts)


def plain(text: str) -> str:
    """What a page's text reads as, lowered letters and all.

    >>> plain("xhat[1] = x1")
    'x̂1 = x1'
    """
    return "".join(piece for piece, _ in runs(text))


_TAGS = {LOWERED: "<sub>{}</sub>", ON_LINE: "{}", RAISED: "<sup>{}</sup>"}


def html(text: str) -> str:
    """The line as HTML.

    >>> html("x1 < b")
    'x<sub>1</sub> &lt; b'
    """
    return "".join(_TAGS[level].format(escape(piece)) for piece, level in runs(text))
