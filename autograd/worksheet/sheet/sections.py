"""Several exercises in one sheet: a heading, and givens given anew below it, begin a new one."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from autograd.worksheet.language.notations.patterns import NUMBER
from autograd.worksheet.language.notations.whole.typography.bold import without_bold

_HEADING = re.compile(
    r"\s*(?:#+\s*)?(?:(?i:exercise|ex|problem|question|task|part|example|challenge|aufgabe|q|sheet|case)"
    r"[ .]?\s*(?:[0-9a-z]{1,3}\b|\([0-9a-z]{1,3}\))[^=]*"
    r"|(?:[^\W\d_]{3,} ?[:–-]? )?(?i:exemple|exercice|ejemplo|ejercicio|exemplo|exercício|esempio|esercizio|beispiel"
    r"|übung|voorbeeld|opgave|oefening)\s*[0-9]{1,3}\s*[:.]?\s*"
    r"|\(?[a-z1-9][.)]\s*|[-=*_]{3,}\s*|[1-9][0-9]?[.)]\s.*|[1-9][0-9]?(?:\.[1-9][0-9]?){1,3}\.?(?:\s[^=]*)?)"
)
_NEXT_TOPIC = re.compile(
    r"\s*(?i:now|next|another|finally|let['’]?s now|let us now)\b,?(?: [^\W\d_][^\W\d]*,?){3}[^=0-9]*"
)
"""A sentence that goes on to something else: Now a single neuron with a sigmoid."""

_OF_ITS_OWN = re.compile(
    r"\s*(?:#+\s*)?(?i:exercise|problem|question|task|aufgabe|exercice|ejercicio|exercício|esercizio|übung|opgave)"
    r"\s*[1-9][0-9]?\s*(?:$|[:.–—-]).*"
)
"""The title of an exercise by its number."""

_NUMBERS_NOW = re.compile(
    r"\s*(?:(?i:say|suppose|for example|for instance|e\.g\.|an example|numeric(?:al)? example|now with numbers"
    r"|zum beispiel|z\.\s?b\.|por ejemplo|par exemple|per esempio)\b[^=:]{0,60}:"
    r"|[^\W\d_][^=:]{0,60}\b(?:one|single) (?:data point|example|sample)\b[^=:]{0,20}:)[^:=]*=[^:]*"
)
"""What is given for once below a derivation in letters: Say for one data point: x = [1, 2], y = 1."""

_TOLD = r"([^\W\d]\w*?)(?:_\{?[a-z]\}?)?\s*(?:\([^\W\d][^()=]*\)|\[[^\W\d][^\[\]=]*\])?\s*:?="
_TELLS = re.compile(rf"(?<![\w/∂]){_TOLD}")
"""Any name, or function, that is told something."""

_BEFORE = r"(?:^|[;,`]|\s\s|\b(?i:with|and|where|let|for|mit|und|avec|et|con|com)\s)"
_GIVEN = re.compile(
    rf"(?:{_BEFORE}|:)\s*(?:[-*•–]\s+)?([^\W\d]\w*)(?:\([^\W\d]\w*\))?\s*=\s*"
    r"([-−]?[0-9.]+|\[[-−0-9.,;\s\[\]]{1,200}\])\s*(?=$|[;,#]|\s\s|(?<=\s)\([^()=]*[^\W\d_]{3})"
)
_BEGINS_TO_TELL = re.compile(rf"(?:{_BEFORE}|[:.→⇒])\s*{_TOLD}")
"""What a statement begins with."""

_PLACE = r"(?:\([0-9lLt][^()=]{0,3}\)|\[[^\]=]{1,5}\]|\^\{?\(?[^\s=]{1,5}|[⁰¹²³⁽⁾]+)?"
"""A layer or an index behind a name."""

_DEFINED = re.compile(rf"(?:{_BEFORE}|[:→⇒]|[-=]>)\s*([^\W\d]\w*){_PLACE}\s*=")
_FORMULA = re.compile(r"\s*([^\W\d]\w*)(?:\([^\W\d]\w*(?:,\s*[^\W\d]\w*){0,4}\))?\s*=([^=#;]*[^\W\d][^=#;]*)")
"""A name, or a function of some letters, and the formula it is first said to be."""

_LETTERS = re.compile(r"^\s*[^\W\d]\w*\(([^\W\d]\w*(?:,\s*[^\W\d]\w*){0,4})\)\s*=", re.MULTILINE)
"""The letters of a function of one's own."""

