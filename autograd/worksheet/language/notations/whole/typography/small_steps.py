"""Steps told in small letters below the line: hₜ₋₁ is h_{t-1}, and the h₂ beside it is h_2."""

import re

from autograd.worksheet.language.notations.patterns import SMALL_STEPS

_NAME = "(?<![^\\W_₀-₉])([^\\W\\d_ᵢⱼₖₗₘₙₚₜₕ][\u0302-\u0304]?)"
_STEP_BEFORE = re.compile(f"{_NAME}([ₖₙₜ])[₊₋][₀-₉]")
_BELOW = re.compile(f"{_NAME}([ₖₙₜ]?)((?:(?<=[ₖₙₜ])[₊₋])?[₀-₉]*)(?![ᵢⱼₖₗₘₙₚₜₕ₀-₉₊₋])(?=(.?))")
_DIGITS = "₀₁₂₃₄₅₆₇₈₉"


def with_small_steps(text: str) -> str:
    """A text in which such steps are typed with an underscore, and so are the numbers of what has them.

    >>> with_small_steps("hₜ = a hₜ₋₁ + b₁ xₜ; h₂ = a h₁ = 0.3; x₁ = 2")
    'h_t = a h_{t-1} + b₁ x_t; h_2 = a h_1 = 0.3; x_1 = 2'
    >>> with_small_steps("hₜ = a xₜ; h₁ = 2"), with_small_steps("f(x) = x²; xₙ₊₁ = xₙ - 2 xₙ")
    ('hₜ = a xₜ; h₁ = 2', 'f(x) = x²; xₙ₊₁ = xₙ - 2 xₙ')
    """
    letters = {letter for _, letter in _STEP_BEFORE.findall(text)} if "₋" in text or "₊" in text else set()
    if len(letters) != 1:
        return text
    counted = {found[1] for found in _BELOW.finditer(text) if found[2] in letters}
    if counted & {found[1] for found in _BELOW.finditer(text) if not (found[2] or found[3])}:
        return text  # it is the argument of a function, too

    def spelled(match: re.Match[str]) -> str:
        name, letter, number, behind = match.groups()
        below = f"{letter}{number}".translate(SMALL_STEPS)
        if not below or name not in counted or (letter and letter not in letters):
            return match[0]
        is_apart = len(below) == 1 and (behind in "²³" or not (behind.isalnum() or behind == "_"))
        is_factor = match.start() > 0 and text[match.start() - 1] in _DIGITS
        return f"{' ' * is_factor}{name}_{below if is_apart else f'{{{below}}}'}"

    return _BELOW.sub(spelled, text)
