"""What a text tells of its lists: which names are lists, and which letters below them are indices."""

import re
import unicodedata
from collections.abc import Collection
from functools import cached_property

from autograd.worksheet.language.notations.patterns import NAME, NAMED_LAYER, NO_FOLD, NUMBER
from autograd.worksheet.language.notations.told.layers import (
    BELOW_ALL,
    GIVES_NUMBERS,
    RUNS,
    SUMMED,
    SUMMED_BARE,
    Layers,
)
from autograd.worksheet.language.notations.told.names import FORMULA_OF, WORD
from autograd.worksheet.language.notations.told.slopes import GIVES_NUMBER
from autograd.worksheet.language.notations.told.text import once_for_a_name

MOST_STEPS = 4
"""So often what is a list is looked for by letters, and letters by what is a list."""

CLASSES = "c"
"""Letters that count classes or channels where another index stands beside them."""

WORDS_BELOW = "chotuvwxyz"
"""Letters that rather tell one name from another where they stand below: u_o, the outer one, W_h, x_t."""

_SIZES = re.compile(r"=\s*\[[0-9]+\s*,\s*([0-9]+)\]\s*@\s*\[([0-9]+)\s*,\s*[0-9]+\]\s*(?:$|[=#])", re.MULTILINE)
_LONGER = re.compile(r"(?<![\w'’′{}])[\w'’′{}]*_[a-z](?=\[)")
_LISTED = re.compile(rf"(?<!\w)(?=({NAME})(?:\s*=\s*(?:\[|\(\s*{NUMBER}\s*,)|\[))")
_BELOW = re.compile(rf"(?<!\w)[∂d]?({NAME}?)_\{{?([a-z])\}}?(?![\w{{}}])")
_IN_BRACKETS_ABOVE = re.compile(r"\^\{?\(([ijkn])\)")
_LEFT_OF = re.compile(r"(?:^|[;\n])([^=\n;]{1,80})=")
_WHOLE = re.compile(rf"(?<![\w/∂])({NAME}?)_(?:\{{[a-z]\}}|[a-z])\s*=\s*(?:\[|{NUMBER}\s*(?:$|[;,#]))", re.MULTILINE)
_IN_FORMULA = re.compile(
    r"(?:[+*/·×=≈Σ∑√^²³)\]0-9][ \t]{0,8}|[-−]|(?:_\{?[a-z]\}?|\^\{?\w\}?)[ \t]{0,3}"
    r"|(?<![^\W\d_])(?:log|ln|exp|tanh|sin|cos)[ \t]{0,3}"
    r"|=[^=;\n,]{0,60}[^\s=;\n,:][ \t]{0,3}|[\w)\]²³][ \t]{1,3}[-−][ \t]{1,3})\Z"
)
"""What stands before a factor or a term, or before what a function is taken of."""

_COMPARED_LETTERS = re.compile(
    r"(?<!\w)[1𝟙𝟏I]_?\s?[\[({]\s*([a-z])\s*(?:==?|≠|!=)\s*([a-z])\s*[\])}]"
    r"|(?<=[-−+*·×⊙∘(\s])\[\s*([a-z])\s*(?:==?|≠|!=)\s*([a-z])\s*\]"
    r"|(?<!\w)(?:for|if|when)\s+([a-z])\s*(?:≠|!=)\s*([a-z])\s*(?:$|[.,;:])",
    re.MULTILINE,
)
"""The letters of 1(i = y), of [i = y], and of: for i ≠ c."""

_OF_NAMED_LAYER = re.compile(rf"(?<!\w)[∂d]?({NAME}?)_\{{?[a-km-su-z](?:\s*,?\s*[a-km-su-z])?\}}?{NAMED_LAYER}")
_PAIR = r"([i-n]|[a-z](?=\s?,\s?[a-z]\}))\s*,?\s*([i-n]|(?<=,)[a-z]|(?<=,\s)[a-z])"
"""Two indices below a name: any letters where a comma and brackets say so."""

