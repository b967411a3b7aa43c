"""What stands around formulas on paper and is no part of them: labels, bullets, prompts, ticks, commas between them."""

import re
from collections.abc import Collection, Container
from dataclasses import replace
from itertools import pairwise

from autograd.errors import LanguageError
from autograd.worksheet.language.tokens import Token
from autograd.worksheet.language.tree import Chain, Name, Number, Product, Statement
from autograd.worksheet.sheet.remarks import is_remark

_FORMULA = r"(?=[\w∂√(\[|])(?=.*(?:=|<-|←|\bfind ))"
_LABEL = re.compile(
    r"\s*(?:[^\W\d_][\w ]{0,40}:(?!=)|(?:[^\W\d_]\w{0,20} )?(?:[a-z]|[ivx]{2,4}|[0-9]{1,2})\)|[0-9]{1,2}\.|[•◦▪*]"
    rf"|=>|[⇒⟹→∴])\s+{_FORMULA}"
)
"""What people begin their lines with: Step 1: or Given: or a) or 3. or a bullet or an arrow."""

_WORD = re.compile(
    rf"\s*(?:\(([a-z]|[ivx]{{2,4}})\)|((?i:and|hence|so|then|therefore|thus|given|let|where|with|take|set|suppose|now|also"
    rf"|since|because|finally|next|we have|we get)),?)\s+{_FORMULA}"
)
"""What is one of these only where it is no name."""

_BRACKETED = re.compile(r"\s*((?:[^\W\d_]\w{0,20} )?\((?:[a-z]|[ivx]{2,4}|[0-9]{1,2})\))\s+")
"""What could be a factor, too."""

_HEADING = re.compile(r"\s*(?:[^\W\d_][\w ()'-]{0,60}:|[-=_*~]{3,})\s*")
"""A line of its own: Backward pass: or a rule."""

_BEHIND = re.compile(r"(?:(?<=[\w)\]′'’])[.,]|[✓✔☑])(?=\s*$)")
"""What a line may end with."""


_ENTRY = r"(?:\[[^\]\n]*\])?"
_LISTED = re.compile(
    rf"^[> \t]*[-–][ \t]+(?:[d∂] ?\w+{_ENTRY}[ \t]*/[ \t]*[d∂] ?)?[^\W\d][\w'’′]*{_ENTRY}[ \t]*(?::?=|≈|<-|←)",
    re.MULTILINE,
)
"""What begins with a bullet of Markdown, if several lines do; else it is a minus."""

_DASH = re.compile(r"\s*[-–]\s+(?=[\w∂√(\[|])")


def is_listed(text: str) -> bool:
    r"""Whether the dashes before formulas are those of a list: a - before several lines.

    >>> is_listed("- dL/dw = x\n- dL/db = 1"), is_listed("- dL/dw = x")
    (True, False)
    """
    return len(_LISTED.findall(text)) > 1


def formulas_of(line: str, names: Collection[str], listed: bool = False) -> str:
    """A line with blanks in place of what is around its formulas, so that places stay what they are.

    With `listed`, dashes before formulas are those of a list.

    >>> formulas_of("> a) dy/dx = 6x,", ()), formulas_of("(a) y = 3", ()), formulas_of("(a) y = 3", "a")
    ('     dy/dx = 6x ', '    y = 3', '(a) y = 3')
    >>> formulas_of("Backward pass:", ())
    '              '
    """
    line = line.lstrip("> \t").rjust(len(line))  # quoted, or pasted with its prompt
    if _HEADING.fullmatch(line) or is_remark(line, names):
        return " " * len(line)
    dash = _DASH.match(line) if listed else None
    if dash:
        line = line[dash.end() :].rjust(len(line))
    found = _LABEL.match(line) or _WORD.match(line)
    if found and not any(word in names for word in found.groups() if word):
        line = line[found.end() :].rjust(len(line))
    return _BEHIND.sub(" ", line)


def taken_for_factor(text: str) -> LanguageError | None:
    """The error for a formula with a number or a letter in brackets before it, likely a label; None if it has none.

    >>> str(taken_for_factor("(2) dy/dw = x")), taken_for_factor("y = 3")
    ('(2) is none of the formula: leave it out, or write it after # on a line of its own', None)
    """
    found = _BRACKETED.match(text)
    if not found or "=" not in text[found.end() :]:
        return None
    message = f"{found[1]} is none of the formula: leave it out, or write it after # on a line of its own"
    return LanguageError(message, text, found.start(1), len(found[1]))


def taken_for_times(statement: Statement, names: Container[str]) -> LanguageError | None:
    """The error for w(1) = … or L(w) = …, which would be about w times 1; None if it is something else."""
    left = statement.parts[0]
    typed = statement.text[left.column : left.column + left.length]
    match statement, left:
        case Chain((_, _, *_)), Product((Name(name) as first, other), "*_"):
            if name not in names or typed[first.length : first.length + 1] != "(":
                return None
        case _:
            return None
    match other:
        case Number(_, _, digits):
            message = f"{typed} would be {name} times {digits}: for a new value write {name} <- …"
        case Name(argument):
            message = f"{typed} would be {name} times {argument}: names stand without their arguments"
        case _:
            return None
    return LanguageError(message, statement.text, left.column, left.length)


def parted(tokens: list[Token], names: Container[str] = ()) -> list[Token]:
    """The tokens of a line with a ; for each comma between two statements, as in x = 2, y = 3; or for an `and`.

    >>> from autograd.worksheet.language.tokens import tokens
    >>> [token.kind for token in parted(tokens("x = 2, y = f(x, x) and z = 4")) if token.kind in ",;"]
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


_FACTORS = re.compile(r"(?:[^\W\d_]+[0-9]+){2,8}")


def apart(tokens: list[Token], names: Container[str]) -> list[Token]:
    """The tokens with w1x1 in two, if w1 and x1 are names and w1x1 is none, nor becomes one here.

    >>> from autograd.worksheet.language.tokens import tokens
    >>> [token.text for token in apart(tokens("y = w1x1"), ("w1", "x1"))][:-1]
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
