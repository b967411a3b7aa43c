"""Values as SymPy expressions, and back: for algebra that a graph of numbers does not do."""

import math
from collections.abc import Callable, Mapping
from functools import partial, reduce

from autograd.engine.arguments import closest
from autograd.engine.codegen.python import OPS, Value
from autograd.engine.operation import Op
from autograd.maths import real
from autograd.records.statements import parts, statements
from autograd.support.lazy import Lazy
from autograd.support.types import Any

sympy: Any = Lazy("sympy", "SymPy", "expressions")

IN_SYMPY: dict[str, Callable[..., Any]] = {
    "sigmoid": lambda x: 1 / (1 + sympy.exp(-x)),
    "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
    "silu": lambda x: x / (1 + sympy.exp(-x)),
}
"""Operations whose function is written so that floats do not overflow, in the form that algebra wants."""

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": lambda x: sympy.Abs(x),
    "maximum": lambda x, y: sympy.Max(x, y),
    "minimum": lambda x, y: sympy.Min(x, y),
    "log1p": lambda x: sympy.log(1 + x),
    "log2": lambda x: sympy.log(x, 2),
    "sqrt": lambda x: sympy.sqrt(x),
    "expm1": lambda x: sympy.exp(x) - 1,
    "pow": lambda x, y: x**y,
    "mask": lambda x: sympy.Piecewise((1, x > 0), (0, True)),
    "indicator": lambda x: sympy.Piecewise((1, sympy.Eq(x, 0)), (0, True)),
    "notnan": lambda x: sympy.Integer(1),
}
"""Functions of `maths` that SymPy has under another name; others it has under the same, or knows by name only."""

SAME = ("exp", "log", "sin", "cos", "tan", "atan", "sinh", "cosh", "tanh", "erf")
"""SymPy's functions that are operations of the same name."""

BACK: dict[str, Callable[..., Any]] = {
    "Abs": lambda x: _op("abs", x),
    "Max": lambda *operands: reduce(partial(_op, "maximum"), operands),
    "Min": lambda *operands: reduce(partial(_op, "minimum"), operands),
    "sign": lambda x: _op("mask", x) - _op("mask", -x),
    "Heaviside": lambda x, *at_0: _op("mask", x),  # at 0 as relu has it, whatever SymPy says
    "erfc": lambda x: 1 - _op("erf", x),
    "sec": lambda x: 1 / _op("cos", x),
    "csc": lambda x: 1 / _op("sin", x),
    "cot": lambda x: _op("cos", x) / _op("sin", x),
    "sech": lambda x: 1 / _op("cosh", x),
    "csch": lambda x: 1 / _op("sinh", x),
    "coth": lambda x: _op("cosh", x) / _op("sinh", x),
    "asin": lambda x: 2 * _op("atan", x / (1 + _op("sqrt", 1 - x * x))),
    "acos": lambda x: math.pi / 2 - 2 * _op("atan", x / (1 + _op("sqrt", 1 - x * x))),
    "asinh": lambda x: _op("log", x + _op("sqrt", x * x + 1)),
    "acosh": lambda x: _op("log", x + _op("sqrt", x * x - 1)),
    "atanh": lambda x: _op("log", (1 + x) / (1 - x)) / 2,
}
"""SymPy's functions of other names, computed by operations."""


def _op(name: str, *operands: Any) -> Any:
    return OPS[name](*operands)


def _in_sympy(name: str) -> Any:
    """A function in SymPy: its own, or one of that name of which nothing else is known."""
    known = getattr(sympy, name, None)
    return FUNCTIONS.get(name) or (known if isinstance(known, sympy.FunctionClass) else sympy.Function(name))


