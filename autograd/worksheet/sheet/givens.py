"""Lines that set a sheet up: numbers and lists for names, with any words around them.

Find E for the net with x = 0.5, w = 2 (one weight), target t = 1 and rate 0.1: what is given is read, the rest is
blank.
"""

import re
from collections.abc import Callable

from autograd.worksheet.language.notations.patterns import SUPPOSES
from autograd.worksheet.language.notations.rewriting import LONGEST_REWRITTEN
from autograd.worksheet.language.vocabulary import is_function

_NUMBER = r"[-−+]?(?:[0-9]+(?:[.,][0-9]+)?|\.[0-9]+)(?:[eE][-−+]?[0-9]+)?(?![\w^]|[.,][0-9])(?:\s?%)?"
_ENTRIES = r"(?:[-−+0-9.,;\s]|\[[-−+0-9.,;\s]*\])+"
_LIST = rf"(?:\[{_ENTRIES}\]|\((?=[^()]*[,;]){_ENTRIES}\)|\{{{_ENTRIES}\}})(?:\s?(?:ᵀ|\^T\b|\.T\b|\^⊤))?"
_INDEX = r"(?:_\{[^{}\s]{1,9}\}|\^\{[^{}\s]{1,9}\}|\^?\([^()\s]{1,7}\)|[⁽⁾⁰¹²³⁴-⁹]{1,5}|\[[0-9, ]{1,5}\]|\*)"
_GIVEN = re.compile(
    rf"(?<![\w'’′*/·×^@+∂|_])(?P<name>[^\W\d₀-₉][\w'’′]*\u0302?[\w₀-₉]*{_INDEX}?)\s*(?::=|=|≈)\s*(?:{_LIST}|{_NUMBER})"
    r"(?=\s*(?:$|[,;:)]|\.(?:\s|$)|[^\W\d]\w*\s*[=≈]|[^\W\d_]{3,}|\((?=[^()=]*[^\W\d_]{3})|[^\W\d_]{1,2}(?=[\s,;.]|$)))"
)
"""A name and the number or list that it is given."""

_ARGUMENT = r"[^\W\dA-Z_]\w?"
_OWN = re.compile(
    rf"(?<![\w'’′*/·×^@+∂|_])(?P<name>[^\W\d_]\w?\s?\({_ARGUMENT}(?:\s*,\s*{_ARGUMENT}){{0,3}}\)"
    rf"|(?<=\sof\s)[^\W\d_]\w?)\s*:?=\s*[^=;:]+?"
    r"(?=\s*(?:$|[;.](?:\s|$)|\s\s[A-Z][a-z]+\s[a-z]+\s[a-z]|,\s+(?:[^\W\d_]{3,}\s+)*[^\W\d]\w*\s*=|,?\s(?:with|at|from|where|start\w*|and|by|using|subject|near|whose|avec|mit"
    r"|con|com|bei|ab|und|et|y|e)\s))"
)
"""A function of one's own, or what something is asked of, up to the words behind it."""

