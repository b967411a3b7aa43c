"""What an operation is, and the decorator that defines one."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from itertools import count
from math import nan
from threading import RLock
from weakref import WeakValueDictionary

from autograd.engine.anomalies import finite, report
from autograd.engine.ieee import FAULTS, ieee
from autograd.engine.native import core
from autograd.errors import NoDerivativeError
from autograd.formulas.notation import Writer, counted, figure
from autograd.formulas.symbols import Symbol, named, symbol
from autograd.maths import is_array, real
from autograd.support.forks import ForkLock
from autograd.support.lazy import np
from autograd.support.types import TYPE_CHECKING, Any, Protocol, TypeVar, overload

if TYPE_CHECKING:
    from autograd.engine.codegen.methods import Array, Number

    _Called = object
else:
    _Called = object if core is None else core.Operation  # natively the usual calls are C's


class _Kind(Protocol):
    """A kind of number that computes operations itself, such as Value."""

    def of_op(self, rule: "Op", operands: tuple[Any, ...]) -> Any: ...


Kind = TypeVar("Kind", bound=_Kind)

Formula = Callable[..., Any]


class Table(dict[str, "Op"]):
    """Every operation by name, in the order of definition; `op` adds to it and `forget` takes away.

    An operation knows its function, its `letters` (the operands), its `derivatives`, how it is written, and its
    documentation. The command `autograd ops` prints the table.

    >>> from autograd import OPS
    >>> list(OPS)[:8]
    ['add', 'sub', 'mul', 'div', 'pow', 'neg', 'relu', 'exp']
    >>> OPS["mul"].letters, OPS["mul"](2.0, 3.0)
    (('x', 'y'), 6.0)
    >>> OPS["mul"].local(0, (2.0, 3.0), 6.0)  # its local derivative by x, at x = 2, y = 3, z = 6
    3.0
    """


OPS = Table()

text = Writer()

LEARNERS: list[tuple[Callable[["Op"], None], Callable[["Op"], None]]] = [(Symbol.learn, Symbol.forget)]
"""How each kind of number learns an operation, and how it forgets one; see `teach`."""

VARIERS: list[tuple[Callable[["Op"], None], Callable[["Op"], None]]] = []
"""What has to run for an operation with other parameters before it is used, and once it is no longer kept."""

MOST_KEPT = 256
"""Operations with other parameters that are kept of each: those used last. Others live while something uses them."""

_KEEPING = ForkLock(RLock)  # again: an operation may be made of others with parameters


class Op(_Called):
    """One operation: call it on a number, a Value, a symbol, or a NumPy array of them.

    `letters` are the names of its operands, `forward` its function, `derivatives` a formula (or None) for each
    operand. `sign` is its operator and `method` that operator's Python name; `latex` and `text` write it down
    ({x}: in brackets where needed, {{x}}: in braces of its own). In solutions a `gate` shows as the number it is;
    "noted" ones leave their condition in a note, "quiet" ones do not. `parameters` are plain numbers that it takes
    as well, with their values here: leaky_relu(x, 0.2) is leaky_relu with another slope, an Op of its own that is
    made when it is first used; its `base` is the row of the table.
    """

    _place: int  # natively, of its C function

    def __init__(self, forward: Formula, derivatives: dict[str, Formula | None], **notation: Any) -> None:
        if not hasattr(forward, "__code__"):
            raise TypeError(f"op {forward!r}: expected a function in x, or in x and y, written in Python")
        self.name = self.__name__ = self.__qualname__ = forward.__name__
        self.__doc__ = forward.__doc__
        self.__module__ = forward.__module__
        self.letters, self.parameters = _operands_and_parameters(forward)
        if not self.name.isidentifier():
            raise TypeError(f"op {self.name}: define it with def, since its name is what it is called by")
        if self.letters not in (("x",), ("x", "y")):
            raise TypeError(
                f"op {self.name}: its operands are {', '.join(self.letters) or 'missing'}; expected x, or x and y. "
                f"What takes more is built from operations"
            )
        self.forward = forward
        self.derivatives = tuple(self._formula(derivatives, letter) for letter in self.letters)
        known = (*self.letters, "z", *self.parameters)  # and for each derivative, where among them what it takes is
        self._places = tuple(tuple(map(known.index, _letters(each))) if each else () for each in self.derivatives)
        if derivatives:
            raise TypeError(f"op {self.name}: no operand goes with {', '.join(derivatives)}")
        self.sign: str | None = notation.get("sign")
        self.method: str | None = notation.get("method")
        self._templates = notation.get("latex"), notation.get("text")
        self.latex, self.text = (self._with_numbers(template) for template in self._templates)
        self.gate: str | None = notation.get("gate")
        self.backpropagate: Callable[[Any], None] = lambda node: None  # written by codegen.python from the derivatives
        self.methods: dict[type, Callable[..., Any]] = {}  # kinds of numbers that have the operation as a method
        self._local_formulas: dict[int, tuple[Symbol, frozenset[str]]] = {}  # here, so that they go with the operation
        self.base = self
        self.code_name = self.name  # what generated code calls it
        self.code: dict[str, Any] = {}  # the functions that codegen.python wrote for it
        self._variants: WeakValueDictionary[tuple[float, ...], Op] = WeakValueDictionary()
        self._kept: dict[tuple[float, ...], Op] = {}  # the one used last is last
        self._numbered = count(1)

    def _formula(self, derivatives: dict[str, Formula | None], letter: str) -> Formula | None:
        if f"d{letter}" not in derivatives:
            raise TypeError(f"op {self.name}: the local derivative d{letter} is missing (None if there is none)")
        formula = derivatives.pop(f"d{letter}")
        if formula is not None and not hasattr(formula, "__code__"):
            raise TypeError(f"op {self.name}: d{letter}={formula!r}: expected a function written in Python, or None")
        if formula is not None and not set(_letters(formula)) <= {*self.letters, *self.parameters, "z"}:
            known = ", ".join([*self.letters, *self.parameters, "z"])
            raise TypeError(f"op {self.name}: d{letter} is a formula in {', '.join(_letters(formula))}, not in {known}")
        return formula

    def local(self, slot: int, operands: tuple[Any, ...], result: Any) -> Any:
        """The local derivative by operand number `slot`, on any kind of number.

        Raises NoDerivativeError where there is none.
        """
        formula = self.derivatives[slot]
        if formula is None:
            raise NoDerivativeError(
                f"{self.name} has no derivative: it is flat but for a jump. "
                f"Keep it out of what is differentiated, or cut it off with .detach()"
            )
        given = (*operands, result, *self.parameters.values())
        return formula(*[given[place] for place in self._places[slot]])

    def with_parameters(self, *given: Any, **named: Any) -> "Op":
        """The operation with other parameters, in their order or by name; TypeError for one that it does not have.

        >>> from autograd import OPS
        >>> OPS["leaky_relu"].with_parameters(0.25)(-2.0), OPS["leaky_relu"](-2.0, slope=0.25), OPS["leaky_relu"](-2.0)
        (-0.5, -0.5, -0.02)
        """
        unknown = [*map(str, given[len(self.parameters) :]), *(name for name in named if name not in self.parameters)]
        if unknown:
            wanted = ", ".join(f"{name}={number:g}" for name, number in self.base.parameters.items()) or "none"
            raise TypeError(f"{self.name}: there is no parameter for {', '.join(unknown)}; it has {wanted}")
        numbers = {**self.parameters, **dict(zip(self.parameters, given, strict=False)), **named}
        for name, x in numbers.items():
            if (number := real(x)) is None:
                raise TypeError(
                    f"{self.name}: {name} is {type(x).__name__!r}; expected a plain number: what is differentiated is "
                    f"an operand, not a parameter"
                )
            numbers[name] = number
        if numbers == self.base.parameters:
            return self.base
        return self.base._variant(numbers)

    def variants(self) -> list["Op"]:
        """The operations made from it with other parameters: those used last, and all that something still uses."""
        return list(self._variants.values())

    def _variant(self, numbers: dict[str, float]) -> "Op":
        """Find or make the operation with these parameters, and keep it in place of the one not used for longest."""
        key = tuple(numbers.values())
        with _KEEPING.held:
            found = self._variants.get(key)
            if found is None:
                found = self._variants[key] = self._varied(numbers)
            self._kept.pop(key, None)
            self._kept[key] = found
            if len(self._kept) > MOST_KEPT:
                gone = self._kept.pop(next(iter(self._kept)))
                for _, let_go in VARIERS:
                    let_go(gone)
        return found

    def _varied(self, numbers: dict[str, float]) -> "Op":
        """Make the same operation with other parameters."""
        variant = object.__new__(Op)
        vars(variant).update(
            {name: held for name, held in vars(self).items() if name not in ("switches", "conditions")}
        )
        variant.parameters = numbers
        variant.forward = partial(self.forward, **numbers)
        variant.methods, variant._local_formulas, variant.code = {}, {}, {}
        variant.code_name = f"{self.name}__{next(self._numbered)}"
        latex, text = self._templates
        shown = ", ".join(map(figure, numbers.values()))
        function, minus = self.name.replace("_", r"\_"), shown.replace("−", "-")
        letters = ", ".join(f"{{{letter}}}" for letter in self.letters)
        braced = ", ".join(f"{{{{{letter}}}}}" for letter in self.letters)
        variant.latex = variant._with_numbers(latex or rf"\operatorname{{{function}}}\left({braced}, {minus}\right)")
        variant.text = variant._with_numbers(text or f"{self.name}({letters}, {shown})")
        for vary, _ in VARIERS:
            vary(variant)
        return variant

    def _with_numbers(self, template: str | None) -> str | None:
        """A template with the parameters' numbers in place of their names."""
        for name, number in self.parameters.items() if template else ():
            template = (template or "").replace(f"{{{name}}}", figure(number))
        return template

    @property
    def __signature__(self) -> Any:
        """Its operands and settings, for `help` and editors."""
        from inspect import Parameter, Signature

        operands = [Parameter(letter, Parameter.POSITIONAL_ONLY) for letter in self.letters]
        settings = [
            Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=number) for name, number in self.parameters.items()
        ]
        return Signature([*operands, *settings])

    @property
    def spelled(self) -> Any:
        """What stands for it in pickles and in JSON: its name, or a list of it and its parameters; see `op_spelled`."""
        return self.name if self is self.base else [self.name, *self.parameters.values()]

    def local_formula(self, slot: int) -> tuple[Symbol, frozenset[str]]:
        """The local derivative by operand number `slot` as a formula, and its letters: the operands' and z."""
        found = self._local_formulas.get(slot)
        if found is None:
            formula = symbol(self.local(slot, tuple(map(named, self.letters)), named("z")))
            letters = frozenset(part.name for part in formula.parts() if part.name)
            found = self._local_formulas[slot] = formula, letters
        return found

    def slope(self, x: Any) -> Any:
        """The derivative f'(x) of an operation of one operand, at a number, a Value, a symbol or an array of them.

        A derivative that is the same everywhere is a plain number. Raises NoDerivativeError where there is none,
        TypeError for an operation of two operands; bad arithmetic is answered as `anomalies` says.

        >>> from autograd import OPS, Value
        >>> x = Value(2.0, "x")
        >>> OPS["tanh"].slope(0.0), OPS["sqrt"].slope(4.0), OPS["sin"].slope(x) == x, OPS["sin"].slope(x).op
        (1.0, 0.25, False, 'cos')
        """
        if len(self.letters) != 1:
            raise TypeError(f"{self.name}.slope: expected an operation of one operand; {self.name} has two, see local")
        if is_array(x):
            return _entry_by_entry(self.slope, (x,))
        is_kind_of_number = hasattr(x, "of_op")
        number: Any = x if is_kind_of_number else real(x)
        z = self(x) if number is None or "z" in self.local_formula(0)[1] else nan
        if is_kind_of_number:
            return self.local(0, (x,), z)
        try:
            return float(self.local(0, (number,), z))
        except FAULTS:
            slope = ieee(lambda *given: self.local(0, given[:1], given[1]), (number, z))
            if finite((number,)):
                wrong = "infinite" if slope == slope else "not a real number"
                report(f"the derivative of {self.written((symbol(number),))} is {wrong}")
            return slope

    @property
    def has_slope(self) -> bool:
        """Whether it has one operand and a derivative, so that there is a `slope`."""
        return len(self.letters) == 1 and self.derivatives[0] is not None

    @cached_property
    def switches(self) -> tuple[Symbol, ...]:
        """Where it has a kink or a jump: formulas in its letters whose value changes there; () if it is smooth.

        They are the gates in its derivatives; the operation itself if it is a gate or lacks a derivative. They are
        found by running the derivatives on symbols. Quiet gates, which differ at single points only, are left out.

        >>> from autograd import OPS
        >>> OPS["abs"].switches, OPS["step"].switches, OPS["pow"].switches
        ((mask(x), mask(neg(x))), (step(x),), ())
        """
        if _decides(self):
            return (Symbol(self, tuple(map(named, self.letters))),)
        formulas = (self.local_formula(slot)[0] for slot in range(len(self.letters)))
        return tuple(_distinct(part for formula in formulas for part in formula.parts() if _decides(_rule_of(part))))

    @cached_property
    def conditions(self) -> tuple[Symbol, ...]:
        """The formulas whose signs decide its switches, each once: positive on one side of a kink and negative beyond.

        >>> from autograd import OPS
        >>> OPS["relu"].conditions, OPS["abs"].conditions, OPS["minimum"].conditions
        ((x,), (x,), (sub(x, y),))
        """
        return tuple(_distinct(map(_condition, self.switches)))

    @overload
    def __call__(self, x: Kind, *rest: "Kind | Number", **settings: float) -> Kind: ...
    @overload
    def __call__(self, x: "Number", y: Kind, **settings: float) -> Kind: ...
    @overload
    def __call__(self, *operands: "Number", **settings: float) -> float: ...
    @overload
    def __call__(self, *operands: Any, **settings: float) -> "Array": ...
    def __call__(self, *operands: Any, **named: Any) -> Any:
        if named or (self.parameters and len(operands) > len(self.letters)):
            count = len(self.letters)
            return self.with_parameters(*operands[count:], **named)(*operands[:count])
        if len(operands) != len(self.letters):
            wanted = ", ".join(self.letters)
            raise TypeError(
                f"{self.name}({wanted}): expected {counted(len(self.letters), 'operand')}, got {len(operands)}"
            )
        method = self.methods.get(type(operands[0]))
        if method is not None and (result := method(*operands)) is not NotImplemented:
            return result
        if any(map(is_array, operands)):
            return _entry_by_entry(self, operands)
        for operand in operands:
            if hasattr(operand, "of_op"):
                return operand.of_op(self, operands)
        numbers = tuple(map(real, operands))
        if None in numbers:
            bad = next(operand for operand, number in zip(operands, numbers, strict=True) if number is None)
            raise TypeError(f"{self.name}({type(bad).__name__!r}): expected a number, a Value or an array of them")
        return self.on_floats(*numbers)

    def on_floats(self, *numbers: Any) -> float:
        """The result on floats; bad arithmetic is answered as `anomalies` says."""
        try:
            return float(self.forward(*numbers))
        except FAULTS as fault:
            return self.at_fault(numbers, fault, lambda: tuple(map(symbol, numbers)))

    def at_fault(
        self, numbers: tuple[float, ...], fault: Exception, symbols: Callable[[], tuple[Symbol, ...]]
    ) -> float:
        """The IEEE result where floats have none; it is reported unless an operand was not finite to begin with.

        `symbols` gives the operands as symbols, for the message.
        """
        result = ieee(self.forward, numbers)
        if finite(numbers):
            why = "is too large for a float" if isinstance(fault, OverflowError) else "is infinite"
            report(f"{self.written(symbols())} {'is not a real number' if result != result else why}", self.name)
        return result

    def written(self, operands: tuple[Symbol, ...]) -> str:
        """The operation on these operands and the numbers they stand for, for messages."""
        numbers = {text(operand): figure(operand.value(), 12) for operand in operands if not operand.is_number}
        values = " and ".join(f"{operand} = {number}" for operand, number in numbers.items())
        return text(Symbol(self, operands)) + (f" with {values}" if values else "")

    def __reduce__(self) -> Any:
        if self is not self.base:
            return _variant, (self.base, tuple(self.parameters.values()))
        return self.name  # found by its name in the module that defines it, as functions are

    def __repr__(self) -> str:
        return f"<op {self.name}({', '.join(self.letters)})>"


