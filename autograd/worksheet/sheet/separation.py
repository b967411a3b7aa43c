"""Statements and factors that stand side by side without a sign between them, as on paper: x = 2, y = 3 and w1x1."""

import re
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from autograd.worksheet.language.tokens import Token
from autograd.worksheet.language.vocabulary import function_called, is_function

_FACTORS = re.compile(r"(?:[^\W\d_]+[0-9]+){2,8}")


def with_slopes_named(tokens: list[Token], slopes: Collection[str]) -> list[Token]:
    """The tokens with one name for each of the slopes that are names.

    >>> from autograd.worksheet.language.tokens import tokens
    >>> [token.text for token in with_slopes_named(tokens("dL/db = dL/dy"), {"dL/db"})]
    ['dL/db', '=', 'dL', '/', 'dy', '']
    """
    if not slopes:
        return tokens
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        top, *rest = tokens[place : place + 3]
        word = "".join(each.text for each in (top, *rest))
        if top.kind == "name" and word in slopes:
            end = rest[1].column + rest[1].length
            found.append(replace(top, text=word, length=end - top.column))
            place += len(("dL", "/", "db"))
        else:
            found.append(top)
            place += 1
    return found


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


MOST_FACTORS = 5
"""Letters side by side that may be a product."""


def factors_of(word: str, names: Container[str]) -> list[str]:
    """The names a word is the product of, if it can be read so in one way only; none has its index cut off.

    >>> factors_of("hw_2", ("h", "w_2")), factors_of("abc", ("a", "bc", "ab", "c"))
    (['h', 'w_2'], [])
    """
    if len(word) < 2:  # as most names are
        return []
    ways: list[list[list[str]]] = [[[]]]  # for each length, the ways to read so much of the word
    for end in range(1, min(len(word), 4 * MOST_FACTORS) + 1):
        ways.append([
            [*way, word[start:end]]
            for start in range(end)
            for way in ways[start]
            if len(way) < MOST_FACTORS and word[end - 1] != "_" and word[start:end] in names
        ][:2])  # fmt: skip
    found = ways[-1] if len(ways) > len(word) else []
    return found[0] if len(found) == 1 and len(found[0]) > 1 else []


def split_factors(
    tokens: list[Token],
    names: Container[str],
    words: Container[str] = (),
    defined: Container[str] = (),
    bottoms: Container[str] = (),
    is_product: Callable[[str], bool] = lambda word: False,
) -> list[Token]:
    """Make two tokens of w1x1 where w1 and x1 are names, and w1x1 is not and does not become one here.

    Letters of `words` of the document are names, too, beside a name or one of the `bottoms` that the document
    differentiates by; a word that is `defined` anywhere is one, if it `is_product` of no matrices.

    >>> from autograd.worksheet.language.tokens import tokens
    >>> [token.text for token in split_factors(tokens("y = w1x1"), ("w1", "x1"))][:-1]
    ['y', '=', 'w1', 'x1']
    """
    found: list[Token] = []
    told: set[str] = set()
    for place, token in enumerate(tokens):
        if token.kind == "=" and place:
            told.add(tokens[place - 1].text)
        if token.kind != "name" or len(token.text) < 2:  # nothing to split
            found.append(token)
            continue
        parts = [token]
        defines = tokens[min(place + 1, len(tokens) - 1)].kind in ("=", "<-", ":=") and (
            place == 0 or tokens[place - 1].kind in (";", ",")
        )
        if not defines and token.text not in names and _FACTORS.fullmatch(token.text):
            parts = [
                replace(token, text=each[0], column=token.column + each.start(), length=len(each[0]), spaced=False)
                for each in re.finditer(r"[^\W\d_]+[0-9]+", token.text)
            ]
            parts[0] = replace(parts[0], spaced=token.spaced)
            if token.length != len(token.text) or not all(part.text in names for part in parts):
                parts = [token]
        if parts == [token] and tokens[min(place + 1, len(tokens) - 1)].kind == "(":
            parts = _split_call(token, names)
        is_told = defines or token.text in defined
        if parts == [token] and (not is_told or is_product(token.text)):
            is_d_factor = "d" in names and not _is_divided(tokens, place)
            parts = _split(token, names, words, bottoms, defined, told, is_d_factor)
        found += parts
    return found


def _is_divided(tokens: list[Token], place: int) -> bool:
    """Whether a / stands beside a word, or behind its index: dd[i]/dh[i]"""
    end = place + 1
    if tokens[min(end, len(tokens) - 1)].kind == "[":
        end = next((at + 1 for at in range(end, min(end + MOST_IN_INDEX, len(tokens))) if tokens[at].kind == "]"), end)
    return (place > 0 and tokens[place - 1].kind == "/") or tokens[min(end, len(tokens) - 1)].kind == "/"


MOST_IN_INDEX = 12
"""Tokens of an index in square brackets that a / is looked for behind."""


def _split(
    token: Token,
    names: Container[str],
    words: Container[str],
    bottoms: Container[str],
    defined: Container[str],
    told: Container[str],
    is_d_factor: bool = False,
) -> list[Token]:
    """The tokens of a word that has no value, and is a product of names that have one; dv, too, where d is a factor."""
    word = token.text
    is_differential = word.startswith("d") and not is_d_factor and (word[1:] in names or word[1:] in words)
    if word in names or is_function(word) or is_differential:
        return [token]
    parts = factors_of(word, names) or factors_of(word, Either(names, words))
    is_plain = word.isalpha() and (word.islower() or token.length > 2)  # as typed: λI has two letters
    is_told_below = all(part in defined and part not in told for part in parts)  # u = bc, b = 3, c = 2
    if is_plain and not is_told_below and not any(part in names or part in bottoms for part in parts):
        return [token]
    found: list[Token] = []
    column = token.column
    for part in parts:
        spaced = token.spaced and column == token.column
        is_spelled = token.length != len(word)  # θx has another length than its name: its parts have one place
        length = token.length if is_spelled else len(part)
        found.append(replace(token, text=part, column=column, length=length, spaced=spaced and not found))
        column += 0 if is_spelled else length
    return found or [token]


