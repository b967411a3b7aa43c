"""Lists that are only spoken of by their entries, which are moved: w = (0.1, -0.2), and then w1 := w1 - 0.1 dw1."""

import re

from autograd.worksheet.language.notations.patterns import NUMBER
from autograd.worksheet.language.work import USUAL

_LIST = re.compile(
    r"(?:^|(?<=[;,:.])|(?<=and)|(?<=with))([ \t]*)([^\W\d_])[ \t]*=[ \t]*"
    rf"[\[(][ \t]*({NUMBER}(?:[ \t]*,[ \t]*{NUMBER}){{1,8}})[ \t]*[\])]"
    r"(?:\^?T|ᵀ)?(?=[ \t]*(?:$|[;,.#]|and\b))",
    re.MULTILINE,
)


def with_lists_unpacked(text: str) -> str:
    r"""A text with a number for each entry of such a list.

    >>> with_lists_unpacked("x = (1, 2), w = (0.1, -0.2)\nz = w1 x1 + w2 x2\nw1 := w1 - 0.1 dw1").split("\n")[0]
    'x = (1, 2), w1 = 0.1; w2 = -0.2'
    >>> with_lists_unpacked("w = (0.1, -0.2)\nz = w · x\nw1 := w1 - 0.1").split("\n")[0]
    'w = (0.1, -0.2)'
    """
    if len(text) > USUAL:
        return text

    def apart(found: re.Match[str]) -> str:
        blanks, name, numbers = found.groups()
        count = len(re.findall(NUMBER, numbers))
        bare = re.findall(rf"(?<![^\W_])[d∂]?{name}(?![\w'’′(])", text)
        is_moved = re.search(rf"(?<![\w∂]){name}_?[1-{count}][ \t]*(?::=|<-|←|=(?!=)[ \t]*{name}_?[1-{count}]\b)", text)
        if len(bare) > 1 or not is_moved:
            return found[0]
        underscore = "_" if f"{name}_1" in text else ""
        parts = (f"{name}{underscore}{place} = {each}" for place, each in enumerate(re.findall(NUMBER, numbers), 1))
        return blanks + "; ".join(parts)

    return _LIST.sub(apart, text, count=USUAL)
