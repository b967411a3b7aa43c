"""Sentences that hold formulas: what is around the formulas is blanked out, as it is around other lines.

A word is prose if nothing is called so, and no sign of a formula stands beside it. A sentence is read only if all that
is left of it are statements; else it stays as it is, and is not read.
"""

import re
from collections.abc import Callable, Collection

from autograd.worksheet.language.notations.patterns import WHERE, WHERE_MADE
from autograd.worksheet.language.notations.rewriting import LONGEST_REWRITTEN
from autograd.worksheet.language.vocabulary import is_function
from autograd.worksheet.sheet.arithmetic import equalities_of

_WHERE, _WHERE_MADE = re.compile(WHERE), re.compile(WHERE_MADE)
_WORD = re.compile(
    r"(?<![\w'’′^_.\]-])[^\W\d_](?:[^\W\d_ᵢⱼₖₗₘₙₚₜₕ]|['’](?=[a-z])|(?<=[^\W\d_]{2})-(?=[^\W\d_]{2}))*(?![\w′^_(\['’])"
)
_SIGN_BEFORE = re.compile(r"[=≈+*/·×^∘@−(\[<>|→-]\s*$")
_SIGN_BEHIND = re.compile(r"\s*(?:[=≈+*/·×^∘@−)\]<>|'′_-]|:=)")
_LAYER = r"(?:\^(?:\{[^{}=\s]{1,9}\}|\(\w(?:\s?[-−+]\s?\w)?\)|[^\W_])(?:_[a-z]{1,2})?(?![\w.]))?"
"""A layer above a name, with indices behind it, perhaps: δ^(L-1), a^l_j."""

LEFT = (
    r"(?:∇(?:_\{?\w+\}?)?\s?[^\W\d]\w*(?:\([^()=]*\))?"
    rf"|[d∂]\s?[^\W\d][\w'’′\u0300-\u036f\[\],]*{_LAYER}\s*/\s*[d∂]\s?[^\W\d][\w'’′\u0300-\u036f\[\],]*{_LAYER}"
    rf"|[^\W\d][\w'’′\u0300-\u036f]*(?:\[[^\[\]]*\]|\([^()=]*\)|{_LAYER}))"
)
STATEMENT = re.compile(rf"\s*{LEFT}\s*[=≈]\s*[^=≈\s].*")
_SUM_LEFT = re.compile(r"\s*[Σ∑]_?[^=≈]*[^\s=≈]\s*[=≈]\s*[^=≈\s].*")
"""A claim about a sum: Σ_i (x_i - μ) = 0."""

_IN_NUMBERS = re.compile(
    r"\s*(?:(?:max|min|exp|log|ln|sqrt|tanh)(?=\())?[-−(0-9.][-−+*/·×^().,0-9\s]*"
    r"[-+*/·×^−,][-−+*/·×^().,0-9\s]*[=≈]\s*[-−]?[0-9.,]+\s*"
)
"""A claim about numbers alone: 3*3*3 = 27."""

_SUM_SAID = re.compile(r"\s*(?:[Σ∑]|sum)_\{?\w\}?\s*(?:\([^()=≈]{1,80}\)|[^\W\d]\w*)\s*[=≈]\s*[^=≈\s][^=≈]*")
"""Σ_i (x_i - μ) = 0"""

_MENTION = re.compile(rf"\s*[-−]?[0-9.]+\s*|\s*{LEFT}\s*|\s*{LEFT}\s*[<>≤≥]\s*[^=]*")
"""What a sentence may name without saying anything of it: L, dL/dw, or a condition that is met."""

_NUMBER_ALONE = re.compile(r"\s*[-−+]?[0-9.,]+\s*")
_NEW_VALUE = re.compile(r"\s*[^\W\d]\w*\s*<-\s*[-−]?[0-9.]+(?:/[0-9]+)?\s*")
"""x <- 3: where a function is looked at now."""

_RELATES = re.compile(r"[=≈]")
_NEXT = re.compile(r"\s*\(?\s*([^\W\d]\w*|[-−0-9])")
_NUMBERED = re.compile(r"\s*[0-9]{1,3}[a-z]?\s*[.):]?\s*")
_NUMBER_FOR = re.compile(r"\s*([^\W\d][\w'’′]*)\s*[=≈]\s*[-−]?[0-9.]+\s*")

