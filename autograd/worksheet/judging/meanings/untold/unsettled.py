"""A claim that may wait for what nothing says: what is known of it."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.tree import Derivative, Node, names_in
from autograd.worksheet.sheet.model import Sheet

SIZES = "sizes"
"""The kind of a claim that is not judged because its names seem to have other sizes."""


@dataclass(frozen=True)
class Unsettled:
    """A claim with a fault, as far as it is known: its target and formula in a text, at samples of a sheet.

    Of a new value the nodes are also what it should be. What is right holds for `any_number` that some names stand for,
    and is `spoken_of` some names. On the `unread` lines, so far, nothing could be read or judged.
    """

    sheet: Sheet
    samples: Samples
    text: str
    nodes: tuple[Node, ...]
    verdict: Verdict
    has_key: bool = False
    any_number: Collection[str] = ()
    spoken_of: Callable[[], Collection[str]] = tuple
    unread: Callable[[], Collection[int]] = tuple

    def parts(self) -> Iterator[Node]:
        """The parts of target and formula."""
        for node in self.nodes:
            yield from node.inside()

    def names(self) -> Iterable[str]:
        """The names in target and formula."""
        return dict.fromkeys(name for node in self.nodes for name in names_in(node))

    @property
    def has_numbers(self) -> bool:
        """Whether nothing that it speaks of is without a number."""
        return not any(self.samples.open.get(name) for name in self.names())


Found = tuple[str, str]
"""What to say, and the kind of verdict that is."""


def slopes_in(formula: Node) -> Iterator[Derivative]:
    return (node for node in formula.inside() if isinstance(node, Derivative))
