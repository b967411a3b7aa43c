"""Writes the signatures of the operations for type checkers and editors.

`python -m autograd.engine.codegen.signatures` does it. They are kept in two modules that no program imports: the
methods of Value, and the functions. A test compares them with the table: whoever adds an operation runs this.
"""

from pathlib import Path

from autograd.engine.codegen.python import OPS
from autograd.engine.operation import Op

FOLDER = Path(__file__).parent

_WRITTEN = "Written by `python -m autograd.engine.codegen.signatures` from the table of operations."

_METHODS = f'''"""The operations as methods of Value, for type checkers.

{_WRITTEN}
"""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from autograd import Value

Number = float | Fraction | Decimal | np.floating[Any] | np.integer[Any] | np.bool_
Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]


class Methods:
    """What Value has from the table."""
'''

_FUNCTIONS = f'''"""The operations as functions, for type checkers.

{_WRITTEN}
"""

from typing import overload

from autograd.engine.codegen.methods import Array, Number
from autograd.engine.operation import Op
from autograd.engine.value import Value

'''

_UNARY_METHOD = """
    def {name}(self{settings}) -> "Value":
        {doc}
        raise NotImplementedError
"""

_BINARY_METHOD = """
    @overload
    def {name}(self, {letter}: Array{settings}) -> Array: ...
    @overload
    def {name}(self, {letter}: "Value | Number"{settings}) -> "Value": ...
    def {name}(self, {letter}: "Value | Number | Array"{settings}) -> "Value | Array":
        {doc}
        raise NotImplementedError
"""

_UNARY_FUNCTION = """
class _{name}(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value{settings}) -> Value: ...
    @overload
    def __call__(self, x: Number{settings}) -> float: ...
    @overload
    def __call__(self, x: Array{settings}) -> Array: ...
    def __call__(self, x: Value | Number | Array{settings}) -> Value | float | Array:
        {doc}
        raise NotImplementedError
"""

_BINARY_FUNCTION = """
class _{name}(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value, y: Value | Number{settings}) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Value{settings}) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Number{settings}) -> float: ...
    @overload
    def __call__(self, x: Array, y: Value | Number | Array{settings}) -> Array: ...
    @overload
    def __call__(self, x: Value | Number, y: Array{settings}) -> Array: ...
    def __call__(self, x: Value | Number | Array, y: Value | Number | Array{settings}) -> Value | float | Array:
        {doc}
        raise NotImplementedError
"""


def methods() -> str:
    """The module of the methods, operators included."""
    written = [_METHODS]
    for rule in OPS.values():
        names = [rule.name]
        if rule.method:
            names += [f"__{rule.method}__"] + [f"__r{rule.method}__"] * (len(rule.letters) == 2)
        template = _BINARY_METHOD if len(rule.letters) == 2 else _UNARY_METHOD
        written += [template.format(name=name, letter="other", **_rest(rule)) for name in names]
    return "".join(written)


def functions() -> str:
    """The module of the functions."""
    rules = sorted(OPS.values(), key=lambda rule: rule.name)
    names = ",\n".join(f'    "{rule.name}"' for rule in rules)
    kinds = [
        (_BINARY_FUNCTION if len(rule.letters) == 2 else _UNARY_FUNCTION).format(name=rule.name, **_rest(rule))
        for rule in rules
    ]
    known = "".join(f"{rule.name}: _{rule.name}\n" for rule in rules)
    return f"{_FUNCTIONS}__all__ = [\n{names},\n]\n\n" + "\n".join(kinds) + f"\n\n{known}"


def _rest(rule: Op) -> dict[str, str]:
    """The settings of an operation and its docstring's first line, as both are written."""
    settings = "".join(f", {name}: float = {number!r}" for name, number in rule.parameters.items())
    sentence = " ".join((rule.__doc__ or rule.name).partition("\n\n")[0].split())
    return {"settings": settings, "doc": f'"""{sentence}"""'}


MODULES = {"methods.py": methods, "functions.py": functions}


def main() -> None:
    """Write both modules."""
    for name, source in MODULES.items():
        (FOLDER / name).write_text(source(), "utf-8")


if __name__ == "__main__":
    main()