_COMPUTED = re.compile(
    r"[^=]*?`?\s*([^\W\d]\w*)\s*=\s*"
    r"((?:(?:max|min|exp|log|ln|sqrt|tanh|sigmoid|relu|σ)(?=\())?[-−(0-9.][^=#;`\w]*[0-9][^=#;`]*)="
)
"""A name that is computed from numbers."""

_TITLED = re.compile(r"[\s#]*[^\W\d_]{2,}|[\s#]*[Qq][ .]?[0-9]")
"""A heading in words."""

MOST_IN_A_NAME = 3
"""Characters of a name in letters: w, w_1."""

MOST_LINES = 20_000
"""Lines of all exercises together, each with blank ones for the lines of the others."""

_VALUE = re.compile(r"(?:Value|torch\.tensor|tensor)\(\s*([-−]?[0-9.]+)\s*(?:,[^()=]*(?:=[^()=]*)?)?\)")
_LIST_GIVEN = re.compile(
    rf"\s*([^\W\d]\w*)\s*=\s*(?:[\w.]+\(\s*)?\[({NUMBER}(?:\s*,\s*{NUMBER})*)\s*\]\s*\)?\s*(?:$|[;#])"
)
"""p = [1, 2], or a parameter of these."""

_WORD = re.compile(r"[^\W\d]\w*")


def sections(text: str) -> list[str]:
    r"""The exercises of a text, each with the lines of the others blank; the text itself where it is one.

    >>> sections("Ex 1\nx = 2\nEx 2\nx = 3"), sections("Ex 1\nx = 2\nEx 2\ny = x")
    (['Ex 1\nx = 2\n\n', '\n\nEx 2\nx = 3'], ['Ex 1\nx = 2\nEx 2\ny = x'])
    >>> sections("Ex 1\ng(z) = z^2\nx = 2\nEx 2\nx = 3\ny = g(x)")[1]
    '\ng(z) = z^2\n\nEx 2\nx = 3\ny = g(x)'
    """
    typed, lines = text.split("\n"), without_bold(text).split("\n")
    heads = [place for place, line in enumerate(lines) if _HEADING.fullmatch(line)]
    heads = sorted({*heads, *_numbered_alike(lines)}) or _costs_told_anew(lines)
    anew = {*_told_in_a_circle(lines), *_functions_counted(lines), *_rules_by_lines(lines), *_lists_anew(lines)}
    heads = sorted({*heads, *anew})
    heads = sorted({*heads, *(place for place, line in enumerate(lines) if _NEXT_TOPIC.fullmatch(line))})
    numbers = [] if heads else _first_numbers(lines) or _penalties_added(lines)
    heads = heads or numbers
    cases = (_cases(lines) if ":" in text or "→" in text else []) or _ways(lines)
    if cases and len(cases) * len(lines) <= MOST_LINES:  # what is above them holds for each
        blocks = list(zip(cases, [*cases[1:], len(lines)], strict=True))
        return [
            "\n".join(line if at < cases[0] or start <= at < end else "" for at, line in enumerate(typed))
            for start, end in blocks
        ]
    if "```" in text:
        heads = [head for head in heads if lines[head].lstrip().startswith("#") and not _is_inside_fence(lines, head)]
    if "<-" in text or len(heads) < 1:
        return [text]
    starts, before = [0], _Earlier(lines[: heads[0]])
    for head, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        block = lines[head:end]
        if head and (
            head in numbers or head in anew or before.is_begun_anew_by(block) or before.has_nothing_for(block)
        ):
            starts.append(head)
            before = _Earlier(block)
        else:
            before.add(block)
    if "```" in text:  # what has no fence would be read as a sheet without
        starts = [
            0,
            *(start for start, end in pairwise([*starts[1:], len(lines)]) if any(map(_is_fence, lines[start:end]))),
        ]
    blocks = list(zip(starts, [*starts[1:], len(lines)], strict=True))
    if len(blocks) == 1 or len(blocks) * len(lines) > MOST_LINES:
        return [text]
    shared = _functions_called(lines, blocks)
    return [
        "\n".join(line if start <= at < end or at in shared[start] else "" for at, line in enumerate(typed))
        for start, end in blocks
    ]


