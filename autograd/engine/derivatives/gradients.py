"""Gradients as Values: derivatives that are graphs themselves and can be differentiated again.

`backward` leaves numbers; `grad` leaves computations. Both walk the same edges in the same order.
"""

from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, overload

from autograd.engine.anomalies import anomalies
from autograd.engine.by_hand import ByHand, with_unknown_slopes
from autograd.engine.codegen.python import OPS, Value, native  # Value, complete with its operations
from autograd.engine.graph import sorted_graph
from autograd.engine.ieee import FAULTS
from autograd.engine.native import core
from autograd.engine.operation import Op
from autograd.engine.slopes import local_slope
from autograd.engine.value import constant
from autograd.errors import GraphError
from autograd.formulas.notation import figure
from autograd.formulas.symbols import Symbol, rewritten, symbol
from autograd.maths import is_array
from autograd.support.lazy import np

if TYPE_CHECKING:
    from autograd.engine.codegen.methods import Array


@overload
def grad(y: Value, xs: Value) -> Value: ...
@overload
def grad(y: Value, xs: "Array") -> "Array": ...
@overload
def grad(y: Value, xs: Iterable[Value]) -> list[Value]: ...
def grad(y: Value, xs: Any) -> Any:
    """The derivatives of y by each of xs, as Values: a list in the order of xs, one Value for one Value.

    It is 0 for constants and for what y does not depend on. No `.grad` changes. A NumPy array of Values gives an array.
    Raises GraphError if a number has been changed since y was computed, AnomalyError for an infinite local derivative
    and NoDerivativeError at a step or indicator between y and xs.

    >>> from autograd import Value, grad
    >>> x = Value(3.0, "x")
    >>> slope = grad(x**3, x)
    >>> slope.data, grad(slope, x).data
    (27.0, 18.0)
    """
    return _gradient(y, xs, "grad")


@overload
def jacobian(ys: Value, xs: Value) -> Value: ...
@overload
def jacobian(ys: Value, xs: "Array") -> "Array": ...
@overload
def jacobian(ys: Value, xs: Iterable[Value]) -> list[Value]: ...
@overload
def jacobian(ys: Iterable[Value], xs: Value) -> list[Value]: ...
@overload
def jacobian(ys: Iterable[Value], xs: "Array") -> "list[Array]": ...
@overload
def jacobian(ys: Iterable[Value], xs: Iterable[Value]) -> list[list[Value]]: ...
def jacobian(ys: Any, xs: Any) -> Any:
    """The derivatives of each of ys by each of xs, as Values: a row for each y, a column for each x.

    A single Value in place of ys or of xs leaves out that dimension. Raises what `grad` raises.

    >>> from autograd import Value, jacobian
    >>> x, y = Value(2.0), Value(5.0)
    >>> [[entry.data for entry in row] for row in jacobian([x * y, x + y], [x, y])]
    [[5.0, 2.0], [1.0, 1.0]]
    """
    return _rows(ys, xs, "jacobian")


@overload
def hessian(y: Value, xs: Value) -> Value: ...
@overload
def hessian(y: Value, xs: Iterable[Value]) -> list[list[Value]]: ...
def hessian(y: Value, xs: Any) -> Any:
    """The second derivatives of y by each pair of xs, as Values: row i holds those of ∂y/∂xs[i].

    One Value in place of xs gives one Value. Raises what `grad` raises.

    >>> from autograd import Value, hessian
    >>> x, y = Value(2.0), Value(5.0)
    >>> [[entry.data for entry in row] for row in hessian(x * x * y, [x, y])]
    [[10.0, 4.0], [4.0, 0.0]]
    """
    targets = xs if isinstance(xs, Value) else _flat(xs, "xs", "hessian")
    return _rows(_gradient(y, targets, "hessian"), targets, "hessian")


def _rows(ys: Any, xs: Any, caller: str) -> Any:
    """A row of derivatives for each of ys; messages begin with `caller`."""
    if isinstance(ys, Value):
        return _gradient(ys, xs, caller)
    return [_gradient(y, xs, caller) for y in _flat(ys, "ys", caller)]


def _gradient(y: Any, xs: Any, caller: str) -> Any:
    """The derivatives of y by each of xs, in the shape of xs."""
    if isinstance(xs, Value):
        return _derivatives(_checked(y, "y", caller), [xs], caller)[0]
    targets = _flat(xs, "xs", caller)
    return _shaped(_derivatives(_checked(y, "y", caller), targets, caller), xs)


