"""Recursions: the letters of layers, l, and of time steps, t, that names are defined over: a[l] = f(a[l-1])."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from autograd.support.lazy import compiled_when_used
from autograd.worksheet.language.notations.patterns import BELOW_LAYER, NAME, NO_FOLD, NO_RANGE, NUMBER

USUAL = {"l": 3, "t": 4}
"""The letters that are nothing else where there is a recursion, and how many layers or steps are taken."""

TIME = "t"
"""The letter of time steps."""

OTHERS = "kns"
"""Letters that count layers or steps where a name is defined by itself one step before, and that no sum runs over."""

USUAL_COUNT = 3
"""Layers or steps of another letter."""

END = "L"
"""What the last layer or step is called besides the capital of its letter."""

_SPEAKS_OF_OTHER_STEPS = compiled_when_used(
    r"(?<![^\W_])t\s*(?:\+\s*[0-9]|[-−]\s*[2-9])|(?<![\w^{])[Tτ](?!\w)|_\{?[Tτ0](?!\w)"
    r"|(?:[Σ∑]|(?<!\w)sum)[_(]?\{?\s*t(?!\w)|(?<![\w.])t\s*(?:=|∈|in(?!\w))|(?<!\w)BPTT(?!\w)"
    r"|(?i:through time|all (?:time )?steps)|[d∂]\s?\w{1,9}_\{?t\s*[-−]\s*1\}?\s*/\s*[d∂]\s?[^\W\d]\w*(?!\w|\{)(?<!_t)"
)
"""What is said of other time steps than t and t - 1: h_{t+1}, T, h_0, Σ_t, t = 1, …"""

_OF_STEP_BEFORE = compiled_when_used(r"(?<![^\W_])t\s*[-−]\s*1(?![\w.])")

_ONE_APART = compiled_when_used(r"(?<![^\W_])([a-z])\s*[-−+]\s*1(?![\w.])")
_IS_DEFINED = compiled_when_used(rf"(?:{BELOW_LAYER}|\[[a-km-su-z](?:\s*,\s*[a-km-su-z])?\])?\s*:?=(?!=)([^;\n]*)")
_BEGUN = compiled_when_used(rf"(?<!\w){NAME}(?:\[0\]|_\{{?0\}}?|\^\{{?\(0\)\}}?)\s*=\s*{NUMBER}")
_GIVES_NUMBER = compiled_when_used(
    rf"(?:^|[;,:])[ \t]*{NAME}(?:\[\w+\])?[ \t]*=\s*{NUMBER}{NO_RANGE}[ \t]*(?:$|[;,#])", re.MULTILINE
)
_GIVEN_MEMBER = compiled_when_used(
    rf"(?:^|[;,:])[ \t]*({NAME}?)(?:\[[0-9]\]|_\{{?[0-9]\}}?|\^\{{?[(\[]?[0-9][)\]]?\}}?)"
    rf"[ \t]*=\s*(?:{NUMBER}[ \t]*(?:$|[;,#])|\[)",
    re.MULTILINE,
)
"""A layer or step that is given a number or a list."""

_GIVEN_MEMBERS = compiled_when_used(
    r"[\[(][ \t]*([^\W\d]\w*?)_?[0-9](?:[ \t]*,[ \t]*\1_?[0-9])+[ \t]*[\])][ \t]*=[ \t]*[\[(]"
)
"""Layers or steps that are given numbers together: [x_1, x_2] = [1, 2]."""

_HAS_NUMBER = compiled_when_used(rf"=\s*{NUMBER}{NO_RANGE}[ \t]*(?:$|[;,#])", re.MULTILINE)
_OF_NO_STEP = compiled_when_used(
    r"(?:^|[;,])[ \t]*(?![d∂]|[LJEC](?!\w))[^\W\d]\w*?(?<!_[tT])[ \t]*=(?!=)([^=\n;]*)", re.MULTILINE
)
"""What is said of a name without a step, that is no derivative."""

_LOSS_OF_NO_STEP = compiled_when_used(
    r"(?:^|[;,:])[ \t]*(?:[LJEC]|[Ll]oss|[Cc]ost)(?:\([^()=\n]*\))?[ \t]*=(?!=)([^\n;]*)", re.MULTILINE
)
"""What is said of a loss without a step."""

_RUNS_OVER_STEPS = compiled_when_used(r"[Σ∑Π∏]|(?<!\w)(?:sum|prod|mean)(?![^\W_])")
_DESCENDS = compiled_when_used(r"\s*[-−]|.*(?:∇|[∂d]\s?\w+\s*/\s*[∂d])")
"""What stands behind the old value in the formula of a new one: a step down a gradient, no layer."""


@dataclass(frozen=True)
class Recursion:
    """How many layers or steps a letter counts; `is_of_next` where it is the next that is defined: x[l+1] = f(x[l])."""

    count: int
    is_of_next: bool = False


def member(index: str, is_raised_bare: bool = True) -> str:
    """The pattern of a name with a layer or time step: a[l], a^{(l)}, a^l, h_t, s(t), or an entry of such, a_j^l."""
    index = rf"(?:{index})"
    bare = rf"|\^{index}(?![^\W_])" if is_raised_bare else ""
    raised = rf"\^\{{?[(\[]{index}[)\]]\}}?|\^\{{{index}\}}{bare}"
    return (
        rf"(?<![\w]){NO_FOLD}[∂d]?({NAME}?)(?:\[{index}\]|\({index}\)|{raised}|{BELOW_LAYER}(?:{raised})"
        rf"|_\{{{index}\}}|_{index}(?![^\W²³]))"
    )


def recursions(
    text: str, is_given_list: Callable[[str], bool], is_summed: Callable[[str], bool]
) -> dict[str, Recursion]:
    """The letters of the recursions in a text; where numbers are given, they must be given of single layers or steps.

    >>> recursions("x^{l+1} = x^l + f(x^l)", lambda name: False, lambda letter: False)
    {'l': Recursion(count=3, is_of_next=True)}
    >>> recursions("a_k = W_k a_{k-1} for k = 1, ..., 4", lambda name: False, lambda letter: False)
    {'k': Recursion(count=4, is_of_next=False)}
    """
    letters = set(_ONE_APART.findall(text))
    found: dict[str, Recursion] = {}
    if not letters:
        return found
    has_numbers = _GIVES_NUMBER.search(_BEGUN.sub("", text)) is not None
    for letter in (*USUAL, *OTHERS):
        if letter in letters and (letter in USUAL or not is_summed(letter)):
            formulas, is_of_next = _defined_over(text, letter)
            names = _names_in(formulas, letter)
            is_given = (has_numbers and not _gives_members(text, names)) or _is_of_one_step(text, letter)
            if formulas and not is_given and not any(map(is_given_list, names if has_numbers else formulas)):
                found[letter] = Recursion(_count(text, letter, formulas, names if has_numbers else ()), is_of_next)
    return found


def may_be_of_one_step(text: str) -> bool:
    """Whether a text speaks of time steps, and of no others than t and t - 1: it may be about one, whatever t is.

    >>> may_be_of_one_step("h_t = f h_{t-1}; dh_{t-1} = dh_t f"), may_be_of_one_step("h_t = f h_{t-1}; L = Σ_t h_t")
    (True, False)
    """
    return _OF_STEP_BEFORE.search(text) is not None and _SPEAKS_OF_OTHER_STEPS.search(text) is None


def has_sum_over_steps(formula: str) -> bool:
    """Whether a formula has a sum, a product or a mean, which may run over steps."""
    return _RUNS_OVER_STEPS.search(formula) is not None


def _is_of_one_step(text: str, letter: str) -> bool:
    """Whether what has no time step is made of what has one: f = σ(w h_{t-1}) is about one cell, whatever t is.

    So is a loss L = (h_t - y)².

    >>> _is_of_one_step("f = σ(w h_{t-1}); h_t = f x", "t"), _is_of_one_step("h_t = σ(w h_{t-1}); L = Σ_t h_t", "t")
    (True, False)
    """
    if letter != "t":
        return False
    before, here = re.compile(member(rf"{letter}\s*[-−]\s*1")), re.compile(member(letter))
    found = [formula for formula in _OF_NO_STEP.findall(text) if before.search(formula)]
    found += [formula for formula in _LOSS_OF_NO_STEP.findall(text) if here.search(formula)]
    return not all(map(has_sum_over_steps, found))


def _names_in(formulas: Mapping[str, str], letter: str) -> set[str]:
    """The names that have a layer or step in what is defined by recursion."""
    step = re.compile(member(rf"{letter}(?:\s*[-−+]\s*1)?", letter in USUAL))
    return {*formulas, *(match[1] for formula in formulas.values() for match in step.finditer(formula))}


def _gives_members(text: str, names: Collection[str]) -> bool:
    """Whether numbers are given of single layers or steps, and of no such name as a whole."""
    single = {found[1] for kind in (_GIVEN_MEMBER, _GIVEN_MEMBERS) for found in kind.finditer(text)}
    return not single.isdisjoint(names) and not any(
        re.search(rf"(?<![\w/∂]){re.escape(name)}\s*=\s*(?:{NUMBER}|\[)", text) for name in names
    )


def _defined_over(text: str, letter: str) -> tuple[Mapping[str, str], bool]:
    """What names are for each layer or step, if one is made of itself; and whether the next is what is defined."""
    here, before, after = (
        re.compile(member(rf"{letter}{shift}", letter in USUAL)) for shift in ("", r"\s*[-−]\s*1", r"\s*\+\s*1")
    )
    for step, earlier in ((here, before), (after, here)):
        formulas = _formulas(text, step)
        signs = {found[0].replace(" ", "")[len(found[1]) :][:1] for found in earlier.finditer(text)}
        if letter in USUAL:
            is_recursive = any(match[1] in formulas for match in earlier.finditer(text))
        else:
            is_recursive = any(_own_in(formula, name, earlier) for name, formula in formulas.items())
            if not is_recursive and signs == {"^"}:  # z^(k) = w^(k) a^(k-1), a^(k) = f(z^(k)), as with l
                is_recursive = step is here and any(match[1] in formulas for match in earlier.finditer(text))
        if letter != "l" and (step is after or "(" in "".join(signs)):
            is_recursive &= not any(_descends(formula, name, earlier) for name, formula in formulas.items())
        if is_recursive and not ("(" in "".join(signs) and _HAS_NUMBER.search(text)):  # v(t) beside numbers is a step
            return formulas, step is after
    return {}, False


def _own_in(formula: str, name: str, earlier: re.Pattern[str]) -> re.Match[str] | None:
    """Where the layer or step before of a name stands in its formula."""
    return next((match for match in earlier.finditer(formula) if match[1] == name), None)


def _formulas(text: str, step: re.Pattern[str]) -> Mapping[str, str]:
    """What each name is said to be at a layer or step."""
    found: dict[str, str] = {}
    for match in step.finditer(text):
        defined = _IS_DEFINED.match(text, match.end())
        if defined is not None:
            found.setdefault(match[1], defined[1])
    return found


def _descends(formula: str, name: str, earlier: re.Pattern[str]) -> bool:
    """Whether a formula is the value before less a step."""
    own = _own_in(formula, name, earlier)
    return own is not None and not formula[: own.start()].strip() and bool(_DESCENDS.match(formula, own.end()))


def _count(text: str, letter: str, defined: Collection[str], given: Collection[str]) -> int:
    """How many layers or steps there are: as the names are numbered, or as it is said how far the letter runs; else as
    many as are `given` of what they are made of.
    """
    members = [(match[1], int(match[match.lastindex or 0])) for match in re.finditer(member("([0-9])"), text)]
    numbers = [number for name, number in members if name in defined]
    numbers += [int(each) for each in re.findall(_RUNS.format(letter), text)]
    numbers += [int(each) for each in re.findall(_SUM_TO.format(letter), text)]
    if max(numbers, default=0) < 2:
        numbers += [number for name, number in members if name in given]
    usual = USUAL.get(letter, USUAL_COUNT)
    return max([usual if max(numbers, default=0) < 2 else 0, *numbers])


_SUM_TO = r"(?:[Σ∑]|(?<!\w)sum)_\{{\s*{}\s*=\s*[01]\s*\}}\s*\^\{{?\s*([0-9])(?![0-9])"
"""Σ_{{t=1}}^3"""


_RUNS = (
    r"(?<!\w){}\s*(?:=|∈|\bin\b)\s*\{{?\s*[01](?:\s*,\s*[0-9])*\s*,?\s*(?:(?:\.\.+|…|⋯|to)\s*)?,?\s*([0-9])(?![\w.])"
)
"""l = 1, 2, 3 or l = 0, …, 4"""
