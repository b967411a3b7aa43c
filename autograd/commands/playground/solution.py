"""A worksheet's solution and its derivation, as parts of the page."""

import re
from html import escape

from autograd.derivation.derive import derive
from autograd.engine.codegen.python import Value
from autograd.errors import LanguageError
from autograd.formulas.columns import Line
from autograd.formulas.typeset import html as typeset
from autograd.records.explain import Text, explain
from autograd.worksheet.reporting.counts import counted
from autograd.worksheet.sheet.model import Sheet

MOST_LINES = 300
"""Lines of a pass that are shown."""


def counts(sheet: Sheet | None) -> str | None:
    """What the layers of a worksheet that only counts come to; None for one that computes."""
    found = counted(sheet) if sheet is not None else None
    return found.html if found is not None and found.is_all else None


def html(value: Value) -> str:
    """Both passes as one writes them, each line with what is computed, its forms, and notes."""
    found = explain(value)
    text = Text(found.digits, found.page)
    given = [f'<span class="given">{typeset(number)}</span>' for number in text.given(found.page)]
    parts = [f'<h3>Given</h3><p class="givens">{" ".join(given[:MOST_LINES])}</p>'] if given else []
    for title, lines in (
        ("Forward", text.statements(found.page)),
        ("Backward", text.gradients(found.records, found.page)),
    ):
        if lines:
            parts.append(f'<h3 class="{title.lower()}">{title}</h3>{block(lines)}')
    if found.records.refusal:
        parts.append(f"<p>No backward pass: {escape(found.records.refusal)}</p>")
    return "".join(parts)


def block(lines: list[Line]) -> str:
    """Lines of a solution, what is computed in one column and what it equals in the other."""
    shown = "".join(map(_line, lines[:MOST_LINES]))
    more = len(lines) - MOST_LINES
    return f'<div class="paper">{shown}</div>' + (f"<p>… and {more:,} more lines</p>" if more > 0 else "")


def _line(line: Line) -> str:
    forms = "".join(f" <span>{sign} {typeset(form)}</span>" for sign, form in zip(line.signs, line.forms, strict=True))
    notes = f" <small>{typeset('; '.join(line.notes))}</small>" if line.notes else ""
    return f"<div><span>{typeset(line.left)}</span><span>{forms}{notes}</span></div>"


def as_on_paper(claim: str) -> str:
    """A claim with the signs of paper in place of those one types.

    >>> as_on_paper("dL/dw1 = 2*dL/dy*x^2")
    '∂L/∂w1 = 2·∂L/∂y·x^2'
    """
    return re.sub(r"\bd(?=[^\W\d]\w*(\[[^]]*\])?/d[^\W\d])|(?<=/)d(?=[^\W\d])", "∂", claim).replace("*", "·")


def derivation(text: str) -> dict[str, str]:
    """The sheet's backward pass in its own notation; why there is none where it cannot be derived."""
    try:
        found = derive(text)
    except LanguageError as error:
        return {"none": str(error)}
    if not found.lines:
        return {"none": "nothing is differentiated here"}
    lines = []
    for derived in found.lines[:MOST_LINES]:
        claim, _, remark = derived.text.partition("   # ")
        left, *forms = as_on_paper(claim).split(" = ")
        lines.append(Line(left, forms, [remark] if remark else []))
    refused = "".join(f"<p>{escape(str(refusal))}</p>" for refusal in found.refused)
    return {
        "html": f'<h3 class="backward">The backward pass, derived</h3>{block(lines)}{refused}',
        "lines": found.derived,
    }
