"""Statements that can be read, but would mean something else than was meant: (2) dy/dw, w(1) = 3, a = b (ok)."""

import re
from collections.abc import Container

from autograd.errors import LanguageError
from autograd.worksheet.language.roles import is_called_loss
from autograd.worksheet.language.tree import Chain, Derivative, Name, Number, Product, Statement, Sum
from autograd.worksheet.language.vocabulary import is_function

_BRACKETED = re.compile(r"\s*((?:[^\W\d_]\w{0,20} )?\((?:[a-z]|[ivx]{2,4}|[0-9]{1,2})\))\s+")
"""What could be a factor, too."""


def refuse_misreadings(statement: Statement, names: Container[str]) -> None:
    """Raise LanguageError for words of a sentence, labels, remarks and arguments that would be read as factors."""
    match statement.parts[0]:
        case Product((Name(word) as first, *_), signs) if "_" in signs and is_word(word, names):
            raise statement.error(f"{word} has no value", first)
    if isinstance(statement, Chain):
        _refuse_own_gradient(statement)
        _refuse_remarks(statement, names)
        _refuse_arguments(statement, names)


def is_word(name: str, names: Container[str]) -> bool:
    """Whether a name stands for nothing and is long enough to be a word of a sentence."""
    return len(name) > 2 and name not in names and not is_function(name)


def label_error(text: str) -> LanguageError | None:
    """The error for a number or a letter in brackets before a formula, likely a label; None if there is none.

    >>> str(label_error("(2) dy/dw = x")), label_error("y = 3")
    ('(2) is not part of the formula: leave it out, or write it after # on a line of its own', None)
    """
    found = _BRACKETED.match(text)
    if not found or "=" not in text[found.end() :]:
        return None
    message = f"{found[1]} is not part of the formula: leave it out, or write it after # on a line of its own"
    return LanguageError(message, text, found.start(1), len(found[1]))


def _refuse_own_gradient(statement: Chain) -> None:
    """Refuse `error at w = dL/dw`: no name is the derivative by itself."""
    match statement.parts:
        case Name(name) as left, Derivative(Name(top), Name(bottom)), *_ if name == bottom and not statement.about:
            raise statement.error(f"{name} is not its own derivative: write d{top}/d{name} = …", left)


def _refuse_remarks(statement: Chain, names: Container[str]) -> None:
    """Refuse (ok) behind a formula, and (a) before one, where these stand for nothing."""
    for part in (statement.parts[0], statement.parts[-1]):
        if not isinstance(part, Product) or "_" not in part.signs:
            continue
        first, last = part.factors[0], part.factors[-1]
        label = label_error(statement.text)
        is_known = isinstance(first, Name) and first.name in names
        if label and label.column == first.column and part is statement.parts[0] and not is_known:
            raise label
        bracketed = statement.text[last.column - 1 : last.column + 1] == " ("
        if bracketed and isinstance(last, Name) and len(last.name) > 1 and last.name not in names:
            raise statement.error(f"{last.name} has no value; if this is a remark, write # before it", last)


def _refuse_arguments(statement: Chain, names: Container[str]) -> None:
    """Refuse w(1) = … and L(w) = …, which would be about w times 1."""
    left = statement.parts[0]
    typed = statement.text[left.column : left.column + left.length]
    match statement.parts:
        case Product((Derivative() as first, Number(_, _, digits)), "*_"), _, *_ if typed[first.length :][:1] == "(":
            slope = typed[: first.length]
            message = f"{typed} would be {slope} times {digits}: for its value there give the name that value"
            raise statement.error(message, left)
        case Product((Name(name) as first, other), "*_"), _, *_:
            if name not in names or typed[first.length : first.length + 1] != "(":
                return
        case _:
            return
    match other:
        case Number(_, _, digits):
            message = f"{typed} would be {name} times {digits}: for a new value write {name} <- …"
            raise statement.error(message, left)
        case Sum(terms) if is_called_loss(name) and any(isinstance(term, Number) for term in terms):
            message = (
                f"{typed} would be {name} times {typed[first.length + 1 : -1]}: write what has another value, x = …"
            )
            raise statement.error(message, left)
        case Name(argument):
            message = f"{typed} would be {name} times {argument}: names stand without their arguments"
            raise statement.error(message, left)
