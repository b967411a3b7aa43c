"""What stands in a docstring as it is written, tables and examples, made to fit a narrower page."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import pairwise
from tokenize import COMMENT, OP, TokenInfo, generate_tokens, tok_name

ENOUGH = 24
"""Columns in which words can be read; where there are fewer, a cell stands below the one before it."""

_HANGING = 4
_CELL = re.compile(r"\S+(?: \S+)*")
_FORMATTED = {"FSTRING_START": 1, "FSTRING_END": -1}
_OPENING, _CLOSING = ("(", "[", "{"), (")", "]", "}")
_BELOW = str.maketrans("├└─", "│  ")  # what goes on below a branch of a tree
_EXAMPLE = re.compile(r">>>[^\n]*(?:\n\.\.\.[^\n]*)*|(?:^(?!>>>)[^\n]*\n?)+", re.M)


def table(text: str, width: int) -> str:
    r"""A table whose columns stand two blanks or more apart; what is too wide goes on below, in its column.

    >>> rows = "mean    a sum for a mean, the 1/n missing\nname    one in place of another"
    >>> print(table(rows, 34))
    mean    a sum for a mean, the 1/n
            missing
    name    one in place of another
    >>> print(table(rows, 30))
    mean
        a sum for a mean, the 1/n
        missing
    name
        one in place of another
    """
    lines = text.splitlines()
    if max(map(len, lines), default=0) <= width:
        return text
    if text.startswith("|"):
        lines = _without_bars(lines)
    ends = [(cell.start(), cell.end()) for line in lines for cell in [*_CELL.finditer(line)][1:]]
    below = {start for start, end in ends if end > width and width - start < ENOUGH}
    return "\n".join(part for line in lines for part in _row(line, width, below))


def _without_bars(lines: Iterable[str]) -> list[str]:
    """The rows of a table ruled with bars, its columns two blanks apart."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not re.fullmatch("[|-]+", line)]
    rooms = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, rooms)).rstrip() for row in rows]


def _row(line: str, width: int, below: Iterable[int]) -> list[str]:
    """A row of a table: what has its place in one of the columns `below` begins a line of its own."""
    shown = [line if len(line) <= width and not _CELL.search(line) else ""]
    margin = re.sub(r"[^│├└─ ].*", "", line).translate(_BELOW)
    before = None
    for cell in _CELL.finditer(line):
        start = cell.start()
        if before is not None and (start in below or len(shown[-1]) >= start):
            start = before
            shown.append(margin)
        hanging = start if before is not None else start + _HANGING
        shown[-1:] = _words(cell[0], width, shown[-1].ljust(start), margin[:start].ljust(hanging))
        before = hanging
    return shown


def _words(text: str, width: int, first: str, others: str) -> list[str]:
    if not text.strip(text[0]):  # a rule
        return [(first + text)[:width]]
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def example(text: str, width: int) -> str:
    r"""Code as typed at a prompt, and what it prints; what is too wide goes on below, code as Python reads it.

    >>> print(example(">>> max(first, second)  # the larger\n2.0", 20).replace(">>>", ">"))
    > # the larger
    > max(first,
    ...     second)
    2.0
    """
    return "\n".join(
        _prompted(part, width) if part.startswith(">>>") else table(part.rstrip("\n"), width)
        for part in _EXAMPLE.findall(text)
    )


def _prompted(typed: str, width: int) -> str:
    """A statement at a prompt, made narrower; remarks that went above it have a prompt of their own."""
    lines = narrow_code("\n".join(line[4:] for line in typed.splitlines()), width - len(">>> ")).splitlines()
    start = next(place for place, line in enumerate(lines) if not line.startswith("#"))
    return "\n".join(f"{'...' if place > start else '>>>'} {line}".rstrip() for place, line in enumerate(lines))


def narrow_code(source: str, width: int) -> str:
    """A statement in lines of this width, broken where Python lets it go on; where it cannot be, it stays wider."""
    lines = source.splitlines()
    place = 0
    while place < len(lines):
        if len(lines[place]) > width and len(broken := _broken(lines, place, width)) > 1:
            lines[place : place + 1] = broken
        else:
            place += 1
    return "\n".join(lines)


def _broken(lines: list[str], place: int, width: int) -> list[str]:
    """One of the lines in two, or with its remark above it; as it is where nothing helps."""
    line = lines[place]
    before, here = _tokens(lines, place)
    margin = line[: len(line) - len(line.lstrip())]
    if here and here[-1].type == COMMENT and (code := line[: here[-1].start[1]].rstrip()):
        said = textwrap.wrap(here[-1].string.lstrip("# "), width - len(margin) - len("# "))
        return [*(f"{margin}# {part}" for part in said), code]
    places = [each for each in _places(here, before) if len(margin) + _HANGING < each[1] <= width - len(each[2])]
    if not places:
        return [line]
    _, at, sign = min(places, key=lambda each: (each[0], -each[1]))
    rest = line[at:].lstrip()
    deeper = margin + " " * _HANGING
    opens = line[at - 1] in _OPENING and len(deeper + rest) <= width
    return [line[:at] + sign, (deeper if opens or not before else margin) + rest]


def _tokens(lines: list[str], place: int) -> tuple[int, list[TokenInfo]]:
    """How many brackets are open before a line, and the tokens that stand in it whole."""
    before, here, formatted = 0, [], 0
    for token in generate_tokens(StringIO("\n".join(lines) + "\n").readline):
        formatted += _FORMATTED.get(tok_name[token.type], 0)
        if formatted:  # since Python 3.12 f"{x}" is several tokens
            continue
        if token.start[0] == token.end[0] == place + 1 and token.string.strip():
            here.append(token)
        elif token.start[0] <= place:
            before += _opened(token)
    return before, here


def _opened(token: TokenInfo) -> int:
    return (token.string in _OPENING) - (token.string in _CLOSING) if token.type == OP else 0


def _places(tokens: list[TokenInfo], depth: int) -> Iterator[tuple[float, int, str]]:
    """Where a line may be broken: how bad that is, where, and what the line then ends with."""
    assigned = max((place for place, token in enumerate(tokens) if token.string == "="), default=-1)
    for place, (token, after) in enumerate(pairwise(tokens)):
        depth += _opened(token)
        at = token.end[1]
        if not depth:
            if after.start[1] > at:
                yield (0.5 if token.string == "," and place > assigned else 9), at, " \\"
        elif token.string in _OPENING:
            yield depth + 0.5, at, ""
        elif token.string == "," or after.string in ("for", "if", "else", "and", "or"):
            yield depth, at, ""
