r"""Messages in the document's own language: y_i for y[i], γ for gamma, x_1 for x[0].

>>> spelling = Spelling({"gamma": "γ", "xhat": "x̂"}, {"gamma", "xhat", "y"}, 1)
>>> spelling.shown("y[i] stands for gamma*xhat[0], dL/dxhat[i] is missing")
'y_i stands for γ*x̂_1, dL/dx̂_i is missing'
"""

import re
from collections.abc import Collection, Mapping

from autograd.worksheet.tex.constructs.conditions import ONES

_ONES = re.compile(rf"{ONES}\w+")
_NAME = re.compile(r"(?<![\w^])([^\W\d]\w*′*)(\^\(\w+\)|\^\*|\^\w)?((?:\[[^\[\]]*\])?)((?:\[[^\[\]]*\])?)(?!\w)")


class Spelling:
    """How the names of the language are shown; indices count from `first`."""

    def __init__(self, shown: Mapping[str, str], names: Collection[str], first: int) -> None:
        self._shown = shown
        self._names = names
        self._first = first

    def shown(self, text: str) -> str:
        """A message with its names as the document has them."""
        return _NAME.sub(self._name, _ONES.sub("1", text) if ONES in text else text)

    def _name(self, found: re.Match[str]) -> str:
        for name, rest in ((found[1] + (found[2] or ""), ""), (found[1], found[2] or "")):
            for word, before in ((name, ""), (name[1:], "d")) if name.startswith("d") else ((name, ""),):
                if not rest and f"{word}{found[3]}" in self._shown:  # a layer or a step
                    return f"{before}{self._shown[word + found[3]]}{self._index(found[4])}"
                if word in self._shown or word in self._names:
                    return f"{before}{self._shown.get(word, word)}{rest}{self._index(found[3])}{found[4]}"
        return found[0]

    def _index(self, typed: str) -> str:
        """An index as it stands below a name."""
        if not typed:
            return ""
        places = [self._place(place.strip()) for place in typed[1:-1].split(",")]
        joined = "".join(places) if all(len(place) == 1 for place in places) else ",".join(places)
        return f"_{joined}" if len(joined) == 1 else f"_{{{joined}}}"

    def _place(self, place: str) -> str:
        return str(int(place) + self._first) if place.isdigit() else place
