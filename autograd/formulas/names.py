r"""How names are written: as text and as LaTeX, by themselves and where something touches them.

A name is any text: "x1", "layers.0.w[2]", and "x1*w1 + b" where a sum is labelled by its formula.

>>> operand_name("x1"), operand_name("x1*w1 + b")
('x1', '(x1*w1 + b)')
"""

import re
import unicodedata
from functools import lru_cache

_ONE_NAME = r"(?:(?:[^\W\d]|…)[\w.…�]*|\([^()]*\))(?:\[[\w, .…]*\]|\([^()]*\))*['′]*"


_PARAMETER = re.compile(r"([^\W\d])([⁰¹²³⁴⁵⁶⁷⁸⁹]*)([₀₁₂₃₄₅₆₇₈₉,]+)(['′]*)")
"""A parameter of a network: its letter, its layer, its place in it."""

_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")


def is_one_name(name: str) -> bool:
    """Whether a name reads as one thing next to anything: x1, w[0], layers.0.b, f(x), x′, (a + b).

    >>> [name for name in ("γ", "x y", "a*b", "2", "x²", "dL/dw", "W[0,1]") if is_one_name(name)]
    ['γ', 'W[0,1]']
    """
    return (name.isascii() and name.isidentifier()) or _is_one_name(name)


@lru_cache(maxsize=4096)
def _is_one_name(name: str) -> bool:
    if _PARAMETER.fullmatch(name):
        return True
    seen = "".join(letter for letter in name if unicodedata.category(letter) not in ("Mn", "Me", "Cf"))
    return bool(re.fullmatch(_ONE_NAME, seen)) and not any(unicodedata.category(letter) == "No" for letter in seen)


def operand_name(name: str) -> str:
    """A name as it stands where something touches it, such as a sign, an exponent or ∂: formulas in brackets."""
    return name if is_one_name(name) else f"({name})"


def greek_letter(name: str) -> str:
    """The English name of a Greek letter, written γ or gamma, Γ or Gamma; "" for anything else."""
    if len(name) == 1 and "GREEK" in unicodedata.name(name, ""):
        word = unicodedata.name(name).split()[-1].lower().replace("lamda", "lambda")
        return word.capitalize() if name.isupper() else word
    try:
        letter = unicodedata.lookup(f"GREEK SMALL LETTER {name.lower().replace('lambda', 'lamda')}")
    except KeyError:
        return ""
    return name if name in (greek_letter(letter), greek_letter(letter.upper())) else ""


def latex_name(name: str) -> str:
    r"""A name as LaTeX: x1 and x[1] with an index, gamma and γ as the Greek letter, yhat with its hat.

    >>> print(latex_name("x1"), latex_name("gamma"), latex_name("yhat2"), latex_name("Loss"), latex_name("W1[2,3]"))
    x_{1} \gamma \hat{y}_{2} \mathit{Loss} {W_{2,3}^{(1)}}
    """
    if parameter := _PARAMETER.fullmatch(name):
        letter, layer, place, primes = parameter.groups()
        above = f"^{{({layer.translate(_PLAIN)})}}" if layer else ""
        letter = f"\\{greek}" if (greek := greek_letter(letter)) else letter
        return f"{letter}{above}_{{{place.translate(_PLAIN)}}}" + "'" * len(primes)
    core = name.rstrip("′")
    primes = len(name) - len(core)
    if layered := re.fullmatch(r"([A-Za-z])(\d+)\[(\d+(?:, ?\d+)*)\]", core):  # W1[2,1] is layer 1's
        stem, layer, index = layered.groups()
        return f"{{{stem}_{{{index}}}^{{({layer})}}}}" + "'" * primes
    plain, accent = _accented(core)
    stem, index = re.fullmatch(r"(.*?)_?(\d+|\[[\d, ]*\])?", plain, re.DOTALL).groups()  # type: ignore[union-attr]
    if not accent and stem not in ("what", "that", "chat"):
        letter, accent = _accented(re.sub("(hat|bar|tilde)$", r"_\1", stem))
        stem, accent = (letter, accent) if len(letter) == 1 or greek_letter(letter) else (stem, "")
    if greek := greek_letter(stem):
        written = rf"\{greek}"
    elif re.fullmatch("[A-Za-z]", stem):
        written = stem
    elif re.fullmatch("[A-Za-z]+", stem):
        written = rf"\mathit{{{stem}}}"
    else:
        return latex_text(core) + "'" * primes  # no index, no hat: what is written is the whole name
    if accent:
        written = rf"\{accent}{{{written}}}"
    if index:
        written += rf"_{{{index.strip('[]')}}}"
    return written + "'" * primes


def _accented(name: str) -> tuple[str, str]:
    """A name without its _hat, _bar or _tilde, and that word; an index may follow."""
    found = re.fullmatch(r"(.+?)_(hat|bar|tilde)(?=$|[_\d\[])(.*)", name, re.DOTALL)
    return (found[1] + found[3], found[2]) if found else (name, "")


def latex_text(text: str) -> str:
    r"""Text as it stands, in LaTeX: nothing in it is markup, nor in a page of HTML.

    >>> print(latex_text("layers.1 & 50 %"), latex_text("<b>"))
    \text{layers.1 \& 50 \%} \text{\textless{}b\textgreater{}}
    """
    escaped = re.sub(r"[\\{}$&#^_%~<>|]", lambda special: _SPECIAL.get(special[0], "\\" + special[0]), text)
    return rf"\text{{{escaped}}}"


_SPECIAL = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}


def markdown_text(text: str) -> str:
    r"""Text as it stands, in Markdown: nothing in it is markup.

    >>> print(markdown_text("x_1*w <b> $2"))
    x\_1\*w &lt;b&gt; \$2
    """
    escaped = re.sub(r"[\\`*_{}\[\]|$~#]", lambda special: "\\" + special[0], text)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
