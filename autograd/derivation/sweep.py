"""Reverse mode over the statements of a sheet: for each name the sum over its uses, from the output back."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from autograd.derivation.formula import ONE, Entry, Formula, Letter, Slope, delta, fresh, of, total
from autograd.derivation.partials import Use, uses
from autograd.derivation.rewrites.deltas import with_slopes, without_deltas
from autograd.derivation.rewrites.tidy import Tidy
from autograd.derivation.subject import Body, Refusal, Subject
from autograd.derivation.views import Underivable, summed


@dataclass
class Line:
    """The derivative by a name: the letters of the top and of the name, and what each use of the name contributes."""

    name: str
    letters: tuple[Letter, ...]
    contributions: list[tuple[str, Formula]] = field(default_factory=list)

    @property
    def formula(self) -> Formula:
        """The sum over the uses."""
        return total(found for _, found in self.contributions)


def sweep(top: str, subject: Subject, wanted: Collection[str], refused: list[Refusal]) -> list[Line]:
    """A line for each wanted name, from the last computed on. What cannot be derived is added to `refused`."""
    letters = tuple(fresh(length) for length in subject.axes[top])
    found: dict[str, list[tuple[Body, Use]]] = {top: []}
    incomplete: set[str] = set()
    begun = subject.open.get(top, set())
    found.update((name, []) for name in begun)
    lines: list[Line] = []
    for name in _backwards(subject, wanted):
        if name not in found and name not in incomplete:
            continue
        body = subject.bodies.get(name)
        if name in incomplete:  # something that depends on it cannot be derived
            incomplete |= subject.uses(name)
            continue
        if name != top and name not in begun:
            lines.append(_line(top, name, letters, found[name], subject))
        if body is None:
            continue
        try:
            for use in list(uses(body.entry, wanted)):
                found.setdefault(use.entry.head, []).append((body, use))
        except Underivable as error:
            refused.append(Refusal(body.line, f"{name} cannot be differentiated: {error}"))
            incomplete |= subject.uses(name)
    return lines


def written_out(top: str, lines: Iterable[Line], tidy: Tidy) -> dict[str, tuple[tuple[Letter, ...], Formula]]:
    """What each derivative comes to without any other derivative, in the order of the lines."""
    found: dict[str, tuple[tuple[Letter, ...], Formula]] = {}
    for line in lines:
        found[line.name] = line.letters, tidy.shortest(with_slopes(line.formula, found, top, tidy.count))
    return found


def _backwards(subject: Subject, wanted: Collection[str]) -> Iterator[str]:
    """The wanted names, the last computed first; what is given follows the first computed that uses it."""
    first: dict[str, str] = {}
    for name in subject.order:
        for used in subject.uses(name) if name in wanted else ():
            first.setdefault(used, name)
    given: dict[str, list[str]] = {}
    for name in subject.order:
        if name in wanted and name in first and name not in subject.bodies:
            given.setdefault(first[name], []).append(name)
    for name in reversed(subject.order):
        if name in wanted and name in subject.bodies:
            yield name
            yield from given.get(name, ())


def _line(
    top: str, name: str, top_letters: Sequence[Letter], found: Sequence[tuple[Body, Use]], subject: Subject
) -> Line:
    own = tuple(fresh(length) for length in subject.axes[name])
    line = Line(name, (*top_letters, *own))
    for body, use in found:
        line.contributions.append((body.name, _contribution(top, top_letters, own, body, use, subject)))
    return line


def _contribution(
    top: str, top_letters: Sequence[Letter], own: Sequence[Letter], body: Body, use: Use, subject: Subject
) -> Formula:
    """The upstream derivative times the local one, summed over all letters but those of the name."""
    new = {letter: fresh(letter.length) for letter in (*body.letters, *use.bound)}
    letters = [new[letter] for letter in body.letters]
    (renamed,) = of(use.entry).swapped(new).terms
    entry = renamed.factors[0][0]
    assert isinstance(entry, Entry)
    if body.name == top:
        found = ONE
        for one, other in zip(top_letters, letters, strict=True):
            found = found * delta(one, other)
    else:
        found = of(Slope((top, len(top_letters), body.name), (*top_letters, *letters)))
    found = found * use.slope.swapped(new)
    for place, letter in zip(entry.places, own, strict=True):
        found = found * delta(place, letter)
    return total(map(without_deltas, summed(found, list(new.values()), subject.reading.count).terms))