class _Expression:
    """A SymPy expression as a kind of number, on which an operation's own function can run."""

    def __init__(self, held: Any) -> None:
        self.held = held

    def of_numbers(self, name: str, operands: tuple[Any, ...], forward: Any) -> "_Expression":
        return _Expression(_in_sympy(name)(*map(_held, operands)))

    def of_op(self, rule: Op, operands: tuple[Any, ...]) -> "_Expression":
        function = IN_SYMPY.get(rule.name) or (lambda *held: _held(rule.forward(*map(_Expression, held))))
        return _Expression(function(*map(_held, operands)))

    def __add__(self, other: Any) -> "_Expression":
        return _Expression(self.held + _held(other))

    def __sub__(self, other: Any) -> "_Expression":
        return _Expression(self.held - _held(other))

    def __rsub__(self, other: Any) -> "_Expression":
        return _Expression(_held(other) - self.held)

    def __mul__(self, other: Any) -> "_Expression":
        return _Expression(self.held * _held(other))

    def __truediv__(self, other: Any) -> "_Expression":
        return _Expression(self.held / _held(other))

    def __rtruediv__(self, other: Any) -> "_Expression":
        return _Expression(_held(other) / self.held)

    def __pow__(self, other: Any) -> "_Expression":
        return _Expression(self.held ** _held(other))

    def __rpow__(self, other: Any) -> "_Expression":
        return _Expression(_held(other) ** self.held)

    def __neg__(self) -> "_Expression":
        return _Expression(-self.held)

    __radd__ = __add__
    __rmul__ = __mul__


def _held(x: Any) -> Any:
    """The SymPy expression for an operand; a whole float is an Integer, so that x**2.0 is x**2."""
    if isinstance(x, _Expression):
        return x.held
    return sympy.Integer(int(x)) if float(x).is_integer() and abs(x) < _EXACT else sympy.Float(x)


_EXACT = 2.0**53
"""Whole floats below this are meant as they stand; larger ones are rounded."""


def to_sympy(z: Value) -> Any:
    """The computation of z as a SymPy expression: named and unnamed leaves are real symbols, constants are numbers.

    Names are those that `explain` uses. Whole numbers become Integers, others Floats. A function that
    SymPy does not have is one of which it knows the name. Raises TypeError for anything but a Value, GraphError for
    what was made by hand, ImportError where SymPy is not installed.

    >>> from autograd import Value
    >>> from autograd.interchange import to_sympy
    >>> import sympy
    >>> w, x = Value(2.0, "w"), Value(3.0, "x")
    >>> to_sympy((w * x + 1).sigmoid())
    1/(exp(-w*x - 1) + 1)
    """
    if not isinstance(z, Value):
        raise TypeError(f"to_sympy({type(z).__name__!r}): expected a Value, the output of a computation")
    labels = {id(part.node): part.label for part in statements(z, "op")}
    found: list[_Expression] = []
    for part in parts(z, merge=False):
        if part.rule is not None:
            operands = tuple(found[operand] for operand in part.operands)
            found.append(operands[0].of_op(part.rule, operands))
        elif part.is_plain_number:
            found.append(_Expression(_held(part.number)))
        else:
            found.append(_Expression(sympy.Symbol(labels.get(id(part.node)) or part.node.name, real=True)))
    return found[-1].held


def from_sympy(expression: Any, values: Mapping[str, Any]) -> Value:
    """The computation that a SymPy expression says, built of `values`: a Value or number for each symbol or its name.

    Quotients and differences become operations of their own, as one would write them; Heaviside and sign, the slopes
    of relu and abs, are masks, and a function that SymPy knows by name only is the operation of that name. Raises
    KeyError for a symbol without a value, TypeError for what no operation computes (an integral, a Piecewise) and for
    text (SymPy would run what stands in it), ImportError without SymPy.

    >>> from autograd import Value
    >>> from autograd.interchange import from_sympy
    >>> import sympy
    >>> x = Value(3.0, "x")
    >>> from_sympy(sympy.sympify("x**2 - 1/x"), {"x": x})
    Value(8.666666666666666)
    """
    expression = _sympified(expression)
    values = _by_name(values)
    done: dict[Any, Any] = {}
    todo = [expression]
    while todo:  # operands first, without recursion
        node = todo[-1]
        waiting = [] if node in done or node.is_number else [part for part in _args(node) if part not in done]
        if waiting:
            todo += waiting
            continue
        todo.pop()
        if node not in done:
            done[node] = _built(node, done, values)
    found = done[expression]
    return found if isinstance(found, Value) else Value(float(found))


