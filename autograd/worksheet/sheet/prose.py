"""Prose around formulas: headings, comments, sentences, titles, and the labels, bullets and prompts before a formula.

A line without any = claims and defines nothing, so it can be skipped; but not where an = may be missing.
"""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from autograd.worksheet.language.derivatives import differentials
from autograd.worksheet.language.notations.patterns import NUMBER, SLOPE
from autograd.worksheet.language.roles import is_called_loss
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.vocabulary import function_called, is_function

_RELATION = re.compile(r"(?<![<>!])[=≈≃≅＝←~]|<-")
_COMMENT = re.compile(r"\s*(?://|%|/\*)")
_DRAWN = re.compile(
    r"(?!\s*[►▶]\s+[\w∂∇].*=)"  # a bullet
    r".*(?:[─-╿►◄▶◀▲▼]|-{2,}>|-{3,}(?=[ >+|]|$)|[+|]-{2,}[+|]|<-{2,}|={2,}>).*"
)
"""A line of a drawing: boxes and arrows."""

_DISTRIBUTION = r"(?:N|𝒩|\\mathcal\s*\{?N\}?|Normal|Gaussian|Bernoulli|Ber|Bern|Uniform|U|Poisson|Cat|Categorical)"
_DRAWN_FROM = re.compile(
    r"[^=]*(?:[~∼]|\b(?:iid|i\.i\.d\.?|are|is)\b)\s*(?:iid\s+|i\.i\.d\.?\s+)?" + _DISTRIBUTION + r"\s*\([^=]*"
    r"|\s*(?:(?:where|with|and|let)\s+)?[pPq]\s*\([^=()]*[|;][^=()]*\)\s*=\s*"
    + _DISTRIBUTION
    + r"\s*\([^=]*[,;|][^=]*\)\s*[.,;]?\s*"
)
"""What a random variable is drawn from: x_i ~ N(μ, σ²)."""

_DRAWN_IN_LINE = re.compile(
    r"[^\W\d]\w*(?:\^?\([a-z]\))?\s*[~∼]\s*(?:iid\s+|i\.i\.d\.?\s+)?[^\W\d]\w*\s*\((?:[^()=]|\([^()=]*\))*\)\s*,?"
)

_LEGEND = re.compile(
    r"\s*(?:[-–*•]\s+)?(?:[^\W\d]\w{0,11}|[^\W\d_]{1,3} \+ [^\W\d_])\s*=\s*"
    r"((?:[^\W\d_]{1,20}(?:[- ]|,\s)){0,7}[^\W\d_]{3,20}(?:\s\([^()=]{1,30}\))?)\s*[.,;]?\s*"
)

_NEXT_LEGEND = re.compile(r"[,;]\s+(?:and\s+)?(?=[^\W\d]\w{0,11}\s*=)")
"""p = probability of dropping, a = activations of a layer"""

_LOSS_OF = re.compile(
    r"\s*(?:(?i:the|a|some|scalar|any|smooth|let|assume|suppose|final|total)\s+)*(?i:loss|cost|objective|error|energy)(?i:\s+function)?\s+"
    r"[^\W\d]\w*\s*(?:\([^()=]*\))?[^=]{0,60}"
)
"""Loss ℓ(y_1, ..., y_m): that there is one."""

_CODE = re.compile(
    r"\s*(?:import\s.*|from\s+\w+\s+import\s.*|print\(.*\)|def\s+\w+\(.*|return\s.*|class\s+\w+.*|with\s+\S+\(\)\s*:|"
    r"for\s+\w+\s+in\s.*:|[^\W\d]\w*(?:\.[^\W\d]\w*)+\([^=]*\))\s*"
)
"""A line of a program that is no formula: loss.backward()"""

_CELLS = re.compile(r"\s*\|?\s*[^\W\d_][^|=]*(?:\|\s*[^\W\d_][^|=]*)+\|?\s*")
"""The heads of columns."""

_ROW_OF_NUMBERS = re.compile(r"\s*[-−]?[0-9.]+(?:,[0-9]+)?(?:\s+[-−]?[0-9.]+(?:,[0-9]+)?)+\s*")
"""A row of a table of numbers."""

_ONLY_DOTS = re.compile(r"(?:\.{3,}|…|⋮|⋯)[\s.…⋮⋯]*")
"""A line that says: and so on."""

_RULED = re.compile(r"\s*([=*_~-]{2,})\s*[^\W_][^=<]*?[\s:]*\1\s*")
"""=== backward ===, **Backward**"""

