"""Gives Value its operations: for each row of the table, code written from its formulas.

A generic method that looked up each formula would be some three times slower; these are what one would write by
hand. For the product:

    def mul(self, other):
        if type(other) is not Value: …
        x = self._data; y = other._data
        try:
            z = (x * y)
        except FAULTS as fault: …
        node = new(Value); node._data = z; node._first = self; …
        return node

    def backpropagate(node):
        upstream = node._grad
        operand = node._first
        if operand._rule is not CONSTANT:
            operand._grad += upstream * node._y
        …
"""

import cmath
import gc
import linecache
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from autograd import maths
from autograd.engine import ops as _table  # noqa: F401  defines the operations
from autograd.engine.arguments import ELSEWHERE, Absent, number as as_number
from autograd.engine.by_hand import ByHand
from autograd.engine.codegen.c import signature
from autograd.engine.ieee import FAULTS
from autograd.engine.native import core
from autograd.engine.operation import OPS as OPS, VARIERS, Op, forget as forget, op as op, teach
from autograd.engine.recording import muted, switched_on
from autograd.engine.slopes import described, report_infinite_slope, slope_fault
from autograd.engine.value import CONSTANT, REFERENCE, HandMade, Value as Value, as_value, constant
from autograd.formulas.notation import source
from autograd.formulas.symbols import named, symbol
from autograd.support.types import Any

_NAMES: dict[str, Any] = {
    **maths.FLOATS,
    "FAULTS": FAULTS,
    "CONSTANT": CONSTANT,
    "Value": Value,
    "new": Value.__new__,
    "constant": constant,
    "described": described,
    "as_value": as_value,
    "slope_fault": slope_fault,
    "muted": 0,
}
"""What the generated code can see."""

_CODE = """
def code(rule_{rule}):
    return locals()
"""
"""What an operation's functions are made in: they know the operation from here, so that they go when it goes."""

_TREE_ONLY = 0x400  # ast.PyCF_ONLY_AST; importing ast would take a tenth of the time of the import

_FORWARD = """
def forward_{rule}({operands}):
{lift}    {read}
    try:
        z = {formula}
    except FAULTS as fault:
        z = rule_{rule}.at_fault(({letters},), fault, lambda: tuple(map(described, ({operands},))))
    node = new(Value)
    node._data = z
    node._grad = None
    if muted and is_muted():
        node._rule = CONSTANT
        node._first = node._second = None
        return node
    node._rule = rule_{rule}
    {record}
    return node
"""

_REVERSED = """
def reversed_{rule}(self, other):
    other = as_value(other, {attempt!r})
    return other if other is NotImplemented else forward_{rule}(other, self)
"""

_WITH_SETTINGS = """
def with_settings_{rule}({operands}{settings}):
    return rule_{rule}({operands}{given})
"""

_LIFT = """\
    if type({operand}) is not Value:
        {operand} = as_value({operand}, {attempt!r})
        if {operand} is NotImplemented:
            return NotImplemented
"""

_BACK = """
def back_{rule}(node):
    upstream = node._grad
"""

_EDGE = """\
    operand = node.{slot}
    if operand._rule is not CONSTANT:
"""

_RESULT = "node._data" if core is None else "node._z"
"""What a node's result was, whatever its `.data` is set to since; pure Python has it there for the backward pass."""

_STEEP = """\
        try:
            slope = {slope}
        except FAULTS:
            slope = slope_fault(node, {number})
        operand._grad += upstream * slope
"""