def _sympified(expression: Any) -> Any:
    """An expression, or a number as one; TypeError for anything else."""
    if isinstance(expression, str):
        raise TypeError(
            f"from_sympy({expression[:40]!r}): expected an expression, not a text; sympy.sympify reads one (and runs "
            f"what stands in it)"
        )
    try:
        return sympy.sympify(expression, strict=True) + 0
    except (sympy.SympifyError, TypeError, AttributeError):
        raise TypeError(
            f"from_sympy({type(expression).__name__!r}): expected a SymPy expression of a number; those in a matrix "
            f"or a list go one by one"
        ) from None


def _by_name(values: Any) -> dict[str, Any]:
    """What stands for each symbol, by its name; TypeError unless all are Values or numbers."""
    if not isinstance(values, Mapping):
        raise TypeError(
            f"from_sympy(expression, {type(values).__name__!r}): expected a Value for each symbol, {{'x': x}}"
        )
    found = {str(symbol): value for symbol, value in values.items()}
    for name, value in found.items():
        if not isinstance(value, Value) and real(value) is None:
            raise TypeError(f"from_sympy: for {name} stands {value!r:.40}; expected a Value or a number")
    return found


def _args(node: Any) -> tuple[Any, ...]:
    """The operands of a node; TypeError where no operation computes it."""
    if not (node.is_Add or node.is_Mul or node.is_Pow or node.is_Symbol or _computed_by(node)):
        raise TypeError(f"no operation computes {type(node).__name__}: {str(node)[:80]}")
    return tuple(node.args)


def _computed_by(node: Any) -> Any:
    """What computes a function of SymPy on Values; None if nothing does."""
    name = type(node).__name__
    known = OPS.get(name) if name in SAME or isinstance(node, sympy.core.function.AppliedUndef) else None
    return BACK.get(name, known)


def _built(node: Any, done: Mapping[Any, Any], values: Mapping[str, Any]) -> Any:
    """One node of an expression, whose operands are built."""
    if node.is_Symbol:
        if node.name not in values:
            raise KeyError(f"no value for {node.name}{closest(node.name, list(values))}")
        return values[node.name]
    if node.is_number:
        if not node.is_real:
            raise TypeError(f"{node} is no real number")
        return int(node) if node.is_Integer else float(node)
    operands = [done[part] for part in node.args]
    if node.is_Add:
        return reduce(_plus, zip(node.args[1:], operands[1:], strict=True), operands[0])
    if node.is_Mul:
        return _product(node, operands, done)
    if node.is_Pow:
        return _power(node, operands)
    return _computed_by(node)(*operands)


def _plus(total: Any, term: tuple[Any, Any]) -> Any:
    """A sum with one more term; what SymPy writes with a factor -1 is taken away."""
    part, built = term
    if part.could_extract_minus_sign() and part.is_Mul and part.args[0] == -1 and isinstance(built, Value):
        return total - (built.inputs[0] if built._op == "neg" else -built)
    return total + built


def _product(node: Any, operands: list[Any], done: Mapping[Any, Any]) -> Any:
    """A product; factors with a power -1 divide, a factor -1 turns the sign."""
    above = [x for part, x in zip(node.args, operands, strict=True) if part != -1 and not _divides(part)]
    below = [done[part.base] for part in node.args if _divides(part)]
    found = reduce(lambda x, y: x * y, above) if above else 1.0
    for each in below:
        found = found / each
    return -found if -1 in node.args else found


def _divides(part: Any) -> bool:
    return bool(part.is_Pow and part.exp == -1 and not part.base.is_number)


def _power(node: Any, operands: list[Any]) -> Any:
    """A power: a square root, a quotient or an exponential where it is one."""
    base, exponent = operands
    if node.exp == sympy.Rational(1, 2):
        return OPS["sqrt"](base)
    if node.exp == -1:
        return 1 / base
    return base**exponent
