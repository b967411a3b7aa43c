"""Parameters that are told or left out as it comes: J(θ) or J, π_θ(a) or π(a)."""

import re

from autograd.worksheet.language.work import USUAL

_OF_PARAMETERS = re.compile(r"(?<!\w)([JLCE])\((θ|Θ|theta)\)")


def without_parameters(text: str) -> str:
    """A text without the θ of a loss J(θ), where nothing else is said of θ.

    >>> without_parameters("J(θ) = (a - y)^2"), without_parameters("J(θ) = (a - θ)^2")
    ('J    = (a - y)^2', 'J(θ) = (a - θ)^2')
    """
    found = _OF_PARAMETERS.search(text) if len(text) <= USUAL else None
    if found is None or re.search(rf"(?<!\w){found[2]}(?!\w)|[∂d∇]_?{found[2]}", _OF_PARAMETERS.sub("", text)):
        return text
    return _OF_PARAMETERS.sub(lambda each: each[1] + " " * (len(each[0]) - 1), text)


_WITH_PARAMETERS = re.compile(r"(?<![\w∂])([^\W\d_]{1,3})(_(?:\{[θφϕψωwW]\}|[θφϕψωwW]|theta|phi))(?=\()")


def with_parameters_told(text: str) -> str:
    r"""A text with the parameters below a function everywhere, where it is defined with them and nowhere without.

    >>> with_parameters_told("π_θ(a) = e^{θ_a}/Σ_b e^{θ_b}\n∂ log π(a)/∂θ_k = 1{k=a} - π(k)").split("\n")[1]
    '∂ log π_θ(a)/∂θ_k = 1{k=a} - π_θ(k)'
    >>> with_parameters_told("f_w(x) = w x; f(x) = 2 x")
    'f_w(x) = w x; f(x) = 2 x'
    """
    found = _WITH_PARAMETERS.findall(text) if len(text) <= USUAL else []
    for name, parameters in dict(reversed(found)).items():
        if _is_defined(f"{name}{parameters}", text) and not _is_defined(name, text):
            text = re.sub(rf"(?<![^\W∂d])(?<!\w[∂d]){name}(?=\([^()]*[^\W\d])", f"{name}{parameters}", text)
    return text


def _is_defined(name: str, text: str) -> bool:
    return re.search(rf"(?:^|[;,:])[ \t]*{re.escape(name)}\([^()=]*\)[ \t]*:?=(?!=)", text, re.MULTILINE) is not None