_PAIR_BELOW = re.compile(rf"(?<=[^\W_])_\{{?{_PAIR}(?![\w])")
_DEFINED_BY_PAIR = re.compile(
    rf"(?:^|[;,\n])[ \t]*({NAME}?)_\{{?{_PAIR}\}}?[ \t]*=(?!=)"
    r"((?:[^=;\n#,{}()]|\{[^{}\n]{0,40}\}|\([^()\n]{0,80}\)){1,300})"
)
"""Each entry of a matrix, told by its row and column: r_ij = max(0, z_ij)"""

_LETTER_GIVEN = re.compile(
    r"(?:^|[;,:])[ \t]*([^\W\d_])(?:[0-9]{1,2}|_(?:\w{1,2}|\{[^{}\n]{1,9}\}))?[ \t]*:?=(?!=)", re.MULTILINE
)
_ENTRY_OF_MATRIX = re.compile(rf"(?<!\w){NO_FOLD}([^\W\d_]\w*?)_(?:\{{([^{{}}\n]{{2,30}})\}}|([a-z]{{2}})(?!\w))")
_FIRST = re.compile(r"([^\W\d_]\w*?)?_\{?0|\[0\]")
_LIST_CALLED_0 = re.compile(r"([^\W\d_]\w*)_\{?0\}?\s*=\s*\[")
_CONSTANT = re.compile(r"(?<![\w∂])(?<![∂d]\s)([^\W\d_]\w*?)(?:_\{?0\}?|₀)(?![\w²³^\[(])")
_SUMMED_FROM_1 = re.compile(r"(?:[Σ∑]|(?<!\w)sum)_?\{?([a-z])(?![\w]|\s*=\s*0)")
"""A sum over a letter that does not begin with 0."""

_INDEXED = re.compile(rf"(?<![\w])[∂d]?({NAME}?)\[[a-z0-9](?:,\s*[a-z0-9])?\]")
_BARE_ENTRY = re.compile(r"(?<![\w.])[d∂]?([^\W\d_]+)([0-9]{1,2})(?!(?![²³])[\w.(])")


_ENTRY_TOLD = re.compile(
    r"(?:^|[;,])[ \t]*(([^\W\d]\w*?)_\{?[0-9]{1,2}\}?)[ \t]*(?::?=(?!=)|<-|←)[ \t]*([^=;\n]*)", re.MULTILINE
)


_COLUMN_AS_ROW = re.compile(
    r"(?:^|[;,:])[ \t]*[^\W\d]\w*[ \t]*=[ \t]*\[[-−+0-9., \t]+\][ \t]*(?:ᵀ|\^\{?[T⊤]\}?)[ \t]*(?:$|[;,(])", re.MULTILINE
)
"""A list that is given, as a row with a sign of its transpose."""