_NUMBERED = re.compile(
    r"\s*(?:\(?(?:[a-z]|[ivx]{2,4}|[0-9]{1,2})[).]|[0-9]{1,2}(?:\.[0-9]{1,2}){1,2}\s+[A-Z][a-z]{2,20}"
    r"|(?:[Qq]|[Pp]\.?) ?[0-9]{1,2}|[^\W\d_]{2,20}\. ?[0-9]{1,9}"
    r"|(?i:exercise|ex|problem|question|task|part|step|iteration|iter|epoch|round|example|case|sheet|worksheet|homework"
    r"|hw|layer|sample|batch|week|section|chapter|lab|assignment|page|update|aufgabe|übung|beispiel|schritt|teil|blatt"
    r"|ejercicio|ejemplo|paso|exercice|exemple|étape|esercizio|esempio|passo|exercício|exemplo|oefening|opgave|stap"
    r"|oppgave|uppgift|øvelse|zadanie|cvičení|úloha|feladat|tehtävä|alıştırma|задача|упражнение|шаг) "
    r"?(?:[0-9]{1,3}[a-z]?|[a-z]|\((?:[0-9]{1,3}|[a-z])\)))[.):]?\s*"
)
"""Exercise 3, Q1, (a)"""

_LETTERED = re.compile(r"\(?([a-z]|[ivx]{1,4}|[0-9]{1,2})[).]\s+(?=[^\W\d_]{3})")
"""What a heading begins with: a) Vorwärtsschritt."""

_TITLE = re.compile(r"[^\W\d_a-zß-ÿа-я][^\W\d_]{4,20} [0-9]{1,2}:?")
"""A word with a capital and a number, in any language: Iteracija 2."""

_ABOUT_FORMULA = re.compile(
    r"[^\W\d_]{3,20} [0-9]{1,2}\s?[:.]\s+(?:[^\W\d_][^\W\d_'’-]*['’ -]){2,15}\((?:[^()=]|\([^()=]*\)){1,80}\)\.?"
)
"""A heading that says in brackets what it is about: Equation 2: The error of hidden layers (δ^(k))."""

_FOR_ANOTHER_LOSS = re.compile(
    r"(?i:for|with|pour|avec|für|mit|bei|para|con|per|com)\s+(?:[^\W\d_]{1,20}\s){1,6}[^\W\d]\w{0,9}\s*=[^=,;]{3,60},\s"
    r"(?i:this|that|the|cette|ce|la|le|diese[rs]?|die|der|esta|este|questa|questo|essa|esse)\s[^\W\d_]{3,20}\s"
    r"(?i:is|becomes|est|devient|ist|wird|es|è|é)\s[^=]*"
)
"""For a squared error L = (a - y)², this derivative is a - y: what holds for a loss that need not be the sheet's."""

_WORTH = re.compile(r"\s*[\[(]\s*[0-9.]+\s*(?:points?|pts?|marks?|Punkte?|P\.?|pt|puntos|punti|баллов)\s*[\])]\s*$")
"""What a heading ends with: [6 points]."""

_WORD = re.compile(r"(?<![\w'’′])[^\W\d][\w'’′]*")
_PLAIN = re.compile(r"[^\W\d_]{2,}(?:['’][a-z]{1,2})?")
_NAMED_KIND = re.compile(
    r"[^\W\d_]{3,}(?:[ -][^\W\d_]{3,}){0,3}[ -]?\s?:\s*"
    rf"(?:[^\W\d_]{{2,}}(?:[ ,/-]+[^\W\d_]+){{0,5}}|{NUMBER}(?:\s*[,;]\s+{NUMBER})+)\.?"
)
"""What kind something is, or a row of numbers without a name: Activation: ReLU, predictions: 0, 0, 1"""

_DIGIT_IN_WORD = re.compile(r"(?<=[^\W\d_])[0-9](?=[a-z]{2})|(?<!\w)[0-9]-?[dD](?!\w)")
"""The digit of word2vec, and 1D."""

_SIGNS = re.compile(r"[\^@*\[\]{}|√∑²³]")
"""Signs of formulas that sentences do not have."""

_TOLD = re.compile(r"(?::|\b(?:is|are|equals|gives|becomes|to))\s*[-−]?\.?[0-9][0-9.]*\Z")
"""What ends like a claim in words: loss: 4, the loss is 4."""

_UNTIL = re.compile(r"\b(?i:until|till|bis|hasta que|jusqu['’]à ce que|até que|finché)\b")
"""What says how long to go on, and no number that anything has."""

