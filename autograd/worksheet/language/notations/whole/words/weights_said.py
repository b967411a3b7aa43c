"""Weights that words give one number, all weights 0.1, every bias is 0, and steps of matrices of one number."""

import re
import unicodedata

from autograd.worksheet.language.notations.patterns import NUMBER
from autograd.worksheet.language.work import USUAL

_EVERY = (
    r"(?:every|each|all(?:\s+of)?(?:\s+the)?|alle|jedes|jeder|tous\s+les|toutes\s+les|todos\s+los|todos\s+os|tutti\s+i"
    r"|tutte\s+le)\s+(?:(?:initial|model|network)\s+)?"
)
_WEIGHTS = r"weights?|gewichte?|poids|pesos|pesi"
_BIASES = r"bias(?:es)?|biaswerte?|biais|sesgos|vieses|vies"
_SET = (
    r"(?:(?:is|are|were|was|be|being|have\s+been|sind|ist|sont|son|são|sono|=|:|at|to|set|initiali[sz]ed|starts?|equals?"
    r"|gleich|auf|en|à|a|em)\s*){0,3}"
)
_SAID = re.compile(
    rf"(?<!\w)(?i:(?:(?:(?P<every>{_EVERY})|(?<=and )|(?<=und ))(?P<what>{_WEIGHTS}|{_BIASES})"
    rf"|the\s+(?P<input>input))\s+{_SET})"
    rf"(?P<number>{NUMBER}(?:,[0-9]+)?|(?i:zero|null|nul|nulle?s?|ceros?|one(?!\s+of\b)))"
    r"(?![\w^]|[.,]\w|\s?[*·×/+%])"
)
_IS_WEIGHT = re.compile(f"(?i:{_WEIGHTS})")
_WEIGHT = re.compile(r"(?<![\w∂.\\])([wW])(_?[0-9]{1,2}|[₀-₉]{1,2})(?![\w(^{'’′])")
_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_BIAS = re.compile(r"(?<![\w∂.\\])(b)(_?[0-9]|[₀-₉])(?![\w(^{'’′])")
_INPUT = re.compile(r"(?<![\w∂.\\])([xI])()(?![\w(^{\[=:'’′]|\s*[=:])")
_GIVEN = r"(?:^|[;,:])[ \t]*{}[ \t]*(?:=(?!=)|:(?!=))"
_LIST = r"\[[^\[\]=\n]*\]"
_INPUTS = re.compile(rf"(?<!\w)x[ \t]*=[ \t]*({_LIST}|{NUMBER}(?![\w.]))")
_OUTPUTS = (
    r"=(?!=)[^=≈\n;]*(?<![\w∂]){}[ \t·*@]*[^\W\d]\w*[^=≈\n;]*(?:[=≈][^=≈\n;]*)*[=≈][ \t]*({}|{})[ \t]*(?:$|[;,.#])"
)
_BULLET = r"(?P<mark>[ \t]*(?:[-*•][ \t]+)?)"
_STEP = (
    r"^{}(?P<name>{})(?P<sign>[ \t]*(?::=|←|<-|=)[ \t]*)(?P<formula>[-−+0-9.][-−+*/·×().0-9 \t]*?)[ \t]*"
    r"(?P<about>[=≈])[ \t]*(?P<number>{})[ \t]*(?:\((?:both|all|each|every|alle|beide)[\w ]{{0,12}}\))?"
    r"(?P<rest>[ \t]*(?:#.*)?)$"
)

MOST = 30
"""Names of weights that are given the number, and places where it is said."""


