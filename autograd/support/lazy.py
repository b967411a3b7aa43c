"""What is made when it is first used: NumPy is imported for arrays, patterns are compiled for what may have them."""

import re
from importlib import import_module

from autograd.support.types import TYPE_CHECKING, Any

__all__ = ["compiled_when_used", "np"]


class Lazy:
    """A module that is imported when it is first asked for something; ImportError that says what to install."""

    def __init__(self, name: str, title: str, what: str) -> None:
        self._name, self._title, self._what = name, title, what

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):  # doctest and inspect look at everything
            raise AttributeError(attribute)
        try:
            module = import_module(self._name)
        except ImportError:
            raise ImportError(
                f"{self._what} need {self._title}, which is not installed here: pip install {self._name}",
                name=self._name,
            ) from None
        found = getattr(module, attribute)
        setattr(self, attribute, found)  # asked for once
        return found


class _Pattern:
    """A pattern that is compiled when something is first looked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        found = getattr(re.compile(self._pattern, self._flags), attribute)  # re keeps what was compiled last
        setattr(self, attribute, found)  # asked for once
        return found


def compiled_when_used(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern for what most texts have not: starting takes less time without it.

    >>> compiled_when_used("[0-9]+").findall("7 of 12")
    ['7', '12']
    """
    return _Pattern(pattern, flags)  # type: ignore[return-value]


if TYPE_CHECKING:
    import numpy as np
else:
    np = Lazy("numpy", "NumPy", "arrays, layers such as Linear and compiled programs")