_SLOPE = re.compile(r"[d∂]\s?\w+(?:\[[^\]]*\])?\s*/\s*[d∂]\s?\w+")
_AMOUNT = re.compile(r"(?<![\w.])\.?[0-9]|[-−+/·×]\s*[^\W\d]")
"""A number that is no part of a name, or the sign of a formula."""
_BULLET = re.compile(r"\A[-*•]\s+(?=[^\W\d_]{2}|[^\W\d_]\s+(?:is|are|denotes)\s|\S{1,9}:\s+[^\W\d_]{3})")
_SPOKEN = re.compile(r"\bw\.?\s?r\.?\s?t\b\.?|\b(?:with respect to|respectively|as follows|en fonction de|bezüglich)\b")
"""What only sentences have."""

_EXCLAIMED = re.compile(r"[^\W\d_]{3,}!+\Z")
"""What only sentences end with: the p(1-p) terms cancel!"""

_SAYS_BEHIND = re.compile(r"(?<=[a-z]{3}):(?=\s)")
"""The colon of a sentence, behind a word."""

_IN_NUMBERS = re.compile(r"\w+\s*∈\s*[Rℝ](?![\^⁰-ⁿ\w])|\{[^{}=]{1,20}\}")
"""Numbers, and the parts of a sample: {x_i, y_i}, y_i ∈ R."""

_TOPIC = re.compile(r"\A(?:[^\W\d_]{3,20}(?: [0-9]{1,2})?:\s+(?=[^\W\d])|\S{1,9}:\s+(?=[^\W\d_]{3,}\s))")
"""What a sentence is about: Inputs: x and h are given."""

RENAMED = re.compile(r"\s*[^\W\d][\w′']*\s*:\s*[^\W\d][\w′']*\s*(?:[,;]\s*[^\W\d][\w′']*\s*:\s*[^\W\d][\w′']*\s*)*")
"""Names of a key and what else they may be called: z: net, h: a"""

_LIST = r"\[(?:[^\[\]=;]|\[[^\[\]=;]{0,80}\]){1,80}\]"
_GIVEN = re.compile(
    r"(?<![\w'’′*/·×^@+∂])(?<![*/·×^@+]\s)(?<![\w)\]]\s[-−]\s)([^\W\d][\w'’′]*)\s*(?:\([^()=]*\)\s*)?:?="
    rf"(?:\s*([-−]?(?:[0-9]+(?:\.[0-9]+|,[0-9]+)?|\.[0-9]+)|{_LIST})(?=\s*(?:$|[,)]|and\b)))?",
    re.MULTILINE,
)
"""A name that is given something; a plain number or a list, perhaps."""

_LONGEST_CHAIN = 201
_IN_CHAIN = re.compile(r"[=≈][^=≈;,\n]{0,200}\Z")
"""What stands before the last name of a formula, and its result: z = w x = 4 gives x nothing."""

_STEP = re.compile(r"\s*(?:[-−]?[0-9.]+|[\[(][-−0-9.,;\s]{1,60}[\])])\s*[-+−]")
"""How a new value in numbers begins: w = 0.5 - 0.1*4."""

_PICTURE = (
    "(?:(?![\u274c\u274e\u2717\u2718\u26d4\U0001f6ab\U0001f44e])"
    "[\U0001f300-\U0001faff\u2600-\u2767\u2794-\u27bf\u2b00-\u2bff]\ufe0f?|[0-9]\ufe0f?\u20e3)"
)
"""A sign that stands for no word: a hand, a check mark, a digit in a box; not one that crosses out."""

_FORMULA = r"(?=[\w∂√(\[|\\∇]|[-−][0-9])(?=.*(?:[=≈]|<-|←|\bfind ))"
_NUMBER = r"(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}(?:\.?[a-z])?|[ivx]{1,4}|[IVX]{1,4}|[a-zA-Z](?:\.?[0-9]{1,2})?)"
_LABEL = re.compile(
    r"\s*(?:[^\W\d_](?:[\w ]|(?<=[^\W\d_]{2} )\([^\W\d_]{2}[^()=:;]{1,30}\)"
    r"(?= :|:\s+[^\W\d][\w{}]{0,9}\s*=\s*[-−]?\.?[0-9])"
    r"|(?<=[^\W\d_]{2} )\([^\W\d]\w{0,9}[\u0302-\u0304]?\)(?=:)|(?<=\w)-(?=[^\W\d_])"
    r"|(?<=\w )\([\w ]{1,16}(?:[→⇒]|[-=]>)[\w ]{1,16}\)(?=\s?:)|(?<=[a-z]{2})\.(?= [a-z])"
    r"|(?<=[^\W\d_])['’](?=[^\W\d_])|[·→](?=[^\W\d_]{2})){0,40}"
    r"(?: [-–—] [^\W\d_][\w &-]{2,60})?"
    r"(?:[0-9]\.[0-9.]{1,5}|(?:,[\w ]{2,40}){1,2})?:(?!=)"
    r"|[^\W\d_][^=?≈;]{2,100}\?(?:\s+[^\W\d_]{1,8}[.:])?"
    rf"|(?:[^\W\d_]\w{{0,20}} )?{_NUMBER}\)|№ ?[0-9]{{1,2}}[.:)]?|{_NUMBER}[.:]"
    rf"|(?:[^\W\d_]\w{{2,20}} )[0-9]{{1,2}}\.|{_PICTURE}|[•◦▪*‣·∙›»○●■□▸►▶◆◇~]|[=-]>|[⇒⟹→∴]"
    r"|\*\)|\(\*{1,3}\)|\[[ xX✓]\]"
    rf"|\[[^\W\d][^\[\]=]{{2,40}}\]|([^\W\d_]{{3,20}})\s+(?:→|⇒|⟹|=>))\s+{_FORMULA}"
    rf"|\s*(?:{_NUMBER}\)|[0-9]{{1,2}}\.(?=[^\W\d])|\*(?![\s*])){_FORMULA}"
)
"""What people begin their lines with: Step 1: or Given: or a) or 3. or a bullet or an arrow."""

