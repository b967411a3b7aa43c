"""Losses that a sheet compares, each called L: MSE: L = (a - y)²/2, and below its slopes, Cross entropy: L = -log a."""

import re

from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.vocabulary import LOSSES
from autograd.worksheet.language.work import USUAL

_KINDS = (
    "entropy|squares?|squared|MSE|MAE|SSE|RMSE|BCE|NLL|L1|L2|hinge|absolute|logistic|huber|smooth|ridge|lasso|penal\\w*|focal|KL"
    "|log|likelihood|regulari\\w+|weight decay|variant|alternative|version"
)
_TOLD = re.compile(
    rf"^[ \t]*(?:[-*•][ \t]+|\(?\w{{1,2}}[.)][ \t]+)?(?:(?P<label>[^\W\d_][\w (),'-]{{1,40}}):[ \t]*)?(?P<name>{NAME})"
    r"(?:\([^()=\n]*\))?[ \t]*=(?!=)[ \t]*(?P<formula>[^=;\n]*[^\W\d][^=;\n]*)",
    re.MULTILINE,
)
_KIND = re.compile(rf"\b(?:{_KINDS})\b", re.IGNORECASE)
_ADDED = re.compile(r"\b(?:regulari\w+|weight decay|penal\w*|ridge|lasso|L[12])\b", re.IGNORECASE)
"""What is added to a loss, as a line of words above it says."""

_NEW_VALUE = re.compile(r"^[ \t]*([^\W\d](?:_?[0-9])?)['’′][ \t]*=(?!=)", re.MULTILINE)


def with_other_losses(text: str) -> str:
    r"""A text in which a loss of another kind has a name of its own, if the first was differentiated before.

    >>> print(with_other_losses("MSE: L = (a - y)²\ndL/da = 2(a - y)\nCross entropy: L = -log(a)\ndL/da = -1/a"))
    MSE: L = (a - y)²
    dL/da = 2(a - y)
    Cross entropy: L_2 = -log(a)
    dL_2/da = -1/a
    >>> with_other_losses("L = (a - y)²\nSquared error: L = a²").count("L_2")
    0
    >>> print(with_other_losses("L = (w - y)²\ndL/dw = 2(w - y)\nWith weight decay\nL = (w - y)² + w²\ndL/dw = 2w"))
    L = (w - y)²
    dL/dw = 2(w - y)
    With weight decay
    L_2 = (w - y)² + w²
    dL_2/dw = 2w
    """
    if len(text) > USUAL or not _KIND.search(text):
        return text
    done, place = text, 0
    first: dict[str, str] = {}
    counts: dict[str, int] = {}
    while (found := _TOLD.search(done, place)) is not None:
        place, name = found.end(), found["name"].partition("_")[0]
        formula = "".join(found["formula"].split())
        if name not in LOSSES:
            continue
        before = first.get(name)
        if before is None:
            first[name] = formula
            continue
        slope = re.compile(rf"[∂d]\s?{re.escape(found['name'])}\s*/")
        new = f"{name}_{counts.get(name, 1) + 1}"
        label = found["label"] or ""
        above = "" if label else done[: found.start()].rstrip().rpartition("\n")[2]
        is_other = _KIND.search(label) or (_ADDED.search(above) and not slope.search(above))
        if formula == before or not is_other or re.search(rf"(?<!\w){new}(?!\w)", text):
            continue
        if not slope.search(done, 0, found.start()):
            continue
        counts[name] = counts.get(name, 1) + 1
        renamed = re.compile(rf"(?<![\w.])((?:[∂d]\s?)?){re.escape(found['name'])}(?![\w′'’])")
        start = found.start("name")
        below = renamed.sub(rf"\g<1>{new}", done[start:])
        done, place = done[:start] + _with_other_steps(below, done[:start]), start + len(new)
    return done


def _with_other_steps(below: str, above: str) -> str:
    """What stands below another loss, with other names for the new values that are told above, too: w^+ for w'."""
    for name in set(_NEW_VALUE.findall(above)) & set(_NEW_VALUE.findall(below)):
        below = re.sub(rf"(?<!\w){name}['’′](?![\w'’′])", f"{name}^+", below)
    return below
