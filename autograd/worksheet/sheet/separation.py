"""Statements and factors that stand side by side without a sign between them, as on paper: x = 2, y = 3 and w1x1."""

import re
from collections.abc import Container
from dataclasses import replace
from itertools import pairwise

from autograd.worksheet.language.tokens import Token

_FACTORS = re.compile(r"(?:[^\W\d_]+[0-9]+){2,8}")


def split_statements(tokens: list[Token], names: Container[str] = ()) -> list[Token]:
    """Put a ; in the place of each comma, or `and`, between two statements: x = 2, y = 3 is x = 2; y = 3.

    >>> from autograd.worksheet.language.tokens import tokens
    >>> [token.kind for token in split_statements(tokens("x = 2, y = f(x, x) and z = 4")) if token.kind in ",;"]
    [';', ',', ';']
    """
    if "and" not in names:
        tokens = [replace(token, kind=",") if token.text == "and" else token for token in tokens]
        tokens = [one for one, after in pairwise(tokens) if one.text != "," or after.text != "and"] + tokens[-1:]
    found = list(tokens)
    depth, listing, comma = 0, False, None
    for place, token in enumerate(tokens):
        if token.kind in ("(", "["):
            depth += 1
        elif token.kind in (")", "]"):
            depth -= 1
        elif token.kind == ";":
            listing, comma = False, None
        elif token.kind in ("find", "for"):
            listing = True
        elif depth <= 0 and token.kind == ",":
            after = tokens[place + 1]
            comma = place if after.kind == "name" and after.spaced and not listing else None
        elif depth <= 0 and token.kind in ("=", "<-", ":=") and comma is not None:
            found[comma] = replace(tokens[comma], kind=";")
            comma = None
    return found


def split_factors(tokens: list[Token], names: Container[str]) -> list[Token]:
    """Make two tokens of w1x1 where w1 and x1 are names, and w1x1 is not and does not become one here.

    >>> from autograd.worksheet.language.tokens import tokens
    >>> [token.text for token in split_factors(tokens("y = w1x1"), ("w1", "x1"))][:-1]
    ['y', '=', 'w1', 'x1']
    """
    found: list[Token] = []
    for place, token in enumerate(tokens):
        parts = [token]
        defines = tokens[min(place + 1, len(tokens) - 1)].kind in ("=", "<-", ":=") and (
            place == 0 or tokens[place - 1].kind in (";", ",")
        )
        if token.kind == "name" and not defines and token.text not in names and _FACTORS.fullmatch(token.text):
            parts = [
                replace(token, text=each[0], column=token.column + each.start(), length=len(each[0]), spaced=False)
                for each in re.finditer(r"[^\W\d_]+[0-9]+", token.text)
            ]
            parts[0] = replace(parts[0], spaced=token.spaced)
            if token.length != len(token.text) or not all(part.text in names for part in parts):
                parts = [token]
        found += parts
    return found
