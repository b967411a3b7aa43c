"""How a derived line came about: the chain rule as a sum over uses, deltas that remove sums, definitions recognised."""

from collections.abc import Iterator, Mapping, Sequence

from autograd.derivation.formula import Entry, Formula, Letter
from autograd.derivation.subject import Subject
from autograd.derivation.sweep import Line
from autograd.derivation.writing import Writer
from autograd.worksheet.language.printer import echo


def explained(
    line: Line,
    short: Formula,
    top: str,
    called: Mapping[Letter, str],
    letters: Sequence[str],
    subject: Subject,
) -> Iterator[str]:
    """The sentences that lead to a line."""
    count = len(subject.axes[top])
    names = [called[letter] for letter in line.letters]
    above, below = _indexed(top, names[:count]), _indexed(line.name, names[count:])
    free = [letter for letter in letters if letter not in names]
    terms, alone = [], []
    for source in dict.fromkeys(source for source, _ in line.contributions):
        if source == top:
            terms.append(f"what {top} depends on {line.name} directly")
            continue
        axes = subject.axes[source]
        inner = free[: len(axes)]
        part = _indexed(source, inner)
        product = f"d{above}/d{part}*d{part}/d{below}"
        for letter in reversed(inner):
            product = f"sum({letter}: {product})"
        terms.append(product)
        found = [formula for name, formula in line.contributions if name == source]
        if axes and all(not term.bound for formula in found for term in formula.terms):
            alone.append(f"{_indexed(source, names[count:])} depends on {below} alone: no sum is left")
    if any("*" in term for term in terms):
        yield f"chain rule: d{above}/d{below} = {' + '.join(terms)}"
    yield from alone
    raw = Writer(letters, called, subject.reading.counts.values())
    direct, shorter = echo(raw.formula(line.formula)), echo(raw.formula(short))
    if direct != shorter:
        yield f"with the local derivatives: {direct}"
    before = {atom.head for atom in line.formula.atoms() if isinstance(atom, Entry)}
    for name in dict.fromkeys(atom.head for atom in short.atoms() if isinstance(atom, Entry)):
        if name not in before and name in subject.bodies:
            yield f"recognised: {subject.shown(name)}"


def _indexed(name: str, letters: Sequence[str]) -> str:
    return f"{name}[{','.join(letters)}]" if letters else name
