"""Functions in formulas: operations of the table, functions of lists, layers and what is counted of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from autograd.engine.codegen.python import OPS
from autograd.support.types import Any
from autograd.worksheet.evaluation import arrays
from autograd.worksheet.evaluation.arrays import WrongShape, apply, entries, made, shape
from autograd.worksheet.evaluation.evaluator import FOLDED, Arithmetic, AxesError, ShapeError
from autograd.worksheet.evaluation.layers import OPTIONS, Layer, built
from autograd.worksheet.evaluation.unknown_functions import FOR_AN_ENTRY, called as called_unknown
from autograd.worksheet.language.suggestions import no_function
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.tree import Call, Node, Unknown, names_in
from autograd.worksheet.language.vocabulary import FOLDS, LAYERS, LISTS, PRIME, function_called

_COMPUTED: dict[str, Callable[..., Any]] = {
    **{name: getattr(arrays, name) for name in LISTS if name not in ("zeros", "ones")},
    "zeros": lambda *sizes: arrays.filled(0.0, *sizes),
    "ones": lambda *sizes: arrays.filled(1.0, *sizes),
}
"""What functions of lists come to."""


def called(formula: Arithmetic, node: Call) -> Any:
    """A function of its operands."""
    function, names = node.function, node.names
    if function in LAYERS:
        if function == "conv" and len(node.operands) == 2 and not names:
            operands = [formula.value(part) for part in node.operands]
            if all(map(arrays.is_matrix, operands)):
                return called(formula, replace(node, function="convolve"))
            if any(map(arrays.is_matrix, operands)):
                raise formula.wrong("one of these is no matrix as sizes are known here: tell them", node, AxesError)
        return layered(formula, function, names, node)
    if names and function in FOLDS and set(names) <= {"axis", "keepdims"}:
        return along_axis(formula, node)
    operands = [formula.value(part) for part in node.operands]
    if names:
        raise formula.wrong(f"{called_as(formula, node)} takes nothing by name: leave out {names[0]}=", node)
    formula.refuse_layers(node, *operands)
    formula.work.spend(FOR_A_CALL)
    if isinstance(node, Unknown):
        formula.work.spend(FOR_AN_ENTRY * sum(len(entries(operand)) for operand in operands))
        if not node.is_single:
            arity(formula, node, function, "x", len(operands), (1,))
        return called_unknown(node, operands, formula.point.seed if formula.point is not None else "")
    try:
        if function in FOLDS:
            return folded(formula, function, node, operands)
        rule = OPS.get(function)
        if rule is not None:
            count = len(rule.letters)
            if len(operands) == count:
                return formula.each(function, node, *operands)
            wanted = ", ".join((*rule.letters, *(f"{name}={number:g}" for name, number in rule.parameters.items())))
            arity(formula, node, function, wanted, len(operands), tuple(range(count, count + len(rule.parameters) + 1)))
            given = zip(rule.parameters, node.operands[count:], operands[count:], strict=False)
            numbers = tuple(parameter(formula, node, *each) for each in given)
            formula.work.spend_once((function, numbers), WRITING)
            variant = rule.with_parameters(*numbers)
            formula.work.spend(len(entries(operands[0])))
            return arrays.mapped(variant, operands[0]) if count == 1 else variant(*operands[:count])
        if function.endswith(PRIME) and (rule := OPS.get(function.removesuffix(PRIME))) is not None:
            arity(formula, node, function, "x", len(operands), (1,))
            formula.work.spend(len(entries(operands[0])))
            return arrays.mapped(rule.slope, operands[0])
        if function not in LISTS:  # an operation that has been forgotten since the formula was read
            raise formula.wrong(no_function(function), node)
        wanted, counts = LISTS[function]
        arity(formula, node, function, wanted, len(operands), counts)
        formula.work.spend(sum(len(entries(operand)) for operand in operands))
        found = _COMPUTED[function](*operands)
        formula.work.spend(len(entries(found)))
        return found
    except WrongShape as misfit:
        raise formula.wrong(f"{function}: {misfit}", node, ShapeError) from None


FOR_A_CALL = 2
"""Operations for finding what a function is, besides what it does."""

WRITING = 350
"""Operations for an operation with other parameters, whose code is written when it is first met."""


def parameter(formula: Arithmetic, node: Call, name: str, part: Node, x: Any) -> float:
    """A plain number for a parameter of an operation: nothing is differentiated by it, so no name may stand for it."""
    if len(entries(x)) != 1 or names_in(part):
        raise formula.wrong(
            f"{called_as(formula, node)}: its {name} has to be typed as a number here. Where a name stands for it, "
            f"write the formula itself, with max, min and exp",
            part,
        )
    return float(x)


def along_axis(formula: Arithmetic, node: Call) -> Any:
    """sum(x, axis=0), of a matrix for each column, and axis=1 for each row; of a list of all its entries."""
    count = len(node.operands) - len(node.names)
    arity(formula, node, node.function, "x", count, (1,))
    given = dict(zip(node.names, node.operands[count:], strict=True))
    whole = formula.value(node.operands[0])
    if not arrays.is_matrix(whole) or "axis" not in given:
        return folded(formula, node.function, node, [whole])
    axis = formula.value(given["axis"])
    if axis not in (0.0, 1.0):
        raise formula.wrong("an axis is 0, for each column, or 1, for each row", given["axis"])
    lines = whole if axis == 1.0 else arrays.transpose(whole)
    rows = [arrays.row(lines, float(place)) for place in range(lines.rows)]
    found = arrays.made(lines.rows, 1, [folded(formula, node.function, node, [each]) for each in rows])
    return arrays.as_folded(found if axis == 1.0 else arrays.transpose(found))


def arity(formula: Arithmetic, node: Call, function: str, wanted: str, came: int, counts: tuple[int, ...]) -> None:
    """Make sure a function has as many operands as it takes."""
    if came not in counts:
        takes = f"{' or '.join(map(_written, counts))} operand{'s' * (counts[-1] > 1)}"
        comma = _COMMA.search(formula.text, node.column, node.column + node.length) if came > counts[-1] else None
        point = f"; for a decimal comma write a point, {comma[1]}.{comma[2]}" if comma else ""
        raise formula.wrong(f"{called_as(formula, node)}({wanted}) takes {takes}, not {_written(came)}{point}", node)


def called_as(formula: Arithmetic, node: Call) -> str:
    """A function's name as it was typed: maximum, where it is known as max."""
    typed = formula.text[node.column : node.column + node.length].partition("(")[0].strip()
    return typed if function_called(spelled(typed)) == node.function else node.function


