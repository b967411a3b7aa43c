"""The class of one sample, as in L_i = -log p_{y_i}: y_i becomes one letter where a sheet speaks of one sample i."""

import re

from autograd.worksheet.language.work import USUAL

_CLASS = re.compile(r"(?<=_)\{\s*y_(?:i|\{i\})\s*\}")
"""The y_i of s_{y_i}."""

_CONDITION = re.compile(r"(?:≠|!=|(?<=[a-z])\s*==?)\s*y_(?:i(?!\w)|\{i\})|(?<!\w)y_(?:i|\{i\})\s*(?=≠|!=)")
"""j ≠ y_i"""

_IS_OTHER = re.compile(r"([a-z]\s*(?:≠|!=)\s*)y(?![\w'’])")
_BARE_CLASS = re.compile(r"(?<=[a-z]_)(?:\{\s*y\s*\}|y(?![\w'’]))")
"""The y of s_y, beside j ≠ y."""

_TOLD = re.compile(r"(?<![\w∂])y(?!\w)\s*(?:=(?!=)|∈|in(?!\w))")
"""y = 2, y in R^n"""

_CALLED = re.compile(r"y_(?:\{i\}|i)")
_GIVEN = re.compile(r"(?:^|[;,])\s*y_(?:i|\{i\})\s*=(?!=)", re.MULTILINE)
_LABEL = re.compile(r"(?<!\w)y_(?:i(?!\w)|\{i\})")
_BY = re.compile(
    r"\s*(?:∇_\{\w_\{?|[∂d]\s?\w+\s*/\s*[∂d]\s?\w_\{?)([a-z])\}{0,2}(?=[^=]*=(?:(?!for|if|≠|[Σ∑]_).)*\.?\s*$)"
)
"""∂L/∂w_j = …, with no condition behind it."""

_OF_SAMPLE = re.compile(r"(?<!\w)([∂d]?)([a-zA-Z])_(?:i(?![\w{])|\{i\})")
_OF_LOSS = re.compile(r"(?<=^)()([a-zA-Z])_(?:i|\{i\})(?=\s*=)")
"""L_i = …"""

_SUM = re.compile(r"[Σ∑]_?\s?\{?i(?!\w)")
_LETTERS = "mnrsqkl"
"""What such a class may be called."""


def with_class(text: str) -> str:
    """A text with one letter for the class y_i of its only sample; lines in which y_i also is a label stay.

    >>> with_class("L_i = Σ_{j≠y_i} max(0, w_j^T x_i - w_{y_i}^T x_i)")
    'L = Σ_{j≠m} max(0, w_j^T x - w_{m}^T x)'
    >>> with_class("L = Σ_{j≠y} max(0, s_j - s_y + 1)"), with_class("y = 2; L = Σ_{j≠y} s_j - s_y")
    ('L = Σ_{j≠m} max(0, s_j - s_{m} + 1)', 'y = 2; L = Σ_{j≠y} s_j - s_y')
    >>> with_class("L = -Σ_i log p_{i,y_i}"), with_class("y_i = 2; L = s_{y_i}")
    ('L = -Σ_i log p_{i,y_i}', 'y_i = 2; L = s_{y_i}')
    """
    if len(text) > USUAL:
        return text
    is_bare = _IS_OTHER.search(text) and _BARE_CLASS.search(text) and not _TOLD.search(text)
    if not is_bare and not _CLASS.search(text):
        return text
    letter = next((each for each in _LETTERS if not re.search(rf"(?<![^\W_]){each}(?![^\W_])", text)), "")
    if not letter:
        return text
    if is_bare:
        text = _IS_OTHER.sub(rf"\g<1>{letter}", _BARE_CLASS.sub(f"{{{letter}}}", text))
    if not _CLASS.search(text) or _GIVEN.search(text):
        return text
    lines = text.split("\n")
    made = [
        _CONDITION.sub(lambda found: _CALLED.sub(letter, found[0]), _CLASS.sub(f"{{{letter}}}", each)) for each in lines
    ]
    is_label = [_LABEL.search(each) is not None for each in made]
    has_labels = any(is_label[number] for number, line in enumerate(lines) if "=" in line)
    whole = "\n".join(made)
    changed = (line for line, typed in zip(made, lines, strict=True) if line != typed and not _SUM.search(line))
    own = {found[2] for line in changed for found in _OF_SAMPLE.finditer(line)}

    def of_sample(found: re.Match[str]) -> str:
        sign, name = found.groups()
        if name not in own:
            return found[0]
        is_used = re.search(rf"(?<![\w∂]){name}(?![\w_])", whole) is not None
        return f"{sign}{name}one" if is_used else f"{sign}{name}"

    others = {found[1] for found in re.finditer(rf"[Σ∑]_\{{\s*([a-z])\s*(?:≠|!=)\s*{letter}\s*\}}", whole)}
    for number, line in enumerate(made):
        if is_label[number] or _SUM.search(line):
            made[number] = lines[number]
        elif not has_labels:
            made[number] = _OF_SAMPLE.sub(of_sample, line)
        elif lines[number] != line and len(_OF_SAMPLE.findall(line)) == 1:
            made[number] = _OF_LOSS.sub(of_sample, line)
        by = _BY.match(line)
        if by is not None and by[1] in others and f"{{{letter}}}" in line and lines[number] != line:
            made[number] += f" for {by[1]} ≠ {letter}"
    return "\n".join(made)
