r"""Macros of a document: what it defines itself, and how formulas are written out with them.

What comes from a macro's body has the place of the call, and arguments keep theirs: carets point at what was typed.

>>> from autograd.worksheet.language.latex.scanning import scan
>>> macros = macros_of(r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}")
>>> "".join(token.text for token in expand(scan(r"\pd{L}{w}"), macros, ""))
'\\frac{\\partial L}{\\partial w}'
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from autograd.errors import LanguageError
from autograd.support.lazy import compiled_when_used
from autograd.worksheet.language.latex.commands import OTHER_NAMES, PACKAGES
from autograd.worksheet.language.latex.scanning import TexToken, scan
from autograd.worksheet.language.work import Work

MOST_TOKENS = 20_000
"""Tokens of a formula with its macros written out."""

LONGEST_BODY = 2_000
"""Characters of the body of a macro."""

DEEPEST = 40
"""Macros inside one another."""

_COMMAND = compiled_when_used(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand)\*?\s*"
    r"(?:\{\s*(\\[A-Za-z]+|\\.)\s*\}|(\\[A-Za-z]+|\\.))\s*(?:\[\s*([0-9])\s*\])?\s*(?:\[([^\]\n]*)\])?\s*(?=\{)"
)
_OPERATOR = compiled_when_used(r"\\DeclareMathOperator\*?\s*(?:\{\s*(\\[A-Za-z]+)\s*\}|(\\[A-Za-z]+))\s*(?=\{)")
_DEF = compiled_when_used(r"\\(?:gdef|edef|xdef|def)\s*(\\[A-Za-z]+|\\.)\s*((?:#[1-9])*)\s*(?=\{)")
_LET = compiled_when_used(r"\\let\s*(\\[A-Za-z]+)\s*=?\s*(\\[A-Za-z]+)")
_BEGINS = compiled_when_used(
    r"\\(?:re)?newcommand|\\providecommand|\\DeclareRobustCommand|\\DeclareMathOperator|\\[gex]?def\b|\\let\b"
)


@dataclass(frozen=True)
class Macro:
    """How many arguments it takes, what the first is where it is left out, and its body."""

    arguments: int
    default: tuple[TexToken, ...] | None
    body: tuple[TexToken, ...]


class Macros(dict[str, Macro]):
    """The macros of a document by name, and where they are defined: nothing there is a formula."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[tuple[int, int]] = []


def macros_of(text: str) -> Macros:
    """The macros a document defines, wherever it does so; the last definition of a name counts."""
    found = Macros()
    for begin in _BEGINS.finditer(text):
        start = begin.start()
        if match := _COMMAND.match(text, start):
            name, count = match[1] or match[2], int(match[3] or 0)
            default = None if match[4] is None else tuple(scan(match[4]))
            end = _closed(text, match.end())
        elif match := _OPERATOR.match(text, start):
            name, count, default = match[1] or match[2], 0, None
            end = _closed(text, match.end())
        elif match := _DEF.match(text, start):
            name, count, default = match[1], len(match[2]) // 2, None
            end = _closed(text, match.end())
        elif match := _LET.match(text, start):
            found[match[1]] = Macro(0, None, tuple(scan(match[2])))
            found.places.append((start, match.end()))
            continue
        else:
            continue
        if end is None:
            continue
        body = scan(text, match.end() + 1, end - 1)
        if "DeclareMathOperator" in match[0]:
            body = [
                TexToken("command", "\\operatorname", 0, 0),
                TexToken("{", "{", 0, 0),
                *body,
                TexToken("}", "}", 0, 0),
            ]
        found[name] = Macro(count, default, tuple(body))
        found.places.append((start, end))
    return found


def _closed(text: str, opened: int) -> int | None:
    """The place behind the brace that closes the one at a place."""
    depth, place = 0, opened
    for match in re.finditer(r"\\.|[{}]", text[opened : opened + LONGEST_BODY], re.DOTALL):
        depth += (match[0] == "{") - (match[0] == "}")
        if not depth and len(match[0]) == 1:
            place = opened + match.end()
            return place
    return None


