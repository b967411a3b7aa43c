"""What slopes are taken at and nothing tells: the z of σ'(z) beside a = σ(w x + b), be they of a layer."""

import re

from autograd.worksheet.language.notations.patterns import IN_BRACKETS
from autograd.worksheet.language.work import USUAL

_LETTER = r"[A-Za-z][\u0302]?"
_BELOW = r"(?:_\{[^{}=\s]{1,7}\}|_[a-z0-9]{1,2}(?!\w)|[0-9₀-₉])?"
_RAISED = r"(?:\^(?:\{[^{}=\s]{1,9}\}|\([^()=\s]{1,7}\)|[A-Za-z0-9](?!\w)))?"
_FUNCTION = r"σ|sigmoid|tanh|ReLU|relu|softplus"
_SLOPE = re.compile(rf"(?<!\w)({_FUNCTION})['’′]\([ \t]*({_LETTER})({_BELOW}{_RAISED})[ \t]*\)")
_TOLD = re.compile(
    rf"(?:^|(?<=[;,:])|(?<=[^\W\d_]{{2}} ))([ \t]*)({_LETTER})({_BELOW}{_RAISED})"
    rf"[ \t]*=(?!=)[ \t]*({_FUNCTION})({IN_BRACKETS})(?=[ \t]*(?:$|[;.,#]))",
    re.MULTILINE,
)
_ALONE = re.compile(rf"\([ \t]*{_LETTER}{_BELOW}{_RAISED}[ \t]*\)")
_BY_LETTER = re.compile(r"[_^({]([a-z])(?![a-z])")


def with_arguments_of_slopes(text: str) -> str:
    r"""A text with that name for what the function is of, where it stands nowhere else.

    >>> with_arguments_of_slopes("a = σ(w x + b)\nδ = (a - y) σ'(z)")
    "z = w x + b; a = σ(z)\nδ = (a - y) σ'(z)"
    >>> with_arguments_of_slopes("a^(l) = σ(W^(l) a^(l-1))\nδ^(l) = σ'(z^(l))")
    "z^(l) = W^(l) a^(l-1); a^(l) = σ(z^(l))\nδ^(l) = σ'(z^(l))"
    >>> with_arguments_of_slopes("a = σ(w x)\nz = w x\nδ = σ'(z)"), with_arguments_of_slopes("a = σ(w)\nδ = σ'(z)")
    ("a = σ(w x)\nz = w x\nδ = σ'(z)", "a = σ(w)\nδ = σ'(z)")
    """
    slopes = list(_SLOPE.finditer(text)) if len(text) <= USUAL else []
    names = {(found[1], found[2]) for found in slopes}
    functions = {function for function, _ in names}
    if len(names) != 1 or len(functions) != 1:
        return text
    function, name = names.pop()
    bare = _SLOPE.sub(" ", text)
    if re.search(rf"(?<![A-Za-z0-9_])[d∂]?{re.escape(name)}(?![A-Za-z0-9('’′])", bare):
        return text
    suffixes = {found[3] for found in slopes}
    told = [found for found in _TOLD.finditer(text) if found[4] == function and not _ALONE.fullmatch(found[5])]
    heads = [found[3] for found in told]
    if len(set(heads)) != len(heads) or not all(each in suffixes or _counts(each, suffixes) for each in heads):
        return text

    def named(found: re.Match[str]) -> str:
        if found[4] != function or _ALONE.fullmatch(found[5]):
            return found[0]
        inner = f"{name}{found[3]}"
        return f"{found[1]}{inner} = {found[5][1:-1].strip()}; {found[2]}{found[3]} = {function}({inner})"

    return _TOLD.sub(named, text)


def _counts(head: str, suffixes: set[str]) -> bool:
    """Whether a name with letters above or below it stands for all of those that have some."""
    return bool(_BY_LETTER.search(head)) and all(("^" in each) == ("^" in head) for each in suffixes)
