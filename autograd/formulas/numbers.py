"""The numbers of a page: how many digits each has, the same wherever it stands, and how it is written with them.

>>> shown = Figures()
>>> shown(2 / 3), shown(-2 / 3), shown.number(2 / 3).widen(2), shown(2 / 3)
('0.6667', '−0.6667', True, '0.666667')
"""

import math
from decimal import Decimal

from autograd.formulas.notation import figure

MOST_DIGITS = 12
"""No number gets more digits than this; what does not come out with them is marked ≈."""

SMALLEST = math.ulp(0.0)
"""The smallest float: below it nothing has digits."""


class Number:
    """A number without its sign: its `digits` (0 where it is written as 0), its `text`, and what is `read` off that."""

    __slots__ = ("_decimal", "_half", "digits", "exact", "few", "is_exact", "most", "read", "size", "text", "users")

    def __init__(self, size: float, exact: float, figures: "Figures") -> None:
        self.size = size
        self.exact = exact
        self.few, self.most = figures.digits, figures.most
        self.users: list[int] = []  # the lines that it stands in, while the digits are chosen
        self._write(0 if size in figures.zeros else figures.digits)

    def _write(self, digits: int) -> None:
        self.digits = digits
        self.text = figure(self.exact if digits else 0.0, digits or self.few)
        self.read = float(self.text) if self.exact < math.inf else self.exact
        self.is_exact = self.read == self.exact
        whole = len(self.text) if self.text.isdecimal() else 0
        if 0 < digits <= whole and abs(self.read - self.exact) > 1e-12 * self.exact:
            self._write(whole + 1)  # a whole number is read as it stands: 1100 is not 1100.33
            return
        self._decimal: Decimal | None = None
        self._half = 0.0

    def widen(self, digits: int = 1) -> bool:
        """Give it more digits, until it is written differently; says whether there were any left to give."""
        if not self.digits:
            self._write(self.few)
            return True
        before = self.text
        while self.digits < self.most:
            self._write(min(self.most, self.digits + digits))
            if self.text != before:
                return True
            digits = 1
        return False

    def wider(self, digits: int) -> str:
        """How it would be written with so many digits more; "" where it cannot have them."""
        return figure(self.size, self.digits + digits) if self.digits and self.digits + digits <= self.most else ""

    @property
    def decimal(self) -> Decimal:
        """What is read off the page, as it stands."""
        if self._decimal is None:
            self._decimal = Decimal(self.text)
        return self._decimal

    @property
    def half(self) -> float:
        """Half a unit of its last digit; where it is written in full, it counts as if it had all digits."""
        if not self._half:
            mantissa, _, exponent = self.text.partition("e")
            place = int(exponent or 0) - len(mantissa.partition(".")[2])
            if self.read and abs(self.read - self.exact) <= 1e-12 * self.exact:
                place = min(place, math.floor(math.log10(self.read)) + 1 - self.digits)
            self._half = max(0.5 * 10.0**place, SMALLEST)
        return self._half


class Figures:
    """Writes the numbers of a page; one number has the same digits wherever it stands, whatever its sign.

    `digits` is what each has to begin with; `zeros` are numbers that are written as 0.
    """

    def __init__(self, digits: int = 4) -> None:
        self.digits = digits
        self.most = max(digits, MOST_DIGITS)
        self.zeros: set[float] = set()
        self._numbers: dict[float, Number] = {}  # by what they are, and by their key

    def key(self, x: float) -> float:
        """One number for all that differ by rounding errors or in sign."""
        return float(f"{abs(x):.12e}")

    def number(self, x: float) -> Number:
        """The number of the page that this is."""
        found = self._numbers.get(x)
        if found is None:
            size = self.key(x)
            found = self._numbers.get(size)
            if found is None:
                found = self._numbers[size] = Number(size, abs(x), self)
            self._numbers[x] = found
        return found

    def __call__(self, x: float) -> str:
        """The number, written."""
        text = self.number(x).text
        return f"−{text}" if x < 0 and text not in ("0", "NaN") else text
