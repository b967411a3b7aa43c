r"""Products of lists written with · or ×, which many write for ⊙: (a - y) \cdot \sigma'(z)."""

from dataclasses import replace

from autograd.worksheet.language.tree import DOT, Node, Product
from autograd.worksheet.sheet.model import Sheet, Step

SAID = "· multiplies lists entry by entry"


def entry_by_entry(sheet: Sheet) -> Sheet | None:
    """A worksheet with its lists multiplied entry by entry where · stands between them; None if it stands nowhere."""
    made = _Made()
    steps = [made.step(each) for each in sheet.steps]
    return replace(sheet, steps=steps) if made.has_dots else None


class _Made:
    """Formulas with products side by side in place of those with ·; each is made once, as statements share theirs."""

    def __init__(self) -> None:
        self.has_dots = False
        self._made: dict[int, tuple[Node, Node]] = {}

    def step(self, step: Step) -> Step:
        """A step with its formulas so."""
        statement = replace(step.statement, parts=tuple(map(self.node, step.statement.parts)))
        definition = step.definition
        if definition is not None:
            definition = replace(definition, formula=self.node(definition.formula), statement=statement)
        return replace(step, statement=statement, definition=definition, claims=tuple(map(self.node, step.claims)))

    def node(self, node: Node) -> Node:
        """A formula so; itself if no · is in it."""
        if id(node) not in self._made:
            parts = tuple(map(self.node, node.parts))
            found = node if all(map(lambda one, other: one is other, parts, node.parts)) else node.with_parts(*parts)
            if isinstance(found, Product) and DOT in found.signs:
                signs = found.signs.replace(DOT, "_")
                found = Product(found.factors, signs, column=found.column, length=found.length)
                self.has_dots = True
            self._made[id(node)] = node, found
        return self._made[id(node)][1]
