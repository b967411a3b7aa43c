"""How large names are that are given no numbers: lists of three where they are indexed, matrices where by two."""

from collections.abc import Iterable

from autograd.worksheet.language.tree import Call, Fold, Index, Name, Node, Number, Product, Sum, Transpose, names_in
from autograd.worksheet.sheet.model import Size
from autograd.worksheet.sheet.roles import RATES

COUNTS = ("m", "n", "N")
"""Names of how many examples there are."""

LENGTH = 3
"""Of a list: with one entry only, sums and transposes would say nothing."""

MOST_LENGTH = 30


def sizes_of(names: Iterable[str], formulas: Iterable[Node]) -> dict[str, Size]:
    """The size of each name, by how formulas use it; entries that weigh logarithms in a sum are shares."""
    axes: dict[str, int] = {}
    longest: dict[str, int] = {}
    shares: set[str] = set()
    for node in (part for formula in formulas for part in formula.inside()):
        match node:
            case Index(Name(name), places):
                axes[name] = max(axes.get(name, 0), len(places))
                for place in places:
                    if isinstance(place, Number) and place.number < MOST_LENGTH:
                        longest[name] = max(longest.get(name, 0), int(place.number) + 1)
            case Call("softmax" | "norm" | "logsumexp", (Name(name), *_)):
                axes.setdefault(name, 1)
            case Fold("sum", _, body):
                shares |= set(_weights(body))
            case Call("norm", (operand, *_)):
                axes.update((name, 1) for name in names_in(operand) if name not in axes)
            case Product() if _is_of_matrices(node):
                for sign, named in zip(node.signs, map(_factor, node.factors), strict=True):
                    name = named or ""
                    if name and sign != "/" and name not in (*RATES, *COUNTS):
                        axes[name] = max(axes.get(name, 0), 1 + name[0].isupper())
            case Sum(terms) if any(map(_makes_list, terms)):
                axes.update((term.name, 1) for term in terms if isinstance(term, Name) and term.name not in axes)
    length = max([LENGTH, *longest.values()])
    return {
        name: (length if axes.get(name) else 1, length if axes.get(name) == 2 else 1, name in shares) for name in names
    }


def _is_of_matrices(node: Product) -> bool:
    """Whether a product can only be one of matrices and lists: an @, or something transposed."""
    return "@" in node.signs or any(isinstance(factor, Transpose) for factor in node.factors)


def _factor(node: Node) -> str | None:
    match node:
        case Name(name) | Transpose(Name(name)):
            return name
    return None


def _makes_list(node: Node) -> bool:
    """Whether a term is a matrix times a list: what is added to it is a list."""
    match node:
        case Product(factors, signs) if "@" in signs:
            return any(isinstance(factor, Name) and factor.name[0].isupper() for factor in factors) and not any(
                isinstance(factor, Transpose) and (_factor(factor) or "A")[0].islower() for factor in factors
            )
    return False


def _weights(body: Node) -> Iterable[str]:
    """The list whose entries a logarithm in a sum is weighed by."""
    match body:
        case Product((Index(Name(name), (_,)), Call("log", _)), "*_" | "**"):
            yield name
