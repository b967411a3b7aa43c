"""What type checkers know of calling modules: which kind of input gives which kind of output.

When a program runs, all these are Module itself.
"""

from typing import TYPE_CHECKING, Any

from autograd.nn.modules.module import Container, Module

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias, overload

    from autograd.engine.codegen.methods import Array, Number
    from autograd.engine.codegen.python import Value

    Entry: TypeAlias = Value | Number
    Row: TypeAlias = Sequence[Entry]
    Values: TypeAlias = "Value | list[Values]"
    Nested: TypeAlias = "Sequence[Entry | Nested]"

    class OnLists(Module):
        """An array for an array, nested lists of Values for nested lists, as deep as they are."""

        @overload
        def __call__(self, x: Array) -> Array: ...
        @overload
        def __call__(self, x: Row) -> list[Value]: ...
        @overload
        def __call__(self, x: Sequence[Row]) -> list[list[Value]]: ...
        @overload
        def __call__(self, x: Sequence[Sequence[Row]]) -> list[list[list[Value]]]: ...
        @overload
        def __call__(self, x: Sequence[Sequence[Sequence[Row]]]) -> list[list[list[list[Value]]]]: ...
        def __call__(self, x: Any) -> Any: ...

    class OnNumbers(Module):
        """The same, and a Value for a single number."""

        @overload
        def __call__(self, x: Array) -> Array: ...
        @overload
        def __call__(self, x: Entry) -> Value: ...
        @overload
        def __call__(self, x: Row) -> list[Value]: ...
        @overload
        def __call__(self, x: Sequence[Row]) -> list[list[Value]]: ...
        @overload
        def __call__(self, x: Sequence[Sequence[Row]]) -> list[list[list[Value]]]: ...
        @overload
        def __call__(self, x: Sequence[Sequence[Sequence[Row]]]) -> list[list[list[list[Value]]]]: ...
        def __call__(self, x: Any) -> Any: ...

    class ToNumber(Module):
        """A Value for a row."""

        def __call__(self, x: Row | Array) -> Value: ...

    class ToRow(Module):
        """A list of Values for a row, where there is one output a Value."""

        def __call__(self, x: Row | Array) -> Value | list[Value]: ...

    class ToRows(Container):
        """The same, and a list of them for a batch; an array for an array of several rows."""

        @overload
        def __call__(self, x: Array) -> Array | Value | list[Value]: ...
        @overload
        def __call__(self, x: Row) -> Value | list[Value]: ...
        @overload
        def __call__(self, x: Sequence[Row]) -> list[Value] | list[list[Value]]: ...
        def __call__(self, x: Any) -> Any: ...

    class OfAnyDepth(Module):
        """An array for an array, Values or lists of them for lists: how deep depends on what is inside."""

        @overload
        def __call__(self, x: Array) -> Array: ...
        @overload
        def __call__(self, x: Nested) -> Values: ...
        def __call__(self, x: Any) -> Any: ...

    class OfModules(OfAnyDepth, Container):
        """The same, of what has others inside."""

    class OnSequences(Module):
        """The outputs at each step and the states at the end, arrays for an array, lists for lists."""

        @overload
        def __call__(self, x: Array, state: Any = None) -> tuple[Array, Array]: ...
        @overload
        def __call__(self, x: Sequence[Row], state: Any = None) -> tuple[list[list[Value]], list[list[Value]]]: ...
        @overload
        def __call__(
            self, x: Sequence[Sequence[Row]], state: Any = None
        ) -> tuple[list[list[list[Value]]], list[list[list[Value]]]]: ...
        def __call__(self, x: Any, state: Any = None) -> Any: ...

    class OfPlaces(Module):
        """A row for a whole number, a list of rows for a list of them."""

        @overload
        def __call__(self, x: Array) -> Array: ...
        @overload
        def __call__(self, x: int) -> list[Value]: ...
        @overload
        def __call__(self, x: Sequence[int]) -> list[list[Value]]: ...
        @overload
        def __call__(self, x: Sequence[Sequence[int]]) -> list[list[list[Value]]]: ...
        def __call__(self, x: Any) -> Any: ...
else:
    OnLists = OnNumbers = ToNumber = ToRow = OfAnyDepth = OfPlaces = OnSequences = Module
    ToRows = OfModules = Container
