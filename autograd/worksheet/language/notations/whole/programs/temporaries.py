"""Names that a program reuses for something else: dt = dz (1 - z²) here, and dt = dr r (1 - r) below."""

import re
from bisect import bisect_right

from autograd.worksheet.language.work import USUAL

_PROGRAM = re.compile(r"(?<![\w.])np\.|\.T(?!\w)|\.dot\(")
_WORD = re.compile(r"(?<![\w.])[^\W\d]\w*")
_CHANGED = re.compile(r"(?<![\w.])([^\W\d]\w*)\s*(?:[-+*/]=|/\s*d)")
"""A word that something is added to, or that is differentiated."""

_ASSIGNED = re.compile(r"^[ \t]*(d[a-z]\w*)[ \t]*=(?!=)([^=\n#]*)", re.MULTILINE)


def with_new_names(text: str) -> str:
    r"""A program with another name for each new use of such a word, if it is a derivative by nothing that has a name.

    >>> with_new_names("dt = dz * z.T\ndW = x * dt\ndt = dr * r\ndU = x * dt")
    'dt = dz * z.T\ndW = x * dt\ndt_2 = dr * r\ndU = x * dt_2'
    >>> with_new_names("dt = dz * z.T\ndt = dr * t"), with_new_names("dt = dz * z\ndt = dr * r")
    ('dt = dz * z.T\ndt = dr * t', 'dt = dz * z\ndt = dr * r')
    """
    if len(text) > USUAL or not _PROGRAM.search(text):
        return text
    uses: dict[str, list[re.Match[str]]] = {}
    for found in _ASSIGNED.finditer(text):
        uses.setdefault(found[1], []).append(found)
    words = set(_WORD.findall(text))
    changed = set(_CHANGED.findall(text))
    again = {
        word: [found.start(1) for found in each[1:]]
        for word, each in uses.items()
        if len(each) > 1 and word[1:] not in words and word not in changed and all(_is_other(found) for found in each)
    }

    def named(found: re.Match[str]) -> str:
        word, number = found[0], bisect_right(again.get(found[0], ()), found.start())
        return f"{word}_{'2_' * (f'{word}_{number + 1}' in words)}{number + 1}" if number else word

    return _WORD.sub(named, text) if again else text


def _is_other(assigned: re.Match[str]) -> bool:
    """Whether a word is assigned something made of names, and not of itself."""
    word, formula = assigned.groups()
    return word not in _WORD.findall(formula) and re.search(r"[a-z]", formula) is not None