_NUMBERED_WORD = re.compile(rf"(?<!\w)[^\W\d_]{{4,}}\s[0-9]{{1,2}}\s*=\s*{_NUMBER}")
"""Neuron 1 = 0.2: it is no name."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_RELATION = re.compile(r"[=≈←⇒→]|<-|<|>")
_POINTS_TO_GIVEN = re.compile(r"[→⇒](?=\s*(?:$|[;,.]))")
"""An arrow before what is blank by now: label is class 0 → y = [1, 0]."""

_SIGNED = re.compile(r"(?<=[^\W\d_]{2}\s)[+](?=[0-9])")
"""A sign before a number behind a word: label +1."""

_SAID = re.compile(
    rf"(?<=[,;]\s)((?:and\s+|und\s+|et\s+|y\s+|e\s+)?)(alpha|beta|gamma|delta|epsilon|eta|lambda|mu|rho|tau|[α-ω]|[b-zA-HJ-Z])"
    rf"(\s+)(?:is|ist|est|es|è|é|vale)(?=\s+{_NUMBER}\s*(?:$|[,;]|\.(?:\s|$)))"
)
"""A letter that is said to be a number, behind another: w = 0.6, and lambda is 0.1"""

_FORMULA = re.compile(r"[\w)\]]\s*[+*/·×^√∂∇]\s*[\w(\[]|[√∂∇Σ∑]")
"""Signs that words do not have."""

_CONDITION = re.compile(r"\s*(?i:si|se|quand|lorsque|cuando|quando|als|jeśli|если|eğer)\s[^:=]*=[^:=]*:[^:]*=")
"""What such a line says of another number, behind a colon: Si x = 0, … : y = 0"""


_NAMING = re.compile(r"([^\W\d_]{2,}):?\s+\Z")
_RESULTS = {"is", "was", "becomes", "equals", "gives", "ist", "wird", "ergibt", "est", "vaut", "es", "è", "é", "vale"}
"""Words before what is a result: the loss is L = 4."""


def givens_of(line: str, is_taken: Callable[[str], bool], is_name: Callable[[str], bool], is_first: bool = True) -> str:
    """A line that gives names numbers among words: the words blanked out, a ; between what is given.

    Any other line stays what it is; so does one that gives a number to a name that has one, which `is_taken` tells.
    Where it is not the first to give anything, a word must say what the first name is: with rate r = 0.1.

    >>> nothing = lambda word: False
    >>> givens_of("We take x = 2, a weight w = 0.5 (one only) and target t = 1.", nothing, nothing)
    '        x = 2;          w = 0.5;                       t = 1'
    >>> givens_of("We start at w = 0.6, and lambda is 0.1; a point A = (1, 2) has label +1.", nothing, nothing)
    '            w = 0.6;     lambda =  0.1;         A = (1, 2)'
    >>> givens_of("The loss of x = 2 is L = x^2", nothing, nothing)
    'The loss of x = 2 is L = x^2'
    >>> givens_of("Si x = 0, le poids ne joue pas : slope = 0", nothing, nothing)
    'Si x = 0, le poids ne joue pas : slope = 0'
    """
    if "=" not in line or len(line) > LONGEST_REWRITTEN:
        return line
    typed, line = line, _SAID.sub(lambda match: f"{match[1]}{match[2]}{match[3]}=".ljust(len(match[0])), line)
    own = [*_OWN.finditer(line)]
    rest = line
    for match in own:
        rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
    given = [match for match in _GIVEN.finditer(rest) if not _is_multiplied(line, match.end(), is_name)]
    found = sorted([*own, *given], key=lambda match: match.start())
    rest = _NUMBERED_WORD.sub(lambda match: " " * len(match[0]), rest)
    for match in found:
        rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
    rest = _SIGNED.sub(" ", _POINTS_TO_GIVEN.sub(" ", rest))
    words = [word.lower() for word in _WORD.findall(rest)]
    if (
        not found
        or not words
        or _CONDITION.match(line)
        or not SUPPOSES.isdisjoint(words)
        or _RELATION.search(rest)
        or _FORMULA.search(rest)
    ):
        return typed
    naming = [_NAMING.search(line, 0, match.start()) for match in found]
    are_results = any(word is not None and word[1].lower() in _RESULTS for word in naming)
    if (
        are_results
        or any(is_taken(match["name"].replace(" ", "")) for match in found)
        or not (is_first or (naming[0] and not own))
    ):
        return typed
    shown = [" "] * found[-1].end()
    for number, match in enumerate(found):
        shown[match.start() : match.end()] = match[0]
        if number + 1 < len(found):
            shown[min(match.end(), found[number + 1].start() - 1)] = ";"
    return "".join(shown)


_AND_ANOTHER = re.compile(r"\s*(?:(?:y|e|i|o|og|et|und|and)\s+)?(?:[^\W\d_]{2,}:?\s+)*[^\W\d][\w'’′]*\s*[=≈]")
"""Another name that is given something: w₁ = 0,5 y w₂ = 0,2."""


def _is_multiplied(line: str, end: int, is_name: Callable[[str], bool]) -> bool:
    """Whether a name or a function stands behind a number: y = 2 x, y = 3 exp(x)."""
    if _AND_ANOTHER.match(line, end):
        return False
    word = re.match(r"\s*([^\W\d]\w*)", line[end:])
    return word is not None and (is_name(word[1]) or is_function(word[1]) or len(word[1]) < 2)
