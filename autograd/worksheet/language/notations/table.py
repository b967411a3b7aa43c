"""My line was not read, what now: what is typed in other notations, and what it is read as.

Sheets are read as people type them. A row of the table below is tried on a line before anything else, in this order;
where its pattern alone is not certain, the whole document decides: what it defines, what it has layers and steps of.
What is read otherwise than typed is said below the report.

What the table cannot say: w = w - … is a new value, as an equation it could hold only if nothing changed. f(x) = x^2
is a function of your own, f'(x) its slope; f(x, y) = x y below it is another function. A heading and a given that is
given anew begin a new exercise. Where z is not defined, the z of dh/dz is what tanh is taken of in h = tanh(w x).
"If A is symmetric, …" is judged only if the sheet says that A is symmetric. Nothing is called wrong because
something above it was not read. What hardly anybody would say of the sheet as it was read, or most of it where most of
it contradicts that, is "perhaps wrong": `autograd check FILE --read` prints how it was read. What the whole sheet may
mean stands below the table: such a reading is taken if less of the sheet is wrong under it.

A line that is still not read says why below the report. Write it as `autograd help language` has it, or # before it.
"""

import re

from autograd.worksheet.language.notations.notation import Notation, Rows
from autograd.worksheet.language.notations.tables.annotations import ASIDES, LABELS, REMARKS
from autograd.worksheet.language.notations.tables.cases import CASES
from autograd.worksheet.language.notations.tables.derivatives import GRADIENTS, VALUES_AT
from autograd.worksheet.language.notations.tables.fields import FIELD_WORDS, FIELDS
from autograd.worksheet.language.notations.tables.indices import ENTRIES_OF_LAYERS, PARTS_OF_NAMES, PLACES
from autograd.worksheet.language.notations.tables.lists import BARS, LISTS_AND_SUMS
from autograd.worksheet.language.notations.tables.programs import PROGRAMS
from autograd.worksheet.language.notations.tables.sentences import MARKDOWN, SENTENCES, WORDS
from autograd.worksheet.language.notations.tables.signs import AS_SET, COMMANDS, SIGNS

FIRST = Rows((*MARKDOWN, *ASIDES, *FIELD_WORDS, *WORDS, *SENTENCES))
"""What is read before words are told from formulas."""

BOLD = Rows(row for row in MARKDOWN if "**" in row.typed)
"""What is typed in bold."""

BEHIND_FIRST = Rows((
    *COMMANDS,
    Notation("blanks", f"y ={' ' * 20}x", f"y ={' ' * 12}x", "", r"(?<=\s{12})\s+", "", words=(" " * 13, "\t" * 13)),
    *PLACES, *AS_SET, *VALUES_AT, *SIGNS, *BARS, *LABELS, *CASES, *FIELDS, *GRADIENTS, *REMARKS, *PROGRAMS,
    *ENTRIES_OF_LAYERS, *PARTS_OF_NAMES, *LISTS_AND_SUMS,
))  # fmt: skip
"""What is read in formulas, when words are told from them."""

NOTATIONS = Rows((*FIRST, *BEHIND_FIRST))
"""All of them, in the order in which they are read."""


UPDATE = Notation("new value", "w = w - η*dL/dw", "w <- w - η*dL/dw", "=", r"(?!)", "")
"""What is read as a new value once it is a tree: an equation could hold only if nothing changed."""


SAID = ("arguments", "arrow", "new value", "time step", "sample", "layer", "list")


def print_table() -> str:
    """The table, a line each: the kind, how it is typed, what it is read as."""
    rows = [(row.kind, row.typed, re.sub("[‹›]", "", row.read)) for row in (*NOTATIONS, UPDATE)]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    return "\n".join(f"{kind:<{widths[0]}}  {typed:<{widths[1]}}  {read}".rstrip() for kind, typed, read in rows)
