"""Labels: the names whose entries add up to 1, as it is said of them or as the loss needs it."""

from collections.abc import Iterable, Mapping

from autograd.worksheet.language.tree import (
    DOT,
    Call,
    Fold,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Product,
    Transpose,
    name_of,
)


def shares_in(chains: Iterable[tuple[Node, ...]], formulas: Mapping[str, Node]) -> dict[str, int]:
    """The names whose entries add up to 1, and along which axis: so it is said, or they are labels of a cross-entropy.

    Labels weigh logarithms in a sum; a matrix of them has its classes where those of the `formulas` are that they are
    held against.
    """
    found: dict[str, int] = {}
    for chain in chains:
        match chain:
            case (Fold("sum", letter, Index(Name(name), places)), Number(1)):
                found[name] = max(axis for axis, place in enumerate(places) if name_of(place) == letter or not axis)
            case (Call("sum", (Name(name),)), Number(1)):
                found[name] = 0
    calling = (formula for chain in chains for formula in chain if formula.has(Call))
    for node in (part for formula in calling for part in formula.inside()):
        match node:
            case Fold("sum", _, Product((Index(Name(name), (_,)), Call("log", _)), "*_" | "**")):
                found.setdefault(name, 0)
            case Fold("sum", _, Product((Index(Name(name), (_, _)), Call("log", (Index(Name(held), (_, _)),))), _)):
                axis = _axis_of_classes(formulas.get(held))
                if axis is not None:
                    found.setdefault(name, axis)
            case Call("sum", (Product((Name(name), Call("log", (held,))), "*_" | "**"),)):
                found.setdefault(name, _axis_of_classes(formulas.get(name_of(held) or "")) or 0)
            case Product((Name(name) | Negative(Name(name)), Call("log", _)), signs) if DOT in signs:
                found.setdefault(name, 0)
            case Call("dot", (Name(name), Call("log", _))) | Product(
                (Transpose(Name(name)) | Negative(Transpose(Name(name))), Call("log", _)), _
            ):
                found.setdefault(name, 0)
    return found


def _axis_of_classes(formula: Node | None) -> int | None:
    """The axis along which the entries of a softmax add up to 1, by the sum that it is divided by."""
    match formula:
        case Call("softmax", (_,)):
            return 1
        case Product((_, Fold("sum", letter, Call("exp", (Index(_, (_, _) as places),)))), "*/"):
            return next((axis for axis, place in enumerate(places) if name_of(place) == letter), None)
    return None
