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


MOST = 30
"""Names that something is differentiated by."""


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
    untold = {loss for loss, _ in slopes if not re.search(_LOSS_TOLD.format(loss), text, re.MULTILINE)}
    by = {name for loss, name in slopes if loss in untold}
    if not by or len(by) > MOST:
        return text
    told = list(_TOLD.finditer(text))
    places: dict[str, list[int]] = {}
    for at, each in enumerate(told):
        places.setdefault(each["name"], []).append(at)
    chain = _chain_in_stages(text, by)
    if chain is not None:
        return _with_last_first(text, chain)
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


_PART = r"(?:[^=,;#\n]|,(?=[ \t]*[0-9]+\))){1,120}"
_CHAIN = re.compile(
    rf"^(?P<before>[ \t]*(?:[-*•][ \t]+)?)(?P<name>{_NAME})(?P<parts>(?:[ \t]*=(?!=){_PART}){{2,8}})"
    r"(?=[ \t]*(?:#|$))",
    re.MULTILINE,
)
_WORDS = re.compile(r"[^\W\d_]{3,} [^\W\d_]{2,}")
_STAGE = r"(?:^|[,;:]|\b(?:[Ww]here|and|with)[ \t])[ \t]*{}[ \t]*=(?!=)"


def _chain_in_stages(text: str, by: set[str]) -> re.Match[str] | None:
    """Where a name is told in a chain that ends in stages that a slope is by: B = softmax(W) = E ⊙ P."""
    for chain in _CHAIN.finditer(text):
        _, first, *_, last = chain["parts"].split("=")
        if _WORDS.search(last):
            continue
        stages = [name for name in by - {chain["name"]} if _uses(name, last) and not _uses(name, first)]
        if any(re.search(_STAGE.format(re.escape(name)), text, re.MULTILINE) for name in stages):
            return chain
    return None


def _with_last_first(text: str, chain: re.Match[str]) -> str:
    """A text with the end of a chain first in it, and what was told of the name above it the other way round."""
    _, *parts, last = chain["parts"].split("=")
    above, behind = text[: chain.start()], text[chain.end() :]
    for told in reversed(
        [each for each in _TOLD.finditer(above) if each["name"] == chain["name"] and not each["place"]]
    ):
        line = f"{told['before']}({told['formula']}) = {told['name']}{told['behind']}"
        above = above[: told.start()] + line + above[told.end() :]
    return f"{above}{chain['before']}{chain['name']} = {' = '.join(part.strip() for part in (last, *parts))}{behind}"


def _uses(name: str, formula: str) -> bool:
    return re.search(rf"(?<![\w∂]){re.escape(name)}(?![^\W_]|[\u0302-\u0304])", formula) is not None
