"""How a derived line came about: the chain rule as a sum over uses, deltas that remove sums, definitions recognised."""

from collections.abc import Iterator, Mapping, Sequence

from autograd.derivation.formula import Atom, Delta, Entry, Formula, Letter, Slope
from autograd.derivation.subject import Subject
from autograd.derivation.sweep import Line
from autograd.derivation.writing import Writer
from autograd.worksheet.language.printer import echo


def explained(
    line: Line,
    forms: Sequence[Formula],
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
            alone += [f"only {entry} depends on {below}: no sum is left" for entry in _reached(source, found, called)]
    if any("*" in term for term in terms):
        yield f"chain rule: d{above}/d{below} = {' + '.join(terms)}"
    yield from alone
    raw = Writer(letters, called, subject.reading.counts.values(), subject.axes)
    direct, first = echo(raw.formula(line.formula)), echo(raw.formula(forms[0]))
    if direct != first and not any(_is_pinned(atom) for atom in line.formula.atoms()):
        yield f"with the local derivatives: {direct}"
    before = {atom.head for atom in line.formula.atoms() if isinstance(atom, Entry)}
    recognised = (atom for form in forms[: 1 + (direct == first)] for atom in form.atoms() if isinstance(atom, Entry))
    for name in dict.fromkeys(atom.head for atom in recognised):
        if name not in before and name in subject.bodies:
            yield f"recognised: {subject.shown(name)}"


def _is_pinned(atom: Atom) -> bool:
    """Whether a factor is 1 at one place only: a sum over all places of a list says less than the list."""
    return isinstance(atom, Delta) and any(isinstance(place, int) for place in atom.places)


def _reached(source: str, found: Sequence[Formula], called: Mapping[Letter, str]) -> Iterator[str]:
    """The one entry of what a name is used in that depends on it, where there is one."""
    slopes = {atom for formula in found for atom in formula.atoms() if isinstance(atom, Slope)}
    for slope in slopes if len(slopes) == 1 else ():
        places = slope.places[slope.head[1] :]
        if slope.head[2] == source and all(isinstance(place, Letter) and place in called for place in places):
            yield _indexed(source, [called[place] for place in places if isinstance(place, Letter)])


def _indexed(name: str, letters: Sequence[str]) -> str:
    return f"{name}[{','.join(letters)}]" if letters else name
