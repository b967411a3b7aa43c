"""What a text tells of its layers and time steps: where they stand, and how many there are."""

import re
from functools import cached_property

from autograd.worksheet.language.notations.patterns import NAME, NO_FOLD
from autograd.worksheet.language.notations.recursions import END, TIME, USUAL, Recursion, member, recursions
from autograd.worksheet.language.notations.told.names import reached
from autograd.worksheet.language.notations.told.slopes import Slopes
from autograd.worksheet.language.notations.told.text import once_for_a_name
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.vocabulary import CONSTANTS, is_function

SUMMED = re.compile(
    r"(?:(?<!\w)(?:sum|mean|max|prod)|[Σ∑])\s*(?:_\{?\s*([a-z])(?!\w)|\(\s*([a-z])\s*(?:!=\s*\w\s*)?[:=])"
)
SUMMED_BARE = re.compile(r"(?:[Σ∑](?!_)|(?<!\w)sum[ \t(])[^=;:\n_]{0,60}_\{?([ijkmn])(?!\w)")
DEVIATIONS = ("σ", "s", "sigma")
"""What the variance, σ², is the square of."""

_ENTRY_DEFINED = re.compile(rf"(?:^|[;\n])[ \t]*({NAME}?)_\{{?([a-z]{{1,2}})\}}?\s*:?=(?!=)([^;\n#]*)")
BELOW_ALL = re.compile(
    rf"(?<!\w){NO_FOLD}[∂d]?({NAME}?)_\{{?([a-z])(?:\s*,?\s*([a-z])|\s*[-+]\s*([a-z0-9]))?\}}?(?![\w{{}}])"
)
_NEXT_DEFINED = re.compile(rf",\s+{NAME}\s*:?=(?!=)")
"""Where the next statement begins behind a comma."""

RUNS = re.compile(r"(?:(?<!\w)(?:sum|mean)|[Σ∑])\s*[_(]?\{?([a-z])(?![\w(])")
_RUNS_TOGETHER = re.compile(r"(?:(?<!\w)sum|[Σ∑])_?\{\(?[a-z],\s?([a-z])\)?\}")
"""The second letter of a sum over two: Σ_{p,q}"""

_SUMS_STEPS = re.compile(r"(?:[Σ∑]|(?<!\w)sum)[_(]?\s*\{?\s*t(?!\w)")

