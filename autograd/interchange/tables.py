"""Records as tables of pandas: the steps of a computation, and what training noted at each epoch."""

from dataclasses import fields

from autograd.formulas.notation import Writer
from autograd.formulas.symbols import Symbol
from autograd.records.record import Steps
from autograd.support.lazy import Lazy
from autograd.support.types import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograd.training import History

pandas: Any = Lazy("pandas", "pandas", "tables")

_TEXT = Writer()


def to_dataframe(records: "Steps | History", part: str = "backward") -> Any:
    """A pandas DataFrame of the steps of a computation, or of the history of a training.

    Of `steps(z)` it has a row for each record, `part` says of which pass ("backward", or "forward"), and formulas are
    text; of a History a row for each epoch, from 1 (NaN where nothing was noted). Raises TypeError for anything else,
    ValueError for another part, ImportError where pandas is not installed.

    >>> from autograd import Value, steps
    >>> from autograd.interchange import to_dataframe
    >>> import pandas
    >>> w, x = Value(2.0, "w"), Value(3.0, "x")
    >>> to_dataframe(steps((w * x).named("z")))[["source", "operand", "contribution"]]
      source operand  contribution
    0              z           1.0
    1      z       w           3.0
    2      z       x           2.0
    """
    from autograd.training.history import History

    if isinstance(records, History):
        noted = {each.name: getattr(records, each.name) for each in fields(records) if each.name != "stopped"}
        found = pandas.DataFrame({name: pandas.Series(column, dtype=float) for name, column in noted.items()})
        return found.set_index(pandas.RangeIndex(1, len(found) + 1, name="epoch"))
    if not isinstance(records, Steps):
        raise TypeError(f"to_dataframe({type(records).__name__!r}): expected steps(z), or the History that fit returns")
    if part not in ("forward", "backward"):
        raise ValueError(f'part={part!r}: expected "forward" or "backward"')
    rows: list[Any] = records.forward if part == "forward" else records.backward
    return pandas.DataFrame([{each.name: _cell(getattr(row, each.name)) for each in fields(row)} for row in rows])


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_cell, value))
    return _TEXT(value) if isinstance(value, Symbol) else value