def _derivatives(y: Value, xs: list[Value], caller: str) -> list[Value]:
    found = _natively(y, xs)
    return _by_python(y, xs, caller) if found is None else found


def _by_python(y: Value, xs: list[Value], caller: str) -> list[Value]:
    leaves, interior = sorted_graph(y)
    _check_unchanged(interior, caller)
    varies = {id(leaf) for leaf in leaves if not leaf.is_constant}
    reaches = {id(x) for x in xs if not x.is_constant}
    path: list[tuple[Value, list[int]]] = []
    for node in interior:
        operands = node.inputs
        if any(id(operand) in varies for operand in operands):
            varies.add(id(node))
        slots = [slot for slot, operand in enumerate(operands) if id(operand) in reaches]
        if slots:
            reaches.add(id(node))
            path.append((node, slots))
    if id(y) not in reaches:
        return [constant(0.0) for _ in xs]

    # Bad arithmetic is reported here, on numbers, as backward does; what is built below then keeps silent.
    edges = [(node, slot, local_slope(node, slot)) for node, slots in reversed(path) for slot in slots]

    totals: dict[int, Any] = {id(y): 1.0}
    with anomalies("ignore"):
        for node, slot, slope in edges:
            upstream = totals.get(id(node))
            if upstream is None:  # only zeros came
                continue
            operands = tuple(x if id(x) in varies else n for x, n in zip(node.inputs, node.recorded, strict=True))
            local = _local(node, slot, operands, slope)
            if not _is_number(local, 0.0):
                place = id(node.inputs[slot])
                contribution = _product(upstream, local)
                totals[place] = totals[place] + contribution if place in totals else contribution
        known = {id(node) for node in leaves + interior}
        return [_own(totals.get(id(x), 0.0) if not x.is_constant else 0.0, known) for x in xs]


def _local(node: Value, slot: int, operands: tuple[Any, ...], slope: float) -> Any:
    """The local derivative as a Value, or as the float `slope` where it is constant."""
    rule: Any = node.rule
    if isinstance(rule, ByHand):  # a number; what its own derivative is, nobody knows
        return with_unknown_slopes(Value(slope), node)
    given = dict(zip(rule.letters, operands, strict=True), z=node)
    formula = _with_numbers(rule, slot, {letter: x for letter, x in given.items() if not isinstance(x, Value)})
    return slope if formula is None else evaluated(formula, given)


def _with_numbers(rule: Op, slot: int, fixed: dict[str, float]) -> Symbol | None:
    """The local derivative as a formula where some operands are numbers; None where it is a number then."""
    formula, letters = rule.local_formula(slot)
    if letters <= fixed.keys():
        return None
    if letters & fixed.keys():  # numbers fold: x**2 leaves 2·x, which takes no log when it is differentiated
        with suppress(*FAULTS):  # numbers that have no finite result: IEEE arithmetic, then, on Values
            formula = _folded(formula, fixed)
        if formula.is_number:
            return None
    return formula


def _folded(formula: Symbol, numbers: dict[str, float]) -> Symbol:
    """The formula with numbers in place of some letters, and simplified (formulas are shallow: it recurs)."""
    if formula.rule is None:
        return symbol(numbers[formula.name]) if formula.name in numbers else formula
    parts = tuple(_folded(part, numbers) for part in formula.operands)
    folded = Symbol(formula.rule, parts)
    return symbol(folded.value()) if all(part.is_number for part in parts) else rewritten(folded)


def evaluated(formula: Symbol, given: dict[str, Any]) -> Any:
    """The formula computed on Values (formulas are shallow: it recurs)."""
    if formula.rule is None:
        return formula.number if formula.name is None else given[formula.name]
    rule = formula.rule if isinstance(formula.rule, Op) else OPS.get(formula.rule.name)
    if rule is None:
        raise TypeError(
            f"maths.{formula.rule.name} stands in a derivative: expected operations of the table there, "
            f"whose own derivatives are known"
        )
    return rule(*(evaluated(part, given) for part in formula.operands))