GIVES_NUMBERS = re.compile(r"(?<![=<>!])=\s*\[\s*[-−+\[]*\s*[0-9.]")
_RAISED_LETTER = r"(?<![\w]){}\^[{{(\[]*[lt](?!\w)"
_RAISED_LAYER = re.compile(
    rf"(?:^|[;,\n]|:[ \t]|(?<=[a-z]\))[ \t]|(?<!\w)(?P<word>[^\W\d_]{{4,}})[ \t])[ \t]*(?P<name>{NAME}?)"
    r"(?:\^(?:\([0-9]\)|[0-9])|[¹²³])\s*(?==)"
)
_RAISED = re.compile(rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?)(?:\^(\(?\{{?(?:[0-9](?![\w.])|.))|([¹²³]))")
"""Every name with what stands above it, and what differentiates by it."""

_RAISED_SECOND = re.compile(
    rf"^[ \t]*{NAME}[ \t]*=[ \t]*([^\W\d_][\u0300-\u036f]?)(?:\^\{{?[0-9]\}}?|[²³])[ \t]*=(?![ \t]*[-−0-9.])",
    re.MULTILINE,
)
"""A layer that is the second name of what is told: ŷ = a^2 = σ(z)."""

_SETS = frozenset("Rℝ")
"""What is raised by how many numbers it has: x in R^3."""

_SECOND_SLOPE = re.compile(r"(?<!\w)[∂d](?:\^\{?2\}?|²)\s?[^=;,\n/]{0,20}/\s*[∂d]")
_BOTTOM_ALONE = re.compile(rf"/\s*[∂d]\s?({NAME}?)(?![\w^²³'’′])")
_BY_SQUARE = re.compile(r"/\s*[∂d]\s?\(?([^\s(/²^]+)(?:²|\^2)")
_SQUARE_TOLD = re.compile(r"(?:^|[;,])[ \t]*([^\s;,²^]+)(?:²|\^2)\s*:?=", re.MULTILINE)
_GATED = re.compile(rf"(?:^|[;,\n])[ \t]*({NAME}?)\^\{{?[a-km-su-z]\}}?[ \t]*=")
_EXPONENTIAL = re.compile(rf"(?<![\w.])e\^(?:[0-9.]+\s*=\s*[0-9]|[-−{{(]|(?!\(?[lL0-9]){NAME})")
"""What shows that e is the base of exponentials: e^2 = 7.389, e^-z."""


_RULE_FOR_EACH = re.compile(
    rf"(?:^|[;,*•])[ \t]*(?:[-–—][ \t]+)?({NAME})[ \t]*=[^=;\n]*_(?:t(?!\w)|\{{t[^\w}}])[^=;\n]*(?=$|;)", re.MULTILINE
)
"""A rule for each time step about a name that has none: g = dh_t u"""


_IS_NEXT = re.compile(r"next|prev|carry")
"""Words in names for what one time step hands on to another."""


class Layers(Slopes):
    """The layers and steps of a text."""

    @cached_property
    def layered(self) -> set[str]:
        """The names whose raised numbers are layers: nobody defines a power.

        >>> sorted(Layers("z^2 = w^2 a^1; y = x^2; dy/dx = 2x").layered)
        ['a', 'w', 'z']
        """
        if {"^", "¹", "²", "³"}.isdisjoint(self.text):
            return set()
        raised = _RAISED_LAYER.finditer(self.text)
        found = {each["name"] for each in raised if not is_function(each["word"] or "")}
        found.update(name for name in _RAISED_SECOND.findall(self.text) if not self.knows_in_key(name))
        if "e" in found and _EXPONENTIAL.search(self.text):
            found.remove("e")
        defined = {name for name in found if not self.stands_alone(name) and not self.is_looked_for_squared(name)}
        variances = {name for name in found - defined if self._is_variance(name)}
        return defined | variances | (self._weights_of(defined) if defined else set())

    def _weights_of(self, layered: set[str]) -> set[str]:
        """The names that are raised by the numbers of layers, or the one before them, and never stand alone.

        >>> sorted(Layers("a^1 = w^1 x; a^2 = w^2 a^1; C = a^2 + x^2; dC/dw^2 = a^1").layered)
        ['a', 'w']
        >>> sorted(Layers("z^1 = w^2 x; C = w^3; q = tanh^1 z^1; dC/dw = w^T w^1").layered)
        ['z']
        """
        if _SECOND_SLOPE.search(self.text):
            return set()
        above: dict[str, set[str]] = {}
        by: set[str] = set()
        for bar, name, raised, small in _RAISED.findall(self.text):
            if name not in _SETS | CONSTANTS.keys() and not is_function(name):
                above.setdefault(name, set()).add(raised.strip("({") or str("¹²³".index(small) + 1))
                by |= {name} if bar else set()
        layers = {number for name in layered for number in above.get(name, ())}
        usual = layers | {str(int(min(filter(str.isdecimal, layers), default="1")) - 1)}
        others = layered | self.bottoms_alone
        has_first = any("1" in numbers for numbers in above.values())  # nobody writes the first power
        return {
            name
            for name, numbers in above.items()
            if name not in others
            and ((has_first and numbers <= usual) or (name in by and all(map(str.isdecimal, numbers))))
            and not self.stands_alone(name)
        }

    @cached_property
    def bottoms_alone(self) -> set[str]:
        """The names it differentiates by as they are, with nothing raised: the w of dL/dw."""
        return set(_BOTTOM_ALONE.findall(self.text))

    @cached_property
    def gated(self) -> set[str]:
        """The names that are given a number for each letter above them, and never stand alone: those of gates.

        >>> Layers("W^z = 0.4; W^r = 0.3; e^x = 2; y = v^n; v^n = 3; v = 2").gated
        {'W'}
        """
        found = {name for name in _GATED.findall(self.text) if name != "e"} if "^" in self.text else set()
        return {name for name in found if not self.stands_alone(name)}

    def _is_variance(self, name: str) -> bool:
        """Whether σ² is told before σ, and nothing is differentiated by σ: the variance, and its root.

        Where it is differentiated by before it is told, it is looked for, and the square of σ.
        """
        if name not in DEVIATIONS or name in self.bottoms or self.is_looked_for_squared(name):
            return False
        told = re.search(rf"(?<!\w){name}(?:²|\^2)\s*=", self.text)
        return told is not None and re.search(rf"(?<!\w){name}(?![\w²^(])", self.text[: told.start()]) is None

    def is_looked_for_squared(self, name: str) -> bool:
        """Whether σ² is only told below what is differentiated by it.

        >>> squares = Layers("dL/dσ² = 2, ds/dr^2 = 3; σ̂² = 4; r^2 = 5; dq/dr^2 = 1; q² = 3; dr/dq² = 1")
        >>> [squares.is_looked_for_squared(name) for name in ("σ", "r", "q", "L")]
        [True, True, False, False]
        """
        return name in self._squares_looked_for

    @cached_property
    def _squares_looked_for(self) -> set[str]:
        below: dict[str, int] = {}
        told: dict[str, int] = {}
        for found in _BY_SQUARE.finditer(self.text):
            below.setdefault(found[1], found.start())
        for found in _SQUARE_TOLD.finditer(self.text):
            for name in (found[1], found[1].removesuffix("\u0302")):
                told.setdefault(name, found.start())
        return {name for name, start in below.items() if start < told.get(name, start)}

    @cached_property
    def recursions(self) -> dict[str, Recursion]:
        """The letters of layers, l, and of time steps, t, that names are defined over by recursion."""
        found = recursions(self.text, self.is_given_list, self.summed.__contains__)
        return {letter: each for letter, each in found.items() if not (self.is_of_one_step and letter == TIME)}

    @cached_property
    def summed(self) -> set[str]:
        """The letters that sums run over, as far as they are told."""
        second = _RUNS_TOGETHER.findall(self.text)
        return {
            *RUNS.findall(self.text), *SUMMED_BARE.findall(self.text), *map("".join, SUMMED.findall(self.text)), *second
        }  # fmt: skip

    def always_over(self, letter: str, members: str) -> bool:
        """Whether all sums over a letter, in a sheet without numbers, are over one set: then it may be any.

        >>> Layers("E = Σ_{d ∈ D} e_d").always_over("d", "D"), Layers("Σ_{d ∈ S} e_d + Σ_d e_d").always_over("d", "S")
        (True, False)
        """
        if self.gives_numbers or GIVES_NUMBERS.search(self.whole):
            return False
        pattern = rf"(?:[Σ∑]|(?<!\w)sum)_\{{?\s*{letter}(?!\w)(\s*(?:∈|in)\s*{re.escape(members)}\s*\}}|\s*(?:=|∈|in)|)"
        sums = [set(re.findall(pattern, line)) for line in self.text.split("\n")]
        told = set().union(*sums)  # once the set is told, Σ_d is over it, too
        return len({each.strip() for each in told if each}) == 1 and not any(len(each) > 1 for each in sums)

    @cached_property
    def families(self) -> dict[str, int]:
        """How many layers or steps each letter of a recursion counts.

        >>> Layers("a[l] = f(a[l-1])").families, Layers("h_t = tanh(w h_{t-1})").families
        ({'l': 3}, {'t': 4})
        >>> Layers("w_{t+1} = w_t - g").families, Layers("x = 2; h_t = x h_{t-1}").families
        ({}, {})
        >>> Layers("a^l = W^l a^{l-1}; dL/da^0 = W^1 d^1; y = a^5").families
        {'l': 5}
        """
        return {letter: each.count for letter, each in self.recursions.items()}

    @cached_property
    def ends(self) -> dict[str, str]:
        """The signs for the last layer or step, and the letter that counts to it: the capital of the letter, or L.

        >>> Layers("a_k = W_k a_{k-1}").ends, Layers("h_t = f(h_{t-1})").ends
        ({'L': 'k', 'K': 'k'}, {'T': 't'})
        """
        found = {letter.upper(): letter for letter in self.families}
        others = [letter for letter in self.families if letter not in USUAL]
        return {END: others[0], **found} if len(others) == 1 else found

    @cached_property
    def by_letters(self) -> set[str]:
        """The names whose letters tell the layer, where no number is: z_j is made of z_i, so they are two lists.

        >>> sorted(Layers("a_j = Σ_i w_ji z_i; z_j = h(a_j); y_k = Σ_j w_kj z_j").by_letters)
        ['w', 'z']
        >>> Layers("p_i = exp(z_i)/Σ_k exp(z_k); dp_i/dz_j = 0").by_letters
        set()
        >>> Layers("c_t = f c_{t-1} + g; a_ij = q_ij, p_ij = a_ij + a_ji").by_letters
        set()
        """
        if "_" not in self.text or self.families or self.gives_numbers or GIVES_NUMBERS.search(self.whole):
            return set()
        uses: dict[str, set[str]] = {}
        alike: set[str] = set()  # with two letters in one formula: π_k/Σ_j π_j
        for name, left, formula in _ENTRY_DEFINED.findall(self.text):
            own = [(each, below) for each, *below in BELOW_ALL.findall(_NEXT_DEFINED.split(formula, maxsplit=1)[0])]
            if any(each == name and "".join(below) == left for each, below in own):
                continue  # w_i := w_i - … is a new value
            uses.setdefault(name, set()).update(each for each, (*_, shift) in own if not shift)
            alike |= {each for each, below in own if any(each == other and below != its for other, its in own)}
        if not any(name in reached(name, uses) for name in uses if name not in alike):
            return set()
        letters: dict[str, set[str]] = {}
        for name, first, second, shift in BELOW_ALL.findall(self.text):
            letters.setdefault(name, set()).add(f"{first}{second}{shift}")
        return {name for name, found in letters.items() if len(found) > 1} - alike

    @cached_property
    def handed_on(self) -> set[str]:
        """The names that a rule for each time step gives something, and steps of their own as well.

        >>> Layers("h_t = w h_{t-1}; g = dh_t u; g = dh_2 u = 3").handed_on
        {'g'}
        >>> Layers("h_t = w h_{t-1}; L = Σ_{t=1}^2 h_t; L = 3").handed_on
        set()
        """
        if "t" not in self.families:
            return set()
        rules = (each for each in _RULE_FOR_EACH.finditer(self.text) if not _SUMS_STEPS.search(each[0]))
        found = {each[1] for each in rules}
        found = {name for name in found if self.times_given[name] > 1 or _IS_NEXT.search(name)}
        handed = (name for name in found if name not in self.family_names)
        return {spelled(re.sub("[{}]", "", name)) for name in handed}

    @cached_property
    def family_names(self) -> set[str]:
        """The names that have a layer or a time step."""
        found: set[str] = set()
        for letter in self.families:
            pattern = member(rf"{letter}(?:\s*[-−+]\s*[0-9])?", letter in USUAL)
            found.update(match[1] for match in re.finditer(pattern, self.text))
        return found

    @once_for_a_name
    def is_given_list(self, name: str) -> bool:
        """Whether a name is given as a list."""
        return re.search(rf"(?<!\w){re.escape(name)}\s*=\s*\[", self.whole) is not None

    def is_member(self, name: str, index: str) -> bool:
        """Whether an index is the layer or time step of a name."""
        is_index = index[:1].isdecimal() or index[:1] in self.families or index[:1] in self.ends
        return bool(self.families) and name in self.family_names and is_index

    @cached_property
    def raised_members(self) -> set[str]:
        """The names of families whose layer always stands above: their raised numbers are layers, too.

        >>> sorted(Layers("a^l = W^l a^{l-1}; y = a^2 + q^2").raised_members)
        ['W', 'a']
        """
        raised = {name for name in self.family_names if re.search(_RAISED_LETTER.format(re.escape(name)), self.text)}
        return {name for name in raised if not self.stands_alone(name)}
