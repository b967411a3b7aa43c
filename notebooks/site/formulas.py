"""LaTeX in pages as MathML, which browsers set without any library."""

import html
import re
from collections.abc import Iterator

from autograd.formulas.mathml import mathml

AS_IT_STANDS = re.compile(r"(<pre.*?</pre>|<code.*?</code>|<script.*?</script>|<iframe.*?>|<img[^>]*>)", re.DOTALL)
"""What is no prose: code, and what is shown by other means."""

ALIGNED = re.compile(r"\\begin\{(align\*?|aligned)\}(.*)\\end\{\1\}", re.DOTALL)
"""Lines that meet at their first =."""

TOKEN = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
DEEPER = dict.fromkeys(("{", "\\left", "\\begin"), 1) | dict.fromkeys(("}", "\\right", "\\end"), -1)
RELATIONS = ("=", "\\approx", "<", ">", "\\le", "\\ge")
NOTE = re.compile(r"^(\\q?quad)\s*\\text\{(.*)\}$", re.DOTALL)
WORD = re.compile(r"(?:\$[^$]*\$|[^\s$])+")
BREAKS = (*RELATIONS, "+", "\\quad", "\\qquad")
"""Before these a line that is too long for the page is broken."""


def with_formulas(body: str) -> str:
    """A page's LaTeX, between dollars or in `align*`, as MathML; code is left alone."""
    parts = AS_IT_STANDS.split(body)
    for place in range(0, len(parts), 2):
        parts[place] = re.sub(
            r"\$\$(.+?)\$\$|(\\begin\{align\*?\}.+?\\end\{align\*?\})",
            lambda found: formula(found[1] or found[2], block=True),
            parts[place],
            flags=re.DOTALL,
        )
        parts[place] = re.sub(r"\$([^$\n]+?)\$", lambda found: formula(found[1]), parts[place])
    return "".join(parts)


def formula(latex: str, *, block: bool = False) -> str:
    """A formula as MathML."""
    text = html.unescape(latex).strip()
    if not block:
        return f'<span class="inline formula">{mathml(text)}</span>'
    found = ALIGNED.fullmatch(text)
    inside = "".join(map(line, split(found[2], "\\\\"))) if found else mathml(text, block=True)
    kind = "block formula lines" if found else "block formula"
    return f'<span class="{kind}" tabindex="0">{inside}</span>'  # keys move what is too wide


def line(latex: str) -> str:
    """A line of a solution: what is computed, and what it equals in pieces that stay together where there is room."""
    left, *right = split(latex, "&")
    pieces = "".join(f"<wbr><span>{displayed(piece)}</span>" for piece in in_pieces("".join(right).strip()))
    return f"<span><span>{displayed(left)}</span><span>{pieces}</span></span>" if latex.strip() else ""


def in_pieces(latex: str) -> Iterator[str]:
    """A formula, broken where print would break it; lists of numbers only between the numbers, notes between words."""
    breaks = BREAKS if latex.startswith(RELATIONS) else BREAKS[-2:]
    start = 0
    for place in [*at_top(latex, breaks), len(latex)]:
        if piece := latex[start:place].strip():
            yield from NOTE.sub(by_word, piece).split("\0")
            start = place


def by_word(note: re.Match[str]) -> str:
    """A note whose words may stand on different lines."""
    return note[1] + "\0".join(f"\\text{{{word} }}" for word in WORD.findall(note[2]))


def displayed(latex: str) -> str:
    """A piece as it stands in a line of its own, a plus at its start between what it adds."""
    shown = mathml(latex.strip(), block=True).replace(' display="block"', ' displaystyle="true"', 1)
    return shown.replace("<mrow><mo>+</mo>", '<mrow><mo form="infix">+</mo>', 1) if latex.startswith("+") else shown


def split(latex: str, sign: str) -> list[str]:
    """What stands between the signs that are in no braces."""
    parts, start = [], 0
    for place in at_top(latex, (sign,)):
        parts.append(latex[start:place])
        start = place + len(sign)
    return [*parts, latex[start:]]


def at_top(latex: str, signs: tuple[str, ...]) -> list[int]:
    """Where signs stand that are in no braces, brackets that grow, or tables."""
    found, depth = [], 0
    for token in TOKEN.finditer(latex):
        depth += DEEPER.get(token[0], 0)
        if not depth and token[0] in signs:
            found.append(token.start())
    return found