def forward_source(rule: Op) -> str:
    """The source of the method that computes a result and records it, and of its mirror image for `2 * v`."""
    binary = len(rule.letters) == 2
    operands = ("self", "other")[: len(rule.letters)]
    ahead, behind = (f"Value {rule.sign} {{}}", f"{{}} {rule.sign} Value") if rule.sign else (f"{rule.name}({{}})",) * 2
    slots = [f"node.{slot} = {name}" for slot, name in zip(("_first", "_second"), operands, strict=False)]
    slots += [f"node._{letter} = {letter}" for letter in rule.letters]
    written = _FORWARD.format(
        rule=rule.code_name,
        operands=", ".join(operands),
        lift=_LIFT.format(operand="other", attempt=ahead) if binary else "",
        read="; ".join(f"{letter} = {name}._data" for letter, name in zip(rule.letters, operands, strict=True)),
        formula=source(symbol(rule.forward(*map(named, rule.letters)))),
        letters=", ".join(rule.letters),
        record="; ".join(slots if binary else [*slots, "node._second = None"]),
    )
    if binary:
        written += _REVERSED.format(rule=rule.code_name, attempt=behind)
    if rule.parameters:
        settings = "".join(f", {name}={number!r}" for name, number in rule.parameters.items())
        given = "".join(f", {name}" for name in rule.parameters)
        names = {"rule": rule.code_name, "operands": ", ".join(operands), "settings": settings, "given": given}
        written += _WITH_SETTINGS.format(**names)
    return written


def backward_source(rule: Op) -> str:
    """The source of the function that adds to the gradients of a Value's operands."""
    lines = [_BACK.format(rule=rule.code_name)]
    operands = [named(f"node._{letter}") for letter in rule.letters]
    for number, (slot, formula) in enumerate(zip(("_first", "_second"), rule.derivatives, strict=False)):
        lines.append(_EDGE.format(slot=slot))
        if formula is None:
            lines.append(f"        rule_{rule.code_name}.local({number}, (), None)\n")  # raises, and says why
            continue
        slope = symbol(rule.local(number, tuple(operands), named(_RESULT)))
        written = source(slope)
        if slope.is_number and slope.number in (1, -1):
            lines.append(f"        operand._grad {'+' if slope.number == 1 else '-'}= upstream\n")
        elif re.search(r"/|\w\(", written):
            lines.append(_STEEP.format(slope=written, number=number))
        else:
            lines.append(f"        operand._grad += upstream * {written}\n")
    return "".join(lines)


def give(rule: Op) -> None:
    """Give Value an operation: as a method of its name and, where it has one, as operator.

    Raises TypeError if Value has something else of that name.
    """
    if hasattr(Value, rule.name):
        raise TypeError(f"op {rule.name}: Value has a {rule.name} already; choose another name")
    in_c = native(rule)
    if in_c is None or rule.parameters:
        forward = write(rule)
    else:  # its Python is written when it is first needed: that takes half of the time of the import
        forward = rule.methods[Value] = in_c
        rule._place = core.TABLE[rule.name][1] + 1
        rule.backpropagate = partial(_write_and_backpropagate, rule)
    setattr(Value, rule.name, rule.code[f"with_settings_{rule.code_name}"] if rule.parameters else forward)
    if rule.method and in_c is None:  # the native type has these operators from the beginning
        setattr(Value, f"__{rule.method}__", forward)
        if len(rule.letters) == 2:
            setattr(Value, f"__r{rule.method}__", rule.code[f"reversed_{rule.code_name}"])


def write(rule: Op) -> Any:
    """Write an operation's code: how it is computed on Values, and its step of the backward pass.

    Raises TypeError for a function or a formula that does not run on symbols.
    """
    try:
        written = forward_source(rule) + backward_source(rule)
    except (TypeError, AttributeError, RecursionError) as fault:
        raise TypeError(
            f"op {rule.name}: its function and formulas must run on formulas too ({fault}). {_what_to_write(rule)}"
        ) from fault
    _NAMES.update(maths.FLOATS)  # what has been taken in since
    place = f"<operation {rule.code_name}>"
    made: dict[str, Any] = {}
    around: Any = compile(_CODE.format(rule=rule.code_name), place, "exec", _TREE_ONLY)
    functions: Any = compile(written, place, "exec", _TREE_ONLY)
    around.body[0].body[:0] = functions.body
    exec(compile(around, place, "exec"), _NAMES, made)
    rule.code = made["code"](rule)
    linecache.cache[place] = len(written), None, written.splitlines(True), place  # tracebacks and ?? show it
    for kind in "forward", "reversed", "with_settings":
        if f"{kind}_{rule.code_name}" in rule.code:
            name = f"__r{rule.method}__" if kind == "reversed" and rule.method else rule.name
            _name_as_method(rule.code[f"{kind}_{rule.code_name}"], name, rule.__doc__)
    rule.backpropagate = rule.code[f"back_{rule.code_name}"]
    forward = rule.code[f"forward_{rule.code_name}"]
    rule.methods[Value] = native(rule) or forward
    if rule.methods[Value] is not forward:
        rule._place = core.TABLE[rule.name][1] + 1
    return rule.methods[Value]


