"""`derive`: the backward pass of a worksheet as one writes it on paper, itself a worksheet.

For each name, from the output back, stands a line: the sum over its uses, in the shortest form found, and once more
where it can be said in fewer other derivatives, or in none.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from autograd.derivation.cases import cases
from autograd.derivation.forms import MOST_ENTRIES, Forms
from autograd.derivation.formula import Formula, Slope
from autograd.derivation.matrices import MatrixWriter, NoMatrices
from autograd.derivation.rewrites import Tidy
from autograd.derivation.subject import Refusal, Subject
from autograd.derivation.sweep import Line, sweep
from autograd.derivation.writing import Writer, letters_for
from autograd.errors import LanguageError
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.suggestions import nearest
from autograd.worksheet.language.tree import Node
from autograd.worksheet.sheet.files import read_sheet


@dataclass
class Derived:
    """A derived line: what is derived, the forms it takes, and what is to be said of it."""

    target: Node
    forms: list[Node]
    condition: str = ""
    remark: str = ""

    @property
    def text(self) -> str:
        """The line, as it stands on a worksheet."""
        forms = dict.fromkeys(map(echo, self.forms))
        claim = " = ".join([echo(self.target), *forms])
        condition = f" for {self.condition}" if self.condition else ""
        return claim + condition + (f"   # {self.remark}" if self.remark else "")


@dataclass
class Derivation:
    """A derived backward pass: `lines` follow from the `definitions`; `refused` says what could not be derived."""

    definitions: list[str]
    lines: list[Derived] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @cached_property
    def derived(self) -> str:
        """The derived lines alone."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def sheet(self) -> str:
        """The definitions and the derived lines: a worksheet that `check` reads."""
        refused = [f"# {refusal}" for refusal in self.refused]
        return "\n".join([*self.definitions, *([self.derived] if self.lines else []), *refused])

    def __str__(self) -> str:
        return self.sheet


def derive(sheet: str, of: str | None = None, by: Iterable[str] | None = None, notation: str = "index") -> Derivation:
    """The backward pass of a worksheet, derived line by line in its own notation; `check` judges what comes out.

    `of` is what is differentiated: by default what the sheet itself asks for, or the last number it computes. `by` are
    the names whose derivatives are wanted, besides all that lies between. LanguageError for a sheet that cannot be
    read, and for names that it does not compute; a statement that cannot be derived is left out and named in `refused`.

    >>> from autograd import derive
    >>> print(derive("x = 2.0; w = 3.0; z = w*x; L = z^2").derived)
    dL/dz = 2*z
    dL/dx = dL/dz*w = 2*z*w
    dL/dw = dL/dz*x = 2*z*x
    """
    read = read_sheet(sheet)
    subject = Subject(read)
    for line in read.lines if not subject.bodies else ():
        for error in line.errors:
            raise LanguageError(f"line {line.number}: {error}", error.text, error.column, error.length)
    found = Derivation([*subject.declared(), *map(subject.written, subject.definitions)])
    tidy = Tidy([body.known for body in subject.bodies.values()], subject.shares(), subject.reading.count)
    wanted_by = None if by is None else [_known(name, subject.axes) for name in ([by] if isinstance(by, str) else by)]
    tops = [_known(of, subject.bodies)] if of is not None else subject.tops()
    refused = list(subject.refused)
    for top in tops:
        leaves = wanted_by if wanted_by is not None else subject.leaves(top)
        forms = Forms(top, tidy, MOST_ENTRIES[notation])
        for each in sweep(top, subject, subject.wanted(leaves), refused):
            found.lines += _written(each, forms, each.name in leaves, subject, notation)
    found.refused = list(dict.fromkeys(refused))
    return found


def _known(name: str, names: Collection[str]) -> str:
    """A name, where it is one of these; LanguageError where not."""
    if name not in names:
        what = nearest(name, names) or f": there are {', '.join(names) or 'none'}"
        raise LanguageError(f"the sheet computes no {name}{what}", name, 0, max(1, len(name)))
    return name


def _written(line: Line, forms: Forms, is_leaf: bool, subject: Subject, notation: str) -> Iterator[Derived]:
    """A line written as trees of the language: several, where there are cases."""
    forms.tidy.used_shares.clear()
    found = forms.of(line, is_leaf)
    remark = "; ".join(f"the entries of {name} add up to 1" for name in sorted(forms.tidy.used_shares))
    letters = letters_for({*subject.order, "d"})
    called = dict(zip(line.letters, letters, strict=False))
    writer = Writer(letters, called, subject.reading.counts.values())
    head = (forms.top, len(subject.axes[forms.top]), line.name)
    every = cases(line.letters, tuple(found))
    if notation == "matrix" and len(every) == 1:
        whole = _with_matrices(found, Slope(head, line.letters), subject, writer)
        if whole is not None:
            yield Derived(*whole, remark=remark)
            return
    for case in every:
        differ = ", ".join(
            " != ".join(sorted((called[letter], echo(writer.place(place))), reverse=isinstance(place, int)))
            for letter, place in case.differ
        )
        written = case.forms if len(every) == 1 else map(forms.tidy.shortest, case.forms)
        yield Derived(writer.atom(Slope(head, case.places)), list(map(writer.formula, written)), differ, remark)


def _with_matrices(
    found: list[Formula], slope: Slope, subject: Subject, plain: Writer
) -> tuple[Node, list[Node]] | None:
    """A derivative and those of its forms that can be written with matrices; None where none can."""
    writer = MatrixWriter(subject.reading.shapes, lambda length: plain.formula(subject.reading.count(length)), plain)
    try:
        target = writer.slope(slope)
    except NoMatrices:
        return None
    written = []
    for form in found:
        with suppress(NoMatrices):
            written.append(writer.whole(form, target.row, target.column))
    return (target.node, written) if written else None