OTHERWISE = {
    *("if", "when", "whenever", "unless", "for", "else", "otherwise", "find", "not", "isn't", "never", "wrong"),
    *("instead", "should", "would", "were", "plus", "minus", "times", "divided", "over", "squared", "cubed", "half"),
    *("twice", "two", "three", "per", "each", "every", "repeat", "again", "sum", "new", "old", "updated", "previous"),
    *("nicht", "kein", "falsch", "statt", "neu", "neue", "neuer", "alt", "alte", "doppelt", "halb", "wenn", "falls"),
    *("pas", "non", "no", "faux", "falso", "nuevo", "nueva", "nouveau", "nouvelle", "nuovo", "nuova", "novo", "nova"),
    *("si", "se", "sino", "sinon", "viejo", "ancien", "vecchio", "antigo", "doble", "double", "doppio", "dobro"),
}
"""Words with which a sentence says something else than that its formulas hold."""

RESULTS = {
    *("so", "hence", "thus", "therefore", "also", "daher", "somit", "donc", "ainsi", "entonces", "luego", "portanto"),
    *("logo", "quindi", "dunque", "zatem", "więc", "dus"),
}
"""Words before what comes of a statement: Net = 2, so y = 1, whatever y was before."""

CONNECTIVES = RESULTS | {
    *("and", "then", "since", "because", "gives", "which", "is", "with", "where", "but", "while", "next", "finally"),
    *("now", "giving", "yields", "und", "dann", "et", "or", "alors", "y", "e"),
}
"""Words that alone part two statements."""

ALTERNATIVES = {
    *("or", "and", "maybe", "perhaps", "possibly", "either", "oder", "und", "vielleicht", "ou", "et", "peut"),
    *("o", "y", "e", "u", "forse", "talvez", "quizás", "tal"),
    *("alternatively", "alternative", "otherwise", "could", "might", "but", "instead", "correction", "rather"),
}
"""Words behind which a number is another answer: dL/dw = 3 or 4."""

SAYS = CONNECTIVES | {
    *("are", "was", "has", "have", "had", "give", "get", "becomes", "equals", "let", "yield", "we", "at", "by", "from"),
    *("write", "denote", "define", "call", "depends", "as"),
    *(
        "avons",
        "obtenons",
        "obtient",
        "posons",
        "notons",
        "tenemos",
        "obtenemos",
        "abbiamo",
        "otteniamo",
        "temos",
        "obtemos",
    ),
    *(
        "haben",
        "erhalten",
        "ergibt",
        "ist",
        "sind",
        "mit",
        "wir",
        "gilt",
        "est",
        "sont",
        "avec",
        "es",
        "son",
        "con",
        "da",
        "sono",
        "com",
    ),
}
"""Words that a sentence has, and a title has not: one of them must be there."""


_DENIED = re.compile(r"(?i)\b(?:false|wrong|incorrect|untrue|nonsense)\s+(?:that|to\s+say)\b")
"""It is false that dL/dw = 3."""