@lru_cache(1024)
def steps_of(rule: Op, slot: int, x: float | None, y: float | None) -> tuple[Any, ...] | None:
    """A local derivative as steps for the native core, where operands that do not vary are the numbers given.

    First whether it depends on these numbers; then the place of its result among x, y, z and the results of the steps;
    then the steps, each the place of an operation and of its operands, or a float. Without steps it is the slope
    itself. None: the core cannot do it.
    """
    fixed = {letter: number for letter, number in zip(rule.letters, (x, y), strict=False) if number is not None}
    depends = bool(rule.local_formula(slot)[1] & fixed.keys())
    formula = _with_numbers(rule, slot, fixed)
    if formula is None:
        return depends, 0
    if any(part.name in fixed for part in formula.parts()):  # they did not fold: bad arithmetic
        return None
    steps: list[tuple[Any, ...]] = []
    place = _add_steps(formula, rule.letters, steps)
    return (depends, place, tuple(steps)) if isinstance(place, int) else None


def _add_steps(formula: Symbol, letters: tuple[str, ...], steps: list[tuple[Any, ...]]) -> Any:
    """Adds the steps that compute a formula: where its result is, the number that it is, None for what C cannot do."""
    if formula.rule is None:
        return (
            float(formula.value())
            if formula.name is None
            else {**dict(zip(letters, (0, 1), strict=False)), "z": 2}[formula.name]
        )
    operands = [_add_steps(part, letters, steps) for part in formula.operands]
    rule = formula.rule if isinstance(formula.rule, Op) else OPS.get(formula.rule.name)
    if (
        rule is None
        or native(rule) is None
        or not any(isinstance(place, int) for place in operands)
        or None in operands
    ):
        return None
    steps.append((core.TABLE[rule.name][1], *operands, *(None,) * (2 - len(operands))))
    return 2 + len(steps)


def _natively(y: Value, xs: list[Value]) -> list[Value] | None:
    """The derivatives as the native core builds them; None where it leaves that to Python."""
    return None


def _product(upstream: Any, local: Any) -> Any:
    for number, other in (upstream, local), (local, upstream):
        if _is_number(number, 1.0):
            return other
        if _is_number(number, -1.0):
            return -other
    return upstream * local


def _is_number(x: Any, number: float) -> bool:
    return not isinstance(x, Value) and x == number


def _own(result: Any, known: set[int]) -> Value:
    """A result as a Value of its own: never a node of the graph, nor one that was given before.

    d(w*x)/dw is x: naming the gradient or changing its `.data` must not affect x.
    """
    if not isinstance(result, Value):
        return constant(result)
    if id(result) in known:
        return 1.0 * result
    known.add(id(result))
    return result


def _check_unchanged(interior: Iterable[Value], caller: str) -> None:
    for node in interior:
        for operand, number in (*zip(node.inputs, node.recorded, strict=True), (node, node.result)):
            now = operand._data
            if now is not number and now != number and (now == now or number == number):
                name = operand.name or (f"a result of {operand.op}" if operand.op else "an unnamed leaf")
                raise GraphError(
                    f"{caller}: {name} was {figure(number, 12)} when this was computed and is {figure(now, 12)} now. "
                    f"Compute it again from the new numbers, or use backward(), which keeps to the old ones"
                )


def _checked(y: Any, where: str, caller: str) -> Value:
    if not isinstance(y, Value):
        raise TypeError(f"{caller}: {where} is {type(y).__name__!r}; expected a Value")
    return y


def _flat(xs: Any, where: str, caller: str) -> list[Value]:
    """The Values in a list, a tuple, any other iterable, or a NumPy array."""
    if is_array(xs):
        xs = xs.ravel()
    elif not isinstance(xs, Iterable) or isinstance(xs, (str, bytes, dict)):
        raise TypeError(f"{caller}: {where} is {type(xs).__name__!r}; expected a Value or a list of Values")
    found = list(xs)
    return [_checked(x, f"{where}[{index}]", caller) for index, x in enumerate(found)]


def _shaped(found: list[Value], xs: Any) -> Any:
    """The results for a list as a list, for an array as an array."""
    if not is_array(xs):
        return found
    shaped = np.empty(xs.shape, dtype=object)
    for place, value in zip(np.ndindex(xs.shape), found, strict=True):
        shaped[place] = value
    return shaped


if core is not None and all(map(native, (OPS["add"], OPS["mul"], OPS["neg"]))):
    core.give_gradients(local_slope, _local, steps_of, anomalies)
    _natively = core.derivatives