if core is not None:  # the normal case is done natively, the rest by this
    core.give_call(Op.__call__)
    delattr(Op, "__call__")


def _letters(function: Formula) -> tuple[str, ...]:
    return function.__code__.co_varnames[: function.__code__.co_argcount]


def _operands_and_parameters(function: Formula) -> tuple[tuple[str, ...], dict[str, float]]:
    """The parameters of a function without a default, and those with one and their defaults."""
    letters, defaults = _letters(function), getattr(function, "__defaults__", None) or ()
    numbers = [real(default) for default in defaults]
    if None in numbers:
        raise TypeError(f"op {function.__name__}: its defaults are {defaults}; expected numbers")
    count = len(letters) - len(defaults)
    return letters[:count], dict(zip(letters[count:], numbers, strict=True))  # type: ignore[arg-type]


def _variant(base: Op, given: tuple[float, ...]) -> Op:
    return base.with_parameters(*given)


def op_spelled(spelled: Any) -> Op:
    """The operation that `spelled` stands for; KeyError if there is none of that name."""
    if isinstance(spelled, str):
        return OPS[spelled]
    name, *parameters = spelled
    return OPS[name].with_parameters(*parameters)


def _entry_by_entry(function: Callable[..., Any], operands: tuple[Any, ...]) -> Any:
    """Apply a function of numbers to NumPy arrays of them, entry by entry."""
    result = np.frompyfunc(function, len(operands), 1)(*operands)
    if not is_array(result):  # of arrays without dimensions NumPy makes a single result
        return result
    return result.astype(float) if all(np.asarray(operand).dtype != object for operand in operands) else result


