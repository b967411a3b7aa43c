"""A loss written for its label: L = -log(p) where y is 1 is -(y log p + (1 - y) log(1 - p))."""

from autograd.worksheet.language.edits import named, number_of
from autograd.worksheet.language.roles import is_called_loss
from autograd.worksheet.language.tree import Call, Name, Negative, Node, Number, Product, Sum, names_in
from autograd.worksheet.sheet.model import Sheet, Step
from autograd.worksheet.sheet.reading.meaning import elsewhere

LABELS = ("y", "t", "target", "label", "d")
"""Names of labels."""

_ONE = Number(1.0, 0.0, "1")


def losses_for_a_label(sheet: Sheet) -> dict[str, Node]:
    """The losses that are written for a label, which is given and which they do not use; each with the label in it."""
    labels = {
        each.name: number[0]
        for each in sheet.definitions()
        if each.given and each.name in LABELS and (number := number_of(each.formula)) and number[0] in (0, 1)
    }
    behind: dict[str, set[str]] = {}
    found: dict[str, Node] = {}
    for each in sheet.definitions() if labels else ():
        made_of = set(names_in(each.formula))
        behind[each.name] = made_of.union(*(behind.get(name, ()) for name in made_of))
        idle = [name for name in labels if name not in behind[each.name]]
        match each.formula:
            case Negative(Call("log", (share,))) if is_called_loss(each.name) and len(idle) == 1:
                told = _told_share(share, labels[idle[0]])
                if told is not None:
                    found[each.name] = _cross_entropy(named(idle[0]), told)
    return found


def _told_share(share: Node, label: float) -> Node | None:
    """The p in log p where the label is 1, or in log(1 - p) where it is 0."""
    if label:
        return share if isinstance(share, Name) else None
    match share:
        case Sum((Number(1.0), Name() as other), "+-"):
            return other
    return None


def _cross_entropy(label: Node, share: Node) -> Node:
    share = elsewhere(share)

    def term(one: Node, other: Node) -> Node:
        return Product((one, Call("log", (other,))), "**")

    rest = term(Sum((_ONE, label), "+-"), Sum((_ONE, share), "+-"))
    return Negative(Sum((term(label, share), rest), "++"))


def with_labels(sheet: Sheet) -> Sheet:
    """The sheet with the label in the losses that are written for it."""
    formulas = losses_for_a_label(sheet)
    known = {each.name for each in sheet.definitions()}

    def anew(step: Step) -> Step:
        formula = formulas.get(step.definition.name) if step.definition is not None else None
        return step.defined_by(formula, known) if formula is not None else step

    return sheet.redefined(anew)