def _first_numbers(lines: list[str]) -> list[int]:
    """The place of the line that gives the first numbers, below a derivation in letters of which nothing is used."""
    place = next((place for place, line in enumerate(lines) if _NUMBERS_NOW.fullmatch(line)), None)
    if place is None or len(_GIVEN.findall(lines[place].partition(":")[2])) < 2:
        return []
    above, block = lines[:place], lines[place:]
    if any(map(_GIVEN.search, above)) or not any("=" in line for line in above):
        return []
    own = set(_defined_in(block))
    told = {name for line in above for name in _TELLS.findall(line)}
    short = {word for word in _used_in(above) - told if len(word) <= MOST_IN_A_NAME and word[0] not in "∂deijkmn"}
    has_left = not {word[0] for word in short} <= {name[0] for name in own | told}  # as w, where only x and y are given
    return [place] if has_left and not (_used_in(block) - own) & told else []


_OWN_FUNCTION = re.compile(r"\s*([^\W\d]\w*)\([^\W\d]\w?\)\s*=(?!=)[^=]*$")
"""g(z) = 1/(1 + e^-z)"""

_CALLED = re.compile(r"(?<!\w)([^\W\d]\w*)['’′]?\(")


def _functions_called(lines: list[str], blocks: list[tuple[int, int]]) -> dict[int, set[int]]:
    """For each exercise the places of the functions of one's own that stand in those before it, and that it calls."""
    found: dict[int, set[int]] = {}
    told: dict[str, int] = {}
    for start, end in blocks:
        own = {match[1]: at for at in range(start, end) if (match := _OWN_FUNCTION.match(lines[at]))}
        called = {name for line in lines[start:end] for name in _CALLED.findall(line)} - own.keys()
        found[start] = {told[name] for name in called & told.keys()}
        told |= own
    return found


_NUMBERED = re.compile(r"\s*#*\s*([^\W\d]\w*(?: [^\W\d]\w*){0,3}) ([0-9]{1,2})\s*(?:[:–—][^=]*|[-.]\s[^=]*)?")
"""A title that ends in a number, or has one in front of what it is about: For row 1, Caso 2: y = -1."""

_IS_TOLD = re.compile(rf"(?<!\w)([^\W\d]\w*){_PLACE}(?:\([^\W\d]\w*\))?\s*=(?!=)")


def _numbered_alike(lines: list[str]) -> list[int]:
    """The places of titles that are told apart by their numbers, in any language, where each is about the same names.

    For row 0: s = 1.2, and For row 1: s = 2.6. The steps of one computation are about one name after another.
    """
    titles: dict[str, list[list[tuple[int, int]]]] = {}
    for place, line in enumerate(lines):
        if found := _NUMBERED.fullmatch(line):
            number, begun = int(found[2]), titles.setdefault(found[1].lower(), [])
            if begun and begun[-1][-1][0] == number - 1:
                begun[-1].append((number, place))
            elif number < 2:
                begun.append([(number, place)])
    runs = [[place for _, place in run] for each in titles.values() for run in each if len(run) > 1]
    ends = sorted({*(place for run in runs for place in run), len(lines)})
    places: list[int] = []
    for run in runs:
        blocks = [lines[at : next(end for end in ends if end > at)] for at in run]
        told = [{name for line in block for name in _IS_TOLD.findall(line)} for block in blocks]
        if told[0] and all(names >= told[0] for names in told[1:-1]) and not told[0].isdisjoint(told[-1]):
            places += run
    return places


_FUNCTION_COUNTED = re.compile(
    r"\s*\(?([0-9]{1,2}|[a-h])[.)]\s+([^\W\d]\w*)(?:\([a-zA-Z]\))?\s*=(?!=)\s*([^=#,;]*[^\W\d_][^=#,;]*)(?:[,;].*)?"
)
"""2) y = e^(-x^2)"""


