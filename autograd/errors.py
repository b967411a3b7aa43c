"""What can go wrong, as a tree:

AutogradError
├── AnomalyError (also ArithmeticError)   log of 0, 1/0, overflow of exp, an infinite local derivative …
├── NoDerivativeError (also TypeError)    a gradient asked through step or indicator
├── BranchError (also TypeError)          a decision on a Value, where it would be frozen into a program
├── GraphError (also ValueError)          a graph that no longer is what was recorded, or cannot be read
└── LanguageError (also ValueError)       an expression that cannot be read; knows the place

Wrong types raise plain TypeError, wrong sizes plain ValueError, as everywhere in Python.
"""


class AutogradError(Exception):
    """Whatever this package raises on its own account."""


class AnomalyError(AutogradError, ArithmeticError):
    """An operation has no finite real result here; names the operation, the operand and its place."""


class NoDerivativeError(AutogradError, TypeError):
    """A gradient was asked through an operation that has none."""


class BranchError(AutogradError, TypeError):
    """A Value was compared, or asked whether it is true, while a program is recorded; names file and line."""


class GraphError(AutogradError, ValueError):
    """A graph that no longer is what was recorded, or records that cannot be read."""


class LanguageError(AutogradError, ValueError):
    """Text that cannot be read as an expression.

    `column` is where (from 0), `length` how many characters there are at fault.
    """

    def __init__(self, message: str, text: str = "", column: int = 0, length: int = 1) -> None:
        super().__init__(message)
        self.text = text
        self.column = column
        self.length = length
