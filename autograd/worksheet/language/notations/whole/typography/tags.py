"""Tags of equations: in square brackets, of which sentences speak, 0 = 4y + 2x [B], and then From [B]: x = -2y; and
numbers at the ends of lines, dL/dw = x (3).
"""

import re

from autograd.worksheet.language.work import USUAL

_TAG = re.compile(r"(?<==)([^=\n]*[^\s=\n])[ \t]+\[([A-Z]|[0-9]{1,2}|\*{1,3})\][ \t]*$", re.MULTILINE)
_WORD_BEFORE = r"(?:[Ff]rom|[Ii]nto|[Uu]sing|[Bb]y|[Ii]n|[Ss]ubstitut\w+|[Ee]q\w*\.?|[Ee]quations?|and)[ \t]+\[{}\]"


def without_tags(text: str) -> str:
    r"""A text with blanks for tags that are spoken of.

    >>> without_tags("0 = 4y + 2x [B]\nFrom [B]: x = -2y")
    '0 = 4y + 2x    \nFrom    : x = -2y'
    >>> without_tags("y = x [B]\nz = W [2]")
    'y = x [B]\nz = W [2]'
    """
    if "]" not in text or len(text) > USUAL:
        return text
    tags = {found[2] for found in _TAG.finditer(text)}
    spoken = [re.escape(tag) for tag in tags if re.search(_WORD_BEFORE.format(re.escape(tag)), text)]
    if not spoken:
        return text
    every = rf"(?<=[ \t])\[(?:{'|'.join(sorted(spoken))})\](?![\w(\[])"
    return re.sub(every, lambda found: " " * len(found[0]), text)


_NUMBER_BEHIND = re.compile(
    r"(?<==)([^=\n]*[\w)\]}²³ᵀ'’′])(?:([ \t]?[.,;])[ \t]*|[ \t]+)\(([0-9]{1,2})\)[ \t]*[.,;]?(?=[ \t]*(?:#.*)?$)",
    re.MULTILINE,
)
_SAYS = re.compile(r"\b(?i:eqn?|equations?|gl|gleichung|éq|and|from|by|of)\.?\Z")
"""Words before the number of another equation, or that say that it is one."""

_ENDS_IN_NUMBER = re.compile(r"(?<![\w.^])[0-9.]+\Z")
_CALLED = re.compile(r"([^\W\d]\w*)\Z")


def without_numbers(text: str) -> str:
    r"""A text with blanks for the numbers of equations: behind a full stop, or where they count.

    >>> without_numbers("y = x w. (1)\nz = y (7)"), without_numbers("y = x w (3)\nz = y^2 (4).")
    ('y = x w     \nz = y (7)', 'y = x w    \nz = y^2     ')
    >>> without_numbers("y = x w (3)"), without_numbers("y = 2 (1)\nz = 3 (2)")
    ('y = x w (3)', 'y = 2 (1)\nz = 3 (2)')
    >>> without_numbers("f(x) = x; y = f (1)\nz = f (2)")
    'f(x) = x; y = f (1)\nz = f (2)'
    """
    if len(text) > USUAL:
        return text
    found = [each for each in _NUMBER_BEHIND.finditer(text) if not _SAYS.search(each[1])]
    bare = [each for each in found if not (each[2] or _is_called(each[1], text))]
    numbers = [int(each[3]) for each in found if each[2] or each in bare]
    is_certain = any(not _ENDS_IN_NUMBER.search(each[1]) for each in bare)  # not of products, = 2 (3) and = 3 (4)
    do_count = len(numbers) > 1 and is_certain and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    for each in reversed(found):
        if each[2] or (do_count and each in bare):
            text = text[: each.end(1)] + " " * (each.end() - each.end(1)) + text[each.end() :]
    return text


def _is_called(formula: str, text: str) -> bool:
    """Whether a formula ends with a function of one's own."""
    name = _CALLED.search(formula)
    return name is not None and re.search(rf"(?<!\w){name[1]}\s?\([^()=\n]*\)\s*:?=(?!=)", text) is not None