def _functions_counted(lines: list[str]) -> list[int]:
    """The places of lines with a number or a letter in front that each tell the same name anew: exercises to
    differentiate by.
    """
    found = [(place, match) for place, line in enumerate(lines) if (match := _FUNCTION_COUNTED.fullmatch(line))]
    counts = [match[1] for _, match in found]
    are_counted = len(counts) > 1 and (
        counts == [str(number) for number in range(1, len(counts) + 1)] or counts == [*"abcdefgh"[: len(counts)]]
    )
    is_one = len({match[2] for _, match in found}) == 1 < len({match[3].strip() for _, match in found})
    return [place for place, _ in found] if are_counted and is_one else []


_RULE = re.compile(
    r"\s*(?:[-*•]\s+)?([^\W\d]\w*)\s*=(?!=)\s*(?=[^=#,;]*[^\W\d_])([^=#;]*?)\s*(?:[-=]+>|→|⇒|⟹)\s*[d∂]\s?\1\s*/\s*[d∂].*"
)
"""f = x*y -> df/dx = y"""


def _rules_by_lines(lines: list[str]) -> list[int]:
    """The places of lines that each tell one name anew, and behind an arrow its slopes: rules of calculus."""
    found = [(place, match) for place, line in enumerate(lines) if (match := _RULE.fullmatch(line))]
    names = Counter(match[1] for _, match in found)
    formulas = {(match[1], match[2]) for _, match in found}
    is_anew = len(formulas) == len(found) > 1 and not any(map(_GIVEN.search, lines))
    return [place for place, match in found if names[match[1]] > 1] if is_anew else []


def _costs_told_anew(lines: list[str]) -> list[int]:
    """The places of lines that tell a cost again, as a sum where it was none before, below what is said of its slopes.

    C = (a - y)^2, ∂C/∂a = 2 (a - y), and then C = Σ_j (a_j - y_j)^2 of several neurons.
    """
    told: dict[str, bool] = {}
    differentiated: set[str] = set()
    found: list[int] = []
    for place, line in enumerate(lines):
        formula = _FORMULA.match(line)
        if formula is not None:
            name, is_sum = formula[1], _SUM.search(formula[2]) is not None
            if name in differentiated and told.get(name, is_sum) != is_sum:
                found.append(place)
                differentiated.clear()
            told[name] = is_sum
        differentiated.update(_SLOPE_OF.findall(line))
    return found


_ANEW = re.compile(
    r"\s*(?:[^=:]{0,60}:\s*)?([JLCE]|[Ll]oss|[Cc]ost)(?:\([^()=]*\))?\s*=(?!=)([^=;#]*[+]\s*(?:λ|α|γ|lambda|alpha|\\lambda)[^=;#]*)"
)
"""With ridge: L = … + λ/2 ||w||²"""

_GRADIENT_OF = re.compile(r"∇_?\w?\s?([JLCE])(?!\w)")
_INVERSE = re.compile(r"⁻¹|\^\{?\(?[-−]1|\binv")


def _penalties_added(lines: list[str]) -> list[int]:
    """The place of a line that tells a cost again, with a penalty behind it, below what is said of its slope.

    L = ||X w - y||², ∇L = …, and then L = ||X w - y||² + λ ||w||².
    """
    told: dict[str, str] = {}
    differentiated: set[str] = set()
    for place, line in enumerate(lines):
        found = _ANEW.match(line)
        if found and found[1] in differentiated:
            first = "".join(found[2].split())
            if told.get(found[1]) and first.startswith(f"{told[found[1]]}+"):
                above = {name for each in lines[:place] if not _INVERSE.search(each) for name in _TELLS.findall(each)}
                own = set(_defined_in(lines[place:])) | {found[1]}
                return [place] if not (_used_in(lines[place:]) - own) & above else []
        for name, formula in _COST.findall(line):
            told.setdefault(name, "".join(formula.split()).strip(".,"))
        differentiated.update(_SLOPE_OF.findall(line), _GRADIENT_OF.findall(line))
    return []