def native(rule: Op) -> Any:
    """The same in C; None unless the native core was written from the same formulas."""
    if core is None or rule.name not in core.TABLE:
        return None
    formulas, place = core.TABLE[rule.name]
    return core.method(place, rule.__doc__) if formulas == signature(rule) else None


def _name_as_method(function: Any, name: str, doc: str | None) -> None:
    """Let a function that was written be known as a method of Value."""
    function.__name__, function.__qualname__ = name, f"Value.{name}"
    function.__module__, function.__doc__ = Value.__module__, doc


def _what_to_write(rule: Op) -> str:
    """What to write in an operation's formulas for what does not run on symbols there."""
    found = []
    for function in (rule.forward, *filter(None, rule.derivatives)):
        names, known = function.__code__.co_names, function.__globals__
        modules = [name for name in names if known.get(name) in (math, cmath)]
        used = [name for name in names if modules and hasattr(maths, name) and hasattr(math, name)]
        found += [f"maths.{name} for {modules[0]}.{name}" for name in used]
        found += [f"maths.{full} for {name}" for name, full in _BUILTINS.items() if name in names and name not in known]
    if found:
        return f"Write {', '.join(dict.fromkeys(found))} (from autograd import maths)"
    return (
        "Write them with operators and the functions of autograd.maths; maths.mask(x) is 1 where x > 0, else 0, and "
        "maths.over_any_number takes in further functions of floats"
    )


_BUILTINS = {"max": "maximum", "min": "minimum", "abs": "abs"}
"""Functions of Python that decide on numbers, and those that run on formulas too."""


def take(rule: Op) -> None:
    """Remove an operation and its operator from Value."""
    methods = (f"__{rule.method}__", f"__r{rule.method}__") if rule.method else ()
    for name in (rule.name, *methods):
        if name in vars(Value):
            delattr(Value, name)
            if name in ELSEWHERE:  # it points the way again
                setattr(Value, name, Absent(name))
    for each in (rule, *rule.variants()):
        each.methods.pop(Value, None)
        _let_go_of_source(each)


def _let_go_of_source(rule: Op) -> None:
    linecache.cache.pop(f"<operation {rule.code_name}>", None)


def _write_and_backpropagate(rule: Op, node: Any) -> None:
    write(rule)
    rule.backpropagate(node)


def _ahead(rule: Op, *operands: Any) -> Any:
    """What the native core leaves to Python of an operation."""
    if not rule.code:
        write(rule)
    if isinstance(operands[0], Value):
        return rule.code[f"forward_{rule.code_name}"](*operands)
    return rule.code[f"reversed_{rule.code_name}"](*reversed(operands))


if core is not None:
    core.bind(
        # an operation of other formulas than the core was written from is none of its own
        [None, CONSTANT, None, *(OPS[name] if name in OPS and native(OPS[name]) else name for name in core.TABLE)],
        HandMade,
        ByHand,
        _ahead,
        as_number,
        REFERENCE.__init__,
        report_infinite_slope,
        muted.get,
    )
    gc.callbacks.append(core.collected)
teach(give, take)
VARIERS.append((write, _let_go_of_source))

_NAMES["is_muted"] = muted.get


@contextmanager
def no_grad() -> Iterator[None]:
    """Inside a `with` block results are constants: nothing is recorded, and no gradient flows back.

    What is computed there takes less memory, and less time in pure Python and in modules: for predictions, not for
    training.

    >>> from autograd import Value, no_grad
    >>> w = Value(2.0)
    >>> with no_grad():
    ...     y = w * 3
    >>> y, y.inputs, y.is_constant
    (Value(6.0), (), True)
    """
    with switched_on(muted, _NAMES, "muted"):  # asking the switch at each operation would cost a tenth of the speed
        if core is None:
            yield
            return
        core.mute(1)
        try:
            yield
        finally:
            core.mute(-1)
