"""What a statement of a document claims: its sentences in the language, and the parts that are not read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from autograd.errors import LanguageError
from autograd.worksheet.language.notations.document import Document as Notations
from autograd.worksheet.language.tokens import Token, tokens as read_tokens
from autograd.worksheet.language.vocabulary import function_called
from autograd.worksheet.sheet.separation import split_statements
from autograd.worksheet.sheet.sizes.declarations import Declarations, without_declarations
from autograd.worksheet.tex.constructs.sentences import Sentence, Translator
from autograd.worksheet.tex.constructs.writer import UnreadError
from autograd.worksheet.tex.fields import place_in
from autograd.worksheet.tex.nodes import Digits, Fence, Letter, Sign, TexNode
from autograd.worksheet.tex.reading.chances import without_chance
from autograd.worksheet.tex.reading.paper import Condition, Paper, Translated, Unread
from autograd.worksheet.tex.rows import SOLVED, Statement, is_condition, is_equality
from autograd.worksheet.tex.sizes import LOOKED_BACK, positive_told, sizes_told, symmetric_told


def is_claim(statement: Statement) -> bool:
    """Whether a statement says that something is so."""
    return statement.given or statement.continues or any(map(is_equality, statement.nodes))


def read_statement(paper: Paper, statement: Statement) -> Iterator[Sentence]:
    """The sentences of a statement; none where it claims nothing, or is not read, which is noted."""
    if statement.given:
        yield from _read_given(paper, statement)
        return
    if _is_supposed(paper, statement):
        paper.silent += statement.start < paper.document.own_end
        return
    for condition in (statement.nodes, *(() if is_claim(statement) else statement.guards)):
        match condition:
            case (Letter(one), Sign("=" | "≠" as sign), Letter(other)) if is_condition(condition):
                paper.conditions.append(Condition(statement.start, statement.part, (one, other), sign == "="))
    if (name := symmetric_told(statement.nodes, paper.survey)) is not None:
        paper.symmetric.add(name)
        paper.silent += statement.start < paper.document.own_end
        return
    bare = without_chance(statement)
    if bare is None:
        paper.silent += statement.start < paper.document.own_end
        return
    statement = bare
    if not is_claim(statement) or is_condition(statement.nodes) or sizes_told(statement.nodes, paper.survey):
        if not declares(paper, statement) and not _tells_place(paper, statement):
            paper.silent += statement.start < paper.document.own_end
        return
    sentences, left_out = _translated(paper, statement)
    is_recalled = _is_recalled(paper, statement)
    yield from (replace(each, recalls=True) for each in sentences) if is_recalled else sentences
    if not sentences and [each.reason for each in left_out] == ["sets"]:  # what a set consists of cannot be judged
        paper.silent += statement.start < paper.document.own_end
    else:
        paper.unread += left_out


_IF = re.compile(
    r"(?:\b(?:if|when|whether|unless|wenn|falls|si|cuando|se|als|jeśli|если|eğer)|若|如果|当|假如|もし)\s*(?:\$|\\\()\s*$",
    re.IGNORECASE,
)
"""What stands before a formula that is only supposed."""


def _is_supposed(paper: Paper, statement: Statement) -> bool:
    """Whether a name is only supposed to be some number, within a line of text: if $y = 1$, …, if $y = 0$, …"""
    if statement.supposed and (statement.supposed == SOLVED or statement.nodes[0] not in paper.computed):
        return True
    match statement.nodes if not statement.display else ():
        case (_, Sign("="), Digits()) | (_, Sign("="), Sign("-"), Digits()):
            before = paper.document.text[max(0, statement.start - LOOKED_BACK) : statement.start]
            begun = before.rfind("$") + 1 or len(before)
            return _IF.search(before[:begun]) is not None
    return False


_AT = re.compile(r"(?:\b(?:at|in|im|an|en|em|no|nel|au)\b|点|在)[^.$\n]{0,40}$|\bpoint\b[^.$\n]{0,20}$", re.IGNORECASE)
"""What stands before a place at which a function is looked at, in brackets."""


def _tells_place(paper: Paper, statement: Statement) -> bool:
    """Note at which place the functions of several letters are looked at from here on: at the point (1, 2)."""
    if not paper.survey.fields.letters or not isinstance(statement.nodes[0], Fence):
        return False
    before = paper.document.text[max(0, statement.start - LOOKED_BACK) : statement.start].rstrip("$( \\")
    if (place := place_in(statement.nodes)) is None or not _AT.search(before):
        return False
    paper.places.append((statement.start, statement.part, place))
    paper.silent += statement.start < paper.document.own_end
    return True


_SINCE = re.compile(
    r"(?:\b(?:since|because|as|recall|da|weil|puisque|comme|porque|como|perché|pois)|因为|由于|なので)\s*(?:\$|\\\()\s*$",
    re.IGNORECASE,
)
"""What stands before a formula that says once more what is known."""


def _is_recalled(paper: Paper, statement: Statement) -> bool:
    """Whether a line of text says once more what number a name has that is computed elsewhere: since $z = 2 > 0$."""
    match statement.nodes if not statement.display else ():
        case (name, Sign("="), Digits(), *rest) | (name, Sign("="), Sign("-"), Digits(), *rest):
            if name not in paper.computed:
                return False
            before = paper.document.text[max(0, statement.start - LOOKED_BACK) : statement.start]
            is_compared = any(isinstance(node, Sign) and node.text in ("<", ">", "≤", "≥", "≠") for node in rest[:1])
            return is_compared or _SINCE.search(before) is not None
    return False


def computed_in(statements: Iterable[Statement]) -> set[TexNode]:
    """The names that statements define by more than a number."""
    found = set()
    for statement in statements:
        match statement.nodes:
            case (_, Sign("="), Sign("-"), Digits()):
                continue
            case (name, Sign("="), _, _, *_):
                found.add(name)
    return found


def _translated(paper: Paper, statement: Statement) -> Translated:
    """A statement translated, or one like it moved to its place: what stands in a document once more is read once."""
    numbered = frozenset(name for part, name in paper.survey.numbered if part == statement.part)
    first, by = statement.like or statement, statement.behind
    key = id(first), len(statement.nodes), numbered
    if key not in paper.translated:
        at_first = replace(statement, start=first.start, end=statement.end - by) if by else statement
        paper.translated[key] = first, _translate(paper, at_first)  # kept: no other may have its identity
    sentences, left_out = paper.translated[key][1]
    if not by:
        return sentences, left_out
    return [each.again(by) for each in sentences], [replace(each, start=each.start + by) for each in left_out]


def _translate(paper: Paper, statement: Statement) -> Translated:
    translator = Translator(paper.document.text, paper.survey)
    sentences: list[Sentence] = []
    unread: list[Unread] = []
    try:
        sentences = translator.sentences(statement)
    except UnreadError as error:
        unread.append(Unread(error.column, error.length, str(error), error.reason))
    except LanguageError as error:
        unread.append(Unread(error.column, error.length, str(error), str(error)))
    unread += [Unread(left.column, left.length, str(left), left.reason) for left in translator.left_out]
    return sentences, unread


def _read_given(paper: Paper, statement: Statement) -> Iterator[Sentence]:
    """A line of givens, typed in the language of worksheets."""
    typed = _without_sizes(paper, statement)
    if not typed.strip("; "):
        return
    try:
        found = [
            replace(token, text=_as_in_formulas(token), column=token.column + statement.start)
            for token in read_tokens(typed)
        ]
    except LanguageError as error:
        place = statement.start + error.column
        paper.unread.append(Unread(place, error.length, str(error), str(error)))
        return
    row: list[Token] = []
    for token in split_statements(found):
        if token.kind in (";", "end"):
            if row:
                end = row[-1].column + row[-1].length
                yield Sentence(row, row[0].column, end)
            row = []
        else:
            row.append(token)


def _without_sizes(paper: Paper, statement: Statement) -> str:
    """The text of a line of givens, with blanks for what it tells of sizes, which is noted: x in R^m; f(y)."""
    told = Declarations()
    pieces: list[str] = []
    for each in paper.document.text[statement.start : statement.end].split(";"):
        piece = without_declarations(each, 1, Notations(""), told)
        pieces.append(_OF.sub(lambda match: " " * len(match[0]), piece))
    paper.declared.setdefault(statement.part, {}).update({_numbered(each.name): each.lengths for each in told.names})
    paper.symmetric |= {_numbered(name) for name in told.symmetric}
    return ";".join(pieces)


_OF = re.compile(r"^\s*[^\W\d]\w*\([^()=]*\)\s*$")
"""What only says what a function is of: f(y)."""

_NUMBERED = re.compile(r"([^\W\d_]+)([0-9]+)")


def _as_in_formulas(token: Token) -> str:
    """A token of givens with the name that formulas have for it: of w1 they make w_1."""
    is_name = token.kind == "name" and function_called(token.text) is None
    return _numbered(token.text) if is_name else token.text


def _numbered(name: str) -> str:
    found = _NUMBERED.fullmatch(name)
    return f"{found[1]}_{found[2]}" if found else name


def declares(paper: Paper, statement: Statement) -> bool:
    r"""Note the size of names that are said to be in \mathbb{R}^{m \times n}; whether that is what a statement says."""
    found = sizes_told(statement.nodes, paper.survey)
    paper.positive |= positive_told(statement.nodes, paper.survey)
    paper.declared.setdefault(statement.part, {}).update(found)
    return bool(found)