def _rule_of(part: Symbol) -> Any:
    """The operation of the table that a formula is made with; for a function of `maths`, the one of the same name."""
    return part.rule if part.rule is None or isinstance(part.rule, Op) else OPS.get(part.rule.name)


def _decides(rule: Op | None) -> bool:
    """Whether an operation jumps: it lacks a derivative, or is a gate that is noted."""
    return rule is not None and (rule.gate == "noted" or None in rule.derivatives)


def _condition(switch: Symbol) -> Symbol:
    """The operand of a switch, or the difference of its two; it is the same for x and for −x."""
    first, *others = switch.operands
    if others:
        return Symbol(OPS["sub"], (first, others[0]))
    while first.sign == "neg":
        first = first.operands[0]
    return Symbol(first.rule, tuple(sorted(first.operands, key=repr))) if first.sign == "-" else first


def _distinct(formulas: Iterable[Symbol]) -> Iterator[Symbol]:
    """Yields each formula once."""
    known: list[Symbol] = []
    for formula in formulas:
        if not any(formula.same(other) for other in known):
            known.append(formula)
            yield formula


def teach(learn: Callable[[Op], None], forget: Callable[[Op], None]) -> None:
    """Tell a kind of number of every operation there is, and of each that is defined or forgotten later."""
    LEARNERS.append((learn, forget))
    for rule in OPS.values():
        learn(rule)


