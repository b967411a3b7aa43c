r"""What is typed with commands of LaTeX, as it is typed without them.

>>> without_commands(r"\mathcal{L} = \frac{1}{2}(o - \hat{y})^2")
'L = (1/2)(o - yhat)^2'
>>> without_commands(r"W = \begin{pmatrix} 1 & -2 \\ 0 & 4 \end{pmatrix}, \quad \mathbf{w}^\top x")
'W = [[1, -2], [0, 4]], wᵀ x'
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from autograd.errors import LanguageError
from autograd.worksheet.language.latex.commands import (
    ACCENTS,
    BRACES,
    DISPLAYS,
    DROPPED,
    FRACTIONS,
    FUNCTIONS,
    GREEK,
    ROOM,
    SIGNS,
    STACKED,
    STYLES,
    TABLES,
    UNSPACED,
    WORDS,
)
from autograd.worksheet.language.latex.macros import Macro, expand, split_number
from autograd.worksheet.language.latex.scanning import TexToken, scan

DEEPEST = 60
"""Arguments inside one another."""

HAS_COMMAND = re.compile(r"\\(?:[A-Za-z]|[,;:!>|{}%&_()\[\]\\ ])")
"""Where a line has a command of LaTeX."""


@dataclass(slots=True)
class Piece:
    """Some text, and from where to where what it stands for is typed; what `is_typed` is no command."""

    text: str
    start: int
    end: int
    is_typed: bool = False


def _greek(name: str) -> str:
    """The sign of a Greek letter; what is none, as the l that ell is, is itself."""
    if len(name) == 1:
        return name
    case = "CAPITAL" if name[0].isupper() else "SMALL"
    return unicodedata.lookup(f"GREEK {case} LETTER {name.upper().replace('LAMBDA', 'LAMDA')}")


_GLUED = re.compile(r"[d∂∇]")
"""What a name stands right behind: the sign of a derivative."""

_BEGINS_NAME = re.compile(r"(?!ᵀ)[^\W_]|[√\\]")
_TOUCHES = re.compile(r"[^\W_]|[\u0300-\u036f}′']")
"""The end of what a name, or a number, would be read together with."""

_SIMPLE = re.compile(r"[0-9]+(?:\.[0-9]+)?|[^\W\d_](?:hat|bar|tilde|[0-9])?(?:_\w|_\{\w{1,20}\})?")
"""One operand, which needs no brackets."""

_SLOPE_OF = re.compile(r"[d∂](?:\^[23]|\^\{[23]\}|[²³])?\s?(?![\w^]{3,}\s*[-+*/])(?:[^\W\d]|\(|$)")
_SLOPE_BY = re.compile(r"[d∂]\s?[^\W\d]")
"""What is above, and below, in a derivative written as a fraction."""

_MARKED = re.compile(r"([^\W\d_]|[^\W\d_]{2,20}(?![^\s]))((?:[0-9]|_\w+|_\{[^{}]*\})*)")
"""A name that has a mark, and the indices with it."""

_PRIMES = re.compile(r"[′\s]*′[′\s]*")
_ALIGNED = re.compile(r"\s*&?\s*=")
_STANDS_ALONE = re.compile(r"\s*(?:[-+=≈,;.)&]|\\(?:\\|q?quad\b|approx\b|end\b|right\b)|$)")
"""What stands behind a fraction that needs no brackets around it."""

_OPENS = re.compile(r"(?:^|[-+=≈,;(\[:])\s*$")
"""What stands before it."""

_GOES_ON = re.compile(
    r"\s*(?:[-+=≈<>≤≥(,;.&#%|]|\\(?:[\\,;:]|(?:text|q?quad|[lL]?o?n?g?[rR]ightarrow|implies|approx|tag|label|end)(?![a-z]))"
    r"|[A-Za-z]{2,20}(?![A-Za-z_^=]|\s*=)|$)"
)
"""What stands behind room and belongs to what stands before it, or is said of that."""

_HAS_STATEMENT = re.compile(r"=[^=]*[^\s=,;:.]\s*$")
_IF = re.compile(r"(?:if|for|when|where|wenn|si|falls)\b\s*")
_COMPARES = re.compile(r"[<>≤≥≠=]")
_SEPARATED_DIGITS = re.compile(r"[\\{~]")
_SPACES = frozenset(",;:> ") | {"thinspace", "medspace", "thickspace", "space"}
"""Thin room, which is a blank."""

FEW = 40
"""Pieces that are looked at of what may be long: more than one operand has."""


def joined(pieces: Iterable[Piece]) -> str:
    """The text of some pieces, with one blank where a name, or a number, would otherwise run on."""
    return "".join(text for text, _ in spaced(pieces))


def spaced(pieces: Iterable[Piece]) -> Iterator[tuple[str, Piece]]:
    """The text of each piece, with a blank before it where a name, or a number, would otherwise run on.

    Blanks around what is not typed without commands are one blank, or a gap.
    """
    before = Piece("", 0, 0)
    last = ""
    blanks: list[Piece] = []
    for piece in pieces:
        if not piece.text.strip():
            blanks += [piece] if piece.text else []
            continue
        if blanks:
            is_gap = len(blanks) == 1 and (blanks[0].is_typed or not last)
            text = blanks[0].text if is_gap else max((each.text[:2] for each in blanks), key=len)
            yield text, replace(blanks[0], end=blanks[-1].end)
            before, last = blanks[-1], " "
            blanks.clear()
        is_behind = before.end == piece.start or before.start == piece.start  # or both are in one macro
        runs_on = before.is_typed and piece.is_typed and is_behind
        is_apart = not runs_on and _BEGINS_NAME.match(piece.text) and _TOUCHES.match(last[-1:])
        if is_apart and not (_GLUED.fullmatch(last[-1:]) and not last[:-1].isalnum()):
            yield " " + piece.text, piece
        else:
            yield piece.text, piece
        before, last = piece, (last + piece.text)[-2:]
    if blanks and last.strip():
        yield blanks[0].text, blanks[0]


class Typing:
    """A place among the tokens of a line of LaTeX that is typed without it."""

    def __init__(self, tokens: Sequence[TexToken], line: str) -> None:
        self.tokens = list(tokens)
        self.line = line
        self.place = 0
        self.depth = 0
        self.out: list[Piece] = []  # of the whole line: what stands before is asked of it

    @property
    def next(self) -> TexToken:
        """The token to be read; an empty one at the end."""
        end = len(self.line)
        return self.tokens[self.place] if self.place < len(self.tokens) else TexToken("end", "", end, end)

    def take(self) -> TexToken:
        """The next token; reading continues after it."""
        token = self.next
        self.place += 1
        return token

    def wrong(self, what: str, token: TexToken) -> LanguageError:
        return LanguageError(what, self.line, token.start, max(1, token.end - token.start))

    def skip_spaces(self) -> None:
        """Pass over blanks, which nothing stands for."""
        while self.next.kind == "space":
            self.place += 1

    def whole(self) -> list[Piece]:
        """All of the line."""
        while self.place < len(self.tokens):
            self.out += self.one()
        return self.out

    def go_deeper(self, of: TexToken) -> None:
        """Count one more level that what is read stands inside."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong(f"more than {DEEPEST} levels inside one another: too deep to be read", of)

    def row(self, ends: tuple[str, ...], of: TexToken) -> list[Piece]:
        """What stands before a token of this text, which is not taken."""
        self.go_deeper(of)
        found: list[Piece] = []
        while self.next.text not in ends:
            if self.next.kind == "end":
                raise self.wrong(f"{of.text} is never closed", of)
            found += self.one()
        self.depth -= 1
        return found

    def typed(self, token: TexToken) -> Piece:
        """A token as it is typed; what a macro is written out to, as it stands in the macro."""
        text = self.line[token.start : token.end]
        if token.macros or (token.kind != "space" and text[:1] != token.text[:1]):  # also what it takes by default
            text = token.text
        if token.kind == "number" and _SEPARATED_DIGITS.search(text):
            text = token.text
        return Piece(text, token.start, token.end, True)

    def one(self) -> list[Piece]:
        """What stands next."""
        token = self.take()
        if token.kind in ("^", "_"):
            return self.script(token)
        if token.kind == "{":
            return [self.typed(token), *self.row(("}",), token), self.typed(self.take())]
        if token.kind == "&":
            return [Piece(" ", token.start, token.end)]
        return self.command(token) if token.kind == "command" else [self.typed(token)]

    def script(self, token: TexToken) -> list[Piece]:
        """What is raised or lowered, with the sign that says so: primes, and a transpose, need none."""
        sign = self.typed(token)
        if self.next.kind == "{":
            opened = self.take()
            inside = self.row(("}",), opened)
            closed = self.take()
            if said := _raised(inside):
                return said
            return [sign, self.typed(opened), *_stripped(inside), self.typed(closed)]
        if self.next.kind != "command" or self.next.text[1:] in ROOM:
            return [sign]
        inside = self.command(self.take())
        if said := _raised(inside):
            return said
        text = joined(inside)
        if len(text) < 2 or (text[0], text[-1]) in (("(", ")"), ("{", "}")):
            return [sign, *inside]
        first, last = inside[0], inside[-1]
        return [sign, Piece("{", first.start, first.end), *inside, Piece("}", last.start, last.end)]

    def argument(self, of: TexToken) -> list[Piece]:
        """What a command takes next: what is in braces, or one sign."""
        self.skip_spaces()
        token = self.next
        if token.kind in ("end", "}", "&"):
            raise self.wrong(f"something is missing behind {of.text}", of)
        self.take()
        if token.kind == "number" and len(token.text) > 1:
            token, rest = split_number(token)
            self.place -= 1
            self.tokens[self.place] = rest
            return [Piece(token.text, token.start, token.end, True)]
        self.go_deeper(of)
        if token.kind == "{":
            found = _stripped(self.row(("}",), token))
            self.take()
        else:
            found = self.command(token) if token.kind == "command" else [self.typed(token)]
        self.depth -= 1
        return found

    def skip_group(self) -> None:
        """Pass over an argument in braces, and over one in square brackets before it."""
        self.skip_spaces()
        if self.next.text == "[":
            self.row(("]",), self.take())
            self.take()
            self.skip_spaces()
        if self.next.kind == "{":
            self.row(("}",), self.take())
            self.take()

    def command(self, token: TexToken) -> list[Piece]:
        """A command with its arguments, as it is typed without."""
        name = token.text[1:]
        for names, put in _PUT:
            if name in names:
                return put(self, token, name)
        if name in SIGNS and name != "#":
            return [Piece(SIGNS[name], token.start, token.end)]
        if len(name) > 1 and name.isalpha():  # a macro told elsewhere: its name says what it is
            return [Piece(name, token.start, token.end)]
        return [self.typed(token)]

    def letter(self, token: TexToken, name: str) -> list[Piece]:
        return [Piece(_greek(GREEK[name]), token.start, token.end)]

    def function(self, token: TexToken, name: str) -> list[Piece]:
        return [Piece(name, token.start, token.end)]

    def differential(self, token: TexToken, name: str) -> list[Piece]:
        self.skip_spaces()
        return [Piece(SIGNS[name], token.start, token.end)]

    def fraction(self, token: TexToken, name: str) -> list[Piece]:
        r"""One thing over another: a derivative, or a quotient in brackets where something touches it."""
        is_alone = self.depth == 0 and _OPENS.search(joined(self.out[-3:]))
        above, below = self.argument(token), self.argument(token)
        end = self.next.start
        slash = Piece("/", token.start, token.end)
        over, under = joined(above[:FEW]), joined(below[:FEW])  # how they begin is enough
        if _SLOPE_OF.match(over) and _SLOPE_BY.match(under):
            return [*_without_blank(above), slash, *_without_blank(below)]
        inside = [*_in_brackets(above, over), slash, *_in_brackets(below, under)]
        if is_alone and _STANDS_ALONE.match(self.line, end):
            return inside
        return [Piece("(", token.start, token.end), *inside, Piece(")", end - 1, end)]

    def root(self, token: TexToken, name: str) -> list[Piece]:
        self.skip_spaces()
        degree: list[Piece] = []
        if self.next.text == "[":
            degree = self.row(("]",), self.take())
            self.take()
        inside = self.argument(token)
        end = inside[-1].end if inside else token.end
        power = [Piece("^(1/", end - 1, end), *degree, Piece(")", end - 1, end)] if degree else []
        return [Piece("(" if degree else "sqrt(", token.start, token.end), *inside, Piece(")", end - 1, end), *power]

    def accent(self, token: TexToken, name: str) -> list[Piece]:
        r"""A name with a mark, its indices behind that: \hat{y_i} is yhat_i."""
        inside = self.argument(token)
        found = _MARKED.fullmatch(joined(inside).strip())
        if found is None:
            raise self.wrong("what has this mark is not a name", token)
        return [Piece(f"{found[1]}{ACCENTS[name]}{found[2]}", token.start, inside[-1].end)]

    def style(self, token: TexToken, name: str) -> list[Piece]:
        return self.argument(token)

    def words(self, token: TexToken, name: str) -> list[Piece]:
        """Words, and names of several letters."""
        inside = self.argument(token)
        return [piece for piece in inside if piece.text.strip()] if name.rstrip("*") in UNSPACED else inside

    def noted(self, token: TexToken, name: str) -> list[Piece]:
        """What stands along a brace, without what is noted at it."""
        inside = self.argument(token)
        self.skip_spaces()
        if self.next.kind in ("_", "^"):
            self.argument(self.take())
        return _in_brackets(inside, joined(inside[:FEW]))

    def stacked(self, token: TexToken, name: str) -> list[Piece]:
        self.argument(token)
        return self.argument(token)

    def bracket(self, token: TexToken, name: str) -> list[Piece]:
        r"""The bracket behind \left or \right; those around a table are none of their own."""
        self.skip_spaces()
        bracket = self.take()
        if bracket.kind == "end":
            raise self.wrong(f"a bracket is missing behind {token.text}", token)
        behind = self.place
        self.skip_spaces()
        if name == "left" and self.next.text == "\\begin":
            begun = self.take()
            inside = self.table(begun, *self.environment(begun), bracket.text)
            self.skip_spaces()
            if self.next.text == "\\right":
                self.take()
                self.skip_spaces()
                self.take()
            return inside
        self.place = behind
        text = SIGNS.get(bracket.text[1:], bracket.text[1:]) if bracket.kind == "command" else bracket.text
        return [Piece({".": "", "{": "(", "}": ")"}.get(text, text), token.start, bracket.end)]

    def room(self, token: TexToken, name: str) -> list[Piece]:
        """Room between two formulas, which separates them where no comma does."""
        if name in ("hspace", "hskip"):
            self.skip_group()
        is_behind = ROOM[name] and self.depth == 0 and _HAS_STATEMENT.search(joined(self.out[-FEW:])) is not None
        is_between = is_behind and _GOES_ON.match(self.line, token.end) is None
        return [Piece(";" if is_between else "  ", token.start, token.end)]

    def dropped(self, token: TexToken, name: str) -> list[Piece]:
        """Layout, which says nothing; braces behind it are none of the formula."""
        for _ in range(DROPPED[name]):
            self.skip_group()
        if name in _SPACES:
            return [Piece(" ", token.start, token.end)]
        return self.argument(token) if self.next.kind == "{" else []

    def negated(self, token: TexToken, name: str) -> list[Piece]:
        self.skip_spaces()
        after = self.take()
        sign = {"=": "≠", "\\in": "∉"}.get(after.text)
        if sign is None:
            raise self.wrong(f"{token.text} is not read before this", token)
        return [Piece(sign, token.start, after.end)]

    def new_line(self, token: TexToken, name: str) -> list[Piece]:
        r"""The end of a line that is set, \\ or \\[4pt]: a line that begins with = goes on with the one before it."""
        if self.next.text == "[":
            self.row(("]",), self.take())
            self.take()
        place = self.next.start
        goes_on = _ALIGNED.match(self.line, place) or not self.line[place:].strip()
        return [Piece(" " if goes_on else ";", token.start, token.end)]

    def begun(self, token: TexToken, name: str) -> list[Piece]:
        return self.table(token, *self.environment(token), "")

    def ended(self, token: TexToken, name: str) -> list[Piece]:
        self.environment(token)
        return []

    def environment(self, token: TexToken) -> tuple[str, TexToken]:
        """The name of an environment, what else is said at its beginning passed over, and where it is typed."""
        self.skip_spaces()
        place = self.next
        name = joined(self.argument(token)).strip().rstrip("*")
        if name not in TABLES and name not in DISPLAYS:
            raise self.wrong(f"the environment {name} is not read here", token)
        if token.text == "\\begin" and name.startswith(("array", "alignat", "alignedat")):
            self.skip_group()
        return name, place

    def table(self, token: TexToken, name: str, place: TexToken, opening: str) -> list[Piece]:
        """A matrix as a list of its rows, a column as a list of its entries, cases as one formula."""
        if name in DISPLAYS:
            return []
        rows: list[list[list[Piece]]] = [[]]
        while True:
            rows[-1].append(_stripped(self.row(("&", "\\\\", "\\end"), token)))
            ended = self.take()
            if ended.text == "\\\\":
                if self.next.text == "[":
                    self.skip_group()
                rows.append([])
            elif ended.text == "\\end":
                break
        end = self.next.start
        if self.environment(ended)[0] != name:
            raise self.wrong(f"\\begin{{{name}}} is not closed by this", ended)
        end = max(end, self.next.start - 1)
        rows = [row for row in rows if any(row)]
        if "cases" in name or (opening == "\\{" and name == "array"):
            return self.cases(rows, token, end)
        if not rows or not all(map(all, rows)):
            raise self.wrong("an entry of this matrix is missing", token)
        is_column = len(rows) > 1 and all(len(row) == 1 for row in rows)
        lists = [row[0] if is_column else _listed(row) for row in rows]
        found = _listed(lists)
        found[0].start, found[0].end = token.start, token.end
        if name == "vmatrix" or opening == "|":
            return [Piece("det(", token.start, token.end), *found, Piece(")", end, end + 1)]
        return found

    def cases(self, rows: list[list[list[Piece]]], token: TexToken, end: int) -> list[Piece]:
        """Cases as what holds, if what is so, else what holds."""
        found = [Piece("(", token.start, token.end)]
        for place, row in enumerate(rows):
            value, condition = row[0], " ".join(joined(cell) for cell in row[1:])
            if not value or len(rows) < 2:
                raise self.wrong("what holds in a case is missing", token)
            found += [Piece(" else ", value[0].start, value[0].end)] if place else []
            found += _in_brackets(_without_comma(value), joined(value[:FEW]))
            if place < len(rows) - 1:
                said = _IF.sub("", condition.strip(" ,.;"), count=1)
                if not _COMPARES.search(said):
                    raise self.wrong("cases with this condition are not read", token)
                found.append(Piece(f" if {said}", value[-1].end - 1, value[-1].end))
        return [*found, Piece(")", end, end + 1)]


