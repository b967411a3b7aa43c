r"""TeX cut into tokens, each with its place in the document.

>>> [(token.kind, token.text) for token in scan(r"\frac12 x_i")]
[('command', '\\frac'), ('number', '12'), ('space', ' '), ('letter', 'x'), ('_', '_'), ('letter', 'i')]
"""

import re
from dataclasses import dataclass

from autograd.errors import LanguageError

_TOKEN = re.compile(
    r"(?P<command>\\(?:[A-Za-z]+\*?|\\|.|\n)|(?<=[,;])q?quad(?![A-Za-z]))|(?P<space>\s+)"
    r"|(?P<number>[0-9](?: [0-9])* \. [0-9](?: [0-9])*(?![0-9.])|[0-9](?: [0-9])+(?![0-9.])"
    r"|(?!0\{,\})[0-9]{1,3}(?:(?:,|\{,\}|\\[,;: ]|~)[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+\{,\}[0-9]+"
    r"|[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?|\.[0-9]+)"
    r"|(?P<letter>[^\W\d_])|(?P<sign>\.\.\.|==|=>|:=|.)",
    re.DOTALL,
)
"""In a formula blanks are not set: who reads print writes 0 . 2 5, and this is 0.25."""

_BETWEEN_DIGITS = re.compile(r"\{,\}|\\[,;: ]|~| ")
"""What separates the thousands of a number beside a comma, and blanks, which are not set."""

_DECIMAL_COMMA = re.compile(r"\A(?:(?=0\{)|(?!.{1,3}\{,\}[0-9]{3}\Z))([0-9]+)\{,\}([0-9]+)\Z")
"""A comma in braces that separates no thousands, as where 0{,}5 is one half."""

_OWN_KIND = "{}^_&"

_NEW_ROWS = frozenset(("\\newline", "\\cr", "\\tabularnewline"))
"""Commands that begin a new row, as \\\\ does."""

LONGEST_NUMBER = 100
"""Characters of a number."""


@dataclass(slots=True, unsafe_hash=True)  # none is ever changed; frozen ones take thrice as long to make
class TexToken:
    """A piece of TeX. `kind` is "command", "number", "letter", "space", "sign", or one of { } ^ _ & itself.

    It stands from `start` to `end` of the document; what comes from a macro's body has the place of its call, and
    `macros` are the names of those it comes from.
    """

    kind: str
    text: str
    start: int
    end: int
    macros: tuple[str, ...] = ()


def scan(text: str, start: int = 0, end: int | None = None) -> list[TexToken]:
    """The tokens of a part of a document."""
    found = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        kind, written = match.lastgroup or "sign", match[0]
        if kind == "number":
            if len(written) > LONGEST_NUMBER:
                message = f"a number of {len(written)} characters: at most {LONGEST_NUMBER} can be read"
                raise LanguageError(message, text, match.start(), len(written))
            if not written.isdigit():
                written = _DECIMAL_COMMA.sub(r"\1.\2", written)
                written = _BETWEEN_DIGITS.sub(lambda found: "," if found[0] != " " else "", written)
        elif kind == "sign":
            kind = written if written in _OWN_KIND else kind
        elif kind == "command":
            if written in _NEW_ROWS:
                written = "\\\\"
            elif written[0] != "\\":  # the backslash is forgotten: a = b,qquad c = d
                written = f"\\{written}"
        found.append(TexToken(kind, written, match.start(), match.end()))
    return found
