"""Why a claim is wrong, as a value; its English is made at the very end, from one table, and is never read back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograd.formulas.notation import figure
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Node

Thing = Node | str | float | tuple[Node | str, ...]
"""What a cause speaks of: formulas and names of the sheet, numbers, several of them."""


@dataclass(frozen=True)
class Cause:
    """A mistake: its `kind`, a key of SENTENCES, what that sentence speaks of, and the formula `fixed`.

    A cause that is no slip in the formula as it stands has no fixed one. `about` may also tell where in the graph it
    is, which no sentence speaks of: `kink` is the place of a relu, max or min among the kinks of the graph.

    >>> from autograd.worksheet.language.statements import read_expression
    >>> print(Cause("extra", "factor too many", {"part": read_expression("2x")}))
    one factor too many: 2*x
    """

    kind: str
    sentence: str
    about: Mapping[str, Thing] = field(default_factory=dict)
    fixed: Node | None = None

    def __str__(self) -> str:
        return self.written(SENTENCES[self.sentence])

    def written(self, sentence: str) -> str:
        """A sentence with what this cause speaks of."""
        return sentence.format_map({name: _Written(thing) for name, thing in self.about.items()})


@dataclass(frozen=True)
class _Written:
    """Something that a sentence speaks of: a formula is written in brackets unless it binds as tightly as asked."""

    thing: Thing

    def __format__(self, binding: str) -> str:
        thing = self.thing
        if isinstance(thing, Node):
            return echo(thing, int(binding or 0))
        if isinstance(thing, tuple):
            *first, last = (format(_Written(each), binding) for each in thing)
            return f"{', '.join(first)} and {last}" if first else last
        return thing if isinstance(thing, str) else figure(thing)


SENTENCES = {
    # signs, factors, powers
    "sign error": "sign error",
    "wrong sign": "the sign of {part:2} is wrong",
    "power's sign wrong": "the sign of the power of {part} is wrong",
    "factor missing": "the factor {meant:2} is missing",
    "factor missing in a term": "the factor {meant:2} is missing in the term {within}",
    "factor missing beside": "the factor {meant:2} is missing at {within}",
    "factor missing in the step": "the factor {meant:2} is missing in the step",
    "division missing": "the factor 1/{meant:4} is missing",
    "division missing in a term": "the factor 1/{meant:4} is missing in the term {within}",
    "number missing": "a factor {meant} is missing",
    "two missing at": "a factor 2 is missing at {part}",
    "half missing at": "a factor 1/2 is missing at {part}",
    "two missing": "a factor 2 is missing: the derivative of a square brings one",
    "half missing": "a factor 1/2 is missing, or a 2 is not cancelled",
    "factor too many": "one factor too many: {part}",
    "divisor too many": "one factor too many: 1/{part:4}",
    "function too many": "one function too many: {function} of {part}",
    "power too high": "the power of {part} is too high",
    "power too high by 1": "the power of {part} is too high by 1",
    "power too low by 1": "the power of {part} is too low by 1",
    "not squared": "{part} should be squared",
    "not cubed": "{part} should be cubed",
    "divided": "divided by {part}: it is the other way round",
    "multiplied": "multiplied by {part}: it is the other way round",
    "upside down": "{whole} is upside down",
    # terms, sums
    "term missing": "the term {meant} is missing",
    "term missing beside": "the term {meant} is missing beside {within}",
    "term too many": "one term too many: {part}",
    "slopes added": "{part} are added: along a path derivatives are multiplied",
    "sum over a letter missing": "the sum over {letter} is missing",
    "sum over entries missing": "the sum over the entries of {part} is missing",
    # names, indices, matrices
    "one for another": "{part} is written where {meant} belongs",
    "some for others": "{part} are written where {meant} belong",
    "swapped": "{part} and {meant} are swapped",
    "other derivative": "this is {part}",
    "transpose missing": "{part} needs its transpose",
    "transpose too many": "{part} needs no transpose",
    "whole transposed": "the whole formula needs a transpose",
    "number transposed": "it is transposed: rows and columns are swapped",
    "wrong order": "{part} and {meant} are in the wrong order",
    "matrix product": "the product with {part} is a matrix product: write @",
    "entrywise product": "the product with {part} is taken entry by entry: write *",
    # slopes
    "slope of what is given": "the slope of {function}, which gives {part}, is {meant}",
    "slope of a function": "the slope of {function}({operand}) is {meant}, not {part}",
    "slope here": "the slope of {function}({operand}) is {meant} here, not {part}",
    "power rule": "the power rule brings {meant} as a factor, not {part}",
    "integrated": "the power of {operand} is integrated, not differentiated",
    "power rule for exp": "the power rule is not for exp: the slope of exp(u) is exp(u) itself, times that of u",
    "product rule": "the slope of a product u*v is u'*v + u*v', not u'*v'",
    "product rule halved": "the product rule has two terms: the one with the slope of {operand} is left out",
    "quotient rule": "the slope of a quotient u/v is (u'*v - u*v')/v^2, not u'/v'",
    "chain rule": "the slope of {operand} is a factor beside that of {function}: it does not go inside",
    # kinks
    "relu closed": "relu({operand}) is closed here: its slope is 0",
    "some relu closed": "a relu is closed here: its slope is 0",
    "relu's slope": "the slope of the relu is missing: 1 where it is open, 0 where it is closed",
    "other side": "{function}({operands}) is {meant} here: the slope of {part} was taken",
    "never flat": "{function}({operands}) is {meant} here: its slope is not 0",
    "zero": "it is 0: {top} does not depend on {bottom}",
    "zero here": "it is 0: {top} does not depend on {bottom} here",
    # paths
    "path left out": "the path through {through} is left out",
    "paths left out": "{count} of {all} paths are left out: those through {through}",
    "own path left out": "{bottom} stands in {top} itself, too: that path is left out",
    "term left out": "the term {term} of {top} is left out",
    # numbers
    "value wrong": "the formula before it is right, but comes to {meant}",
    "name's value wrong": "the formula is right, but {part} is {meant}",
    "entry wrong": "the formula before it is right, but its entry [{index}] comes to {meant}",
    "name's entry wrong": "the formula is right, but its entry [{index}] comes to {meant}",
    "carried": "it comes from the formula before it",
    "forward value": "{number} is the value of {part}, not the gradient {meant}",
    "decimal point": "the decimal point slipped: a factor of {number}",
    "last digit": "rounded badly in the last digit",
    "digits swapped": "two digits are swapped",
    "stale": "it is the value before the update",
    # steps
    "wrong way": "the step goes the wrong way: plus and minus are swapped",
    "update meant": "{part} has its value already: for a new one write {part} <- {meant}",
    "new formula meant": "{part} has its formula already: for a new one write {part} <- …",
    # counts of layers
    "input channels": "the input channels are missing",
    "filters": "the filters are missing",
    "kernel size": "the size of the kernel is missing",
    "channels only": "only the channels are counted, not height and width",
    "other size": "{part} is written where {meant} belongs",
    "other kernel": "a kernel of {part} is written where one of {meant} belongs",
    "biases missing": "the biases are missing",
    "biases too many": "the biases do not belong here: this layer has none",
    "no biases": "this layer has no biases",
    "factor of ten": "a factor of {number}",
}
"""What is said of each mistake; a number behind a name is how tightly a formula must bind to stand without brackets."""

DISCREET = {
    "one for another": "{part} does not belong here",
    "some for others": "{part} do not belong here",
    "slope of what is given": "the slope of {function}, which gives {part}, is another",
    "slope of a function": "the slope of {function}({operand}) is not {part}",
    "slope here": "the slope of {function}({operand}) is not {part} here",
    "relu closed": "relu({operand}) is closed here",
    "some relu closed": "a relu is closed here",
    "other side": "{function}({operands}) is on its other side here: the slope of {part} was taken",
    "zero": "{top} does not depend on {bottom}",
    "zero here": "{top} does not depend on {bottom} here",
    "term left out": "a term of {top} is left out",
    "value wrong": "the formula before it is right, but comes to another result",
    "name's value wrong": "the formula is right, but {part} has another value",
    "entry wrong": "the formula before it is right, but its entry [{index}] comes to another result",
    "name's entry wrong": "the formula is right, but its entry [{index}] comes to another result",
    "update meant": "{part} has its value already: for a new one write {part} <- …",
}
"""What is said instead where the answer, a number or the whole formula, must not be told."""
