"""`derive`: the backward pass of a worksheet as one writes it on paper, itself a worksheet.

For each name, from the output back, stands a line: the sum over its uses, in the shortest form found, and once more
where it can be said in fewer other derivatives, or in none.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from autograd.derivation.cases import MOST_CASES, cases, listed, unrolled
from autograd.derivation.forms import MOST_ENTRIES, Forms
from autograd.derivation.formula import Formula, Letter, Slope
from autograd.derivation.latex.rows import PAGE, rows
from autograd.derivation.latex.typesetting import typeset, with_entrywise, without_clashes
from autograd.derivation.latex.widths import width
from autograd.derivation.matrices import MatrixWriter, NoMatrices
from autograd.derivation.rewrites.tidy import Tidy
from autograd.derivation.steps import explained
from autograd.derivation.subject import Body, Refusal, Subject
from autograd.derivation.sweep import Line, sweep, written_out
from autograd.derivation.writing import Writer, letters_for, number_node
from autograd.errors import LanguageError
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.suggestions import nearest
from autograd.worksheet.language.tree import Call, Derivative, Index, List, Name, Node, Number, Sum, name_of
from autograd.worksheet.sheet.files import read_sheet


@dataclass
class Derived:
    """A derived line: what is derived, the forms it takes, and what is to be said of it.

    `differ` are the pairs of indices that are not the same there, `steps` how the line came about.
    """

    target: Node
    forms: list[Node]
    differ: list[tuple[str, str]] = field(default_factory=list)
    remark: str = ""
    steps: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The line, as it stands on a worksheet."""
        condition = ", ".join(map(" != ".join, self.differ))
        claim = " = ".join([echo(self.target), *dict.fromkeys(map(echo, self.forms))])
        return claim + (f" for {condition}" if condition else "") + (f"   # {self.remark}" if self.remark else "")

    def latex(self, shapes: Mapping[str, tuple[int, ...]]) -> str:
        """The line in LaTeX, a row of an aligned display for each form; `shapes` are rows and columns of the names."""
        condition = ", ".join(rf"{one} \ne {other}" for one, other in self.differ)
        ending = rf" \quad \text{{for }} {condition}" if condition else ""
        return _equation(self.target, self.forms, shapes) + ending


FROM_0 = "Entries are counted from 0.\n"
"""What a document says of its indices, as those of the sheet are: on paper they count from 1."""


