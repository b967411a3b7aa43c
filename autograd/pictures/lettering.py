"""How wide text is, without asking a font: the widest of what browsers usually show sans-serif text in."""

from autograd.formulas.notation import clipped
from autograd.formulas.typeset import runs

_WIDTHS = {  # in ems: the wider of DejaVu Sans (Verdana's sister) and Liberation Sans (Arial's), rounded up to 1/20
    0.25: "′",
    0.30: "'Iijl",
    0.35: " ,./:;\\|·",
    0.40: "()-[]ft",
    0.45: "!r",
    0.50: '"*J`',
    0.55: "csz∂",
    0.60: "?L_kvxy",
    0.65: "$0123456789FTabdeghnopqu{}√äöüéσΣ",
    0.70: "ABEKPSVXYZÄ",
    0.75: "CNRUÜ",
    0.80: "&DGHOQÖ",
    0.85: "#+<=>^w~−∞≈≠×",
    0.90: "M",
    0.95: "%",
    1.00: "Wm…→←",
    1.05: "@",
}
_WIDTH = {letter: ems for ems, letters in _WIDTHS.items() for letter in letters}
_UNKNOWN = 1.0  # most of the world's letters are narrower
_WIDE = 1.4  # emoji, and a few letters of Arabic and Latin Extended
_BOLD = 1.17  # digits and most letters are 10 to 16 % wider


def width(text: str, size: float = 14.0, bold: bool = False) -> float:
    """The room a line of text needs in pixels, at a font size in pixels.

    >>> width("iiii") < width("WWWW")
    True
    """
    ems = sum([_WIDTH.get(letter) or (_UNKNOWN if letter < "\u0600" else _WIDE) for letter in text])
    return round(ems * size * (_BOLD if bold else 1.0), 1)


LOWERED = 11.7
"""The size of lowered letters, in pixels: no text is smaller."""

READABLE = 11.0
"""How small a page may show them: pictures shrink no further by themselves."""


def set_width(text: str, size: float = 14.0, bold: bool = False) -> float:
    """The room of a line in which indices are lowered."""
    return round(sum(width(piece, LOWERED if level else size, bold) for piece, level in runs(text)), 1)


MOST_LINES = 3
"""Lines a long text is broken into."""


def broken(text: str, length: int) -> list[str]:
    """The text in a few lines of at most that many characters, broken before a sign where possible."""
    lines = [""]
    for word in text.replace(" + ", " \0+\xa0").replace(" − ", " \0−\xa0").split(" "):
        word = word.replace("\0", "").replace("\xa0", " ")
        if lines[-1] and len(lines[-1]) + 1 + len(word) > length:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
    if len(lines) > MOST_LINES:
        lines[MOST_LINES - 1 :] = [lines[MOST_LINES - 1] + " …"]
    return [clipped(line, length + 2) for line in lines]