def with_weights_said(text: str) -> str:
    r"""A text with the weights and biases that words give one number, where nothing else is said of them.

    >>> with_weights_said("All weights are 0.5.\nz = w1 x1 + w2 x2").split("\n")[0]
    'w1 = 0.5; w2 = 0.5;.'
    >>> print(with_weights_said("x = [1, 2]; every weight is 0.1, every bias 0\ny = W1 x + b1 = [0.3, 0.3]"))
    x = [1, 2]; W1 = [[0.1, 0.1], [0.1, 0.1]];, b1 = [0, 0];
    y = W1 x + b1 = [0.3, 0.3]
    >>> with_weights_said("x = [1, 2]; every weight is 0.1\nz = W₁ x = [0.3, 0.3]\ny = W₂ z = 0.06").split("\n")[0]
    'x = [1, 2]; W₁ = [[0.1, 0.1], [0.1, 0.1]]; W₂ = [[0.1, 0.1]];'
    >>> with_weights_said("All weights are 0.5.\nw1 = 2; w2 = 3; z = w1 x1 + w2 x2").split("\n")[0]
    'All weights are 0.5.'
    """
    kinds = [said["every"] for said in _SAID.finditer(text)] if len(text) <= USUAL else []
    if not any(kinds) or len(kinds) > MOST:
        return text
    shapes: dict[str, tuple[int, int]] = {}
    has_matrices = any(letter == "W" for letter, _ in _WEIGHT.findall(text))

    def given(said: re.Match[str]) -> str:
        if said["input"]:
            inputs = [name for name, _ in dict.fromkeys(_INPUT.findall(text)) if not _is_told(name, text)]
            return f"{inputs[0]} = {_number(said)};" if len(inputs) == 1 else said[0]
        is_weight = _IS_WEIGHT.fullmatch(said["what"]) is not None
        found = dict.fromkeys((_WEIGHT if is_weight else _BIAS).findall(text))
        if len(found) > MOST or any(_is_given("".join(each), text) for each in found):
            return said[0]
        if not is_weight and not found:
            return " " * len(said[0])
        number, told = _number(said), []
        for letter, place in found:
            name, layer = f"{letter}{place}", int(unicodedata.normalize("NFKC", place).strip("_"))
            shape = _shape(letter, layer, place, text) if letter == "W" or (letter == "b" and has_matrices) else (0, 0)
            if shape is None or (any(shape) and "," in number):  # which parts entries there
                return said[0]
            shapes[name] = shape
            told.append(f"{name} = {_filled(number, shape)};")
        return " ".join(told)

    done = _SAID.sub(given, text)
    for name, shape in shapes.items():
        if any(shape):
            step = re.compile(_STEP.format(_BULLET, re.escape(name), NUMBER), re.MULTILINE)
            done = step.sub(lambda found, shape=shape: _step_of_all(found, shape), done)  # type: ignore[misc]
    return done


def _number(said: re.Match[str]) -> str:
    """The number that is said, where it is a word, too."""
    number = said["number"]
    return number if any(map(str.isdecimal, number)) else "1" if number.lower() == "one" else "0"


def _is_given(name: str, text: str) -> bool:
    return re.search(_GIVEN.format(re.escape(name)), text, re.MULTILINE) is not None


def _is_told(name: str, text: str) -> bool:
    """Whether a name is given something, or is the letter of a function: f(x) = …"""
    return _is_given(name, text) or re.search(rf"\w\({name}\)\s*=", text) is not None


def _shape(letter: str, layer: int, place: str, text: str) -> tuple[int, int] | None:
    """The rows and columns of the weights of a layer, or the entries of its biases and 0, as its results have them."""
    rows = _length(re.search(_OUTPUTS.format(f"W{place}", _LIST, NUMBER), text, re.MULTILINE))
    if letter == "b":
        return (rows if rows > 1 else 0, 0) if rows else None
    before = rf"(?:_?{layer - 1}|{str(layer - 1).translate(_BELOW)})"
    inputs = _INPUTS.search(text) if layer == 1 else re.search(_OUTPUTS.format(f"W{before}", _LIST, NUMBER), text, re.M)
    columns = _length(inputs)
    return (rows, columns) if rows and columns else None


def _length(found: re.Match[str] | None) -> int:
    """How many numbers a list has, or one number is; 0 of nothing."""
    return found[1].count(",") + 1 if found is not None else 0


def _filled(number: str, shape: tuple[int, int]) -> str:
    """A number, or a list or matrix of it."""
    rows, columns = shape
    row = f"[{', '.join([number] * (columns or rows))}]"
    return number if not rows else row if not columns else f"[{', '.join([row] * rows)}]"


def _step_of_all(found: re.Match[str], shape: tuple[int, int]) -> str:
    """A step that is said of each entry, as one of the whole."""
    formula, number = (_filled(found[each], shape) for each in ("formula", "number"))
    return f"{found['mark']}{found['name']}{found['sign']}{formula} {found['about']} {number}{found['rest']}"
