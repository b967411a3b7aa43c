"""Names that a program computes and then adds to: below c = a + b, c += 1 + c makes another c from there on."""

import re

from autograd.worksheet.language.work import USUAL

_CHANGED = re.compile(
    r"(?:^|(?<=;))([ \t]*)([^\W\d]\w*)[ \t]*([-+*/])=(?!=)[ \t]*([^;#\n]+?)[ \t]*(?=$|[;#])", re.MULTILINE
)
"""c += 1 + c"""

_COMPUTED = r"(?:^|[;\n])[ \t]*{}[ \t]*=(?!=)[^;#\n]*[^\W\d]"
_SLOPE = r"(?<![\w∂/])d_?{}(?!\w|\s*/)"
_VERSION = re.compile(r"_rev[0-9]+$")
MOST_CHANGES = 40
"""Names of one sheet that are changed at most."""


def with_versions(text: str) -> str:
    r"""A text in which such a name is another from there on.

    >>> print(with_versions("c = a b\nc += 1 + c\nL = c^2\ndL/dc = 2 c"))
    c = a b
    c_rev2 = c + (1 + c)
    L = c_rev2^2
    dL/dc_rev2 = 2 c_rev2
    >>> with_versions("w = 2\nw -= 0.1\ny = w"), with_versions("dx = da\ndx += dq y")
    ('w = 2\nw -= 0.1\ny = w', 'dx = da\ndx += dq y')
    """
    if len(text) > USUAL or not re.search(r"[-+*/]=", text):
        return text
    done, place = text, 0
    counts: dict[str, int] = {}
    for _ in range(MOST_CHANGES):
        found = _CHANGED.search(done, place)
        if found is None:
            break
        blanks, name, sign, formula = found.groups()
        bare = _VERSION.sub("", name)
        if not _is_computed(name, bare, done[: found.start()]) or re.search(_SLOPE.format(re.escape(bare)), text):
            place = found.end()
            continue
        counts[bare] = counts.get(bare, 1) + 1
        new = f"{bare}_rev{counts[bare]}"
        told = f"{done[: found.start()]}{blanks}{new} = {name} {sign} ({formula})"
        done, place = told + renamed(name, new, done[found.end() :]), len(told)
    return done


def renamed(name: str, new: str, text: str) -> str:
    """A text with another name for one, in derivatives of it and by it as well."""
    return re.sub(rf"(?<![\w.])((?:∂|(?<=/)d|d(?={name}\s*/))?){name}(?!\w)", rf"\g<1>{new}", text)


def _is_computed(name: str, bare: str, above: str) -> bool:
    """Whether a name is made of others, and is no word for a derivative."""
    is_slope = re.match(r"d_?[^\W\d]", bare) is not None or "grad" in bare
    return not is_slope and re.search(_COMPUTED.format(re.escape(name)), above) is not None