def statements_of(
    line: str, is_name: Callable[[str], bool], is_given: Callable[[str], bool], labelled: bool = True
) -> str:
    """A sentence with its words blanked out, a ; between its statements; what is no such sentence stays what it is.

    `is_name` tells what words are names, `is_given` which names have been given a number before: a sentence that gives
    another is about something else. Where it is `labelled`, words before a statement need not make a sentence.

    >>> names = "zLa".__contains__
    >>> statements_of("With a = 2 the loss is L = a^2 = 4.", names, lambda name: False)
    '     a = 2;            L = a^2 = 4 '
    >>> statements_of("The loss L is large", names, lambda name: False)
    'The loss L is large'
    """
    if len(line) > LONGEST_REWRITTEN or ("=" not in line and "≈" not in line) or _is_turned_round(line, is_name):
        return line
    if _DENIED.search(line):
        return line
    typed = line
    bare = _FOR_OWN.sub(lambda match: " " * len(match[0]), _WRT.sub(" wrt  ", line))
    line = _without_words_in_brackets(bare, is_name)
    runs = _runs(line, is_name)
    words = [word.lower() for *_, run in runs for word in run]
    if not words or not OTHERWISE.isdisjoint(words):
        return line
    is_label = line == bare and len(runs) == 1 and not line[: runs[0][0]].strip()
    parts = _parts(line, runs)
    are_labels = (labelled and (line == bare or len(parts) > 1)) and all(
        _is_label(line, start, end) for start, end, _ in runs
    )
    says = not SAYS.isdisjoint(words) or _ends_in_prose(line, *runs[-1])
    if not are_labels and (not says if len(words) > 1 else words[0] not in CONNECTIVES and not is_label):
        return typed
    if parts and _NUMBERED.fullmatch(parts[0][1]):  # Problem 2.
        parts = parts[1:]
    is_between = len(parts) > 1 and all(_RELATES.search(part) for _, part in parts)
    if all(len(word) == 1 for word in words) and not (is_between or is_label):
        return line  # z = x y: a letter says nothing but "and"
    results = {end for _, end, run in runs if RESULTS.issuperset(map(str.lower, run))}

    def is_kept(start: int, part: str) -> bool:
        return _is_kept(part, is_given if start not in results else lambda name: False)

    others = {end for _, end, run in runs if not ALTERNATIVES.isdisjoint(map(str.lower, run))}
    if any(start in others and _NUMBER_ALONE.fullmatch(_bare(part)) for start, part in parts):
        return typed
    if not parts or not all(is_kept(start, part) or _MENTION.fullmatch(_bare(part)) for start, part in parts):
        return typed
    kept = [(start, part) for start, part in parts if is_kept(start, part)]
    if not kept:
        return typed
    shown = [" "] * len(line)
    for start, part in kept:
        bare = _bare(part)
        shown[start : start + len(bare)] = bare if _is_kept(part, is_given) else _RELATES.sub("←", bare, count=1)
        if (start, part) != kept[-1]:
            shown[min(start + len(bare), len(line) - 1)] = ";"
    return "".join(shown)


_DENIES = {
    "not",
    "isn't",
    "never",
    "wrong",
    "instead",
    "nicht",
    "kein",
    "falsch",
    "statt",
    "pas",
    "faux",
    "falso",
    "no",
}
"""Words of sentences that tell what is not so."""

_NUMERIC = re.compile(
    r"(?<![\w.()\]^/*·×+-])(?<![-−+*/·×=≈]\s)"
    r"((?:exp|log|ln|sqrt|tanh|max|min|sigmoid|σ|e\^|√)?[-−(0-9.|](?:[-−+*/·×^().,0-9\s√|]|(?<=[0-9)])x(?=[(0-9])"
    r"|(?:exp|log|ln|sqrt|tanh|max|min|sigmoid|σ|e)(?=[(^]))*)"
    r"[=≈]\s*[-−+]?[0-9]+(?:[.,][0-9]+)*(?:e[-−+]?[0-9]+)?(?![\w^(*/])(?!\s*[-−+*/·×^=≈(]\s*[\w(])"
)
"""A formula of numbers alone, and what it comes to."""


_LONG_FORMULA = re.compile(r"(?:[-−+*/·×^().,0-9√]\s?){300}")
"""More signs than a formula of numbers has in a sentence: it would be tried from each of them."""

_SENTENCE = re.compile(
    r"(?<=[\w)\]}²³])[.?!](?=\s+[A-Z](?:[a-z']+|(?=\s))[\s,:])|(?<=[a-z]{2})[.?!](?=\s+[^\W\d]\w*\s*=)"
)
"""Where a sentence ends: before a word with a capital letter, or behind a word and before a statement."""


