"""A page of an exercise, and how it is written: as a worksheet in plain text, Markdown, LaTeX, HTML to fill in."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from html import escape

from autograd.derivation.latex.typesetting import statement
from autograd.exercises.made import BLANK, POINTS, Exercise, Line
from autograd.exercises.planting import Faulty
from autograd.exercises.template import Draw, whole
from autograd.formulas.names import latex_text, markdown_text
from autograd.worksheet.language.vocabulary import LAYERS
from autograd.worksheet.reporting.formats import document


@dataclass(frozen=True)
class Page:
    """What stands on a page: headings, what is to be done, what is given, what it is about, and the lines below.

    `worksheet` is all of it in the language of worksheets, and `names` what has a name in it; `fills` says that the
    lines are to be filled in, or put right.
    """

    title: str
    person: str
    task: str
    givens: tuple[str, ...]
    system: tuple[str, ...]
    lines: tuple[Line, ...]
    worksheet: str = field(repr=False)
    names: frozenset[str] = frozenset()
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    fills: bool = True
    answers: str = "answers.sheet"

    def with_answers(self, file: str) -> "Page":
        """The same page, on which what is typed is saved under this name."""
        return replace(self, answers=file)


def sheet_page(exercise: Exercise) -> Page:
    """The sheet to fill in."""
    return _page(exercise, "", exercise.task, exercise.blanks, exercise.sheet())


def solution_page(exercise: Exercise) -> Page:
    """The solution as on paper."""
    return _page(exercise, "solution", "", exercise.solution, exercise.solved(), is_solution=True)


def faulty_page(sheet: Faulty) -> Page:
    """The solution with mistakes in it, to be put right."""
    return _page(sheet.exercise, "find the error", sheet.task, sheet.lines, sheet.sheet())


def _page(
    exercise: Exercise,
    what: str,
    task: str,
    lines: Collection[Line],
    worksheet: str,
    is_solution: bool = False,
) -> Page:
    title, *person = exercise.heading(what)
    names = {row.name if isinstance(row, Draw) else re.split(r"\W", whole(row.target))[0] for row in exercise.rows}
    names -= set(LAYERS)  # parameters(A) is asked for: a function
    return Page(
        title,
        "".join(person),
        task,
        tuple(exercise.givens),
        () if is_solution else tuple(map(str, exercise.system)),
        tuple(lines),
        worksheet,
        frozenset(names),
        exercise.shapes,
        not is_solution,
    )


def as_text(page: Page) -> str:
    """The page as a worksheet."""
    return page.worksheet


def as_markdown(page: Page) -> str:
    """The page with the worksheet in a fence, where `check` reads it."""
    rest = page.worksheet.partition("\n\n")[2]
    parts = [f"# {markdown_text(page.title)}"]
    parts += [markdown_text(each) for each in (page.person, page.task) if each]
    return "\n\n".join([*parts, f"```sheet\n{rest.strip()}\n```", ""])


def as_latex(page: Page) -> str:
    """The page as a document of its own."""
    parts = [
        r"\documentclass{article}",
        r"\usepackage[utf8]{inputenc}",
        r"\usepackage{amsmath}",
        r"\usepackage[margin=2.5cm]{geometry}",
        r"\begin{document}",
        rf"\section*{{{_plain(page.title)}}}",
    ]
    parts += [f"{_plain(each)}\n" for each in (page.person, page.task) if each]
    groups = [("Given", page.givens), ("With", page.system)]
    for title, lines in groups:
        if lines:
            parts += [rf"\paragraph{{{title}}}", _aligned([(line, 0.0) for line in lines], page)]
    title = "Solution" if not page.fills else "Find" if any(BLANK in line.parts for line in page.lines) else "Claimed"
    rows = [(str(line), line.points if page.fills else 0.0) for line in page.lines]
    parts += [rf"\paragraph{{{title}}}", _aligned(rows, page), r"\end{document}", ""]
    return "\n".join(parts)


def _plain(text: str) -> str:
    """Prose in LaTeX."""
    return latex_text(text).removeprefix(r"\text{")[:-1].translate(_IN_PROSE)


_IN_PROSE = str.maketrans(
    {
        "σ": r"$\sigma$",
        "∂": r"$\partial$",
        "√": r"$\surd$",
        "β": r"$\beta$",
        "η": r"$\eta$",
        "−": "$-$",
        "·": r"$\cdot$",
        "×": r"$\times$",
    }
)
"""Signs that a font of text may not have."""


def _aligned(lines: list[tuple[str, float]], page: Page) -> str:
    rows = []
    for line, points in lines:
        worth = rf" && \text{{[{points:g} {POINTS}]}}" if points else ""
        rows.append(statement(line, page.names, page.shapes).replace(" = ", " &= ", 1) + worth)
    return "\n".join([r"\begin{align*}", " \\\\\n".join(rows), r"\end{align*}"])


_STYLE = """\
<style>
.lines { list-style: none; padding: 0 }
.lines li { display: flex; flex-wrap: wrap; gap: .5rem; align-items: baseline; padding: .15rem 0 }
.lines :is(input, textarea) { flex: 1 1 12rem; font: inherit; font-family: ui-monospace, monospace }
.lines :is(input, textarea) { box-sizing: border-box; min-width: 0; padding: .1rem .4rem }
.lines textarea { field-sizing: content; resize: vertical }
pre, code { font-family: ui-monospace, monospace; white-space: pre-wrap }
.worth { opacity: .7; font-size: .85em }
@media print { button { display: none } .lines :is(input, textarea) { border: 0; border-bottom: 1px solid } }
</style>"""

_SCRIPT = """\
<script>
"use strict";
document.getElementById("save").addEventListener("click", () => {
  const lines = [...document.querySelectorAll(".lines :is(input, textarea)")].map(
    (box) => box.dataset.head + (box.value.replace(/\\s+/g, " ").trim() || box.dataset.empty));
  const text = document.getElementById("head").textContent + lines.join("\\n") + "\\n";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = document.getElementById("save").dataset.file;
  link.click();
  URL.revokeObjectURL(link.href);
});
</script>"""


def as_html(page: Page) -> str:
    """The page to fill in, complete in itself: what is typed is saved as a worksheet; without scripts it is printed."""
    parts = [_STYLE, f"<h1>{escape(page.title)}</h1>"]
    parts += [f"<p>{escape(each)}</p>" for each in (page.person, page.task) if each]
    head = "\n".join([*page.givens, *page.system])
    parts.append(f'<pre id="head">{escape(head)}\n</pre>')
    rows = []
    for line in page.lines:
        if not page.fills:
            rows.append(f"<li><code>{escape(str(line))}</code></li>")
            continue
        blank = BLANK in line.parts
        said = str(line)
        begun = f"{line.target} = "
        shown = "" if blank else said.removeprefix(begun)
        worth = f'<span class="worth">[{line.points:g} {POINTS}]</span>' if blank else ""
        said_of = f'aria-label="{escape(line.target)}" data-head="{escape(begun)}" data-empty="{BLANK}"'
        said_of += ' spellcheck="false" autocomplete="off"'
        box = f"<input {said_of}>" if blank else f'<textarea rows="1" {said_of}>{escape(shown)}</textarea>'
        rows.append(f"<li><label><code>{escape(begun)}</code></label>{box}{worth}</li>")
    parts.append('<ul class="lines">\n' + "\n".join(rows) + "\n</ul>")
    if page.fills:
        parts.append('<button id="save" data-file="' + escape(page.answers) + '">Save what I typed</button>')
        parts.append(_SCRIPT)
    return document(page.title, "\n".join(parts))


FORMS: Mapping[str, Callable[[Page], str]] = {".txt": as_text, ".md": as_markdown, ".tex": as_latex, ".html": as_html}
"""What a page is written as, by the end of the file's name."""