_PUT: tuple[tuple[Iterable[str], Callable[[Typing, TexToken, str], list[Piece]]], ...] = (
    (("rm", "bf", "it", "cal"), lambda typing, token, name: []),
    (GREEK, Typing.letter),
    (FRACTIONS, Typing.fraction),
    (("sqrt",), Typing.root),
    (ACCENTS, Typing.accent),
    (("partial", "nabla"), Typing.differential),
    (STYLES, Typing.style),
    (WORDS, Typing.words),
    (FUNCTIONS, Typing.function),
    (BRACES, Typing.noted),
    (STACKED, Typing.stacked),
    (("left", "right"), Typing.bracket),
    (("begin",), Typing.begun),
    (("end",), Typing.ended),
    (ROOM, Typing.room),
    (DROPPED, Typing.dropped),
    (("not",), Typing.negated),
    (("\\",), Typing.new_line),
    (("(", ")", "[", "]"), lambda typing, token, name: []),
)
"""What is typed for the commands of each table, in the order in which documents ask these."""


def _raised(pieces: list[Piece]) -> list[Piece]:
    """Primes, and the sign of a transpose, as they are typed without ^; nothing for what is anything else."""
    text = joined(pieces)
    if text.strip() == "⊤":
        return [Piece("ᵀ", pieces[0].start, pieces[-1].end)]
    return pieces if _PRIMES.fullmatch(text) else []


