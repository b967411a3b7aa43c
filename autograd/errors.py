"""What can go wrong, as a tree:

AutogradError
├── AnomalyError (also ArithmeticError)   log of 0, 1/0, overflow of exp, an infinite slope …
├── NoDerivativeError (also TypeError)    a gradient asked through step or indicator
├── BranchError (also TypeError)          a decision on a Value that would be frozen into a program
├── GraphError (also ValueError)          a graph that is not what was recorded, or cannot be read
└── LanguageError (also ValueError)       text that cannot be read; knows the place

Wrong types raise plain TypeError, wrong sizes plain ValueError, as everywhere in Python.
"""


class AutogradError(Exception):
    """Whatever this package raises on its own account: catch it, and all of the kinds below are caught.

    >>> from autograd import AutogradError, Value
    >>> try:
    ...     Value(0.0, "x").log()
    ... except AutogradError as error:
    ...     print(error)
    log(x) with x = 0 is infinite
    """


class AnomalyError(AutogradError, ArithmeticError):
    """An operation has no finite real result here; names the operation, the operand and its place.

    Its name is `operation`, empty where the fault is in no single one. `anomalies` turns it into a warning, or into
    the result of IEEE arithmetic.

    >>> from autograd import Value
    >>> x = Value(2.0, "x")
    >>> 1 / (x - 2)
    Traceback (most recent call last):
    autograd.errors.AnomalyError: 1/(x − 2) with x − 2 = 0 is infinite
    """

    def __init__(self, message: str, operation: str = "") -> None:
        super().__init__(message)
        self.operation = operation


class NoDerivativeError(AutogradError, TypeError):
    """A gradient was asked through an operation that has none: `step`, `indicator`, or one made with dx=None.

    >>> from autograd import Value, step
    >>> step(Value(2.0, "x")).backward()
    Traceback (most recent call last):
    autograd.errors.NoDerivativeError: step has no derivative: it is flat but for a jump...
    """


class BranchError(AutogradError, TypeError):
    """A Value was compared, or asked whether it is true, inside `recording`; names file and line.

    >>> from autograd import Value, recording
    >>> x = Value(-2.0)
    >>> with recording():
    ...     size = -x if x < 0 else x
    Traceback (most recent call last):
    autograd.errors.BranchError: ..., line 2: comparing a Value while a program is recorded:
    whatever is decided here would be frozen into it. Use maximum(x, y), minimum(x, y), ...
    """


class GraphError(AutogradError, ValueError):
    """A graph that no longer is what was recorded, or records that cannot be read.

    >>> from autograd import Value, grad
    >>> x = Value(2.0, "x")
    >>> y = x * x
    >>> x.data = 3.0
    >>> grad(y, x)
    Traceback (most recent call last):
    autograd.errors.GraphError: grad: x was 2 when this was computed and is 3 now. Compute it
    again from the new numbers, or use backward(), which keeps to the old ones
    """


class LanguageError(AutogradError, ValueError):
    """Text that cannot be read: an expression, an answer key.

    `text` is the line, `column` where in it (from 0), `length` how many characters there are at fault. In a worksheet
    it is a verdict, "can't be read", and no error.

    >>> from autograd import LanguageError, check
    >>> try:
    ...     check("dz/dw = x", key="w = 2; x = 3; z = w*(x")
    ... except LanguageError as error:
    ...     print(error, error.column)
    key, line 1: the bracket ( is never closed: a ) is missing 20
    """

    def __init__(self, message: str, text: str = "", column: int = 0, length: int = 1) -> None:
        super().__init__(message)
        self.text = text
        self.column = column
        self.length = length
