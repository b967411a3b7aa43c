"""What a record says: a step forward, a step back, the same for boxes of many Values, and all of them as JSON."""

from dataclasses import dataclass, fields

from autograd.errors import GraphError
from autograd.formulas.notation import Writer
from autograd.formulas.symbols import Symbol
from autograd.records.json import formula_of, plain, rows
from autograd.support.types import Any, Literal


@dataclass(frozen=True)
class Forward:
    """A step forward: a leaf's number, or a statement's formula and result.

    `number` is its place in the list, `operands` are the places of what the formula is made of (twice for x*x);
    `op` is the outermost operation ("" for a leaf); `now` is the `.data` of a leaf changed since, else None;
    `grad` is what its `.grad` reads, None if no backward pass has reached it yet.
    """

    number: int
    label: str
    kind: Literal["leaf", "constant", "statement", "module", "hidden", "output"]
    op: str
    operands: tuple[int, ...]
    formula: Symbol
    value: float
    now: float | None = None
    grad: float | None = None


@dataclass(frozen=True)
class Backward:
    """A step back: what one statement hands on to one operand; first of all the seed, ∂z/∂z = 1, with source "".

    contribution = upstream · local, up to rounding; `so_far` is the operand's gradient with this contribution in it,
    and `uses_left` tells how many are to come. `conditions` are what the masks in the local derivative depend on:
    where x0·w0 + b0 > 0, a relu's slope is 1. At level "op" `slot` tells the two edges of x*x apart.
    """

    source: str
    operand: str
    upstream: float
    local_formula: Symbol
    local: float
    contribution: float
    so_far: float
    uses_left: int
    conditions: tuple[Symbol, ...] = ()
    slot: int = 0


@dataclass(frozen=True)
class Box(Forward):
    """A coarse step forward: what a module does ("module"), or what lies farthest from the output ("hidden"), as one.

    `values` are the numbers of those of its Values that others use. Where there is one, formulas call it by the box's
    label and `value` is its number; where there are several, an "output" follows for each, and operands of others are
    these. `path` is the module's, or tells where the hidden Values lie; `group` numbers boxes, `call` the calls of one
    module where each has a box; `about` tells what is inside, line by line, `slopes` the gradients of the
    parameters told there, and `size` how many Values.
    """

    path: str = ""
    group: int = 0
    call: int = 0
    about: tuple[str, ...] = ()
    slopes: tuple[str, ...] = ()
    size: int = 0
    values: tuple[float, ...] = ()


@dataclass(frozen=True)
class Flow(Backward):
    """A coarse step back, from a box or to one: what each of the operand's values gets, at once.

    `upstreams` are the gradients of the source's values; `contributions` and `reached` have a number for each value of
    the operand. Where the source is a statement, `parts` are its local derivatives, a record for each value it uses.
    `inside` are the gradients of the leaves in the operand's box, which come with its last contribution. What is one
    number in a Backward is that of a box with one value, and NaN where there are several.
    """

    upstreams: tuple[float, ...] = ()
    contributions: tuple[float, ...] = ()
    reached: tuple[float, ...] = ()
    parts: tuple[Backward, ...] = ()
    inside: tuple[float, ...] = ()


@dataclass(frozen=True)
class Steps:
    """The records of a computation, forward and backward, in order; `steps` makes them.

    `output` is the last statement's label. Each record of `forward` has `label`, `kind`, `formula`, `value` and more,
    each of `backward` has `source`, `operand`, `upstream`, `local_formula`, `local`, `contribution`, `so_far` and
    `uses_left`. Where some operation has no derivative, `backward` is empty and `refusal` says why.

    >>> from autograd import Steps, Value, steps
    >>> w, x = Value(2.0, "w"), Value(3.0, "x")
    >>> records = steps((w * x).named("z"))
    >>> [(record.label, record.kind, record.value) for record in records.forward]
    [('w', 'leaf', 2.0), ('x', 'leaf', 3.0), ('z', 'statement', 6.0)]
    >>> Steps.from_json(records.to_json()).output
    'z'
    """

    level: str
    output: str
    forward: list[Forward]
    backward: list[Backward]
    refusal: str = ""

    def to_json(self) -> str:
        """The records as JSON text: formulas as text and as rows (see trees.py), NaN and infinities as strings."""
        content = {
            "level": self.level,
            "output": self.output,
            "forward": [_entry(record) for record in self.forward],
            "backward": [_entry(record) for record in self.backward],
            "refusal": self.refusal,
        }
        import json  # here and not above: most solutions are text

        return json.dumps(content, ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> "Steps":
        """The records from what `to_json` wrote; GraphError for anything else."""
        import json

        try:
            content = json.loads(text)
            forward = [_record(Box if "values" in entry else Forward, entry) for entry in content.pop("forward")]
            backward = [_record(Flow if "parts" in entry else Backward, entry) for entry in content.pop("backward")]
            return cls(forward=forward, backward=backward, **content)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise GraphError(f"this is not JSON that Steps.to_json wrote: {type(error).__name__}: {error}") from None


def _entry(record: Any) -> dict[str, Any]:
    """A record as JSON can hold it."""
    return {field.name: _plain(getattr(record, field.name)) for field in fields(record)}


def _plain(value: Any) -> Any:
    if isinstance(value, Symbol):
        return {"text": Writer()(value), "rows": rows(value)}
    if isinstance(value, Backward):
        return _entry(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return plain(value) if isinstance(value, float) else value


_NUMBERS = {"value", "now", "grad", "upstream", "local", "contribution", "so_far"}
_MANY_NUMBERS = {"values", "upstreams", "contributions", "reached", "inside"}


def _record(kind: Any, entry: dict[str, Any]) -> Any:
    """The record that `_entry` wrote."""
    for field in fields(kind):
        value: Any = entry.get(field.name)
        if field.name in _NUMBERS and value is not None:
            entry[field.name] = float(value)
        elif field.name in _MANY_NUMBERS:
            entry[field.name] = tuple(map(float, value))
        elif isinstance(value, (dict, list)):
            entry[field.name] = tuple(map(_read, value)) if isinstance(value, list) else _read(value)
    return kind(**entry)


def _read(value: Any) -> Any:
    """What stands in a record: a formula, a record of its own, or as it is."""
    if not isinstance(value, dict):
        return value
    return formula_of(value["rows"]) if "rows" in value else _record(Backward, value)