_COST = re.compile(r"(?<![\w∂/])([JLCE]|[Ll]oss|[Cc]ost)(?:\([^()=]*\))?\s*=(?!=)([^=;#]*)")
_FORMULA_IN_LINE = re.compile(
    r"(?:^|[,;:：，；]|(?i:\b(?:let|then|with|where|set|put|sei|dann|mit|soit|alors|sea|entonces|sia|allora)\s))\s*"
    r"([^\W\d_][0-9]?)\s*=([^=,;，；#]*[^\W\d][^=,;，；#]*)"
)


def _told_in_a_circle(lines: list[str]) -> list[int]:
    """The places of lines that tell a name anew, and below what it was made of is made of it: z = y - t, and then
    z = w x + b, y = σ(z). Both cannot hold at once.
    """
    told: dict[str, set[str]] = {}
    found: list[int] = []
    waiting: dict[str, tuple[int, set[str]]] = {}
    for place, line in enumerate(lines):
        for name, formula in _FORMULA_IN_LINE.findall(line.partition("#")[0]):
            used = {word for word in _WORD.findall(formula) if word != name}
            for other, (begun, made_of) in list(waiting.items()):
                if name in made_of and other in used:
                    found.append(begun)
                    waiting.clear()
                    told.clear()
            if name in told and told[name] != used:
                waiting[name] = place, told[name]
            told.setdefault(name, used)
    return found


_SUM = re.compile(r"[Σ∑]|(?<!\w)sum(?![^\W_])")
_SLOPE_OF = re.compile(r"(?<!\w)[∂d]\s?([^\W\d]\w*?)\s*/\s*[∂d]")


def _lists_anew(lines: list[str]) -> list[int]:
    """The lines that give a list of numbers anew, with more or less of them: nothing goes on with the first.

    >>> _lists_anew(["p = [1, 2]", "p = [3, 4]", "p = tensor([5.0])", "q = [1]"])
    [2]
    """
    counts: dict[str, int] = {}
    found = []
    for place, line in enumerate(lines):
        if given := _LIST_GIVEN.match(line):
            count = given[2].count(",")
            if counts.setdefault(given[1], count) != count:
                found.append(place)
                counts = {given[1]: count}
    return found


def _is_fence(line: str) -> bool:
    return line.lstrip().startswith("```")


def _is_inside_fence(lines: list[str], place: int) -> bool:
    """Whether a line stands between the marks of a fence."""
    return sum(map(_is_fence, lines[:place])) % 2 == 1


_NUMBER = r"[-−]?[0-9.]+"
_CASE = re.compile(
    r"\s*(?:[-*•–]\s+|\(?[0-9a-z]{1,2}[.)]\s+)?(?:[^\W\d_]+\s+(?:[0-9]{1,2}\s*[:.)]\s*)?)?"
    rf"((?:\(?(?:[^\W\d]\w*\s*=\s*{_NUMBER}\s*(?:(?:[,;]|and\b)\s*)?)+|\([^\W\d][\w\s,]*\)\s*=\s*\([-−0-9.,\s]+)"
    r"(?:\)\s*)?)(?::|→|⇒|=>)\s*(?=[^=]*=)"
)
"""Numbers that are given, one by one or as (x, y) = (0, 1), in front of what is said of them."""
_CASE_OF_TUPLE = re.compile(
    r"\s*(?:[-*•–]\s+)?(?i:for|at|inputs?|samples?|patterns?|pairs?|points?|row|muster|eingabe|entrada|patrón)?\s*"
    rf"\(\s*({_NUMBER}(?:\s*,\s*{_NUMBER})+)\s*\)\s*(?::|→|⇒|=>)\s*(?=[^=]*=)"
)
"""Inputs without names in front of what comes of them: For (0, 1): z = 2."""

_CASE_GIVES = re.compile(rf"([^\W\d]\w*)\s*=\s*({_NUMBER})")


