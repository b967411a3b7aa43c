"""NumPy, imported when something of it is first used: what needs no arrays runs without it, in a browser say."""

from importlib import import_module

from autograd.support.types import TYPE_CHECKING, Any

__all__ = ["np"]


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


if TYPE_CHECKING:
    import numpy as np
else:
    np = Lazy("numpy", "NumPy", "arrays, layers such as Linear and compiled programs")