def sentences_of(line: str, read: Callable[[str], str]) -> str:
    """A line of several sentences, each of them read by itself, a ; between what they say; one that has no = is blank.

    Of one that is no sentence with statements, the line stays what it is.

    >>> sentences_of("You took the weight. z = w x so g = x. Why is it so?", lambda each: each.replace("so", "; "))
    '                     z = w x ;  g = x;              '
    """
    ends = [found.start() for found in _SENTENCE.finditer(line)] if len(line) <= LONGEST_REWRITTEN else []
    if not ends:
        return line
    shown, begun = "", 0
    for end in [*ends, len(line)]:
        sentence = line[begun:end]
        if not _RELATES.search(sentence):
            if not any(len(word) > 2 for word in _WORD.findall(sentence)):
                return line
            found = " " * len(sentence)
        else:
            found = read(sentence)
            if found == sentence and _WORD_IN_SENTENCE.search(sentence):
                return line
        shown += found + (";" if found.strip() else " ") * (end < len(line))
        begun = end + 1
    return shown


_WORD_IN_SENTENCE = re.compile(r"(?<![\w∂])[^\W\d_]{3,}\s+[^\W\d_]{2,}(?!\w)")


def numbers_of(line: str, is_name: Callable[[str], bool]) -> str:
    """A sentence with all blanked out but what it says of numbers alone, which holds whatever else the sentence means.

    What says anything of names, or that something is not so, stays what it is.

    >>> numbers_of("If there were only one link, the error would be 0.8*2/5 = 0.32.", lambda name: False)
    '                                                0.8*2/5 = 0.32 '
    >>> numbers_of("the original 2.0 plus 0.5 = 2.5", lambda name: False)
    'the original 2.0 plus 0.5 = 2.5'
    """
    if len(line) > LONGEST_REWRITTEN or ("=" not in line and "≈" not in line) or _LONG_FORMULA.search(line):
        return line
    typed, line = line, _WORDS_IN_BRACKETS.sub(lambda match: " " * len(match[0]), line)
    found = [
        match
        for match in _NUMERIC.finditer(line)
        if re.search(r"[0-9)|]\s*[-−+*/·×^x]|[a-zσ^][(]", match[1]) and match[1].count("|") % 2 == 0
    ]
    shown, rest = [" "] * len(line), line
    for match in found:
        shown[match.start() : match.end()] = match[0]
        if match is not found[-1]:
            shown[match.end()] = ";"
        rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
    said = f"{rest} {' '.join(_WORDS_IN_BRACKETS.findall(typed))}"
    words = [word.lower() for word in re.findall(r"[^\W\d_]{2,}(?:'t)?", said) if not is_name(word)]
    is_prose = sum(len(word) > 2 for word in words) > 1 and _DENIES.isdisjoint(words)
    if not found or not is_prose or re.search(r"[=≈+*·×^<>→]|\w\(", rest):
        return typed
    whole = equalities_of(typed, is_name)
    if not all(
        any(sign in match[0] for sign in "|√") or any(each.start <= match.start() < each.end for each in whole)
        for match in found
    ):
        return typed  # more than the numbers may belong to it: half of 2 + 4 = 3
    return "".join(shown)


_WORDS_IN_BRACKETS = re.compile(r"(?<=[\w)] )\((?=[^()]*[^\W\d_]{3})[^()=≈]*\)")
"""(12 weights + 3 biases)"""

_WRT = re.compile(r"\bw\.r\.t\.")
_FOR_OWN = re.compile(r"\b(?i:for|für|pour|para|per)\s+(?=[^\W\d]\w*\([a-z](?:\s*,\s*[a-z])*\)\s*=)")
"""Newton's method for f(x) = x^2 - 2"""


def _is_turned_round(line: str, is_name: Callable[[str], bool]) -> bool:
    """Whether a notation puts what stands behind `where` first."""
    made = _WHERE_MADE.match(line)
    words = _WORD.findall(made[3]) if made else []
    return bool(_WHERE.match(line) or made) and all(len(word) < 3 or is_name(word) for word in words)


_BRACKETED = re.compile(r"(?<=[^\W\d_Σ] )\((?:[^\W\d_ᵢⱼₖₗₘₙₚₜₕ]{2,}(?:[ ,-]+(?=[^\W\d_])|(?=\))))+\)(?!\s*[=≈])")


def _without_words_in_brackets(line: str, is_name: Callable[[str], bool]) -> str:
    """A line without (logits) behind a word."""

    def blanked(match: re.Match[str]) -> str:
        words = re.findall(r"[^\W\d_]+", match[0])
        return match[0] if any(is_name(word) or is_function(word) for word in words) else " " * len(match[0])

    return _BRACKETED.sub(blanked, line)