def op(
    *,
    sign: str | None = None,
    method: str | None = None,
    latex: str | None = None,
    text: str | None = None,
    gate: str | None = None,
    **derivatives: Formula | None,
) -> Callable[[Formula], Op]:
    """Define an operation: decorates its function over any number, and takes its local derivatives as formulas.

    The function's name is the operation's; its parameters x, or x and y, are the operands, and those with a number as
    their default, as in slope=0.01, are settings. `dx` and `dy` are functions of any of x, y, the settings, and z, the
    result; None says that there is none. `latex` and `text` say how it is written, {x} in brackets where needed and
    {{x}} in braces of its own; `sign` is an operator such as "+" and `method` that operator's Python name; for `gate`
    see `Op` in autograd.engine.operation. From then on it is a function, a method of Value, and known to `explain`,
    `check`, `compile` and everything else.

    Raises TypeError where a derivative is missing or the name is taken.

    >>> from autograd import Value, forget, op
    >>> @op(latex=r"{x}^{{3}}", dx=lambda x: 3 * x * x)
    ... def cube(x):
    ...     "The third power."
    ...     return x * x * x
    >>> x = Value(2.0)
    >>> x.cube().backward()
    >>> x.grad
    12.0
    >>> forget("cube")  # and it is gone again
    """

    def define(forward: Formula) -> Op:
        rule = Op(forward, derivatives, sign=sign, method=method, latex=latex, text=text, gate=gate)
        _check_free(rule)
        for place, (learn, _) in enumerate(LEARNERS):
            try:
                learn(rule)
            except BaseException:  # nothing half done: each learns all or nothing
                for _, forget_rule in LEARNERS[:place]:
                    forget_rule(rule)
                raise
        OPS[rule.name] = rule
        return rule

    return define


