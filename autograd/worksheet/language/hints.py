"""What is written on paper or in programs and cannot be read here, and what to write instead."""

import re
import unicodedata

from autograd.errors import LanguageError

SEEN = 100
"""Characters around a place that are looked at."""

_MODULE = re.compile(r"\b(?:np|numpy|math|torch|nn|F|jnp|jax|tf)$")
_CALLED = re.compile(r"([A-Za-z_]\w*)\s*\(")
_INSTEAD = {
    **dict.fromkeys("→⇒⟹⟶", "write =, or <- for a new value"),
    **dict.fromkeys("{}", "use round brackets"),
    "∇": "a derivative is written dL/dw",
    "~": "write = or ≈",
    "$": "formulas stand without dollar signs; LaTeX is read from a file saved as .tex or .md",
    "\\": "formulas are typed as on a calculator, sigma(x), 1/2, x*y; LaTeX is read from a file saved as .tex or .md",
    "°": "angles are in radians, 30° is 30*pi/180",
    "%": "write a fraction, 50% is 50/100",
    "∛": "write x^(1/3)",
}
"""Characters without meaning, and what to write instead."""


_BELOW = re.compile(r"(\w*[^\W_]|[∑Σ])_$")
_INSIDE = re.compile(r"\s*(\w+)\s*\}")
_FOLDS = ("∑", "Σ", "sum", "Sum")
_SUM = re.compile(r"(?:Sigma|sum|Sum)_([a-z])([≠≤≥<>]\w)?")
_RAISED_NAME = re.compile(r"d[0-9](.+)")


def folded(word: str) -> tuple[str, str]:
    """The index letter of a word such as sum_i, and how it compares with another: ≠j; "" where there is none."""
    found = _SUM.fullmatch(word)
    return (found[1], found[2] or "") if found else ("", "")


def raised_name(word: str) -> str | None:
    """The L of d3L, which begins a third derivative."""
    found = _RAISED_NAME.fullmatch(word)
    return found[1] if found else None


def refused(text: str, column: int) -> LanguageError:
    """The error for a character that has no meaning."""
    if text[column] == ">" and text[:column].endswith(("-", "=")):
        column -= 1
        return LanguageError(f"unexpected '{text[column]}>': {_INSTEAD['→']}", text, column, 2)
    return LanguageError(_said(text[column], text, column), text, column, 1)


def _said(character: str, text: str, column: int) -> str:
    before, after = text[max(0, column - SEEN) : column], text[column + 1 : column + SEEN]
    if character == ".":
        module, function = _MODULE.search(before), _CALLED.match(after)
        if module and function:
            return f"unexpected '.': write {function[1]}(…) without {module[0]}."
        if before[-1:].isdecimal() and not before.rstrip("0123456789")[-1:].isalpha():
            return "unexpected '.': a decimal point stands between digits, as in 2.0"
        return "unexpected '.': after a dot only T can stand, as in x.T, the transpose"
    if character in "<>!&?≤≥≡∈":
        return f"unexpected {character!r}: formulas are compared with = only"
    if character in "'\"`“”„‘’‚«»":
        return f"unexpected quotation mark {character}: text has no meaning in a formula"
    below = _BELOW.search(before) if character == "{" else None
    if below and below[1] in _FOLDS:
        return "unexpected '{': write sum(i: …)"
    inside = _INSIDE.match(after)
    if below and inside:
        return f"unexpected '{{': write {below[0]}{inside[1]}, or an entry as {below[1]}[{inside[1]}]"
    if character in _INSTEAD:
        return f"unexpected '{character}': {_INSTEAD[character]}"
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) == 1 and ((character != plain and plain.isascii()) or plain.isdecimal()):
        plain = str(unicodedata.decimal(plain, plain))
        return f"unexpected {character!r} (U+{ord(character):04X}): write {plain}"
    if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"):
        name = unicodedata.name(character, "a control character")
        return f"unexpected invisible character U+{ord(character):04X} ({name}): delete it"
    return f"unexpected character {character!r}"
