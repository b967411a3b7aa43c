r"""Messages in the document's own language: y_i for y[i], γ for gamma, x_1 for x[0].

>>> spelling = Spelling({"gamma": "γ", "xhat": "x̂"}, {"gamma", "xhat", "y"}, 1)
>>> spelling.shown("y[i] stands for gamma*xhat[0], dL/dxhat[i] is missing")
'y_i stands for γ*x̂_1, dL/dx̂_i is missing'
"""

import re
from collections.abc import Iterable, Mapping


class Spelling:
    """How the names of the language are shown; indices count from `first`."""

    def __init__(self, shown: Mapping[str, str], names: Iterable[str], first: int) -> None:
        self._shown = dict(shown)
        self._first = first
        known = sorted(
            {name for name in (*names, *shown) if not name.startswith("(") and "·" not in name},
            key=lambda name: (-len(name), name),
        )
        ends = "|".join(map(re.escape, known))
        self._pattern = re.compile(rf"(?<![\w^])(d?)({ends})((?:\[[^\[\]]*\])?)(?![\w′])") if known else None

    def shown(self, text: str) -> str:
        """A message with its names as the document has them."""
        return self._pattern.sub(self._name, text) if self._pattern is not None and text else text

    def _name(self, found: re.Match[str]) -> str:
        name = self._shown.get(found[2], found[2])
        index = found[3][1:-1]
        if not index:
            return f"{found[1]}{name}"
        places = [self._place(place.strip()) for place in index.split(",")]
        joined = "".join(places) if all(len(place) == 1 for place in places) else ",".join(places)
        return f"{found[1]}{name}_{joined}" if len(joined) == 1 else f"{found[1]}{name}_{{{joined}}}"

    def _place(self, place: str) -> str:
        return str(int(place) + self._first) if place.isdigit() else place