def _split_call(token: Token, names: Container[str]) -> list[Token]:
    """The tokens of a name and the function behind it: aσ'(z)."""
    word = token.text
    bare = word.rstrip("′")
    if token.kind != "name" or word in names or function_called(word):
        return [token]
    cut = next((cut for cut in range(1, len(bare)) if bare[:cut] in names and function_called(word[cut:])), 0)
    if not cut:
        return [token]
    is_spelled = token.length != len(word)
    first = replace(token, text=word[:cut], length=token.length if is_spelled else cut)
    column, length = (token.column, token.length) if is_spelled else (token.column + cut, len(word) - cut)
    return [first, replace(token, text=word[cut:], column=column, length=length, spaced=False)]


def givens_before(tokens: list[Token], known: Container[str]) -> list[Token]:
    """The statements of a line, before each what it needs and a later one of the line gives: L = y^2; y = 2.

    >>> from autograd.worksheet.language.tokens import tokens
    >>> [token.text for token in givens_before(tokens("L = y^2; y = 2"), ())][:4]
    ['y', '=', '2', ';']
    """
    if not any(token.kind == ";" for token in tokens):
        return tokens
    statements: list[list[Token]] = [[]]
    for token in tokens[:-1]:
        statements.append([]) if token.kind == ";" else statements[-1].append(token)
    statements = [statement for statement in statements if statement]
    first: dict[str, int] = {}
    for place, statement in enumerate(statements):
        first.setdefault(_given_by(statement, known), place)
    later: list[Iterator[int]] = []
    for place, statement in enumerate(statements):
        places = {first[token.text] for token in statement[1:] if token.kind == "name" and token.text in first}
        later.append(iter(sorted(other for other in places if other > place)))
    order: dict[int, None] = {}
    for begun in range(len(statements)):
        todo = [begun]
        while todo:
            needed = next((other for other in later[todo[-1]] if other not in order), None)
            if needed is None:
                order.setdefault(todo.pop())
            else:
                todo.append(needed)
    if list(order) == sorted(order):
        return tokens
    semicolon = next(token for token in tokens if token.kind == ";")
    found = [token for place in order for token in [*statements[place], semicolon]]
    return [*found[:-1], tokens[-1]]


def _given_by(statement: list[Token], known: Container[str]) -> str:
    """The name without value that a statement begins by giving one; "" if it does not."""
    is_equation = len(statement) > 2 and statement[0].kind == "name" and statement[1].kind == "="
    return statement[0].text if is_equation and statement[0].text not in known else ""


class Either:
    """What is in one of several collections."""

    def __init__(self, *collections: Container[str]) -> None:
        self.collections = collections

    def __contains__(self, word: object) -> bool:
        for each in self.collections:  # noqa: SIM110 (a generator costs three times as much, and this is asked often)
            if word in each:
                return True
        return False


def split_entries(
    tokens: list[Token],
    is_matrix: Callable[[str], bool | None],
    defined: Container[str],
    first: int,
    bare: Mapping[str, int] = MappingProxyType({}),
    lettered: Callable[[str], bool] = lambda name: False,
    is_whole: Callable[[str, str], bool] = lambda entry, name: False,
) -> list[Token]:
    """Make x[0] of x_0 where x is a list and x_0 is nothing of its own; W[0,1] of W_01 where W is a matrix.

    `is_matrix` says of a name whether it is a matrix, and None of what is no list; `first` is what is counted from,
    and `bare` has that for the names behind which numbers stand without anything between: x1 and x2. Of a name that is
    `lettered`, defined for each index, x_1 is always an entry; so is O11 of a matrix that `is_whole`, before anything
    else is called O11.
    """
    found: list[Token] = []
    for token in tokens:
        if token.kind != "name" or not token.text[-1:].isdecimal():
            found.append(token)
            continue
        entry = _ENTRY.fullmatch(token.text)
        base = entry[1] if entry else ""
        base_of_slope = base[1:] if base[:1] == "d" else ""
        is_entry = bool(entry and entry[2]) and (lettered(base) or lettered(base_of_slope))
        is_entry = is_entry or (entry is not None and len(entry[3]) == len("ij") and is_whole(token.text, base))
        if entry is not None and token.text in defined and not is_entry:
            entry = None
        name = base if is_matrix(base) is not None or (is_entry and lettered(base)) else base_of_slope
        is_own = name + token.text[len(base) :] in defined and not is_entry
        kind = is_matrix(name) if entry and name and not is_own else None
        kind = False if kind is None and is_entry and not is_own else kind
        if entry is None or kind is None or (not entry[2] and name not in bare):
            found.append(token)
            continue
        start = first if entry[2] else bare[name]
        digits = list(entry[3]) if kind and len(entry[3]) == 2 else [entry[3]]
        if (len(digits) == 2) != kind or any(int(each) < start for each in digits):
            found.append(token)
            continue
        counted = [int(each) - start for each in digits]
        numbers = [replace(token, kind="number", text=str(each), number=float(each)) for each in counted]
        found.append(replace(token, text=base))
        for number in numbers:
            sign = "[" if number is numbers[0] else ","
            found += [replace(token, kind=sign, text=sign, spaced=False), number]
        found.append(replace(token, kind="]", text="]"))
    return found


_ENTRY = re.compile(r"([^\W\d].*?)(_?)([0-9]{1,2})")
