"""A graph of Values as a NetworkX graph: for paths, measures, and layouts that other packages know."""

from autograd.engine.codegen.python import Value
from autograd.records.statements import parts, statements
from autograd.support.lazy import Lazy
from autograd.support.types import Any

networkx: Any = Lazy("networkx", "NetworkX", "graphs")


def to_networkx(z: Value) -> Any:
    """The graph of z as a NetworkX MultiDiGraph: a node for each Value, an edge from each operand to its result.

    Nodes are numbered with operands first, so that the numbers are a topological order and z has the last. Each has
    `label` (as `explain` names it, "" where it has none), `op` ("" for a leaf), `data` and `is_constant`, and where it
    has them `name` and `grad`; each edge has `slot`, the place of the operand (x*x has two edges). `graph["output"]`
    is the number of z. NetworkX writes it as GraphML, GML or JSON. Raises TypeError for anything but a Value,
    ImportError where NetworkX is not installed.

    >>> from autograd import Value
    >>> from autograd.interchange import to_networkx
    >>> import networkx
    >>> w, x = Value(2.0, "w"), Value(3.0, "x")
    >>> graph = to_networkx((w * x + x).named("z"))
    >>> [(a, b, edge["slot"]) for a, b, edge in graph.edges(data=True)]
    [(0, 2, 0), (1, 2, 1), (1, 3, 1), (2, 3, 0)]
    >>> networkx.dag_longest_path_length(graph), graph.nodes[3]["label"]
    (2, 'z')
    """
    if not isinstance(z, Value):
        raise TypeError(f"to_networkx({type(z).__name__!r}): expected a Value, the output of a computation")
    labels = {id(part.node): part.label for part in statements(z, "name")}
    found = networkx.MultiDiGraph()
    for part in parts(z, merge=False):
        node = part.node
        own = {"name": node.name, "grad": node.grad if node.has_grad else None}
        found.add_node(
            part.index,
            label=labels.get(id(node), ""),
            op=part.rule.name if part.rule is not None else "",
            data=node.data,
            is_constant=bool(node.is_constant),
            **{key: held for key, held in own.items() if held is not None},  # no file format knows None
        )
        for slot, operand in enumerate(part.operands):
            found.add_edge(operand, part.index, slot=slot)
    found.graph["output"] = found.number_of_nodes() - 1
    return found
