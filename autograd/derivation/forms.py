"""The forms of a derived line: as the chain rule has it, then shorter, or in fewer other derivatives."""

from autograd.derivation.formula import Formula, Letter
from autograd.derivation.rewrites import Tidy, cost, slopes_in, with_slopes
from autograd.derivation.sweep import Line

CLOSED = 30
"""Symbols of a derivative that is written out in what the sheet computes, without other derivatives."""

Written = tuple[tuple[Letter, ...], Formula]


class Forms:
    """Finds the forms of the lines of a derivation, one after the other: later lines use what earlier ones came to."""

    def __init__(self, top: str, tidy: Tidy) -> None:
        self.top = top
        self.tidy = tidy
        self.found: dict[str, Written] = {}
        self.closed: dict[str, Written] = {}

    def of(self, line: Line, is_leaf: bool) -> list[Formula]:
        """The forms of a line, each after the first made from the one before."""
        forms = [self.tidy.shortest(line.formula)]
        if replaceable := self.replaceable(forms[0]):
            forms.append(self.with_lines(forms[0], replaceable))
        last = forms[-1]
        self.found[line.name] = line.letters, last
        if not slopes_in(last):
            self.closed[line.name] = line.letters, last
        elif slopes_in(last) <= self.closed.keys():
            whole = self.with_lines(last, self.closed)
            if cost(whole) <= CLOSED:
                self.closed[line.name] = line.letters, whole
                if (is_leaf and len(forms) == 1) or cost(whole) < 0.75 * cost(last):
                    forms.append(whole)
        return forms

    def replaceable(self, x: Formula) -> dict[str, Written]:
        """The derivatives in a line that come down to others in it, or to 0: ∂f/∂σ² to ∂f/∂x̂."""
        inside = slopes_in(x)
        found = {}
        for name in inside & self.found.keys():
            line = self.found[name][1]
            others = slopes_in(line)
            if others <= inside - {name} and (others or not line.terms):
                found[name] = self.found[name]
        return found

    def with_lines(self, x: Formula, lines: dict[str, Written]) -> Formula:
        """A formula with what derivatives come to in their place."""
        return self.tidy.shortest(with_slopes(x, lines, self.top, self.tidy.count))