def _stripped(pieces: list[Piece]) -> list[Piece]:
    """Pieces without the blanks at both ends."""
    begun, end = 0, len(pieces)
    while begun < end and not pieces[begun].text.strip():
        begun += 1
    while end > begun and not pieces[end - 1].text.strip():
        end -= 1
    return pieces[begun:end]


def _without_blank(pieces: list[Piece]) -> list[Piece]:
    """What is above or below in a derivative, without a blank behind its d."""
    is_set_off = len(pieces) > 2 and pieces[0].text in "d∂" and not pieces[1].text.strip()
    return [pieces[0], *pieces[2:]] if is_set_off else pieces


def _without_comma(pieces: list[Piece]) -> list[Piece]:
    """What holds in a case, without the comma behind it."""
    return _stripped(pieces[:-1]) if pieces[-1].text in ",;" else pieces


def _in_brackets(pieces: list[Piece], text: str) -> list[Piece]:
    """What is one operand, in brackets if it has to be."""
    if not pieces or _SIMPLE.fullmatch(text):
        return pieces
    start, end = pieces[0].start, pieces[-1].end
    return [Piece("(", start, start + 1), *pieces, Piece(")", end - 1, end)]


def _listed(entries: Sequence[list[Piece]]) -> list[Piece]:
    """A list of some entries."""
    start, end = entries[0][0].start, entries[-1][-1].end
    found = [Piece("[", start, start + 1)]
    for place, entry in enumerate(entries):
        found += [Piece(", ", entry[0].start, entry[0].start + 1)] if place else []
        found += entry
    return [*found, Piece("]", end - 1, end)]


def pieces_of(line: str, macros: Mapping[str, Macro] | None = None) -> list[Piece]:
    """A line in pieces without commands of LaTeX; LanguageError where one takes what is not there."""
    return Typing(expand(scan(line), macros or {}, line), line).whole()


def without_commands(line: str, macros: Mapping[str, Macro] | None = None) -> str:
    """A line as it is typed without commands of LaTeX; as it is where these cannot be read."""
    try:
        return " ".join(joined(pieces_of(line, macros)).split())
    except LanguageError:
        return line
