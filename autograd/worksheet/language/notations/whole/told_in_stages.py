"""What is told as a whole and then in stages, y = (x - m)/s * g + b, h = (x - m)/s, y = h g + b, beside dL/dh of a loss
that is known by its derivatives only: y is made of h, and the first is said of it.
"""

import re

from autograd.worksheet.language.work import USUAL

_NAME = r"[^\W\d]\w{0,20}?[\u0302-\u0304]?"
_BEFORE = r"(?P<before>[^=\n;]{0,60}?(?:^|:[ \t]+|[ \t]{2,}|^[ \t]*[-*•][ \t]+))"
_TOLD = re.compile(
    rf"^{_BEFORE}(?P<name>{_NAME})(?P<place>_\{{?[a-z]\}}?)?[ \t]*=(?!=)[ \t]*(?P<formula>[^=;#\n]{{1,200}}?)"
    r"(?P<behind>[ \t]*(?:\([0-9]{1,2}\)[ \t]*)?(?:#[^\n]*)?)$",
    re.MULTILINE,
)
_SLOPE = re.compile(rf"(?<!\w)[d∂][ \t]?([A-Z])[ \t]*/[ \t]*[d∂][ \t]?({_NAME})(?:_\{{?[a-z]{{1,2}}\}}?)?(?!\w)")
_LOSS_TOLD = r"^[ \t]*(?:[^=\n]*[:,;][ \t]+)?{}(?:\([^()=\n]*\))?[ \t]*=(?!=)"


def with_stages_told(text: str) -> str:
    r"""A text in which the first of these is no definition, but the other way round.

    >>> text = "y = (x - m)/s * g\nh = (x - m)/s\ny = h g\ndL/dh = dL/dy g"
    >>> with_stages_told(text).split("\n")[0]
    '((x - m)/s * g) = y'
    >>> with_stages_told("L = y²\n" + text).split("\n")[1]
    'y = (x - m)/s * g'
    """
    if len(text) > USUAL or "/" not in text or not (slopes := set(_SLOPE.findall(text))):
        return text
    by = {name for loss, name in slopes if not re.search(_LOSS_TOLD.format(loss), text, re.MULTILINE)}
    told = list(_TOLD.finditer(text)) if by else []
    places: dict[str, list[int]] = {}
    for at, each in enumerate(told):
        places.setdefault(each["name"], []).append(at)
    turned = []
    for name, (first, *others) in places.items():
        if others and name in by and not told[first]["place"]:
            between = {told[at]["name"] for at in range(first + 1, others[0])} & by - {name}
            if any(_uses(stage, told[others[0]]["formula"]) for stage in between) and not any(
                _uses(name, told[at]["formula"]) for at in range(first + 1, others[0])
            ):
                turned.append(told[first])
    for each in reversed(turned):
        line = f"{each['before']}({each['formula']}) = {each['name']}{each['behind']}"
        text = text[: each.start()] + line + text[each.end() :]
    return text


def _uses(name: str, formula: str) -> bool:
    return re.search(rf"(?<![\w∂]){re.escape(name)}(?![^\W_]|[\u0302-\u0304])", formula) is not None
