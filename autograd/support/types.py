"""What annotations are written with, in place of `typing`, which takes longer to import than all of the engine.

Type checkers read the true names; when a program runs, stand-ins that mean nothing are enough.
"""

TYPE_CHECKING = bool()  # noqa: UP018  False; written so, jedi would believe it

if TYPE_CHECKING:
    from typing import (
        Any as Any,
        Literal as Literal,
        NoReturn as NoReturn,
        Protocol as Protocol,
        SupportsIndex as SupportsIndex,
        TypeVar as TypeVar,
        overload as overload,
    )
else:

    class Any:
        """Any type."""

    class Protocol:
        """Whatever has these methods."""

    class Literal:
        """One of some constants: Literal["raise", "warn"]."""

        def __class_getitem__(cls, constants):
            return cls

    class NoReturn:
        """What does not return."""

    class SupportsIndex:
        """What is as good as an int."""

    class TypeVar:
        """A type to be named later."""

        def __init__(self, name, bound=None):
            self.__name__ = name

    def overload(function):
        """One of several signatures: the last definition is the function."""
        return function

    for _stand_in in (Any, NoReturn, SupportsIndex):
        _stand_in.__module__ = "builtins"  # signatures show them by their names
