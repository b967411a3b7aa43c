"""Titles that say at which step one is."""

import re

_AT_STEP = re.compile(
    r"[ \t>#*]*(?:[^\W\d_=]{2,}[ -]){1,12}\(?(?:[^\W\d_]{2,12}: )?([tkn])\s?=\s?[0-9]{1,3}"
    r"(?:\s?(?:→|->|to|and|through)\s?(?:\1\s?=\s?)?[0-9]{1,3})?\)?[ \t]*:?[ \t*]*:?"
)
"""Gates at t = 1:"""

_STEP_ALONE = re.compile(
    r"[ \t>#*]*(?:[^\W\d_][\w ]{2,40},[ \t])?([^\W\d_])[ \t]?=[ \t]?([0-9]{1,3})(?:[ \t][^\W\d_][\w ]{1,30})?"
    r"[ \t]*(:?)[ \t*]*"
)
"""t = 1, or Going back, T = 2 first:"""


def _steps_alone(lines: list[str]) -> list[int]:
    """The places of lines that say nothing but which step it is, several of one letter that names have below, h_t, or
    that formulas do not have: T = 2 first:
    """
    found: dict[str, dict[int, str]] = {}
    colons = set()
    for place, line in enumerate(lines):
        if match := _STEP_ALONE.fullmatch(line):
            found.setdefault(match[1], {})[place] = match[2]
            colons.update([place] if match[3] else [])
    return [
        place
        for letter, each in found.items()
        if 1 < len(set(each.values())) == len(each)
        and (_is_below(letter, lines) if letter in "tkn" else colons.issuperset(each) and not _is_used(letter, lines))
        for place in each
    ]


def _is_below(letter: str, lines: list[str]) -> bool:
    return any(re.search(rf"\w_\{{?{letter}(?!\w)", line) for line in lines)


def _is_used(letter: str, lines: list[str]) -> bool:
    """Whether a letter stands anywhere but before a number it is, or above a matrix that is turned."""
    return any(
        re.search(rf"(?<![^\W\d])(?<!\^)(?<!\^\{{){letter}(?![\w'’])(?!\s?=\s?[0-9])", line.partition("#")[0])
        for line in lines
    )


def without_counters(text: str) -> str:
    r"""A text with blanks for titles that say at which step one is, where no formula uses its number: Gates at t = 1:

    >>> without_counters("Gate at t=1:\ny = 2").strip(), without_counters("Slope at t=1:\ny = 2 t")
    ('y = 2', 'Slope at t=1:\ny = 2 t')
    >>> without_counters("h_t = 2 x_t\nt = 2\nh_2 = 4\nt = 1\nh_1 = 2").split("\n")
    ['h_t = 2 x_t', '     ', 'h_2 = 4', '     ', 'h_1 = 2']
    >>> without_counters("Back, T = 2 first:\nh_2 = 4\nT = 1:\nh_1 = 2").split()
    ['h_2', '=', '4', 'h_1', '=', '2']
    >>> without_counters("T = 2:\ny = 3T\nT = 1:\ny = 3").split("\n")[0]
    'T = 2:'
    """
    if "=" not in text:
        return text
    lines = text.split("\n")
    alone = _steps_alone(lines)
    for place in alone:
        lines[place] = " " * len(lines[place])
    text = "\n".join(lines) if alone else text
    found = {place: match[1] for place, line in enumerate(lines) if (match := _AT_STEP.fullmatch(line))}
    others = "\n".join(line for place, line in enumerate(lines) if place not in found)
    for letter in set(found.values()):
        if re.search(rf"(?<![\w{{(+-]){letter}(?![\w'’])|(?<=[({{]){letter}(?=[)}}])", others):
            found = {place: each for place, each in found.items() if each != letter}
    return "\n".join(" " * len(line) if place in found else line for place, line in enumerate(lines)) if found else text
