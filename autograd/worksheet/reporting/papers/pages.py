r"""A document with its verdicts: as part of a web page, its formulas set; and as the same document, marked.

On a page every formula stands with its line, its mark and what is said of it, its source folded below; prose is grey.
In the document given back what is wrong is coloured, with a note in the margin.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Generic, TypeVar

from autograd.worksheet.judging.verdicts import UNREADABLE, Verdict
from autograd.worksheet.language.excerpt import visible
from autograd.worksheet.language.latex.commands import GREEK
from autograd.worksheet.reporting.harmless import one_line
from autograd.worksheet.reporting.html import KINDS
from autograd.worksheet.reporting.lines import OPEN, RIGHT, WRONG
from autograd.worksheet.reporting.papers.setting import mathml
from autograd.worksheet.tex.documents import LATEX, Document, Formula
from autograd.worksheet.tex.names import shown_letter
from autograd.worksheet.tex.rows import Statement

Thing = TypeVar("Thing")

LONGEST_PROSE = 2_000
"""Characters of prose between two formulas that are shown."""

_COMMANDS = re.compile(
    r"\\(?:documentclass|usepackage|begin|end|label|bibliography\w*|includegraphics|vspace|hspace|title|author|date)"
    r"\*?(?:\[[^\]]*\])?(?:\{[^{}]*\})?|\\[A-Za-z]+\*?|[{}]|\$\$?|\\[\[\]()]"
)


_HEADING = re.compile(
    r"\\(?:part|chapter|(?:sub)*section|paragraph)\*?\{(?P<latex>[^{}]*)\}|(?m:^ {0,3}#{1,6} +(?P<markdown>[^\n]*)$)"
)


def place_of(verdict: Verdict, document: Document, exact: bool = True) -> tuple[int, int]:
    """From where to where of a document a verdict is about; what is wrong within the claim if `exact`."""
    start = document.lines[verdict.line - 1]
    column, length = verdict.part if exact and verdict.part is not None else (verdict.column, verdict.length)
    return start + column, start + column + length


def is_wrong(verdict: Verdict) -> bool:
    """Whether a verdict finds a fault."""
    return verdict.is_fault and verdict.verdict != UNREADABLE


def mark_of(verdicts: Iterable[Verdict]) -> str:
    """The mark of a formula."""
    found = list(verdicts)
    if any(map(is_wrong, found)):
        return WRONG
    if any(not each.is_fine for each in found):
        return OPEN
    return RIGHT if found else ""


def rows(document: Document, statements: list[Statement], verdicts: list[Verdict], hints: int) -> Iterator[str]:
    """The document as rows of a table: its prose, and each formula with its mark and what is said of it."""
    done = 0
    here = _Placed(statements, [each.start for each in statements])
    said = _Placed(verdicts, [place_of(each, document, exact=False)[0] for each in verdicts])
    for formula in document.formulas:
        yield from _prose_rows(document.source[done : formula.start])
        done = max(done, formula.end)
        for statement in here.between(formula.start, formula.end - 1):
            yield from _formula(document, statement, said.between(statement.start, statement.end), hints)
    yield from _prose_rows(document.source[done:])


class _Placed(Generic[Thing]):
    """Things by their places in a text: what stands between two of them is found without looking at all."""

    def __init__(self, things: Sequence[Thing], places: Sequence[int]) -> None:
        order = sorted(range(len(things)), key=places.__getitem__)
        self.things = [things[number] for number in order]
        self.places = [places[number] for number in order]

    def between(self, first: int, last: int) -> list[Thing]:
        """What stands there, in order."""
        return self.things[bisect_left(self.places, first) : bisect_right(self.places, last)]


def _prose_rows(text: str) -> Iterator[str]:
    """Prose between two formulas, each heading in it by itself."""
    done = 0
    for heading in _HEADING.finditer(text):
        yield from _prose_row(text[done : heading.start()], "prose")
        yield from _prose_row(heading["latex"] or heading["markdown"] or "", "prose heading")
        done = heading.end()
    yield from _prose_row(text[done:], "prose")


def _prose_row(text: str, kind: str) -> Iterator[str]:
    if prose := _prose(text):
        yield f'<tr class="{kind}"><td></td><td></td><td>{prose}</td></tr>'


def _prose(text: str) -> str:
    """Prose without its commands, and what ended the formula before it."""
    said = " ".join(_COMMANDS.sub(" ", text).split()).lstrip(" .,;:")
    return escape(visible(said[:LONGEST_PROSE])) if re.search(r"\w", said) else ""


def _formula(document: Document, statement: Statement, about: list[Verdict], hints: int) -> Iterator[str]:
    """A formula and, below it, what is said of it and its source."""
    mark = mark_of(about)
    wrong = [place_of(each, document, hints >= 2) for each in about if is_wrong(each)]
    line = document.line(statement.start)
    cell, number = document.cell(line)
    source = " ".join(document.text[statement.start : statement.end].split())
    nodes = statement.typed or statement.nodes
    wrong = [(start - statement.behind, end - statement.behind) for start, end in wrong]
    shown = mathml(nodes, wrong) if nodes else f"<code>{escape(visible(source))}</code>"
    kind = KINDS.get(mark, "")
    words = ", ".join(dict.fromkeys(each.verdict for each in about))
    row = ' class="wrong"' if mark == WRONG else ""
    yield (
        f'<tr{row}><td>{f"{cell}." if cell else ""}{number}</td><td class="{kind}">{mark}'
        f'<span class="word"> {escape(words)}</span></td><td><div class="formula">{shown}</div></td></tr>'
    )
    told = [each for each in about if not each.is_fine or each.hint]
    said = row.replace("wrong", "said wrong") or ' class="said"'
    for verdict in told:
        kind = KINDS.get(mark_of([verdict]), "")
        hint = f": {one_line(verdict.hint)}" if verdict.hint else ""
        yield (
            f'<tr{said}><td></td><td></td><td class="{kind}"><strong>{escape(verdict.verdict)}</strong>'
            f"{escape(hint)}</td></tr>"
        )
    if told:
        code = f"<details><summary>source</summary><code>{escape(visible(source))}</code></details>"
        yield f"<tr{said}><td></td><td></td><td>{code}</td></tr>"


# the document given back


def marked_source(document: Document, verdicts: list[Verdict], hints: int) -> str:
    """The same document with what is wrong coloured and noted in the margin."""
    wrong = [each for each in verdicts if is_wrong(each)]
    found: list[tuple[int, int, str]] = []  # place, order, text put in
    for verdict in wrong:
        start, end = place_of(verdict, document, hints >= 2)
        if not _is_whole(document.text[start:end]):
            start, end = place_of(verdict, document, exact=False)
        end = _behind_brace(document.text, start, end)
        if _is_whole(document.text[start:end]):
            found += [(start, 1, r"\textcolor{red}{"), (end, 0, "}")]
        formula = next((each for each in document.formulas if each.start <= start < each.end), None)
        if formula is not None:
            found.append((_behind(document, formula), 2, _note(document, verdict)))
    text, pieces, done = document.text, [], 0
    for place, _, put_in in sorted(found, key=lambda each: each[:2]):
        pieces += [text[done:place], put_in]
        done = place
    return _with_colour("".join([*pieces, text[done:]]), document)


def _is_whole(source: str) -> bool:
    """Whether a part of a formula can stand in braces: no bracket of it is closed outside, no row ends in it."""
    depth = 0
    for sign in re.findall(r"\\.|[{}]", source, re.DOTALL):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    pairs = (("\\left", "\\right"), ("\\begin", "\\end"))
    even = all(len(re.findall(rf"\\{a[1:]}\b", source)) == len(re.findall(rf"\\{b[1:]}\b", source)) for a, b in pairs)
    return not depth and even and bool(source.strip()) and not re.search(r"(?<!\\)&|\\\\|\$", source)


_NOTED = re.compile(r"\\(?:under|over)brace\s*\{")
_SCRIPT = re.compile(r"\s*[_^]\s*(?=\{)")


def _behind_brace(text: str, start: int, end: int) -> int:
    """The end of a part of a formula; behind what is noted at its last brace, which belongs to that."""
    script = _SCRIPT.match(text, end)
    last = [*_NOTED.finditer(text, start, end)][-1:]
    if not script or not last or _closing(text, last[0].end() - 1) != end:
        return end
    return _closing(text, script.end())


def _closing(text: str, opened: int) -> int:
    """The place behind the brace that closes one, or the end of the text."""
    depth = 0
    for sign in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, opened):
        depth += (sign[0] == "{") - (sign[0] == "}")
        if not depth:
            return sign.end()
    return len(text)


def _behind(document: Document, formula: Formula) -> int:
    """The place behind a formula and what closes it."""
    closing = re.compile(r"`?(?:\$\$?|\\\\?[\])])").match(document.text, formula.end)
    return closing.end() if closing else formula.end


def _note(document: Document, verdict: Verdict) -> str:
    """What is said of a verdict beside its formula."""
    said = f"{verdict.verdict}: {verdict.hint}" if verdict.hint else verdict.verdict
    where = document.where(verdict.line)
    if document.kind == LATEX:
        return rf"\marginpar{{\footnotesize\color{{red}}{in_latex(f'{where}: {said}')}}}"
    return f"\n\n> **{where}**: {said}\n"


_SPECIAL = {
    "\\": r"\textbackslash{}",
    "^": r"\^{}",
    "~": r"\~{}",
    **{sign: f"\\{sign}" for sign in "{}$&#%_"},
    "<": "$<$",
    ">": "$>$",
    "²": "$^2$",
    "∂": r"$\partial$",
    "≠": r"$\neq$",
    "≈": r"$\approx$",
    "·": r"$\cdot$",
    "*": r"$\cdot$",
    "×": r"$\times$",
    "−": "$-$",
    "…": r"\ldots{}",
    "′": "$'$",
    **{
        shown_letter(name): rf"$\{name}$"
        for name in dict.fromkeys(GREEK.values())
        if len(shown_letter(name)) == 1 < len(name)
    },
}
_LOWERED = re.compile("([^\\W\\d_]+[\u0302\u0304\u0303\u0307]?)_([^\\W_]+)")
_OVER = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0307": "dot"}


def in_latex(text: str) -> str:
    r"""A sentence as LaTeX sets it, whatever signs are in it.

    >>> print(in_latex("x̂_i is written where γ belongs: 50 %"))
    $\hat{x}_{i}$ is written where $\gamma$ belongs: 50 \%
    """
    found, done = "", 0
    for name in _LOWERED.finditer(text):
        base, below = (_signs(part).replace("$", "") for part in name.groups())
        found += f"{_signs(text[done : name.start()])}${base}_{{{below}}}$"
        done = name.end()
    return (found + _signs(text[done:])).replace("$$", " ")  # what stands side by side is one formula


def _signs(text: str) -> str:
    """The signs of a text, one by one, as LaTeX sets them."""
    pieces: list[str] = []
    for sign in text:
        if sign in _OVER and pieces:
            pieces[-1] = rf"$\{_OVER[sign]}{{{pieces[-1].strip('$')}}}$"
        else:
            pieces.append(_SPECIAL.get(sign, sign if sign.isascii() else "?"))
    return "".join(pieces)


def _with_colour(text: str, document: Document) -> str:
    """A document that knows colours; a part of one becomes one."""
    if document.kind != LATEX:
        return text
    begin = re.search(r"\\begin\s*\{document\}", document.source)
    if begin is None:
        head = "\\documentclass{article}\n\\usepackage{amsmath,amssymb,xcolor}\n\\begin{document}\n"
        return f"{head}{text.rstrip()}\n\\end{{document}}\n"
    if re.search(r"\\usepackage(?:\[[^\]]*\])?\{[^}]*\bx?color\b", document.source):
        return text
    place = re.search(r"\\begin\s*\{document\}", text)
    at = place.start() if place else 0
    return f"{text[:at]}\\usepackage{{xcolor}}\n{text[at:]}"
