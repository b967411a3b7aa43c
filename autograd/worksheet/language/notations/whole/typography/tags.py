"""Tags of equations in square brackets, of which sentences speak: 0 = 4y + 2x [B], and then From [B]: x = -2y."""

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
