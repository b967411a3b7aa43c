"""Values as SymPy expressions, and back: for algebra that a graph of numbers does not do."""

from collections.abc import Callable, Mapping
from functools import reduce

from autograd.engine.arguments import closest
from autograd.engine.codegen.python import OPS, Value
from autograd.engine.operation import Op
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
    "expm1": lambda x: sympy.exp(x) - 1,
    "pow": lambda x, y: x**y,
    "mask": lambda x: sympy.Piecewise((1, x > 0), (0, True)),
    "indicator": lambda x: sympy.Piecewise((1, sympy.Eq(x, 0)), (0, True)),
    "notnan": lambda x: sympy.Integer(1),
}
"""Functions of `maths` that SymPy has under another name; the others it has under the same."""

BACK = {
    "Abs": "abs",
    "Max": "maximum",
    "Min": "minimum",
    "exp": "exp",
    "log": "log",
    "sin": "sin",
    "cos": "cos",
    "tan": "tan",
    "atan": "atan",
    "sinh": "sinh",
    "cosh": "cosh",
    "tanh": "tanh",
    "erf": "erf",
}
"""SymPy's functions with the operations that compute them."""


class _Expression:
    """A SymPy expression as a kind of number, on which an operation's own function can run."""

    def __init__(self, held: Any) -> None:
        self.held = held

    def of_numbers(self, name: str, operands: tuple[Any, ...], forward: Any) -> "_Expression":
        function = FUNCTIONS.get(name) or getattr(sympy, name)
        return _Expression(function(*map(_held, operands)))

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
    return sympy.Integer(int(x)) if float(x).is_integer() else sympy.Float(x)


def to_sympy(z: Value) -> Any:
    """The computation of z as a SymPy expression: named and unnamed leaves are real symbols, constants are numbers.

    Names are those that `explain` uses. Whole numbers become Integers, others Floats. Raises TypeError for anything
    but a Value, ImportError where SymPy is not installed.

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
    """The computation that a SymPy expression says, built of `values`: a Value, or a number, for each symbol by name.

    Quotients and differences become operations of their own, as one would write them. Raises KeyError for a symbol
    without a value, TypeError for what no operation computes (an integral, a Piecewise), ImportError without SymPy.

    >>> from autograd import Value
    >>> from autograd.interchange import from_sympy
    >>> import sympy
    >>> x = Value(3.0, "x")
    >>> from_sympy(sympy.sympify("x**2 - 1/x"), {"x": x})
    Value(8.666666666666666)
    """
    expression = sympy.sympify(expression)
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


def _args(node: Any) -> tuple[Any, ...]:
    """The operands of a node; TypeError where no operation computes it."""
    if not (node.is_Add or node.is_Mul or node.is_Pow or node.is_Symbol or type(node).__name__ in BACK):
        raise TypeError(f"no operation computes {type(node).__name__}: {str(node)[:80]}")
    return tuple(node.args)


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
    name = BACK[type(node).__name__]
    return reduce(OPS[name], operands) if len(operands) > 1 else OPS[name](operands[0])


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
