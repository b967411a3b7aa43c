"""Text cut into tokens: names, numbers and signs, each with its place.

Names are spelled one way whatever was typed: γ is gamma, x₁ is x1, ŷ is yhat, ∂ is d.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from autograd.errors import LanguageError
from autograd.formulas.names import greek_letter
from autograd.support.remembered import remembered
from autograd.worksheet.language.hints import refused

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""What stands around a name in a line rewritten: such a name may have any signs in it."""

LONGEST = 20_000
"""Characters of one statement or expression."""

LONGEST_NAME = 100
"""Characters of a name, and of a number."""

LONGEST_SPELLED = 800
"""Characters of a name with its Greek letters and marks as words."""


@dataclass(slots=True, unsafe_hash=True)  # none is ever changed; frozen ones take thrice as long to make
class Token:
    """A piece of text: `kind` is "name", "number", "end" or the sign itself; `text` is how it is spelled.

    `exact` is False for a number printed with a decimal point; `half_unit` is then half a unit of its last digit.
    """

    kind: str
    text: str
    column: int
    length: int
    number: float = 0.0
    half_unit: float = 0.0
    spaced: bool = False

    def further(self, by: int) -> "Token":
        """The same, so many characters further on."""
        column = self.column + by
        return Token(self.kind, self.text, column, self.length, self.number, self.half_unit, self.spaced)


