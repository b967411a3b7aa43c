r"""Where formulas stand in a document: LaTeX, Markdown, notebooks; what is hidden there, and where a part begins.

>>> document = document_of("# Notes\n\nWith $x = 2$ we have\n$$y = 3x$$ `$no$`", MARKDOWN)
>>> [(document.source[each.start : each.end], each.display, each.part) for each in document.formulas]
[('x = 2', False, 1), ('y = 3x', True, 1)]
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import unescape

from autograd.worksheet.language.latex.commands import DISPLAYS
from autograd.worksheet.language.latex.macros import Macros, macros_of

LATEX, MARKDOWN = "latex", "markdown"

_HIDDEN = (
    "verbatim",
    "Verbatim",
    "lstlisting",
    "minted",
    "comment",
    "tikzpicture",
    "figure",
    "thebibliography",
    "filecontents",
)
_NAMES = "|".join(DISPLAYS)
_OPENING = re.compile(
    rf"(?<!\\)(?:\\\\)*(?P<slashes>\\\\?)(?P<bracket>[(\[])|(?P<dollars>\$\$?)|\\begin\s*\{{(?P<name>(?:{_NAMES})\*?)\}}"
    r"|\\[\\$]"
)
_QUOTED = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_BLANK = re.compile(r"\n[ \t>]*\n")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%([^\n]*)")
_CHECK = re.compile(r"\s*check\s*:(.*)")
_FENCE = re.compile(r"(?m)^([ \t>]{0,8})(```+|~~~+)[ \t]*\{?\.?([\w-]*)[^\n]*$")
_CODE = re.compile(r"(?<!`)(`{1,9})(?!`)(?:(?!\1)[^\n]|\n(?!\s*\n))*?(?<!`)\1(?!`)")
_GIVEN = re.compile(r"`\s*[A-Za-z]\w{0,2}\s*=\s*-?[0-9]{1,9}(?:\.[0-9]{1,9})?\s*`")
"""A number told as code within a line, `w1 = 0.5`: where there are several, they are what a network is given."""

_ENTITY = re.compile(r"&(?:#[0-9]{1,6}|#x[0-9A-Fa-f]{1,5}|[A-Za-z]{2,8});")
"""What a sign is called in HTML."""

_HTML = re.compile(r"<!--.*?-->|<(script|style|svg)\b.*?</\1>", re.DOTALL)
_FRONT = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*\n", re.DOTALL)
_HEADINGS = {
    MARKDOWN: re.compile(r"(?m)^ {0,3}#{1,6}[ \t]+\S[^\n]*$|^[^\n]+\n(?:={3,}|-{3,})[ \t]*$"),
    LATEX: re.compile(
        r"\\(?:part|chapter|(?:sub)*section|problem|question|exercise|task|homeworkProblem)\b\*?(?=\s*[\[{\n])"
        r"|\\begin\s*\{(?:problem|exercise|question|homeworkProblem|example|aufgabe|beispiel|exercice)\*?\}"
        r"|\\begin\s*\{\w+\*?\}\s*(?:\[[^\]\n]{0,200}\])?(?:\{\w{0,3}\})?\{[A-ZÄÖÜÉ][^{}\\\n]*[a-z]{3}[^{}\\\n]*\}"
        r"|\\frametitle\b"
    ),
}
_ITEM = re.compile(
    r"(?m)^[ \t]*(?:[0-9]{1,2}[.)]|\([0-9a-z]\)|\\item\b(?:\[[^\]\n]{0,20}\])?)[ \t]*[^$\n]{0,60}\${1,2}[ \t]*"
    r"(?P<function>[A-Za-z])\s?\([ \t]*[A-Za-z][\w,\s{}]{0,30}\)\s?="
)
"""An item of a list that says what a function is: another example, where several items say so of the same."""

_PROSE = re.compile(r"(?<![\\A-Za-z{])[A-Za-z]{3,}(?![A-Za-z}])")
_SHEETS = ("sheet", "worksheet", "autograd")
_FORMULAS = ("math", "latex", "tex", "katex")

KEY_PARTS = 10_000
"""How much the parts of a key are numbered higher than those of a document."""

UNCLOSED = "this {0} is never closed"

_BEGINS_FORMULA = re.compile(r"(?:[A-Za-z](?![A-Za-z])|\\[A-Za-z]+)[^$\n]*=")
"""What stands behind a $ that is no price: x = 2."""


@dataclass(frozen=True)
class Formula:
    """A formula from `start` to `end` of the document, in its part; `quotes` has what begins it.

    A `given` is typed in the language of worksheets: a line `% check: …`, a fence of givens.
    """

    start: int
    end: int
    display: bool
    part: int
    given: bool = False


@dataclass
class Document:
    """A text with its formulas. In `source` everything that is hidden is blank, so that places stay what they are.

    `parts` are the places where headings stand, `cells` of a notebook the first line of each and its number; what
    stands behind `own_end` is a key.
    """

    text: str
    kind: str
    source: str
    formulas: list[Formula] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    macros: Macros = field(default_factory=Macros)
    unclosed: list[tuple[int, int, str]] = field(default_factory=list)
    inputs: list[tuple[int, int]] = field(default_factory=list)
    cells: list[tuple[int, int]] = field(default_factory=list)
    own_end: int = 0

    def __post_init__(self) -> None:
        self.own_end = self.own_end or len(self.text) + 1
        self.lines = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", self.text))]

    def line(self, place: int) -> int:
        """The line of a place, counted from 1."""
        return bisect_right(self.lines, place)

    def where(self, line: int) -> str:
        """A line in words; in a notebook the cell and the line in it."""
        cell, number = self.cell(line)
        return f"cell {cell}, line {number}" if cell else f"line {line}"

    def cell(self, line: int) -> tuple[int, int]:
        """The cell of a notebook a line is in, and which line of it; 0 and the line where there are no cells."""
        for first, cell in reversed(self.cells):
            if line >= first:
                return cell, line - first + 1
        return 0, line

    def part(self, place: int) -> int:
        """The part of the document a place is in: each heading begins one."""
        return bisect_right(self.parts, place)


_PRODUCT = re.compile(r"(?<![\w\\])[A-Za-z][0-9]\s?\*\s?[A-Za-z][0-9](?!\w)")
"""A product as nobody sets it: w1 * x1."""

_TYPED_LINE = re.compile(
    r"^[ \t]*(?:[A-Za-zα-ωΑ-Ω][\w'^]*(?:\([\w, ]*\))?|[d∂]\w+/[d∂]\w+)[ \t]*=[ \t]*[^\s=\\&][^\\&\n]*$", re.MULTILINE
)
"""A line that is all formula, `x = 2` or `dy/dx = 2*x`."""


def kind_of(name: str, text: str) -> str | None:
    """What kind of document a text is, by its name or else by what is in it; None for a plain worksheet."""
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    if ending in ("tex", "latex", "ltx"):
        return LATEX
    if ending in ("md", "markdown", "qmd", "rmd", "ipynb"):
        return MARKDOWN if has_formulas(text) else None
    if ending in ("sheet", "worksheet", "txt"):
        return None
    if re.search(r"\\begin\s*\{(?:document|" + _NAMES + r")\*?\}|\\documentclass|\\\[", text):
        is_set = re.search(r"\\documentclass|\\begin\s*\{document", text) is not None
        return LATEX if is_set or not _is_typed(text) else None
    has_display = re.search(r"(?<!\\)\$\$", text) is not None
    return MARKDOWN if has_display and ("\\" in text or not name) else None


def _is_typed(text: str) -> bool:
    """Whether a text with displayed formulas is a worksheet as typed, into which they were pasted."""
    if _PRODUCT.search(text):
        return True
    document = document_of(text, LATEX)
    outside = _blanked(document.source, [(each.start, each.end) for each in document.formulas])
    return _TYPED_LINE.search(outside) is not None


def notebook_of(cells: Iterable[tuple[int, str]]) -> Document:
    """The document that the Markdown cells of a notebook are, each with its number."""
    texts, starts, line = [], [], 1
    for number, source in cells:
        starts.append((line, number))
        texts.append(source.rstrip("\n"))
        line += texts[-1].count("\n") + 2
    document = document_of("\n\n".join(texts), MARKDOWN)
    document.cells = starts
    return document


def under_key(document: Document, key: Document) -> Document:
    """A document with its key behind it: one text, in which the places of the document stay what they are."""
    gap = "\n\n"
    shift = len(document.text) + len(gap)
    found = Document(document.text + gap + key.text, document.kind, document.source + gap + key.source)
    found.own_end = shift
    found.macros.update({**key.macros, **document.macros})
    found.formulas = [
        *document.formulas,
        *(
            replace(each, start=each.start + shift, end=each.end + shift, part=each.part + KEY_PARTS)
            for each in key.formulas
        ),
    ]
    found.parts, found.cells = document.parts, document.cells
    found.unclosed, found.inputs = document.unclosed, document.inputs
    return found


def has_formulas(text: str) -> bool:
    """Whether Markdown has formulas outside of its code."""
    bare = _without_code(text)[0]
    return (
        re.search(r"\$[^$\n]*[^$\s][^$]*\$|(?<!\\)\$\$[^$]*[^$\s][^$]*\$\$|\\\\?\[|\\\\?\(|\\begin\{", bare) is not None
    )


def document_of(text: str, kind: str) -> Document:
    """The document in a text."""
    source, givens = _without_comments(text) if kind == LATEX else _without_code(text)
    source = _without_quotes(source) if kind == MARKDOWN else source
    document = Document(text, kind, source)
    document.macros = macros_of(source)
    source = _blanked(source, document.macros.places)
    if kind == LATEX:
        for begin, end in ((r"\A", r"\\begin\s*\{document\}"), (r"\\end\s*\{document\}", r"\Z")):
            if found := re.search(f"(?:{begin})(.*?)(?:{end})", source, re.DOTALL):
                source = _blanked(source, [found.span(1)]) if re.search(r"\\begin\s*\{document\}", text) else source
        hidden = re.compile(rf"\\begin\s*\{{({'|'.join(_HIDDEN)})\*?\}}.*?\\end\s*\{{\1\*?\}}", re.DOTALL)
        source = _blanked(source, [found.span() for found in hidden.finditer(source)])
        document.inputs = [
            found.span() for found in re.finditer(r"\\(?:input|include|subfile)\b\s*\{?[\w./-]*\}?", source)
        ]
    document.source = source
    document.parts = sorted({*(found.start() for found in _HEADINGS[kind].finditer(source)), *_examples_in(source)})
    told = [*_formulas(document), *(Formula(*span, True, document.part(span[0]), True) for span in givens)]
    document.formulas = sorted(told, key=lambda formula: formula.start)
    return document


def _examples_in(source: str) -> list[int]:
    """Where the items of a list begin that each say anew what a function is."""
    items = list(_ITEM.finditer(source))
    times = Counter(found["function"] for found in items)
    return [found.start() for found in items if times[found["function"]] > 1]


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with blanks for parts of it; lines stay what they are."""
    pieces, done = [], 0
    for start, end in sorted(spans):
        if start < done:
            continue
        pieces += [text[done:start], re.sub(r"[^\r\n]", " ", text[start:end])]
        done = end
    return "".join([*pieces, text[done:]])