_OPENING = re.compile(
    rf"\s*(?:\(([a-z]|[ivx]{{2,4}}|[A-Z]{{1,4}}[0-9]{{1,2}}[a-z]?)\)|([Qq][0-9]{{1,2}}[a-z]?)|((?i:and|hence|so|then|therefore|thus|given|let|where|with|take"
    r"|set|suppose|now|also|since|because|finally|next|we have|we get|und|somit|daher|damit|et|donc|ainsi|luego"
    rf"|entonces|quindi|dunque|allora|logo|portanto|então)),?|(?:e|y|o|ed)(?=\s+{SLOPE}\s*=))\s+{_FORMULA}"
)
"""What is one of these only where it is not a name."""

_CONDITION = re.compile(
    r"\s*(?i:since|as|because|for|if|when|where|da|weil|puisque|comme|car|como|porque|poiché|siccome)\s"
    rf"(?:[^=:;]{{1,60}}[<>≤≥][^=:;]{{1,30}}[:,]|[^=:;]{{1,40}}=[^=:;]{{1,20}}(?:\.\.|…|⋯)[^=:;]{{1,20}}:)\s+{_FORMULA}"
)
"""A condition that is met: since z > 0:"""

MOST_LABELS = 3
"""A bullet, a number and a label may stand before one formula."""

_HEADING = re.compile(r"\s*(?:[^\W\d_][\w ()'-]{0,60}:|[-=_*~]{3,})\s*")
"""A line of its own: Backward pass: or a rule."""

_BEHIND = re.compile(
    rf"(?:(?<=[\w)\]}}²³′'’])\s{{0,2}}[.,:]|{_PICTURE}|(?<=\w)\s+(?:(?:be|is|are)\s+)?(?:given|known)\.?)(?=\s*$)"
)
"""What a line may end with."""


_ENTRY = r"(?:\[[^\]\n]*\])?"
_TOLD_OF = (
    rf"(?:[⇒⟹→∴][ \t]+)?(?:[d∂] ?\w+{_ENTRY}[ \t]*/[ \t]*[d∂] ?)?"
    rf"[^\W\d][\w'’′]*{_ENTRY}[ \t]*(?::|=|≈|<-|←|→|->)"
)
"""A name or a derivative that is told."""

_LEFT_OF_SENTENCE = re.compile(r"\A\s*(?:[^\W\d_]{3,20}\s+){0,3}(?<=\s{3})[.,;]\s+(?=[^\W\d])")
"""What is left of a sentence that told sizes: Inputs …, and behind the point the next."""

_DASHED = re.compile(rf"^[> \t]*([-–—−])[ \t]+{_TOLD_OF}", re.MULTILINE)
_COUNT_BEFORE = r"(\([0-9]{1,2}[a-h]?\)|[0-9]{1,2}(?:\.[0-9]{1,2})?)(?:[ \t]*[-–—][ \t]+|[ \t]+)"
_COUNTED = re.compile(rf"^[> \t]*{_COUNT_BEFORE}{_TOLD_OF}", re.MULTILINE)
"""What begins with a dash or a number, which may be a mark of a list, or a part of the formula."""

_DRESSED = re.compile(r"[$`]|\*\*|\\[dt]?frac|\\(?=partial)|[{}]")
"""What formulas are dressed in, in Markdown and LaTeX."""