_SIGNS: dict[str, str] = {
    **{sign: sign for sign in "+-*/@^=:,;()[]|"},
    **dict.fromkeys("−–—﹣－", "-"),
    **dict.fromkeys("·⋅×∗∙•⊙∘⊛⋆", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("＝≈≃≅", "="),  # a number is judged within its digits anyway
    "≠": "!=",
    "←": "<-",
    "∥": "‖",
    "‖": "‖",
}
"""Signs of one character, and how they are spelled."""

_TWO_SIGNS = {"**": "^", "<-": "<-", "!=": "!=", ":=": ":="}

_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))
_MARKS = {"\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde"}
_LETTERLIKE = {"∂": "d", "∑": "sum", "√": "sqrt"}
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+−-]?[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?")
_ROUGHLY = re.compile(r"~(?:=(?!=)|\s*[-−]?\s*(?:[0-9]|\.[0-9]))")
_BRACED = re.compile(r"\{\s*([^\W_]+)\s*\}")
_KEYWORDS = ("find", "for")
_WORDS = {**{word: word for word in (*_KEYWORDS, "if", "else")}, "otherwise": "else"}
_ABOUT = re.compile("[≈≃≅~]")
"""Signs of what is rounded."""

FEW = 10
"""Whole numbers from here on have digits enough to be rounded ones."""

_COMPARES = re.compile(r"\bif\b")
"""Where things are compared with < and >: nowhere else have these signs a meaning."""


def tokens(text: str) -> list[Token]:
    """The tokens of an expression or statement, the last of kind "end".

    Raises LanguageError at the first character that has no meaning, and for text too long to be meant.
    """
    if len(text) > LONGEST:
        raise LanguageError(f"{len(text)} characters are too many: at most {LONGEST} can be read", text, LONGEST)
    return [*_tokens(text)]


@remembered
def _tokens(text: str) -> tuple[Token, ...]:
    """The same, for text that is not too long."""
    found: list[Token] = []
    compares = _COMPARES.search(text) is not None
    brackets: list[bool] = []  # whether a comma parts things inside: then it does not group digits
    braces: list[int] = []  # how many brackets there are outside of each exponent in braces
    column = 0
    spaced = listing = False
    while column < len(text):
        character = text[column]
        if character.isspace() and character not in "\x1c\x1d\x1e\x1f\x85":
            spaced = True
            column += 1
            continue
        if character == "{" and found and found[-1].kind == "^":
            braces.append(len(brackets))
            token = Token("(", "{", column, 1)
        elif character == "}" and braces and braces[-1] == len(brackets) - 1:
            braces.pop()
            token = Token(")", "}", column, 1)
        elif compares and character in "<>≤≥" and text[column : column + 2] != "<-":
            is_two = text[column + 1 : column + 2] == "=" and character in "<>"
            sign = compared_by(character + "=" * is_two)
            token = Token(sign, text[column : column + 1 + is_two], column, 1 + is_two, spaced=spaced)
        else:
            token = _token(text, column, brackets[-1] if brackets else listing, spaced)
        listing = listing or token.kind in _KEYWORDS
        if token.kind in ("(", "["):
            brackets.append(token.kind == "[" or bool(found and found[-1].kind == "name"))
        elif token.kind in (")", "]") and brackets:
            brackets.pop()
        found.append(token)
        column += token.length
        spaced = False
    found.append(Token("end", "", len(text), 1))
    return tuple(_with_leeway(found) if _ABOUT.search(text) else found)


def _with_leeway(found: list[Token]) -> list[Token]:
    """The tokens with whole numbers that something is about, ≈ 148 and ≈ 1, as rounded ones.

    One digit alone is no more than 0.05 away: σ(10) ≈ 1, not σ(2) ≈ 1.
    """
    made = []
    for place, token in enumerate(found):
        sign = place - 1 - (place > 0 and found[place - 1].kind == "-")
        is_about = token.kind == "number" and not token.half_unit and sign > 0 and _ABOUT.match(found[sign].text)
        if is_about and found[place + 1].kind in (";", "end", "=", ",") and token.number.is_integer():
            is_given = found[sign - 1].kind == "name" and found[sign - 2].kind in (";", "end", ",", ":")
            if not is_given:
                token = replace(token, half_unit=0.5 if token.number >= FEW else 0.05)
        made.append(token)
    return made


def tokens_before(text: str) -> tuple[list[Token], LanguageError | None]:
    """The tokens up to the first character that has no meaning, and the error there; None if all have one."""
    refused, end = None, len(text)
    while True:
        try:
            return tokens(text[:end]), refused
        except LanguageError as error:  # text that is too long may have another fault further to the left
            refused, end = LanguageError(str(error), text, error.column, error.length), error.column


def _token(text: str, column: int, parts_things: bool, spaced: bool) -> Token:
    """The token that starts at a column."""
    character = text[column]
    if character == OPEN and 0 < (end := text.find(CLOSE, column)) - column <= LONGEST_NAME:
        return Token("name", spelled(text[column + 1 : end]), column, end + 1 - column, spaced=spaced)
    if character == "~" and _ROUGHLY.match(text, column):
        return Token("=", "~", column, 1 + text.startswith("~=", column), spaced=spaced)
    if character in "*<!:" and (sign := text[column : column + 2]) in _TWO_SIGNS:
        return Token(_TWO_SIGNS[sign], sign, column, 2, spaced=spaced)
    if text.startswith(".T", column) and not text[column + 2 : column + 3].isalnum():
        return Token(".T", ".T", column, 2, spaced=spaced)
    if character == "ᵀ":
        return Token(".T", ".T", column, 1, spaced=spaced)
    if character in _RAISED:
        return _raised(text, column)
    if "0" <= character <= "9" or (character == "." and "0" <= text[column + 1 : column + 2] <= "9"):
        return _number(text, column, parts_things, spaced)
    if character in _SIGNS:
        return Token(_SIGNS[character], character, column, 1, spaced=spaced)
    if _starts_name(character) and (character != "∇" or text.startswith("∇_", column)):
        return _name(text, column, spaced)
    if unicodedata.category(character) == "No":
        value = unicodedata.numeric(character)
        return Token("number", character, column, 1, number=value, spaced=spaced)
    raise refused(text, column)


def _number(text: str, column: int, parts_things: bool, spaced: bool) -> Token:
    found = (None if parts_things else _GROUPED.match(text, column)) or _NUMBER.match(text, column)
    assert found is not None
    written = found[0]
    if len(written) > LONGEST_NAME:
        raise LanguageError(
            f"a number of more than {LONGEST_NAME} characters: shorter ones can be read", text, column, len(written)
        )
    plain = written.replace(",", "").replace("−", "-")
    number = float(plain)
    if number in (float("inf"), float("-inf")):
        raise LanguageError(f"{written} is too large a number", text, column, len(written))
    mantissa, _, exponent = plain.lower().partition("e")
    half = 0.0
    if "." in mantissa and (number or not exponent):  # 0.0e9 is no 0 that was rounded
        half = 0.5 * 10.0 ** max(-320, min(300, int(exponent or 0) - len(mantissa.partition(".")[2])))
    return Token("number", written, column, len(written), number, half, spaced)


def _raised(text: str, column: int) -> Token:
    end = column
    while end < len(text) and text[end] in _RAISED:
        end += 1
    written = "".join(_RAISED[character] for character in text[column:end])
    if not re.fullmatch("[-+]?[0-9]{1,9}", written):
        raise LanguageError(
            f"the exponent {text[column : column + 20]} is not a whole number of at most nine digits",
            text,
            column,
            end - column,
        )
    return Token("raised", written, column, end - column, number=float(written))


def _starts_name(character: str) -> bool:
    return character.isalpha() or character == "_" or character in "∂∑√∇"


def _continues_name(character: str) -> bool:
    return (
        character.isalpha()
        or character == "_"
        or "0" <= character <= "9"
        or "₀" <= character <= "₉"
        or character in "'’′"
        or character in _MARKS
    )


def _name(text: str, column: int, spaced: bool) -> Token:
    end = column + 1
    if text[column] not in "∑√":  # these two are whole words
        while end < len(text) and _continues_name(text[end]):
            end += 1
        if text[end - 1] == "ᵀ":
            end -= 1
    written = text[column:end]
    braced = _BRACED.match(text, end) if len(written) > 1 and written.endswith("_") else None
    if braced and spelled(written[:-1]) not in ("sum", "Sum", "Sigma"):
        written, end = written + braced[1], braced.end()
    if len(written) > LONGEST_NAME:
        raise LanguageError(
            f"a name of more than {LONGEST_NAME} letters: shorter ones can be read", text, column, len(written)
        )
    spelling = spelled(written)
    if len(spelling) > LONGEST_SPELLED:  # one character may be a sentence
        raise LanguageError(
            f"a name of {len(spelling)} letters: at most {LONGEST_SPELLED} can be read", text, column, len(written)
        )
    kind = _WORDS.get(spelling, "name")
    return Token(kind, spelling, column, end - column, spaced=spaced)


_COMPARED = {"==": "=", "≠": "!=", "≤": "<=", "≥": ">="}


def compared_by(sign: str) -> str:
    """The sign of a comparison, whichever way it is typed.

    >>> compared_by("≥"), compared_by("=="), compared_by("<")
    ('>=', '=', '<')
    """
    return _COMPARED.get(sign, sign)


@lru_cache(maxsize=4096)  # a sheet says the same few names again and again
def spelled(name: str) -> str:
    """A name in the one spelling it is known by.

    >>> spelled("γ"), spelled("x₁"), spelled("ŷ"), spelled("∂L"), spelled("x'")
    ('gamma', 'x1', 'yhat', 'dL', 'x′')
    """
    if name.isascii() and "'" not in name:
        return name
    letters: list[str] = []
    for character in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", re.sub("['’]", "′", name))):
        if character in _LETTERLIKE:
            letters.append(_LETTERLIKE[character])
        else:
            letters.append(_MARKS.get(character) or greek_letter(character) or character)
    return unicodedata.normalize("NFC", "".join(letters))