def expand(
    tokens: Sequence[TexToken], macros: Mapping[str, Macro], text: str, work: Work | None = None
) -> list[TexToken]:
    """The tokens of a formula with its macros written out; LanguageError for a macro made of itself, or too large.

    What is written out is counted as `work`.
    """
    commands = [token for token in tokens if token.kind == "command"]
    if not any(token.text in macros or _package_name(token) for token in commands):
        return list(tokens)
    found: list[TexToken] = []
    todo = list(reversed(tokens))
    left = MOST_TOKENS + len(tokens)
    while todo:
        token = todo.pop()
        left -= 1
        if left < 0:
            message = f"macros write this out to more than {MOST_TOKENS} signs: too much to be read"
            raise LanguageError(message, text, token.start, token.end - token.start)
        macro = None
        if token.kind == "command":
            macro = macros.get(token.text) or _of_package(token, todo)
        if macro is None:
            found.append(token)
            continue
        if token.text in token.macros or len(token.macros) >= DEEPEST:
            first = token.macros[0] if token.macros else token.text
            raise LanguageError(f"{first} is made of itself", text, token.start, token.end - token.start)
        end = token.end
        given: list[list[TexToken]] = []
        for number in range(macro.arguments):
            if number == 0 and macro.default is not None:
                optional = _optional(todo)
                given.append(list(macro.default) if optional is None else optional)
                continue
            argument = _argument(todo)
            if argument is None:
                message = f"{token.text} takes {macro.arguments} argument{'s' * (macro.arguments > 1)}: one is missing"
                raise LanguageError(message, text, token.start, token.end - token.start)
            end = max(end, argument[1])
            given.append(argument[0])
        within = (*token.macros, token.text)
        written = _written_out(macro, given, replace(token, end=end), within)
        left -= len(written)
        if work is not None:
            work.spend(len(written))
        if left < 0:
            message = f"macros write this out to more than {MOST_TOKENS} signs: too much to be read"
            raise LanguageError(message, text, token.start, token.end - token.start)
        todo += reversed(written)
    return found


def _package_name(token: TexToken) -> str:
    """What packages define under the name of a command, with or without a star; "" for what they do not."""
    name = token.text[1:].rstrip("*")
    return OTHER_NAMES.get(name, name) if name in PACKAGES or name in OTHER_NAMES else ""


def _of_package(token: TexToken, todo: list[TexToken]) -> Macro | None:
    """A command of a package as a macro with the arguments that stand behind it; None for what is none."""
    if not (name := _package_name(token)):
        return None
    has_option, braces = _arguments_behind(todo, may_have_option=any(option for option, _ in PACKAGES[name]))
    counts = [count for option, count in PACKAGES[name] if option == has_option and count <= braces]
    if not counts:
        return None
    body = PACKAGES[name][has_option, max(counts)]
    return Macro(max(counts) + has_option, () if has_option else None, tuple(scan(body)))


def _arguments_behind(todo: Sequence[TexToken], may_have_option: bool) -> tuple[bool, int]:
    """Whether square brackets come next, and how many pairs of braces behind them; what is to come is reversed.

    In the brackets stands a number: they are short.
    """
    place, has_option, braces = len(todo) - 1, False, 0
    while place >= 0:
        token = todo[place]
        if token.text == "[" and may_have_option and not braces and not has_option:
            closes = next((each for each in range(place, max(-1, place - 5), -1) if todo[each].text == "]"), None)
            if closes is None:
                break
            has_option, place = True, closes
        elif token.kind == "{" and braces < 3:
            braces, depth = braces + 1, 0
            while place >= 0:
                depth += (todo[place].kind == "{") - (todo[place].kind == "}")
                if not depth:
                    break
                place -= 1
        elif token.kind != "space":
            break
        place -= 1
    return has_option, braces


def _written_out(macro: Macro, given: list[list[TexToken]], call: TexToken, within: tuple[str, ...]) -> list[TexToken]:
    """The body with its arguments put in."""
    written: list[TexToken] = []
    body = iter(macro.body)
    for token in body:
        if token.text == "#":
            after = next(body, None)
            if after is None or after.kind != "number":
                continue
            place = int(after.text[0]) - 1
            written += given[place] if place < len(given) else []
            if len(after.text) > 1:  # #12 is the first argument, and a 2
                written.append(replace(after, text=after.text[1:], start=call.start, end=call.end, macros=within))
            continue
        written.append(TexToken(token.kind, token.text, call.start, call.end, within))
    return written


def _argument(todo: list[TexToken]) -> tuple[list[TexToken], int] | None:
    """The next argument, taken, and where it ends: what is in braces, or one sign; None if there is none.

    What is to come is reversed.
    """
    while todo and todo[-1].kind == "space":
        todo.pop()
    if not todo or todo[-1].kind == "}":
        return None
    token = todo.pop()
    if token.kind == "number" and len(token.text) > 1:
        first, rest = split_number(token)
        todo.append(rest)
        return [first], first.end
    if token.kind != "{":
        return [token], token.end
    found: list[TexToken] = []
    depth = 1
    while todo:
        token = todo.pop()
        depth += (token.kind == "{") - (token.kind == "}")
        if not depth:
            return found, token.end
        found.append(token)
    return None


def _optional(todo: list[TexToken]) -> list[TexToken] | None:
    """What stands in square brackets next, taken; None if nothing does."""
    place = len(todo) - 1
    while place >= 0 and todo[place].kind == "space":
        place -= 1
    if place < 0 or todo[place].text != "[":
        return None
    end = place - 1
    while end >= 0 and todo[end].text != "]":
        end -= 1
    if end < 0:
        return None
    found = todo[end + 1 : place][::-1]
    del todo[end:]
    return found


def split_number(token: TexToken) -> tuple[TexToken, TexToken]:
    r"""The first digit of a number, and the rest: the arguments of \frac12 are single digits."""
    middle = min(token.start + 1, token.end)
    return (
        replace(token, text=token.text[0], end=middle),
        replace(token, text=token.text[1:], start=middle),
    )