_DASH = re.compile(r"\s*([-–—−+])\s+(?=[\w∂√(\[|\\⇒⟹→∴])")
_COUNT = re.compile(rf"\s*{_COUNT_BEFORE}(?=[\w∂√(\[|\\⇒⟹→∴])")
_WORDS = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}\s")
"""Two words, to which no minus belongs."""

MOST_IN_FORMULAS = 3
"""Words that are no names, in what may still be a formula with its remark: with more it is a sentence."""

MANY_IN_SENTENCES = 7
"""Words with which a line is a sentence, whatever stands behind a colon in it."""

_UNDER = re.compile(r"[<>≤≥≠∈×]|(?<!\w)(?i:if|when|case|where|assum\w+|suppos\w+|wenn|falls|si|quand|cuando|se)(?!\w)")
"""What a sentence before a formula may say this holds under."""

_TELLS = re.compile(r"[∈×:]|\bin R\b|\bR\^|\b(?:one|sum|if|for|find|symmetric|diagonal|orthogonal)\b")
"""What such a sentence may tell of names: it is read by others, or must be."""

_ABOUT = re.compile(
    rf"\*{{0,2}}[0-9]{{1,2}}[.)]\s+(?!(?i:find)\b)(?:(?<![^\W\d_])(?:[^\W\d_]{{2,20}}|{SLOPE}"
    r"|[^\W\d_](?:[\u0302-\u0304]|_?[0-9]|[₀-₉])?)(?:'s|,|\s[-–—])?\s?){1,8}:\*{0,2}"
)
"""What a step is about, in words and names: 2. Compute z:"""

LONGEST = 300
"""Characters of a remark."""

MOST_BEFORE_FORMULAS = 5
"""Words of a sentence that says where the formula behind it holds."""


_LEFT_ALONE = r"[^\W\d]\w*(?:\s?/\s?[^\W\d]\w*)?"
_ALONE = re.compile(
    rf"[ \t]*{_LEFT_ALONE}[ \t]*=(?:[ \t]*(?:[-+*/^(,=\[−·;]|\w(?:[\w.]*\w)?(?![\w.])(?![ \t]+[\w(])"
    r"|[)\]](?![ \t]+[\w(])))+(?<=[\w)\]])[ \t]*"
)
"""A name or a derivative and its formula, an operator wherever there is a blank: no two words side by side."""


def is_formula_alone(line: str) -> bool:
    """Whether a line has nothing around its formulas: no words, marks or labels. Most lines are such.

    >>> is_formula_alone("dL/dw = 2*(y - t)*x = -4.2"), is_formula_alone("so y = 2"), is_formula_alone("y = 2,")
    (True, False, False)
    """
    return _ALONE.fullmatch(line) is not None


def is_remark(line: str, names: Collection[str]) -> bool:
    """Whether a line is not a formula, and cannot have been meant as one.

    >>> is_remark("// dL/dw = x", ()), is_remark("Forward pass", ()), is_remark("Exercise 3", "x")
    (True, True, True)
    >>> is_remark("dL/dw 4", "Lw"), is_remark("loss 4", ()), is_remark("w x + b", "wxb"), is_remark("i1", ())
    (False, False, False, True)
    """
    line = _BULLET.sub("", line.strip())
    if _COMMENT.match(line) or len(line) > LONGEST:
        return bool(_COMMENT.match(line))
    if _ROW_OF_NUMBERS.fullmatch(line) or _ONLY_DOTS.fullmatch(line):
        return True
    if _RULED.fullmatch(line) or _DRAWN.fullmatch(line) or _CODE.fullmatch(line) or _DRAWN_FROM.fullmatch(line):
        return True
    if _LOSS_OF.fullmatch(line) and not _TOLD.search(line):
        return True
    if _CELLS.fullmatch(line) and all(_PLAIN.fullmatch(word) for word in _WORD.findall(line)):
        return True
    if _ABOUT.fullmatch(line) or _ABOUT_FORMULA.fullmatch(line) or _FOR_ANOTHER_LOSS.fullmatch(line):
        return True
    titled = _LETTERED.match(line)
    if titled and titled[1] not in names:
        line = line[titled.end() :]
    words = _WORD.findall(line)
    is_told = _TOLD.search(line) is not None and not _UNTIL.search(line)
    renames = RENAMED.fullmatch(line) is not None and not any(map(_is_kind, words[1:]))
    if _RELATION.search(line) or renames or is_told or words[:1] == ["find"]:
        return False
    if _NAMED_KIND.fullmatch(line) and not any(spelled(word) in names and not _is_kind(word) for word in words):
        return True
    line = _DIGIT_IN_WORD.sub("", _WORTH.sub("", line)).rstrip()
    words = _WORD.findall(line)
    if _TITLE.fullmatch(line) and not any(spelled(word) in names or is_called_loss(word.lower()) for word in words):
        return True
    if _NUMBERED.fullmatch(line):
        return not any(spelled(word) in names for word in words)
    if _EXCLAIMED.search(line) and _plain_words(line, names) > 1:
        return True
    if line.endswith(":") and _plain_words(line, names) > (MOST_BEFORE_FORMULAS if _UNDER.search(line) else 2):
        return True
    if _SIGNS.search(line) or _SPOKEN.search(line):
        told = sum(len(word) > 2 and bool(_PLAIN.fullmatch(word)) and spelled(word) not in names for word in words)
        is_spoken = _SPOKEN.search(line) is not None
        telling = _IN_NUMBERS.sub("", _TOPIC.sub("", line)).rstrip(":")
        telling = _SAYS_BEHIND.sub(" ", telling) if is_spoken or told > MANY_IN_SENTENCES else telling
        return told > (0 if is_spoken else MOST_IN_FORMULAS) and not _SLOPE.search(line) and not _TELLS.search(telling)
    slope = _SLOPE.search(line)
    if slope:
        behind = _SLOPE.sub(" ", line[slope.start() :])
        if slope.start() > 0 and _plain_words(line, names) > MOST_BEFORE_FORMULAS:
            return True
        return slope.start() > 0 and _only_mentions(line[: slope.start()], behind, names)
    plain = _plain_words(line, names)
    if words == [line]:  # a word alone claims nothing
        return spelled(line) not in names
    if plain == len(words) == 1:
        return len(words[0]) > 2 and not re.search(r"[\d(]", line)
    return plain > max(1, sum(spelled(word) in names for word in words))