def _check_free(rule: Op) -> None:
    """Raises TypeError where the name, the sign or the operator is taken, or the notation makes no sense."""
    for other in OPS.values():
        if rule.name == other.name:
            raise TypeError(f"op {rule.name}: there is an operation of that name; forget({rule.name!r}) removes it")
        for what in "sign", "method":
            if getattr(rule, what) and getattr(rule, what) == getattr(other, what):
                raise TypeError(f"op {rule.name}: {what}={getattr(rule, what)!r} is {other.name}'s already")
    if rule.gate not in (None, "noted", "quiet"):
        raise TypeError(f'op {rule.name}: gate={rule.gate!r}; expected "noted" or "quiet"')
    for what in "latex", "text":
        for letter in re.findall(r"\{([A-Za-z]\w*)\}", getattr(rule, what) or ""):
            if len(letter) == 1 and letter not in rule.letters:
                raise TypeError(f"op {rule.name}: {what} speaks of {letter}, which is not one of its operands")


def forget(name: str) -> None:
    """Remove an operation that `op` defined; KeyError if there is none of that name, ValueError for a built-in one.

    What was computed with it keeps its gradients.

    >>> from autograd import OPS, forget, op
    >>> @op(dx=lambda x: 2 * x)
    ... def square(x):
    ...     "The second power."
    ...     return x * x
    >>> square(3.0), "square" in OPS
    (9.0, True)
    >>> forget("square")
    >>> "square" in OPS
    False
    """
    if OPS[name].__module__ == "autograd.engine.ops":
        raise ValueError(f"forget({name!r}): a built-in operation, which others are made of, stays")
    rule = OPS.pop(name)
    for _, forget_rule in LEARNERS:
        forget_rule(rule)