@dataclass(repr=False)
class Derivation:
    """A derived backward pass: `lines` follow from the `definitions`; `refused` says what could not be derived.

    `shares` are names without numbers whose entries add up to 1, with the axis along which they do.

    As text it is a worksheet, in notebooks a display of formulas.

    >>> from autograd import derive
    >>> derivation = derive("w = 2; x = 3; L = (w*x - 1)^2", of="L", by="w")
    >>> print(derivation.derived)
    dL/dw = 2*(w*x - 1)*x
    """

    declared: list[str]
    definitions: list[tuple[Node, Node]]
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    shares: Mapping[str, int] = field(default_factory=dict)
    lines: list[Derived] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @cached_property
    def derived(self) -> str:
        """The derived lines alone."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def given(self) -> list[str]:
        """The lines that the derivation begins with: lengths and definitions."""
        return [
            *self.declared,
            *(f"{echo(left)} = {echo(formula)}" for left, formula in self.definitions),
        ]

    @cached_property
    def sheet(self) -> str:
        """The definitions and the derived lines: a worksheet that `check` reads."""
        refused = [f"# {refusal}" for refusal in self.refused]
        return "\n".join([*self.given, *([self.derived] if self.lines else []), *refused])

    @cached_property
    def steps(self) -> str:
        """The same with how each line came about before it, in remarks."""
        told = [row for line in self.lines for row in (*(f"# {step}" for step in line.steps), line.text)]
        return "\n".join([*self.given, *told, *(f"# {refusal}" for refusal in self.refused)])

    @cached_property
    def latex(self) -> str:
        """The derived lines in LaTeX."""
        rows = " \\\\\n".join(line.latex(self.shapes) for line in self.lines)
        return f"\\begin{{align*}}\n{rows}\n\\end{{align*}}"

    @cached_property
    def document(self) -> str:
        """The definitions and the derived lines in LaTeX, which `check` reads as it reads the worksheet."""
        told = [
            rf"{_typeset(Name(name), self.shapes)} \in \mathbb{{R}}" + (f"^{{{size.strip('{}')}}}" if size else "")
            for name, size in self.sizes()
        ]
        rows = [
            *told,
            *(_equation(left, [formula], self.shapes) for left, formula in self.definitions),
            *(_adding_up(name, self.shapes[name], axis) for name, axis in self.shares.items()),
        ]
        displays = "".join(map(_display, rows)).replace("×", r" \times ")
        displays = FROM_0 * self._has_places + displays
        return f"{displays}\\allowdisplaybreaks\n{self.latex}" if self.lines else displays

    @property
    def _has_places(self) -> bool:
        """Whether an entry is spoken of by its number, or by a letter and one: x[2], x[i + k], onehot(2, 3)."""
        formulas = [formula for _, formula in self.definitions]
        formulas += [form for line in self.lines for form in (line.target, *line.forms)]
        differ = (place for line in self.lines for pair in line.differ for place in pair)
        return any(map(str.isdigit, differ)) or any(_is_of_a_place(part) for each in formulas for part in each.inside())

    def sizes(self) -> list[tuple[str, str]]:
        """The names without numbers whose sizes are told, with these: that of a number is empty."""
        told = [each.split(" in R") for line in self.declared for each in line.split("; ")]
        return [(name, size.removeprefix("^")) for name, size in told]

    def __str__(self) -> str:
        return self.sheet

    __repr__ = __str__

    def _repr_latex_(self) -> str:
        return self.latex if self.lines else rf"\text{{{len(self.refused)} statements cannot be derived}}"


def _is_of_a_place(node: Node) -> bool:
    match node:
        case Call("onehot"):
            return True
        case Index(_, places):
            return any(isinstance(place, (Number, Sum)) for place in places)
    return False


def _typeset(node: Node, shapes: Mapping[str, tuple[int, ...]]) -> str:
    return typeset(_for_print(node, shapes))


def _for_print(node: Node, shapes: Mapping[str, tuple[int, ...]]) -> Node:
    return without_clashes(with_entrywise(node, shapes), shapes)


def _equation(left: Node, forms: Sequence[Node], shapes: Mapping[str, tuple[int, ...]]) -> str:
    """A chain of formulas as rows of an aligned display, a form in as many as a page asks for."""
    target = _typeset(left, shapes)
    room = PAGE - width(f"{target} =")
    written = dict.fromkeys(" \\\\\n&\\quad ".join(rows(_for_print(form, shapes), room)) for form in forms)
    return rf"{target} &= " + " \\\\\n&= ".join(written)


def _display(row: str) -> str:
    """An equation as a display of its own: one in several rows is aligned."""
    return f"\\begin{{align*}}\n{row}\n\\end{{align*}}\n" if "\n" in row else f"\\[ {row.replace('&= ', '= ')} \\]\n"


def _adding_up(name: str, size: tuple[int, ...], axis: int) -> str:
    """That the entries of a list, or of each row or column of a matrix, add up to 1."""
    letters = "ij" if min(size[:2]) > 1 else "i"
    places = " ".join(letters)
    return rf"\sum_{{{letters[axis]}}} {typeset(Name(name))}_{{{places}}} = 1"


def derive(
    sheet: str,
    of: str | None = None,
    by: Iterable[str] | None = None,
    notation: str = "index",
) -> Derivation:
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
    for line in read.lines if not (subject.bodies or subject.open) else ():
        for error in line.errors:
            raise LanguageError(f"line {line.number}: {error}", error.text, error.column, error.length)
    wanted_by = None if by is None else [_known(name, subject.axes) for name in ([by] if isinstance(by, str) else by)]
    tops = [_known(of, {**subject.bodies, **subject.open})] if of is not None else subject.tops()
    return derivation_of(subject, tops, wanted_by, notation)


def derivation_of(subject: Subject, tops: Sequence[str], by: Sequence[str] | None, notation: str) -> Derivation:
    """The derivation of some names by others, or by what is worth it."""
    own = [each for each in subject.definitions if each.name not in subject.broken and not each.name.startswith("(")]
    found = Derivation([], list(map(subject.explicit, own)), subject.reading.shapes)
    known = [each for body in subject.bodies.values() for each in body.known]
    shares = subject.shares()
    found.shares = {name: axis for name, axis in shares.items() if name in subject.sheet.free}
    tidy = Tidy(known, shares, subject.reading.count)
    refused: list[Refusal] = []
    asked = list(subject.found())
    for top in tops:
        leaves = by if by is not None else subject.leaves(top)
        found.lines += _of_top(top, leaves, tidy, subject, refused, notation)
    if by is None:
        wanted = {node for _, node in asked}
        claimed = [each for each in subject.claimed() if each[1] not in wanted]
        between = list(_asked_between(claimed, tops, tidy, subject, refused, notation))
        found.lines = _before_what_uses_them(between, found.lines)
        found.lines += _asked_between(asked, tops, tidy, subject, refused, notation)
    found.lines += _again(tidy, by, subject, refused, notation)
    found.declared = subject.declared([form for line in found.lines for form in line.forms])
    found.refused = list(dict.fromkeys([*subject.refused, *refused]))
    return found


def _of_top(
    top: str, leaves: Sequence[str], tidy: Tidy, subject: Subject, refused: list[Refusal], notation: str
) -> Iterator[Derived]:
    """The lines of what is derived by some names, and by all that lies between."""
    forms = Forms(top, tidy, MOST_ENTRIES[notation])
    for each in sweep(top, subject, subject.wanted(leaves), refused):
        yield from _written(each, forms, each.name in leaves, subject, notation)


def _before_what_uses_them(between: Sequence[Derived], lines: Sequence[Derived]) -> list[Derived]:
    """The lines, and each of those between before the first line by the same name: ∂σ²/∂μ before ∂f/∂μ."""

    def by(line: Derived) -> str | None:
        return name_of(line.target.bottom) if isinstance(line.target, Derivative) else None

    first: dict[str | None, int] = {}
    for place, line in enumerate(lines):
        first.setdefault(by(line), place)
    order = [(first.get(by(line), len(lines)), 0, line) for line in between]
    order += [(place, 1, line) for place, line in enumerate(lines)]
    return [line for _, _, line in sorted(order, key=lambda each: each[:2])]


def _asked_between(
    asked: Sequence[tuple[int, Derivative]],
    tops: Sequence[str],
    tidy: Tidy,
    subject: Subject,
    refused: list[Refusal],
    notation: str,
) -> Iterator[Derived]:
    """What the sheet asks for of names on the way, and what is 0 because nothing leads there."""
    wanted: dict[str, list[str]] = {}
    for line, node in asked:
        top, bottom = name_of(node.top) or "", name_of(node.bottom) or ""
        if top not in subject.bodies or bottom not in subject.axes:
            continue
        if bottom not in subject.below(top):
            if not subject.axes[top] and bottom != top:
                yield Derived(node, [number_node(0)], remark=f"{top} does not depend on {bottom}")
            continue
        if top not in tops and top in subject.below(*tops):
            wanted.setdefault(top, []).append(bottom)
        elif len(subject.axes[top]) > 1:
            refused.append(Refusal(line, f"{echo(node)}: {top} is a matrix, by which more than two letters are needed"))
    for top, leaves in wanted.items():
        yield from _of_top(top, leaves, tidy, subject, refused, notation)


def _again(
    tidy: Tidy, by: Sequence[str] | None, subject: Subject, refused: list[Refusal], notation: str
) -> Iterator[Derived]:
    """Second derivatives: what a first one comes to is differentiated again."""
    for name, first, line in subject.first_derivatives():
        top, bottom = name_of(first.top) or "", name_of(first.bottom) or ""
        if top not in subject.bodies or subject.axes[top] or len(subject.axes[bottom]) > 1:
            refused.append(
                Refusal(line, f"{echo(first)} is not differentiated again: only of a number by a list or number")
            )
            continue
        lines = written_out(top, sweep(top, subject, subject.wanted([bottom]), refused), tidy)
        if bottom not in lines:
            continue
        body = Body(name, line, *lines[bottom])
        subject.bodies[name] = body
        again = {name_of(node.bottom) or "" for node in subject.asked() if name_of(node.top) == name}
        leaves = [each for each in (by if by is not None else again) if each in subject.axes]
        swept = sweep(name, subject, subject.wanted(leaves), refused)
        whole = written_out(name, swept, tidy)
        del subject.bodies[name]
        forms = Forms(name, tidy, MOST_ENTRIES[notation])
        for each in swept:
            if each.name in leaves:
                only = Line(each.name, whole[each.name][0], [(name, whole[each.name][1])])
                yield from _written(only, forms, False, subject, notation)


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
    remark = "; ".join(_shares_told(name, subject) for name in sorted(forms.tidy.used_shares))
    letters = letters_for(subject.words)
    called = dict(zip(line.letters, letters, strict=False))
    writer = Writer(letters, called, subject.reading.counts.values(), subject.axes)
    head = (forms.top, len(subject.axes[forms.top]), line.name)
    told = [*explained(line, found, forms.top, called, letters, subject)]
    if entries := _entries(found[0], line, forms, writer, subject, notation):
        yield from (Derived(*each, remark=remark, steps=told) for each in entries)
        return
    every = cases(line.letters, tuple(found))
    if notation == "matrix":
        whole = _with_matrices(found, Slope(head, line.letters), subject, writer)
        if whole is not None:
            yield Derived(*whole, remark=remark, steps=told)
            return
    for case in every:
        differ = []
        for letter, place in case.differ:
            pair = called[letter], echo(writer.place(place))
            differ.append(pair if isinstance(place, int) else (min(pair), max(pair)))
        written = case.forms if len(every) == 1 else map(forms.tidy.shortest, case.forms)
        target = writer.atom(Slope(head, case.places))
        yield Derived(target, list(map(writer.formula, written)), differ, remark, told)


def _shares_told(name: str, subject: Subject) -> str:
    """That the entries of a name add up to 1."""
    if len(subject.axes[name]) < 2:
        return f"the entries of {name} add up to 1"
    return f"the entries of each {'row' if subject.shares()[name] else 'column'} of {name} add up to 1"


def _entries(
    form: Formula, line: Line, forms: Forms, writer: Writer, subject: Subject, notation: str
) -> list[tuple[Node, list[Node]]]:
    """A derivative entry by entry: in one line with matrices or where there are many, else in a line for each entry."""
    above = len(subject.axes[forms.top])
    if above and (notation != "matrix" or len(line.letters) != 2):
        return []
    places = list(product(*(range(letter.length) for letter in line.letters)))
    as_list = notation == "matrix" or len(places) > MOST_CASES
    entries = unrolled(line.letters, form) or (listed(line.letters, form) if as_list else None)
    if entries is None:
        return []
    nodes = [writer.formula(forms.tidy.shortest(entry)) for entry in entries.entries]
    head = (forms.top, 0, line.name)
    if not as_list:
        return [(writer.atom(Slope(head, place)), [node]) for place, node in zip(places, nodes, strict=True)]
    whole = Derivative(Name(forms.top), Name(line.name))
    found = _as_list(nodes, *(map(_length, line.letters) if above else subject.reading.shapes[line.name][:2]))
    if not entries.rest.terms:
        return [(whole, [found])]
    if notation != "matrix" or len(places) > MOST_CASES:
        return []
    rest = _with_matrices([forms.tidy.shortest(entries.rest)], Slope(head, line.letters), subject, writer)
    if rest is None:
        return []
    (node,) = rest[1]
    terms = (node.terms, node.signs) if isinstance(node, Sum) else ((node,), "+")
    return [(whole, [Sum((found, *terms[0]), f"+{terms[1]}")])]


def _length(letter: Letter) -> int:
    return letter.length


def _as_list(nodes: Sequence[Node], rows: int, columns: int) -> Node:
    """Entries as a column, or as rows of a matrix."""
    if columns == 1:
        return List(tuple(nodes))
    return List(tuple(List(tuple(nodes[row * columns : (row + 1) * columns])) for row in range(rows)))


def _with_matrices(
    found: list[Formula], slope: Slope, subject: Subject, plain: Writer
) -> tuple[Node, list[Node]] | None:
    """A derivative and those of its forms that can be written with matrices; None where none can."""
    writer = MatrixWriter(
        subject.reading.shapes,
        lambda length: plain.formula(subject.reading.count(length)),
        plain,
        subject.dots,
    )
    try:
        target = writer.slope(slope)
    except NoMatrices:
        return None
    written = []
    for form in found:
        with suppress(NoMatrices):
            written.append(writer.whole(form, target.row, target.column))
    readable = [node for node in written if not _has_diagonal(node) or _has_diagonal(written[0])]
    return (target.node, readable) if written else None


def _has_diagonal(node: Node) -> bool:
    """Whether a list stands as a diagonal in it: nobody writes a short line out with more of these."""
    return any(isinstance(part, Call) and part.function == "diag" for part in node.inside())