def _runs(line: str, is_name: Callable[[str], bool]) -> list[tuple[int, int, list[str]]]:
    """The runs of words that are prose, from where to where."""
    found: list[tuple[int, int, list[str]]] = []
    for match in _WORD.finditer(line):
        word = match[0]
        if is_name(word) or _SIGN_BEFORE.search(line[: match.start()]) or _SIGN_BEHIND.match(line, match.end()):
            continue
        if len(word) == 1 and word.lower() not in "aiyeo":
            continue
        behind = _NEXT.match(line, match.end())
        operand = behind[1].partition("_")[0] if behind else ""  # p of log p_k
        if is_function(word) and behind and (is_name(behind[1]) or is_name(operand) or len(operand) < 2):
            continue
        if found and not line[found[-1][1] : match.start()].strip(" \t,:—–"):
            found[-1] = found[-1][0], match.end(), [*found[-1][2], word]
        else:
            found.append((match.start(), match.end(), [word]))
    return [each for each in found if len("".join(each[2])) > 1 or _TOLD_BEHIND.match(line, each[1])]


_TOLD_BEHIND = re.compile(rf"\s+(?:{LEFT}|[d∂∇][^=;,]{{1,40}})\s*(?:[=≈]|:=)")
"""What stands behind the y of x = 2 y w = 3, and not behind that of L = w y; dL/dw = y."""

_SLOPE_LEFT = r"(?:∇(?:_\{?\w+\}?)?\s?[^\W\d]\w*|[d∂]\s?[^\W\d]\w*\s*/\s*[d∂]\s?[^\W\d][\w\[\],]*)"
_LABELLED = re.compile(rf"\s*[:(]?\s*(?:{LEFT}\s*(?:[=≈]|:=)|[-−]?[0-9.]+\s*(?:[;,]|$))|\s*,\s*{_SLOPE_LEFT}\s*[=≈]")
"""What stands behind words that say what it is; behind a comma, a derivative."""


MOST_BEHIND_COMMAS = 2
"""Words behind a comma that may be no clause."""


def _ends_in_prose(line: str, start: int, end: int, words: list[str]) -> bool:
    """Whether a line ends with a clause behind a comma: …, the second term vanishes."""
    return len(words) > MOST_BEHIND_COMMAS and not line[end:].strip(" .") and line[:start].rstrip()[-1:] == ","


def _is_label(line: str, start: int, end: int) -> bool:
    """Whether a run of words stands between two statements, or before one: salida deseada d = 1."""
    before = line[:start].rstrip()
    return (not before or before[-1] in ";,.:|") and _LABELLED.match(line, end) is not None


def _parts(line: str, runs: Collection[tuple[int, int, list[str]]]) -> list[tuple[int, str]]:
    """What is between the runs, each with where it begins; commas and semicolons between statements part them, too."""
    found: list[tuple[int, str]] = []
    begun = 0
    for start, end, _ in [*runs, (len(line), len(line), [])]:
        depth, first = 0, begun
        for place in range(begun, start + 1):
            sign = line[place : place + 1] if place < start else ";"
            depth += (sign in "([") - (sign in ")]") if sign else 0
            parts_list = sign == "," and depth <= 0 and not line[place + 1 : place + 2].strip()
            if parts_list or (sign == ";" and (depth <= 0 or place == start)):
                if _bare(line[first:place]).strip():
                    found.append((first, line[first:place]))
                first = place + 1
        begun = end
    return found


def _bare(part: str) -> str:
    """A part without the signs of sentences behind it."""
    return re.sub(r"[\s.,:;!?—–]+$", "", part)


def _is_kept(part: str, is_given: Callable[[str], bool]) -> bool:
    """Whether a part is a statement to be read."""
    bare = _bare(part)
    number = _NUMBER_FOR.fullmatch(bare)
    if _IN_NUMBERS.fullmatch(bare) or _NEW_VALUE.fullmatch(bare) or _SUM_SAID.fullmatch(bare):
        return True
    if _SUM_LEFT.fullmatch(bare):
        return True
    return STATEMENT.fullmatch(bare) is not None and not (number and is_given(number[1]))
