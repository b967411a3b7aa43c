"""What is written for a sign that an output stream cannot write, so that formulas can be read on any terminal."""

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import wraps

from autograd.support.types import Any

PLAIN = {
    "·": "*",
    "×": "x",
    "−": "-",
    "±": "+-",
    "∂": "d",
    "∇": "grad ",
    "√": "sqrt",
    "∑": "sum",
    "∏": "prod",
    "∞": "inf",
    "≈": "~",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "∈": "in",
    "→": "->",
    "←": "<-",
    "…": "...",
    "‖": "||",
    "─": "-",
    "━": "-",
    "═": "=",
    "│": "|",
    "–": "-",
    "—": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "✓": "ok",
    "✗": "x",
}
"""Signs and what is written for them in plain letters; Greek letters become their names, ² becomes ^2."""

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵀ"
_LEVEL = str.maketrans(_RAISED, "0123456789+-T")


def plain(text: str, encoding: str) -> str:
    """The text in characters that an encoding has.

    >>> plain("∂y/∂x = 3·x² − σ(α)", "ascii"), plain("∂y/∂x = 3·x² − σ(α)", "latin-1")
    ('dy/dx = 3*x^2 - sigma(alpha)', 'dy/dx = 3·x² - sigma(alpha)')
    """
    if _has(encoding, text):
        return text
    text = re.sub(f"[{_RAISED}]+", lambda run: _raised(run[0], encoding), text)
    return "".join(sign if _has(encoding, sign) else _spelled(sign) for sign in text)


def printable(write: Callable[[Any], str]) -> Callable[[Any], str]:
    """Let a `__str__` give what the output stream can write, since `print` has no other way to ask."""

    @wraps(write)
    def written(self: Any) -> str:
        encoding = getattr(sys.stdout, "encoding", None)
        return plain(write(self), encoding) if isinstance(encoding, str) else write(self)

    return written


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    except LookupError:  # a stream of one's own, with an encoding of its own
        return True
    return True


def _raised(run: str, encoding: str) -> str:
    return run if _has(encoding, run) else f"^{run.translate(_LEVEL)}"


def _spelled(sign: str) -> str:
    """A sign in ASCII; a question mark if nothing is known of it."""
    if sign in PLAIN:
        return PLAIN[sign]
    name = unicodedata.name(sign, "")
    if name.startswith("GREEK ") and " LETTER " in name:
        letter = name.partition(" LETTER ")[2].partition(" ")[0].lower()
        return letter.capitalize() if "CAPITAL" in name else letter
    return unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode() or "?"
