"""What (x - μ)/√(σ² + ε) is made of, where nothing tells it: the mean of x, and that of (x - μ)²."""

import re

from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.work import USUAL

_NORMALIZED = re.compile(
    rf"^([ \t]*)(?={NAME}\s*=\s*\(\s*({NAME})\s*[-−]\s*({NAME})\s*\)\s*/\s*"
    rf"(?:(?:np\.)?sqrt\s*\(\s*|√\s*\(\s*)({NAME})(²|\^2|\*\*2)?\s*\+)",
    re.MULTILINE,
)
_ENTRY = re.compile(r"_\{?[a-z]\}?$|[ᵢⱼₖₙ]$")


def with_mean_told(text: str) -> str:
    r"""A text with what is subtracted and divided by, where it asks how a loss depends on them, and tells neither.

    >>> text = "u = (x - m) / sqrt(v + e)\ndL/dv = sum(dL/du*(x - m)*(-1/2)*(v + e)^(-3/2))\ndL/dm = …"
    >>> with_mean_told(text).split("\n")[0]
    'm = mean(x); v = mean((x - m)^2); u = (x - m) / sqrt(v + e)'
    >>> with_mean_told("u = (x - m) / sqrt(v + e)\ndu/dx = 1/sqrt(v + e)")
    'u = (x - m) / sqrt(v + e)\ndu/dx = 1/sqrt(v + e)'
    """
    found = _NORMALIZED.search(text) if len(text) <= USUAL else None
    if found is None:
        return text
    data, mean, spread = _ENTRY.sub("", found[2]), found[3], found[4]
    power = "^2" if found[5] else ""
    told = r"(?<![\w∂/]){}{}\s*(?:=(?!=)|:)"
    if any(re.search(told.format(re.escape(name), behind), text) for name, behind in ((mean, ""), (data, ""))):
        return text
    if re.search(told.format(re.escape(spread), r"(?:²|\^2|\*\*2)?"), text):
        return text
    if not all(re.search(rf"/\s?[d∂]\s?{re.escape(name)}(?!\w)", text) for name in (mean, spread)):
        return text
    axis = ", axis=0" if "axis=0" in text else ""
    put = f"{mean} = mean({data}{axis}); {spread}{power} = mean(({data} - {mean})^2{axis}); "
    return text[: found.end()] + put + text[found.end() :]