def _cases(lines: list[str]) -> list[int]:
    """The places of lines that give the same names other numbers each, and say what comes of them: x = 0: y = 1.

    Not where one goes on with what another found: t = 2: v = 0.9*v1 is the next step.
    """
    given = {place: _given_by(found[1]) for place, line in enumerate(lines) if (found := _CASE.match(line))}
    given = given or {
        place: {"": "".join(found[1].split())}
        for place, line in enumerate(lines)
        if (found := _CASE_OF_TUPLE.match(line))
    }
    names = {tuple(sorted(each)) for each in given.values()}
    numbers = {tuple(sorted(each.items())) for each in given.values()}
    if not (len(given) > 1 and len(names) == 1 and len(numbers) == len(given)):
        return []
    places = list(given)
    earlier: set[str] = set()
    above = set(_defined_in(lines[: places[0]]))
    made: set[str] = set()
    for start, end in zip(places, [*places[1:], len(lines)], strict=True):
        block = lines[start:end]
        own = set(_defined_in(block))
        if (_used_in(block) & earlier) - own - above or made & set(_in_numbers(block)):
            return []
        made |= set(_made_in(block))
        earlier |= own
    return places


_WAY = re.compile(
    r"[#*\s]*\(?[a-h1-9][.)]\s+(?:[A-Z][^\W\d_]{3}|[A-Z]{3}(?!\w))[^=]{0,200}(?:,\s*[^\W\d]\w*\s*=\s*[0-9.]+\s*)?"
)
"""The title of one of several ways to do the same: (b) Momentum"""


def _ways(lines: list[str]) -> list[int]:
    """The places of titles below which the same names are made in other ways, of what stands above them all.

    (a) Gradient descent, w1 = w0 - η g, and then (b) Momentum, w1 = w0 - v. Not where one goes on with another.
    """
    places = [place for place, line in enumerate(lines) if _WAY.fullmatch(line)]
    if len(places) < 2:
        return []
    above = set(_defined_in(lines[: places[0]]))
    earlier: set[str] = set()
    formulas: dict[str, str] = {}
    differ = False
    for start, end in zip(places, [*places[1:], len(lines)], strict=True):
        block = lines[start:end]
        own = set(_defined_in(block))
        if _taken_over_by(block) & earlier - above or own & above or formulas.keys() & set(_in_numbers(block)):
            return []
        first = {found[1]: "".join(found[2].split()) for line in reversed(block) if (found := _FORMULA.match(line))}
        differ = differ or any(formulas.get(name, formula) != formula for name, formula in first.items())
        formulas.update(first)
        earlier |= own
    return places if differ else []


def _defined_in(lines: list[str]) -> Iterator[str]:
    """The names that lines give something."""
    return (name for line in lines for name in _DEFINED.findall(line))


_MADE = re.compile(rf"{_BEFORE[:-1]}|:)\s*([^\W\d]\w*)\s*=(?=[^=,;]*[^\W\d])")
_ONLY_NUMBER = re.compile(rf"{_BEFORE[:-1]}|:|,)\s*([^\W\d]\w*)\s*=\s*[-−]?[0-9.]+\s*(?=$|[,;])")


def _made_in(lines: list[str]) -> Iterator[str]:
    """The names that lines give a formula of others."""
    return (name for line in lines for name in _MADE.findall(line))


def _in_numbers(lines: list[str]) -> Iterator[str]:
    """The names of which lines only say a number, and no formula: it is what one above comes to."""
    formulas = set(_made_in(lines))
    return (name for line in lines for name in _ONLY_NUMBER.findall(line) if name not in formulas)


def _used_in(lines: list[str]) -> set[str]:
    """The words in the formulas of lines."""
    return {word for line in lines if "=" in line for word in _WORD.findall(line.partition("#")[0])}


def _taken_over_by(lines: list[str]) -> set[str]:
    """The words in the formulas of lines that none of these lines gives anything before."""
    own: set[str] = set()
    found: set[str] = set()
    for line in lines:
        own.update(_DEFINED.findall(line))
        found |= _used_in([line]) - own
    return found


def _given_by(case: str) -> dict[str, str]:
    """The numbers that a case gives, by name."""
    names, _, numbers = case.partition("=")
    if "," not in names:
        return dict(_CASE_GIVES.findall(case))
    return dict(zip(_WORD.findall(names), re.findall(_NUMBER, numbers), strict=False))