def _is_kind(word: str) -> bool:
    """Whether a word is of a kind of function or loss: ReLU, MSE."""
    return function_called(word) is not None or (len(word) > 1 and word.isupper())


def without_legends(text: str) -> str:
    r"""A text with blanks for the lines that only say in words what a name is: - n = number of data points, m = slope.

    >>> without_legends("y = m x; m = slope"), without_legends("- m = slope").strip(), without_legends("a = b")
    ('y = m x; m = slope', '', 'a = b')
    >>> without_legends("p = chance of dropping a unit, h = activations of a layer\np = 0.5").split("\n")[1]
    'p = 0.5'
    >>> without_legends("e = output - t\ny = output").endswith("y = output")
    True
    """
    if "=" not in text:
        return text
    return "\n".join(" " * len(line) if _is_legend(line, text) else line for line in text.split("\n"))


def _is_legend(line: str, text: str) -> bool:
    """Whether a line is such, be it of several names, and its words stand in no formula."""
    parts = _NEXT_LEGEND.split(line)
    return all(_is_legend_of_one(part, text) for part in parts)


def _is_legend_of_one(line: str, text: str) -> bool:
    found = _LEGEND.fullmatch(line)
    words = re.findall(r"[^\W\d_]+", found[1]) if found else []
    if not any(len(word) > 3 for word in words) or any(len(word) == 1 and word != "a" for word in words):
        return False
    return not any(is_function(word) or (len(word) > 1 and _stands_in_formula(word, text)) for word in words)


def _stands_in_formula(word: str, text: str) -> bool:
    """Whether a sign of a formula stands beside a word: error = output - target."""
    signs = rf"[+*/·^][ \t]*{word}(?!\w)|[ \t][-−][ \t]{word}(?!\w)|(?<!\w){word}[ \t]*[-−+*/·^=(\[]|[∂d]{word}(?!\w)"
    return re.search(signs, text) is not None


def _only_mentions(before: str, behind: str, names: Collection[str]) -> bool:
    """Whether words before a derivative, or around it, leave nothing that may be claimed of it."""
    if _AMOUNT.search(behind) or any(spelled(word) in names for word in _WORD.findall(behind)):
        return False
    plain = _plain_words(before, names)
    return plain > 0 or plain + _plain_words(behind, names) > 1


def _plain_words(text: str, names: Collection[str]) -> int:
    """How many words of a language there are: no names, no differentials of names, no calls."""
    found = 0
    for word in _WORD.finditer(text):
        name = spelled(word[0])
        known = name in names or (name.startswith("d") and (name[1:] in names or bool(differentials(name, names))))
        called = text[word.end() : word.end() + 1] == "(" and is_function(name)
        found += bool(_PLAIN.fullmatch(word[0])) and not known and not called
    return found


