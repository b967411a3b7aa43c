"""The chain rule of functions put into each other: (f ∘ g)'(x) = f'(g(x)) g'(x), (L ∘ z)'(y) where L is made of z."""

import re

from autograd.worksheet.language.notations.patterns import COMMENT
from autograd.worksheet.language.work import USUAL

_COMPOSED = re.compile(r"\([ \t]*([^\W\d_])[ \t]*[∘◦][ \t]*([^\W\d_])[ \t]*\)['’′]\([ \t]*([^\W\d_])[ \t]*\)")
_FREE = "hkqrs"
_TOLD = r"(?:^|[;,:]|(?<=\s))[ \t]*{}[ \t]*=(?!=)[ \t]*([^=,;\n]*)"
_MOST_INSIDE, _LONGEST = 3, 200
"""Functions in each other that are written out, and the characters of a line where they are."""


MOST = 20
"""Compositions that are written out."""


def with_compositions(text: str) -> str:
    """A text with derivatives for such, where the names are told, and else with a name for what is composed.

    >>> with_compositions("z = y - t; L = z^2; (L ∘ z)'(y) = L'( z(y) ) z'(y)")
    'z = y - t; L = z^2; dL/dy = dL/dz dz/dy'
    >>> with_compositions("(f ∘ g)'(x) = f'( g(x) ) g'(x)")
    "h(x) = f(g(x)); h'(x) = f'( g(x) ) g'(x)"
    """
    if len(text) > USUAL or not ("∘" in text or "◦" in text) or not 0 < len(_COMPOSED.findall(text)) <= MOST:
        return text
    told = {name for pair in _COMPOSED.findall(text) for name in pair[:2] if _is_told(name, text)}
    lines = text.split("\n")
    for at, line in enumerate(lines):
        for outer, inner, by in dict.fromkeys(_COMPOSED.findall(line)):
            whole = _composed(outer, inner, by)
            if {outer, inner} <= told:
                line = whole.sub(f"d{outer}/d{by}", line)
                line = re.sub(rf"(?<!\w){outer}['’′]\(\s*{inner}\(\s*{by}\s*\)\s*\)", f"d{outer}/d{inner}", line)
                line = re.sub(rf"(?<!\w){inner}['’′]\(\s*{by}\s*\)", f"d{inner}/d{by}", line)
                _write_out(lines, at + 1, inner, by)
            elif told:  # the rule, before what it is used for
                line = ""
            elif free := next((each for each in _FREE if not re.search(rf"(?<![^\W_]){each}(?![^\W_])", text)), ""):
                begun = whole.search(line)
                line = whole.sub(f"{free}'({by})", line)
                start = begun.start() if begun is not None else 0
                line = f"{line[:start]}{free}({by}) = {outer}({inner}({by})); {line[start:]}"
        lines[at] = line
    return "\n".join(lines)


def _write_out(lines: list[str], place: int, inner: str, by: str) -> None:
    """Put the formula of the inner name for its calls in the lines that go on with =: z(z(y)) of z = y - t."""
    above = COMMENT.sub("", "\n".join(lines[: place - 1]))
    told = re.search(_TOLD.format(inner), above, re.MULTILINE)
    formula = told[1].strip() if told is not None else ""
    call = re.compile(rf"(?<![\w∂]){inner}\(([^()]{{1,40}}|[^()]{{0,20}}\([^()]{{1,40}}\)[^()]{{0,20}})\)")

    letter = re.compile(rf"(?<![^\W_]){by}(?![^\W_])")

    def written_out(found: re.Match[str]) -> str:
        put_in = f"({found[1].strip()})"
        return f"({letter.sub(lambda _: put_in, formula)})"

    while place < len(lines) and lines[place].lstrip().startswith("="):
        for _ in range(_MOST_INSIDE):
            lines[place] = call.sub(written_out, lines[place]) if len(lines[place]) < _LONGEST else lines[place]
        place += 1


def _is_told(name: str, text: str) -> bool:
    return re.search(_TOLD.format(name), text, re.MULTILINE) is not None


def _composed(outer: str, inner: str, by: str) -> re.Pattern[str]:
    return re.compile(rf"\(\s*{outer}\s*[∘◦]\s*{inner}\s*\)['’′]\(\s*{by}\s*\)")