def case_of(line: str, inputs: Callable[[int], list[str]]) -> tuple[str, str] | None:
    """What a line of a case gives, and what it says of it, at its column; None for other lines. `inputs` are so many
    names that numbers in brackets are for; [] if there are none.

    >>> case_of("- x = 0, t = 1: y = 3", lambda count: [])
    ('  x = 0, t = 1', '                y = 3')
    >>> case_of("(0, 1): y = 3", lambda count: ["x1", "x2"])
    (' x1 = 0, x2 = 1', '        y = 3')
    """
    found = _CASE.match(line)
    if found:
        given = found[1]
    else:
        found = _CASE_OF_TUPLE.match(line)
        numbers = re.findall(_NUMBER, found[1]) if found else []
        given = ", ".join(map(" = ".join, zip(inputs(len(numbers)), numbers, strict=False)))
    if not found or not given:
        return None
    return " " * found.start(1) + given, " " * found.end() + line[found.end() :]


def has_inputs_in_front(text: str) -> bool:
    """Whether a line has numbers without names in front of what comes of them: (0, 1): y = 3."""
    return "(" in text and any(map(_CASE_OF_TUPLE.match, text.split("\n")))


_NEXT = re.compile(r"[;,]\s*(?=[^\W\d]\w*\s*=)")


def _told_by(line: str, kind: re.Pattern[str]) -> dict[str, str]:
    """The names that a line tells formulas of, and these."""
    parts = _NEXT.split(line) if kind is _FORMULA else [line]
    return {found[1]: found[2] for part in parts if (found := kind.match(part))}


class _Earlier:
    """What the lines of an exercise tell so far: what is given, what each name is made of, and what is defined."""

    def __init__(self, lines: list[str]) -> None:
        self.given: dict[str, str] = {}
        self.formulas: dict[re.Pattern[str], dict[str, str]] = {_FORMULA: {}, _COMPUTED: {}}
        self.defined: set[str] = set()
        self.told: set[str] = set()
        self.add(lines)

    def add(self, lines: list[str]) -> None:
        """Take note of more lines."""
        plain = [_VALUE.sub(r"\1", line) for line in lines]
        self.defined.update(_defined_in(plain))
        self.told.update(name for line in plain for name in _TELLS.findall(line))
        for line in plain:
            self.given.update(_GIVEN.findall(line))
            for kind, known in self.formulas.items():
                known.update(_told_by(line, kind))

    def has_nothing_for(self, block: list[str]) -> bool:
        """Whether a block is an exercise by its title, has formulas, and speaks of nothing that was told before it."""
        if not (self.told and _OF_ITS_OWN.fullmatch(block[0]) and any("=" in line for line in block)):
            return False
        own: set[str] = set()
        if not self.told.isdisjoint(_WORD.findall(block[0])):
            return False
        for line in block[1:]:
            words = set(_WORD.findall(_BEGINS_TO_TELL.sub(" ", line.partition("#")[0])))
            words |= {word[1:] for word in words if word[0] in "d∂"} | {word.partition("_")[0] for word in words}
            told = {found[1]: line[found.end() :].partition(";")[0] for found in _BEGINS_TO_TELL.finditer(line)}
            in_numbers = {name for name, formula in told.items() if not _WORD.search(formula)}
            if (words | in_numbers) & self.told - own:
                return False
            own.update(told)
        return True

    def is_begun_anew_by(self, block: list[str]) -> bool:
        """Whether a block gives another number, or first of all another formula, to what was given, and uses nothing
        else from before.
        """
        plain = [_VALUE.sub(r"\1", line) for line in block]
        anew = {name: number for line in plain for name, number in _GIVEN.findall(line)}
        if not any(self.given.get(name, number) != number for name, number in anew.items()):
            kind = _COMPUTED if _TITLED.match(plain[0]) and not any(map(_FORMULA.match, plain)) else _FORMULA
            first = next((told for line in plain if (told := _told_by(line, kind))), {})
            known = {**dict.fromkeys(self.given, ""), **self.formulas[kind]}
            if all("".join(known.get(name, told).split()) == "".join(told.split()) for name, told in first.items()):
                return False
        letters = {letter for found in _LETTERS.findall("\n".join(plain)) for letter in _WORD.findall(found)}
        return not (_used_in(plain) & self.defined) - set(_defined_in(plain)) - letters