def _written(count: int) -> str:
    return ("none", "one", "two", "three")[count] if count < 4 else str(count)


_COMMA = re.compile(r"(?<![\w.])([0-9]+),([0-9]+)(?![\w.])")
"""A number with a decimal comma, perhaps."""


OF_SEVERAL = ("max", "min")
"""Folds that may be of several operands in place of a list."""


def folded(formula: Arithmetic, function: str, node: Call, operands: Sequence[Any]) -> Any:
    """sum, mean, max, min, prod: of the entries of one operand, or the largest or smallest of several."""
    if not operands:
        name = called_as(formula, node)
        several = f"two or more numbers as in {name}(0, x), " if function in OF_SEVERAL else ""
        raise formula.wrong(
            f"{name}() is empty: it takes {several}a list, or an index letter as in {name}(i: x[i])", node
        )
    if len(operands) > 1:
        if function not in OF_SEVERAL:
            name = called_as(formula, node)
            listed = f"write {name}([…]) with the list's brackets"
            raise formula.wrong(f"{name}(x) takes one list, not {_written(len(operands))} operands: {listed}", node)
        found = operands[0]
        for operand in operands[1:]:
            found = formula.spread(FOLDED[function], node, found, operand)
        return found
    numbers = entries(operands[0])
    formula.work.spend(len(numbers))
    if function in FOLDED:
        return arrays.joined(FOLDED[function], numbers)
    total = arrays.total(numbers)
    return apply("div", total, float(len(numbers))) if function == "mean" else total


def layered(formula: Arithmetic, function: str, names: tuple[str, ...], node: Call) -> Any:
    """A layer, or what is counted of layers."""
    if function in ("shape", "parameters", "multiplies"):
        layers = [formula.value(part) for part in node.operands]
        if function == "shape" and len(layers) == 1 and not names and not isinstance(layers[0], Layer):
            return made(2, 1, [float(length) for length in shape(layers[0])])
        if names or not layers or not all(isinstance(layer, Layer) for layer in layers):
            raise formula.wrong(f"{function}(…) takes layers, made by conv, dense or pool", node)
        if function == "shape":
            arity(formula, node, function, "layer", len(layers), (1,))
            return layers[0].shape()
        return float(
            sum(counted(formula, function, part, layer) for part, layer in zip(node.operands, layers, strict=True))
        )
    if not node.operands or len(names) == len(node.operands):
        raise formula.wrong(
            f"{function}(…) takes first what it works on: a shape such as [100, 100, 3], or a layer", node
        )
    ordered = len(node.operands) - len(names) - 1
    keys = (*OPTIONS[function][:ordered], *names)
    if ordered > len(OPTIONS[function]) or len(set(keys)) < len(keys) or not set(keys) <= set(OPTIONS[function]):
        raise formula.wrong(f"{function} takes {', '.join(f'{name}=…' for name in OPTIONS[function])}", node)
    given, *options = (formula.value(part) for part in node.operands)
    for option in options:
        formula.refuse_layers(node, option)
    try:
        return built(function, given, dict(zip(keys, options, strict=True)))
    except WrongShape as misfit:
        raise formula.wrong(str(misfit), node, ShapeError) from None


def counted(formula: Arithmetic, function: str, part: Node, layer: Layer) -> float:
    """A count of one layer; what has been claimed of it goes first."""
    claimed = formula.point.claimed(Call(function, (part,))) if formula.point is not None else None
    if claimed is not None:
        return float(claimed)
    if function == "multiplies":
        return float(layer.multiplies())
    return float(layer.parameters(formula.point.biases if formula.point is not None else False))
