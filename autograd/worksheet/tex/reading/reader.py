r"""A document read: its statements put into the language, and a worksheet made of each of its parts.

Definitions may come after their use, and a part may use what another defines: the nearest definition whose indices fit.
Whatever is not read is noted with its place, and only that and what continues it is lost.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from autograd.errors import LanguageError
from autograd.worksheet.language.latex.macros import expand
from autograd.worksheet.language.latex.scanning import scan
from autograd.worksheet.language.tokens import LONGEST
from autograd.worksheet.language.work import MACROS, Exhausted, PaperWork, Work
from autograd.worksheet.tex.documents import Document, Formula
from autograd.worksheet.tex.reading.chains import units_of
from autograd.worksheet.tex.reading.claims import computed_in
from autograd.worksheet.tex.reading.paper import Paper, Unread, too_large
from autograd.worksheet.tex.reading.parts import part_of
from autograd.worksheet.tex.rewrites.calls import with_named_calls
from autograd.worksheet.tex.rewrites.differentials.paths import with_paths
from autograd.worksheet.tex.rewrites.samples import with_samples
from autograd.worksheet.tex.rows import Statement, statements_of, suppose
from autograd.worksheet.tex.sizes import symmetric_said
from autograd.worksheet.tex.survey import survey
from autograd.worksheet.tex.units import (
    Definitions,
    Unit,
    evaluated,
    named_twice,
    with_each,
    with_named_parts,
    with_places,
    with_told_operands,
    without_circles,
    without_open_formulas,
    without_open_losses,
)

FOR_A_FORMULA, FOR_A_CHARACTER = 10, 1.5
"""Operations that a formula and each of its characters take, until it is a statement of the language."""

FOR_A_PART = 100
"""Operations for making a worksheet of a part of a document, and judging it."""

ROOM = 20_000
"""Characters that a document counts as more than it has: without numbers a claim takes the work of several."""

_CALLED = re.compile(
    r"\{\s*(?:\\(?:partial|delta)|d|\\mathrm\s*\{d\})\s*[^{}$\n]{1,40}(?:\{[^{}$\n]{1,20}\}[^{}$\n]{0,9})?\("
)
"""What a document has that differentiates by σ(z)."""


_OF_SAMPLES = re.compile(r"\([^()$=]{0,40}(?:\^\s*\{?\s*\(|_\s*\{?\s*[ijk]\b)")
"""What a document has that calls functions with samples: h(x^{(i)})."""


def read_paper(document: Document, work: PaperWork | None = None) -> Paper:
    """A document read, with so much work at most."""
    text = document.text
    work = work or PaperWork.of(len(text))
    statements, unread = _statements(document, work.formulas)
    is_of_samples = _OF_SAMPLES.search(text) is not None
    statements = with_samples(statements) if is_of_samples else statements
    is_by_calls = is_of_samples or _CALLED.search(text) is not None
    every, shown = with_named_calls(statements, text) if is_by_calls else (statements, {})
    every = with_paths(every) if ":" in text else every
    statements = [each for each in every if each.end > each.start or each.error is not None]
    found = survey(every, text)
    found.shown.update(shown)
    paper = Paper(
        document, found, unread=unread, statements=statements, symmetric=symmetric_said(statements, text, found)
    )
    paper.computed = computed_in(statements)
    for start, length, message in document.unclosed:
        paper.unread.append(Unread(start, length, message, message))
    for start, end in document.inputs:
        paper.unread.append(Unread(start, end - start, "other files are not followed", "other files are not followed"))
    told: Iterable[Unit] = list(units_of(paper, every))
    told = without_open_losses(with_places(told, paper.places) if paper.places else told)
    for rewrite in (without_open_formulas, with_told_operands, named_twice, with_named_parts, without_circles):
        told = rewrite(told)
    units = list(evaluated(with_each(told, found)))
    for number, unit in enumerate(units):
        unit.number = number
    parts: defaultdict[float, list[Unit]] = defaultdict(list)
    for unit in units:
        parts[unit.part].append(unit)
    definitions = Definitions(units)
    for part in sorted(parts):
        try:
            work.statements.spend(FOR_A_PART)
        except Exhausted:
            paper.unread.append(too_large(parts[part][0].head.start, "its first parts are read"))
            break
        paper.parts.append(part_of(paper, part, parts[part], definitions, ROOM // len(parts), work))
    paper.unread.sort(key=lambda each: each.start)
    return paper


def _statements(document: Document, work: Work) -> tuple[list[Statement], list[Unread]]:
    """The statements of all formulas, in order, and what cannot be written out."""
    found: list[Statement] = []
    unread: list[Unread] = []
    macros = Work(MACROS.work(len(document.text)).most, work)
    once: dict[tuple[str, str], tuple[int, list[Statement]]] = {}
    for number, formula in enumerate(document.formulas):
        said = document.source[formula.start : formula.end], document.text[formula.start : formula.end]
        try:
            length = min(LONGEST, formula.end - formula.start) if said not in once else 0
            work.spend(int(FOR_A_FORMULA + FOR_A_CHARACTER * length))
        except Exhausted:
            unread.append(too_large(formula.start, f"{number} of its {len(document.formulas)} formulas are read"))
            break
        if formula.given:
            found += _given_lines(document, formula)
            continue
        if said in once:
            start, likes = once[said]
            found += [each.again(formula.start - start, formula.part, formula.display) for each in likes]
            continue
        try:
            if formula.end - formula.start > LONGEST:
                message = f"{formula.end - formula.start} characters are too many for a formula: at most {LONGEST}"
                raise LanguageError(message, document.text, formula.start, 1)
            tokens = expand(scan(document.source, formula.start, formula.end), document.macros, document.text, macros)
            statements = statements_of(tokens, document.text)
        except LanguageError as error:
            unread.append(Unread(error.column, error.length, str(error), str(error)))
            found.append(Statement(formula.start, formula.end, error=error, part=formula.part))
            continue
        suppose(statements)
        for statement in statements:
            statement.part, statement.display = formula.part, formula.display
            if (fault := statement.error) is not None:
                unread.append(Unread(fault.column, fault.length, str(fault), str(fault)))
        if all(statement.error is None for statement in statements):
            once[said] = formula.start, statements
        found += statements
    return found, unread


def _given_lines(document: Document, formula: Formula) -> Iterator[Statement]:
    """The lines of a fence of givens, or of a comment that begins with check:."""
    place = formula.start
    for line in document.text[formula.start : formula.end].split("\n"):
        bare = line.partition("#")[0].rstrip()
        if bare.strip():
            yield Statement(place, place + len(bare), given=True, part=formula.part)
        place += len(line) + 1
