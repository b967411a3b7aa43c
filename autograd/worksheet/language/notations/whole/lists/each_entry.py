"""What is said of each: dz/dw_i = x_i beside z = w_1 x_1 + w_2 x_2, where w_1, w_2, x_1 and x_2 are told one by one."""

import re

from autograd.worksheet.language.work import USUAL

_LETTERS = r"[^\W\d_][\u0302\u0304]?"
_SMALL = dict(zip("ᵢⱼₖ", "ijk", strict=True))
_OF_EACH = re.compile(
    rf"(?<![^\W\d∂])((?:∂|d(?=[^\W\d_]))?)([^\W\d_]+[\u0302\u0304]?)(?:_\{{?([ijk])\}}?(?!\w)|([{''.join(_SMALL)}]))"
)
_SLOPE_BY_EACH = re.compile(rf"\s*[∂d]\s?[^\W\d]\w*\s*/\s*[∂d]\s?{_LETTERS}(?:_\{{?[ijk]\}}?(?!\w)|[ᵢⱼₖ])\s*=(?!=)")
_TOLD = re.compile(rf"(?<![\w∂/])({_LETTERS})(_?\{{?[1-9]\}}?|[₁-₉])[ \t]*=(?!=)")
_IS_TOLD = re.compile(r"\s*=(?!=)")
_DIGIT = str.maketrans("₁₂₃₄₅₆₇₈₉", "123456789", "_{}")
_OTHERWISE = re.compile(r"[Σ∑Π∏\[]|\b(?:sum|prod|mean|max|softmax|for|if|für|pour|para|where|when)\b|≠|!=|->|→")
"""What makes more of an index, or of what a line holds for."""


def with_each_entry(text: str) -> str:
    r"""A text in which this is said of one after the other.

    >>> print(with_each_entry("x_1 = 1; x_2 = 2; w_1 = 3; w_2 = 4\nz = w_1 x_1 + w_2 x_2\n∂z/∂w_i = x_i"))
    x_1 = 1; x_2 = 2; w_1 = 3; w_2 = 4
    z = w_1 x_1 + w_2 x_2
    ∂z/∂w_1 = x_1 ; ∂z/∂w_2 = x_2
    >>> with_each_entry("x = [1, 2]; w = [3, 4]; dz/dw_i = x_i"), with_each_entry("x_1 = 1; x_2 = 2; s = Σ_i x_i")
    ('x = [1, 2]; w = [3, 4]; dz/dw_i = x_i', 'x_1 = 1; x_2 = 2; s = Σ_i x_i')
    """
    if len(text) > USUAL or _OF_EACH.search(text) is None or re.search(r"[Σ∑]|\bsum\b|\[", text):
        return text
    told: dict[str, dict[str, str]] = {}
    own = {match[2] for match in _OF_EACH.finditer(text) if not match[1] and _IS_TOLD.match(text, match.end())}
    lines = []
    for line in text.split("\n"):
        bare, mark, comment = line.partition("#")
        lines.append(_each(bare, told) + mark + comment)
        for name, number in _TOLD.findall(lines[-1]):
            if name in own:  # w_i is a name itself
                continue
            told.setdefault(name, {}).setdefault(number.translate(_DIGIT), f"{name}{number}")
    return "\n".join(lines)


def _each(line: str, told: dict[str, dict[str, str]]) -> str:
    """A slope by each once for each, where all that has its letter is told one by one."""
    found = list(_OF_EACH.finditer(line)) if _SLOPE_BY_EACH.match(line) else []
    letters = {match[3] or _SMALL[match[4]] for match in found}
    if len(letters) != 1 or ";" in line or _OTHERWISE.search(line):
        return line
    numbers = [sorted(told.get(match[2], ())) for match in found]
    count = len(numbers[0])
    if count < 2 or any(each != list("123456789"[:count]) for each in numbers):
        return line

    def of(number: str) -> str:
        return _OF_EACH.sub(lambda match: match[1] + told[match[2]][number], line)

    return " ; ".join(of(number).strip() for number in numbers[0])