_MADE_OF_NAMES = re.compile(
    r"\s*(?=[^=;,]*$)(?=[^=;]*[-−+*/^²(])(?:[0-9./½]+\s*[*·]?\s*)?\(?\s*[^\W\d_]_?\w?\s*[-−+*/·^²]"
)
"""How a formula begins that is more than a name, at the end of a line: 1/2*(t - o)^2"""


class Titles:
    """Skips the titles of a sheet, such as `Huber loss, delta = 1`: lines of prose before anything is defined."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._given: Counter[str] | None = None
        self._used: Counter[str] = Counter()

    def formulas(self, line: str) -> str:
        """What a title gives: numbers for names that are given nothing elsewhere, and are used. The rest is blank.

        A line that is not a title, or gives something else that is needed, stays what it is.
        """
        if len(line) > LONGEST or ";" in line or "<-" in line:
            return line
        head = line.partition("=")[0]
        before = re.sub(r"[^\W\d][\w'’′]*\s*:?$", "", head)
        if before == line or _SIGNS.search(before) or _SLOPE.search(before) or _plain_words(before, ()) < 2:
            return line
        kept = [" "] * len(line)
        for found in _GIVEN.finditer(line):
            if not found[2] and _MADE_OF_NAMES.match(line, found.end()) and self.is_made_once(found[1]):
                return line
            if not self.is_needed(found[1]):
                continue
            if not found[2] or found.start() == 0:
                return line
            kept[found.start() - 1 : found.end()] = [";", *line[found.start() : found.end()]]
        return "".join(kept)

    def is_made_once(self, name: str) -> bool:
        """Whether the sheet says once of what names another is made, and then only what it comes to."""
        told = re.findall(rf"(?<![\w/∂]){re.escape(name)}[ \t]*=([^=;\n#]*)", self.text)
        return len(told) > 1 and sum(re.search(r"[^\W\d_]", formula) is not None for formula in told) == 1

    def is_needed(self, name: str) -> bool:
        """Whether the sheet uses a name that it gives a value only once."""
        if self._given is None:
            bare = re.sub(r"#.*", "", self.text)
            self._given = Counter(
                spelled(found[1]) for found in _GIVEN.finditer(bare) if not _STEP.match(bare, found.end())
            )
            words = [spelled(word) for word in _WORD.findall(bare)]
            self._used = Counter([*words, *(word[1:] for word in words if len(word) > 1 and word[0] == "d")])
        return self._given[spelled(name)] < 2 <= self._used[spelled(name)]

    def is_given_again(self, name: str) -> bool:
        """Whether a name is given two numbers, or a formula besides its arguments: f(x) = 2 x, and f = 3 x."""
        bare = name.partition("(")[0]
        if len(self._numbers.get(spelled(bare), ())) > 1:
            return True
        is_function = bare != name and name[-2:-1].isalpha()
        return is_function and re.search(rf"(?<![\w/∂∇])(?<!∇ ){re.escape(bare)}\s*:?=", self.text) is not None

    @cached_property
    def _numbers(self) -> dict[str, set[str]]:
        """The numbers that each name is given, where it is not the end of a chain."""
        numbers: dict[str, set[str]] = {}
        for found in _GIVEN.finditer(self.text):
            if found[2] and not _IN_CHAIN.search(self.text, max(0, found.start() - _LONGEST_CHAIN), found.start()):
                numbers.setdefault(spelled(found[1]), set()).add(found[2])
        return numbers

    def is_given_below(self, name: str) -> bool:
        """Whether a line begins by giving a name something."""
        return re.search(rf"^\s*{re.escape(name)}\s*:?=", self.text, re.MULTILINE) is not None


@dataclass(frozen=True)
class Marks:
    """What stands before the lines of a list in a text: which dashes are bullets, and whether bare numbers count, and
    letters in brackets, (a) and (b).
    """

    dashes: str = ""
    counts: bool = False
    letters: bool = False


_IN_BRACKETS = re.compile(r"^[ \t]*(?:[^\W\d_]{0,9}[ \t]?[0-9]{0,2}[.:]?[ \t]+)?\(([ab])\)[ \t]", re.MULTILINE)
"""(b), or Q3 (a)"""


def marks_of(text: str, otherwise: bool = False) -> Marks:
    r"""The marks of lists, of what could be part of the formulas too.

    Before several lines a dash is a bullet, and numbers count that follow each other. Before one line, a dash is
    a bullet, a sign of minus is none, and a number is a factor; `otherwise` the other way round.

    >>> marks_of("- dL/dw = x\n- dL/db = 1").dashes, marks_of("- dL/dw = x").dashes, marks_of("− dL/dw = x").dashes
    ('-–—−', '-–—', '-–—')
    >>> marks_of("1 - z = w x\n2 - p = sigmoid(z)").counts, marks_of("1 - p = 0.3").counts
    (True, False)
    >>> marks_of("(3b) ∂L/∂a = w\n(2) ∂L/∂z = 3").counts, marks_of("Q3 (a) y = 2\n(b) dy/db = 1").letters
    (True, True)
    """
    text = _DRESSED.sub("", text)
    dashes, counts = _DASHED.findall(text), _COUNTED.findall(text)
    return Marks(
        "-–—−" if len(dashes) > 1 else "" if not dashes else "−" if otherwise else "-–—",
        _is_counting(counts) if len(counts) > 1 else otherwise and any(count[0] != "(" for count in counts),
        {"a", "b"} <= set(_IN_BRACKETS.findall(text)),
    )


def may_be_marked_otherwise(text: str) -> bool:
    """Whether one line alone begins with what may be a mark or a part of its formula."""
    text = _DRESSED.sub("", text)
    return any(len(marks.findall(text)) == 1 for marks in (_DASHED, _COUNTED))


MANY_COUNTED = 4
"""Numbers of lines that follow each other, among which one may be missing."""


def _is_counting(numbers: list[str]) -> bool:
    """Whether numbers follow each other, from 1 or at least two of them: 1, 2, 3 or 2.1, 2.2, and 1, 2 once more.

    1 and 1 again do not: 1 - p = 0.3, 1 - q = 0.2. Those in brackets count in any order: they number equations. Where
    many follow, one may be left out: a line of words, or a formula alone.
    """
    if all(number[0] == "(" for number in numbers):
        return len(set(numbers)) > 1
    parts = [number.strip("()").rpartition(".") for number in numbers]
    counts = [int(last.rstrip("abcdefgh")) for *_, last in parts]
    follow = [after == before + 1 for before, after in pairwise(counts)]
    steps = follow.count(True)
    skipped = 1 if steps >= MANY_COUNTED else 0
    is_one = all(after == 1 or before < after <= before + 1 + skipped for before, after in pairwise(counts))
    return len({head for head, _, _ in parts}) == 1 and is_one and steps > 0 and (counts[0] == 1 or steps > 1)


def formulas_of(line: str, names: Collection[str], marks: Marks = Marks()) -> str:
    """Blank out what is around the formulas of a line, so that columns stay what they are.

    With `marks`, the text's dashes and numbers before formulas are those of lists.

    >>> formulas_of("> a) dy/dx = 6x,", ()), formulas_of("(a) y = 3", ()), formulas_of("(a) y = 3", "a")
    ('     dy/dx = 6x ', '    y = 3', '(a) y = 3')
    >>> formulas_of("(b) dy/db = 3", "b", Marks(letters=True)), formulas_of("(b) dy/db = 3", "b")
    ('    dy/db = 3', '(b) dy/db = 3')
    >>> formulas_of("Backward pass:", ())
    '              '
    """
    line = line.lstrip("> \t").rjust(len(line))  # quoted, or pasted with its prompt
    line = _DRAWN_IN_LINE.sub(lambda match: " " * len(match[0]), line)
    line = _LEFT_OF_SENTENCE.sub(lambda match: " " * len(match[0]), line)
    if _HEADING.fullmatch(line) or is_remark(line, names):
        return " " * len(line)
    dash, count = _DASH.match(line), _COUNT.match(line) if marks.counts else None
    mark = count or (dash if dash and _is_bullet(dash[1], line[dash.end() :], names, marks) else None)
    if mark:
        line = line[mark.end() :].rjust(len(line))
    for _ in range(MOST_LABELS):
        found = _label(line, names, marks)
        if not found:
            break
        line = line[found.end() :].rjust(len(line))
    return _BEHIND.sub(lambda match: " " * len(match[0]), line)


_TOLD_SLOPE = re.compile(rf"{SLOPE}\^?\s*=(?!=)")
"""dL/db = …: nobody writes a factor before it."""


def _is_bullet(dash: str, rest: str, names: Collection[str], marks: Marks) -> bool:
    return dash in marks.dashes or bool(_label(rest, names, marks)) or (dash != "+" and bool(_WORDS.match(rest)))


def _label(line: str, names: Collection[str], marks: Marks) -> re.Match[str] | None:
    """The label a line begins with, if that is no name; or a letter of several in brackets before a slope."""
    found = _CONDITION.match(line) or _LABEL.match(line) or _OPENING.match(line)
    if found and any(word in names for word in found.groups() if word):
        return found if marks.letters and _TOLD_SLOPE.match(line, found.end()) else None
    return found