class Entries(Layers):
    """The lists of a text, their entries and their indices."""

    @cached_property
    def bare_entries(self) -> dict[str, int]:
        """The names behind which numbers stand, several of them: h1 and h2, W11 and W12; what is counted from.

        >>> Entries("dL/dh1 = 2; dL/dh2 = 4; x0 = 1; x3").bare_entries, Entries("h1 = 4").bare_entries
        ({'h': 1, 'x': 0}, {})
        """
        found: dict[str, set[str]] = {}
        for name, number in _BARE_ENTRY.findall(self.text):
            found.setdefault(name, set()).add(number)
        return {name: 0 if any("0" in each for each in found[name]) else 1 for name in found if len(found[name]) > 1}

    @cached_property
    def indexed(self) -> set[str]:
        """The names that have letters or numbers in square brackets behind them."""
        return set(_INDEXED.findall(self.whole)) if "[" in self.whole else set()

    @once_for_a_name
    def is_matrix_of(self, name: str) -> bool:
        """Whether a small letter with two indices below is an entry of a capital that stands alone: x_ij beside X.

        >>> Entries("Y = WX; y_ij = Σ_a w_ia x_aj").is_matrix_of("w")
        True
        >>> Entries("X ∈ R^{n×d}; L = x_ij").is_matrix_of("x"), Entries("X = 2 x; L = x_ij").is_matrix_of("x")
        (True, False)
        """
        if self.gives_numbers or not name.islower():
            return False
        capital = name.upper()
        alone = re.search(rf"(?<![\w∂])(?:{capital}|{capital}[A-Z]|[A-Z]{capital})(?!\w)", self.text)
        own = rf"(?<![\w∂]){name}(?![\w'’′])|(?<![\w∂]){name}_(?:\w|\{{\w\}})(?!\w)|[∂d]{name}(?!\w)"
        return alone is not None and re.search(own, self.text) is None

    @cached_property
    def multiplies_sizes(self) -> bool:
        """Whether sizes are told as products are: [3, 4] @ [4, 2] for what is 3×2."""
        found = _SIZES.search(self.text) if "@" in self.text else None
        return found is not None and found[1] == found[2]

    @cached_property
    def longer(self) -> set[str]:
        """The words that have a letter below and an index in brackets behind it: x_i[0]."""
        return set(_LONGER.findall(self.text)) if "[" in self.text else set()

    @once_for_a_name
    def goes_on(self, name: str) -> bool:
        """Whether a name with a letter below has an index in brackets: it is a name of its own."""
        return any(word.endswith(name) for word in self.longer)

    @cached_property
    def lists(self) -> set[str]:
        """The names that are given as a list, or have entries in square brackets."""
        return set(_LISTED.findall(self.whole)) if "[" in self.whole or "(" in self.whole else set()

    @cached_property
    def moved_entries(self) -> set[str]:
        """The entries of lists that are only given new values: W_1 = 0.2 - 0.5*3 beside W = [0.2, 0.7].

        >>> Entries("W = [1, 2]; W_1 = W_1 - g; W_2 = 2 - 0.1").moved_entries - {"W_1", "W_2"}
        set()
        >>> Entries("W = [1, 2]; W_1 = 2 x").moved_entries
        set()
        """
        found: dict[str, bool] = {}
        for name, base, formula in _ENTRY_TOLD.findall(self.text) if self.lists else ():
            if base in self.lists:
                moves = re.match(rf"(?:{re.escape(name)}(?!\w)|{NUMBER})\s*[-−+]", formula) is not None
                found[name] = found.get(name, True) and moves
        return {name for name, moves in found.items() if moves}

    @cached_property
    def has_entries(self) -> bool:
        """Whether a list has its entries written with a letter below: x_i.

        >>> Entries("x = [1, 2]; y_i = 2 x_i").has_entries, Entries("x_i = 2").has_entries
        (True, False)
        >>> Entries("x = [1, 2]; y = 2 x; dL/db = Σ dL/dy_i").has_entries
        True
        """
        found = {name for name, letter in _BELOW.findall(self.text) if letter in self.letters} - self.wholes
        if self.told_by_pairs:
            return True
        return bool(found and self.lists) and not found.isdisjoint(self.made_of_lists)

    @cached_property
    def letters_given(self) -> set[str]:
        """The letters that something is given, with whatever stands below them: x_11 = 2 is no entry of X.

        >>> sorted(Entries("X = [[1, 2]]; x_{11} = 2, k = 3; dL/dw_11 = 2 y_12 = 4").letters_given)
        ['X', 'k', 'x']
        """
        return set(_LETTER_GIVEN.findall(self.text))

    @cached_property
    def told_by_pairs(self) -> set[str]:
        """The matrices each entry of which is told at once, by entries of those that are given, or told so before.

        >>> sorted(Entries("Z = [[1, 2], [3, 4]]; r_ij = max(0, z_ij); s_{ij} = 2 r_{ij}; t_ij = u").told_by_pairs)
        ['r', 's']
        >>> Entries("x = [1, 2]; y_ij = 2").told_by_pairs
        set()
        """
        found: set[str] = set()
        for name, row, column, formula in _DEFINED_BY_PAIR.findall(self.text) if self.lists else ():
            for other, inside, stuck in _ENTRY_OF_MATRIX.findall(formula):
                is_list = not self.lists.isdisjoint((other, other.swapcase())) or other in found
                if is_list and {row, column} & {*inside, *stuck}:
                    found.add(name)
        return found

    @cached_property
    def made_of_lists(self) -> set[str]:
        """The lists, and what formulas make of them.

        >>> sorted(Entries("W = [[1, 2], [3, 4]]; h = [1, 2]; z = Wh + b; q = 2 b").made_of_lists)
        ['W', 'h', 'z']
        >>> sorted(Entries("Q = [[1, 2]]; K = [[3, 4]]; S = QKᵀ/2, P = softmax(S), n = 2").made_of_lists)
        ['K', 'P', 'Q', 'S']
        """
        found = set(self.lists)
        for name, formula in FORMULA_OF.findall(self.text):
            words = WORD.findall(formula.replace("ᵀ", " "))
            stuck = (word for word in words if len(word) == len("Wh") and word not in self.defined)
            letters = {letter for word in stuck for letter in word}
            if not found.isdisjoint([*words, *letters]):
                found.add(name)
        return found

    @cached_property
    def entries(self) -> tuple[set[str], set[str]]:
        """In a sheet without numbers the names that are lists as sums run over a letter below them, and such letters.

        i, j and k are such letters, too, below what also stands without one. A letter below a list is an index
        everywhere, and what else has it below is a list, too.

        >>> names, letters = Entries("s_i = exp(z_i)/sum_k exp(z_k); ds_i/dz_j = 0; w_h = 2 x_i").entries
        >>> sorted(names), sorted(letters)
        (['s', 'x', 'z'], ['i', 'j', 'k'])
        """
        names: set[str] = set()
        if "_" not in self.text or GIVES_NUMBER.search(self.whole) or GIVES_NUMBERS.search(self.whole):
            return names, set()
        letters = {one or other for one, other in SUMMED.findall(self.text)} | set(SUMMED_BARE.findall(self.text))
        text = unicodedata.normalize("NFD", self.text).replace("\u0304", "") if self.barred else self.text
        pairs = [(name, letter) for name, *below in BELOW_ALL.findall(text) for letter in below if letter]
        pairs = [(name, letter) for name, letter in pairs if name not in self.wholes and letter not in self.families]
        alone = set(WORD.findall(self.text))
        letters.update(letter for name, letter in pairs if letter in "ijk" and name in alone)
        letters.update(letter for match in _COMPARED_LETTERS.findall(self.text) for letter in match if letter)
        letters.update(each for each in CLASSES if _is_beside_index(each, text, letters))
        for _ in range(MOST_STEPS):
            names = {name for name, letter in pairs if letter in letters}
            more = {letter for name, letter in pairs if name in names and letter not in WORDS_BELOW}
            if more <= letters:
                break
            letters |= more
        return names, letters

    def is_entry(self, name: str, *letters: str) -> bool:
        """Whether a name with letters below is an entry of a list, in a sheet without numbers."""
        names, indices = self.entries
        return name in names and indices.issuperset(letters)

    @cached_property
    def entries_of_named_layers(self) -> set[str]:
        """The names of layers called by a capital that have an index below: a of a_j^{(L)}, w of w_{jk}^{(L)}."""
        return {found[1] for found in _OF_NAMED_LAYER.finditer(self.text)}

    @cached_property
    def wholes(self) -> set[str]:
        """The names that are given numbers with a letter below: x_i = [1, 2] is one sample.

        >>> sorted(Entries("x_i = [1, 2]; y_i = 0; z_i = 2 x_i").wholes)
        ['x', 'y']
        >>> Entries("dL/db = Σ 2 y_i = 3; z_i = w u_i = [2, 4]; p_i - t_i = [1, 2]; Σ_j e^{z_j} = 4").wholes
        set()
        """
        found = _WHOLE.finditer(self.text)
        return {
            match[1] for match in found if not _IN_FORMULA.search(self.text, max(0, match.start() - 99), match.start())
        }

    @cached_property
    def letters(self) -> set[str]:
        """The letters that are indices: those below something that an = says of all, and those that sums run over.

        >>> sorted(Entries("y_i = 2 x_i; L = sum_a y_a + log(p_k)").letters)
        ['a', 'i']
        """
        lefts = _LEFT_OF.findall(self.text)
        below = {letter for left in lefts for _, letter in _BELOW.findall(left)}
        below |= {letter for left in lefts for pair in _PAIR_BELOW.findall(left) for letter in pair}
        return below | set(RUNS.findall(self.text)) | set(SUMMED_BARE.findall(self.text))

    def is_sample(self, name: str, letter: str) -> bool:
        """Whether a letter in brackets above a name counts examples: a sum runs over it, or h^(i) is defined.

        >>> document = Entries("h^(i) = σ(w x^(i)); L = Σ_n t^(n); u = z^(k)")
        >>> [document.is_sample(*each) for each in (("x", "i"), ("t", "n"), ("z", "k"))]
        [True, True, False]
        """
        return letter in self.sample_letters and not self.is_member(name, letter)

    @cached_property
    def sample_letters(self) -> set[str]:
        """The letters that count examples in brackets above names."""
        defined = {letter for left in _LEFT_OF.findall(self.text) for letter in _IN_BRACKETS_ABOVE.findall(left)}
        return defined | set(RUNS.findall(self.text))

    @cached_property
    def has_lists(self) -> bool:
        """Whether anything is typed as a list."""
        return "[" in self.whole

    @cached_property
    def first(self) -> int:
        """The index of the first entry, where entries are written x_0 or x_1; a list called b_0 is none itself.

        >>> [Entries(text).first for text in ("x_0 = 2; y = x_1", "z = W x + b_0; b_0 = [1, 2]; z_1 = 3")]
        [0, 1]
        """
        if "0" not in self.text:
            return 1
        own = {*_LIST_CALLED_0.findall(self.text), *self.constants}
        own |= {f"d{name}" for name in own}
        return 0 if any(found[1] not in own for found in _FIRST.finditer(self.text)) else 1

    @cached_property
    def constants(self) -> set[str]:
        """The names that have a 0 below where they stand beside a sum over their entries: the w of w_0 + Σ_j w_j x_j.

        >>> Entries("s = w_0 + Σ_{j=1}^n w_j x_j").constants, Entries("s = w_0 + Σ_{j=0}^n w_j x_j").constants
        ({'w'}, set())
        >>> Entries("w = [1, 2]; s = w_0 + Σ_j w_j x_j").constants
        set()
        """
        found: set[str] = set()
        for statement in re.split("[;\n]", self.text) if re.search("[Σ∑]|sum", self.text) else ():
            letters = set(_SUMMED_FROM_1.findall(statement))
            names = set(_CONSTANT.findall(statement)) if letters else set()
            summed = {name for name, letter in _BELOW.findall(statement) if letter in letters}
            found |= {name for name in names & summed if name not in self.defined or self._has_entries_from_1(name)}
        return found

    def _has_entries_from_1(self, name: str) -> bool:
        """Whether a list is told by its entries from 1 on, and what has a 0 below besides."""
        told = re.findall(rf"(?<!\w){re.escape(name)}_\{{?([0-9])\}}?\s*=(?!=)", self.text)
        lists = re.findall(rf"(?<!\w){re.escape(name)}\s*=\s*\[([^\[\]]*)\]", self.text)
        return "0" in told and all(each.count(",") + 1 == len({*told} - {"0"}) for each in lists)

    @cached_property
    def has_columns_as_rows(self) -> bool:
        """Whether columns are given as transposed rows: x = [1, 2]ᵀ.

        >>> Entries("x = [1, 2]ᵀ; y = 3").has_columns_as_rows, Entries("y = w [1, 2]ᵀ = 3").has_columns_as_rows
        (True, False)
        """
        return "]" in self.text and _COLUMN_AS_ROW.search(self.text) is not None

    @cached_property
    def has_one_hot(self) -> bool:
        """Whether labels are said to be one-hot."""
        return re.search(r"(?i)one-?\s?hot", self.text) is not None


def _is_beside_index(letter: str, text: str, letters: Collection[str]) -> bool:
    """Whether a letter stands beside an index below several names: the c of y_ic and p_jc."""
    below = {
        name
        for name, *pair in BELOW_ALL.findall(text)
        if letter in pair[:2] and not {*pair[:2]}.isdisjoint({*letters} - {letter})
    }
    return len(below) > 1
