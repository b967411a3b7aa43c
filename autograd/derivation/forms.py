"""The forms of a derived line: as the chain rule has it, then shorter, or in fewer other derivatives."""

from math import prod

from autograd.derivation.formula import Delta, Formula, Group, Letter
from autograd.derivation.rewrites.cost import cost
from autograd.derivation.rewrites.deltas import slopes_in, with_slopes
from autograd.derivation.rewrites.tidy import Tidy
from autograd.derivation.sweep import Line

CLOSED = 30
"""Symbols of a derivative that is written out in what the sheet computes, without other derivatives."""

MOST_ENTRIES = {"index": 64, "matrix": 4096}
"""Entries that are summed over where a derivative is written out: sums inside sums are for small sheets."""

MOST_USES = 8
"""Other derivatives in a line, some of which may come down to others."""

MOST_REPLACED = 4
"""Steps from one derivative to another that it comes down to."""

SHORTER = 0.88
"""How much shorter it has to be by a name between, to be written out there too."""

Written = tuple[tuple[Letter, ...], Formula]


class Forms:
    """Finds the forms of the lines of a derivation, one after the other: later lines use what earlier ones came to."""

    def __init__(self, top: str, tidy: Tidy, most_entries: int) -> None:
        self.top = top
        self.most_entries = most_entries
        self.tidy = tidy
        self.found: dict[str, Written] = {}
        self.closed: dict[str, Written] = {}

    def of(self, line: Line, is_leaf: bool) -> list[Formula]:
        """The forms of a line, each after the first made from the one before.

        Where a name has taken a part of a power only, (σ² + ε)^(−3/2) with x̂, what it was taken from stands first.
        """
        forms = self.shorter(line, is_leaf)
        if line.formula.terms and not forms[0].terms:
            return [line.formula, *forms]  # what comes to 0 is shown first
        return [line.formula, *forms] if is_split(line.formula, forms[0]) else forms

    def shorter(self, line: Line, is_leaf: bool) -> list[Formula]:
        """The shortest form of a line, and those in fewer other derivatives."""
        forms = [self.tidy.shortest(line.formula)]
        if replaceable := self.replaceable(forms[0]):
            forms.append(self.with_lines(forms[0], replaceable))
        last = forms[-1]
        self.found[line.name] = line.letters, last
        if any(isinstance(atom, Delta) for atom in last.atoms()):
            return forms  # entry by entry: written into other lines it makes them long
        if not slopes_in(last):
            self.closed[line.name] = line.letters, last
        elif slopes_in(last) <= self.closed.keys():
            whole = self.with_lines(last, self.closed)
            if cost(whole) <= CLOSED and self.entries(whole) <= self.most_entries:
                self.closed[line.name] = line.letters, whole
                if (is_leaf and len(forms) == 1) or cost(whole) < SHORTER * cost(last):
                    forms.append(whole)
        return forms

    def replaceable(self, x: Formula) -> dict[str, Written]:
        """The derivatives in a line that come down to others in it, of more axes, or to 0: ∂f/∂σ² to ∂f/∂x̂."""
        inside = slopes_in(x)
        known = sorted(inside & self.found.keys())
        most = max((len(self.found[name][0]) for name in known), default=0)
        found: dict[str, Written] = {}
        for name in known:
            letters, line = self.found[name]
            if line.terms and (len(letters) == most or len(inside) > MOST_USES):
                continue
            small = {each: self.found[each] for each in self.found if len(self.found[each][0]) <= len(letters)}
            for _ in range(MOST_REPLACED):
                others = slopes_in(line)
                if not line.terms or (others and others <= inside - {name} and not others & small.keys()):
                    found[name] = letters, line
                    break
                if not others or not others <= small.keys() | inside:
                    break
                line = self.with_lines(line, {each: small[each] for each in others & small.keys()})
        return found

    @staticmethod
    def entries(x: Formula) -> int:
        """How often the factors of a formula are computed for all its entries, in index notation."""
        letters = {letter for atom in x.atoms() for letter in atom.places if isinstance(letter, Letter)}
        return prod(letter.length for letter in letters)

    def with_lines(self, x: Formula, lines: dict[str, Written]) -> Formula:
        """A formula with what derivatives come to in their place."""
        return self.tidy.shortest(with_slopes(x, lines, self.top, self.tidy.count))


def is_split(x: Formula, short: Formula) -> bool:
    """Whether a power in a term is left in its shorter form as another power of the same."""
    if x.single is None or short.single is None:
        return False
    powers, left = dict(x.single.factors), dict(short.single.factors)
    return any(left.get(atom, powers[atom]) != powers[atom] for atom in powers if isinstance(atom, Group))