def _without_comments(text: str) -> tuple[str, list[tuple[int, int]]]:
    """LaTeX without what stands behind %, and where givens are told there: `% check: m = 3`."""
    spans, givens = [], []
    for found in _COMMENT.finditer(text):
        spans.append((found.end(1), found.end()))
        if told := _CHECK.fullmatch(found[2]):
            givens.append((found.start(2) + told.start(1), found.end()))
    return _blanked(text, spans), givens


def _without_code(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Markdown without its code, and where fences of givens are; ```math stays a formula."""
    spans, givens, formulas = [], [], []
    if front := _FRONT.match(text):
        spans.append(front.span())
    opened: re.Match[str] | None = None
    for mark in _FENCE.finditer(text):
        if opened is None:
            opened = mark
        elif mark[2].startswith(opened[2]) and not mark[3]:
            word = opened[3].lower()
            inside = (min(opened.end() + 1, mark.start()), mark.start())
            if word in _FORMULAS:
                formulas.append((opened, mark))
            else:
                spans.append((opened.start(), mark.end()))
                if word in _SHEETS:
                    givens.append(inside)
            opened = None
    if opened is not None:
        spans.append((opened.start(), len(text)))
    source = _blanked(text, spans)
    source = _blanked(source, [found.span() for found in _HTML.finditer(source)])
    pieces, done = [], 0
    for opening, closing in formulas:  # a fence of three becomes the two dollars of a formula
        for mark in (opening, closing):
            start = mark.start(2)
            pieces += [source[done:start], "$$".ljust(mark.end() - start)]
            done = mark.end()
    source = "".join([*pieces, source[done:]])
    code = [found for found in _CODE.finditer(source) if not _is_quoted_formula(source, found)]
    told = [(each.start() + 1, each.end() - 1) for each in code if _GIVEN.fullmatch(each[0])]
    givens += told if len(told) > 1 else []
    return _decoded(_blanked(source, [each.span() for each in code])), givens


def _decoded(text: str) -> str:
    """Markdown with signs for what HTML calls them, &lt; and &nbsp;, each as long as before."""
    return _ENTITY.sub(_sign_of, text) if "&" in text else text


def _sign_of(entity: re.Match[str]) -> str:
    sign = unescape(entity[0]).replace("\xa0", " ")
    return sign.ljust(len(entity[0])) if len(sign) == 1 and sign.isprintable() else entity[0]


def _without_quotes(text: str) -> str:
    """Markdown without the > that begins each line of a quotation; in a formula that began outside it is a sign."""
    if ">" not in text:
        return text
    lines, is_outside = [], False
    for line in text.splitlines(keepends=True):
        mark = None if is_outside else _QUOTED.match(line)
        if mark is not None:
            line = " " * mark.end() + line[mark.end() :]
        elif line.count("$$") % 2:
            is_outside = not is_outside
        lines.append(line)
    return "".join(lines)


def _is_quoted_formula(text: str, code: re.Match[str]) -> bool:
    """Whether it is $`x`$, as GitHub has it."""
    return text[code.start() - 1 : code.start()] == "$" == text[code.end() : code.end() + 1]


def _formulas(document: Document) -> list[Formula]:
    """The formulas between dollars, brackets and the beginning and end of environments."""
    text, found, place = document.source, [], 0
    while opening := _OPENING.search(text, place):
        start = opening.end()
        place = start
        if opening["bracket"]:
            if opening["slashes"] == "\\\\" and document.kind == LATEX:  # a line break and its bracket
                continue
            close = opening["slashes"] + {"(": ")", "[": "]"}[opening["bracket"]]
            end = text.find(close, start)
            display, sign = opening["bracket"] == "[", opening["slashes"] + opening["bracket"]
        elif opening["name"]:
            close = _ending(text, opening["name"], start)
            end, display, sign = (start if close is None else close), True, opening[0]
            start = opening.start()
            if close is None:
                end = -1
            close = ""
        elif opening["dollars"]:
            close = sign = opening["dollars"]
            display = sign == "$$"
            end = _dollars(text, sign, start, document.kind)
        else:
            continue
        if end < 0 or (not display and _BLANK.search(text, start, end)) or (display and _is_prose(text, start, end)):
            if sign != "$" or document.kind == LATEX or _BEGINS_FORMULA.match(text, start):
                document.unclosed.append((opening.start(), len(sign), UNCLOSED.format(sign)))
                blank = _BLANK.search(text, place)
                place = blank.end() if blank else len(text)
            continue
        body = (start, end)
        if text[start : start + 1] == "`" == text[end - 1 : end] and end - start > 2:
            body = (start + 1, end - 1)
        found.append(Formula(*body, display, document.part(start)))
        place = end + len(close)
    return found


def _ending(text: str, name: str, start: int) -> int | None:
    r"""The place behind the \end of an environment, those of its name inside it passed over."""
    depth = 1
    for found in re.finditer(rf"\\(begin|end)\s*\{{{re.escape(name)}\}}", text[start:]):
        depth += 1 if found[1] == "begin" else -1
        if not depth:
            return start + found.end()
    return None


def _dollars(text: str, sign: str, start: int, kind: str) -> int:
    """Where a formula between dollars ends; -1 if nowhere."""
    pattern = r"\\.|\$\$" if sign == "$$" else r"\\.|\$"
    for found in re.compile(pattern, re.DOTALL).finditer(text, start):
        if found[0] != sign:
            continue
        if sign == "$" and kind == MARKDOWN and text[found.end() : found.end() + 1].isdigit():
            continue  # it costs $5, not $6
        return found.start()
    return -1


def _is_prose(text: str, start: int, end: int) -> bool:
    """Whether there are paragraphs of prose between two signs: the first was not closed by the second."""
    if not _BLANK.search(text, start, end):
        return False
    bare = re.sub(r"\\text\s*\{[^{}]*\}|\\\w+", " ", text[start:end])
    return any(len(_PROSE.findall(line)) > 3 for line in bare.splitlines())
