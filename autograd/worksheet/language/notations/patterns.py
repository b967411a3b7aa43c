"""Patterns that several notations, and the facts of a document, are made of."""

import re

NAME = r"[^\W\d](?:[\w'’′\u0300-\u036f]|_\{\w+\})*"
_FUNCTION_BEGINS = (
    r"(?:(?:[Tt]r|trace|[Ll]og|ln|exp|(?:log\s?)?det|norm|sum|mean|max|σ|sin|cos|tan|tanh|sqrt|sigmoid|sigma|relu|"
    r"softmax|softplus)(?:\(|\s[^\W\d]|\|)|(?:sum|prod)_|e\^)"
)
_TRANSPOSED = r"\s?(?:\^\{?[T⊤](?!\w)|ᵀ|⊤)"

OPERAND_BEGINS = rf"(?:{_FUNCTION_BEGINS}|‖|\|\||[0-9½√∑Σ]|\((?=[^=]*?[^\W\d])|{NAME}\s?(?:\^|ᵀ|⊤|²))"
"""How a formula begins to which d/dx or ∇_x before it is applied, and that is more than a name."""

COMMENT = re.compile(r"\s*#.*")
"""A comment, and the blanks and blank lines before it."""

NUMBER = r"[-−+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
TUPLE = rf"\(\s*{NUMBER}(?:\s*,\s+{NUMBER})+\s*\)"
POINT = rf"\(\s*{NUMBER}(?:\s*[,;]\s*{NUMBER})+\s*\)"
"""A point in brackets, its coordinates with or without blanks between."""

LIST_OF_NUMBERS = r"(?:\[[-−+0-9.,;\s]{1,80}\]|\([-−+0-9.,;\s]{1,80}\))(?:\^T|\.T|ᵀ)?"
"""A list in square or round brackets, or a column written as a row transposed."""

NO_RANGE = r"(?!\s*(?:,\s*[0-9]+\s*)*,?\s*(?:\.\.|…|⋯|\\[lc]?dots))"
"""No dots come behind a number: i = 1, …, m gives i none."""

NUMBERED = re.compile(rf"({NAME})\s*=\s*({NUMBER})")
"""A name that is given a number."""

IN_BRACKETS = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
"""What stands in round brackets, with two more inside at most."""

TOP = (
    rf"(?<![\w/∂])(?<!/\s)[d∂](?:\s|(?=(?:log|ln)\s))(?:(?={_FUNCTION_BEGINS})|(?={NAME}{_TRANSPOSED}))"
    rf"(?:[^=/();\n]|{IN_BRACKETS}){{1,60}}?"
)
"""A derivative up to its /, of a formula without brackets: ∂ log p, d x^T A x."""

SLOPE_OF_BRACKETS = re.compile(r"^\s*(\((?:[^()=\n]|\([^()=\n]*\)){1,60}\))['’′](?=\s*=)", re.MULTILINE)
"""(x² - 3x)' = …"""

ARGUMENT = rf"(?:[^(),]|{IN_BRACKETS}){{1,120}}"
"""An argument of a function."""

LETTER = r"[a-zA-Z]"
FUNCTION_BY_ITS_LETTER = (
    r"[∂d]\s?(σ|sigmoid|tanh|relu|ReLU|softplus|exp|sin|cos|ln|log)"
    rf"\((?P<letter>{LETTER})\)\s*/\s*[∂d]\s?(?P=letter)(?!\w)"
)
"""dσ(x)/dx"""
SIDE = r"(?!since\b|where\b|when\b|if\b)[\w'’′]+(?:\[[^\[\]=<>]{1,20}\]|\([^()=<>]{1,20}\))?"

RAISED = r"(?:\^\{?\(?\w\)?\}?|[²³])?"
"""A layer, perhaps."""

SECOND_NAME = r"[^\W\d_][\u0300-\u036f]?(?:_?[0-9]|[₀-₉]|_[a-z]|_\{\w+\}|\^\{?\(?[0-9]\)?\}?|[²³](?!\w)|\[[0-9]\])?"
"""Another name of what is told: the a₂ of ŷ = a₂ = σ(z)."""

TIMES_A_NAME = r"[0-9.]+[ \t]*[*·×]?[ \t]*(?!e[-−+]?[0-9])[^\W\d]"
"""How a formula may begin with a number: 2 z."""

STEP = r"([a-zA-Z0-9](?:\s*[-−+]\s*[0-9])?)"
ENTRY = r"_(?:\{([a-km-su-z])\}|([a-km-su-z])(?![^\W_]))"
ENTRY_OF_MATRIX = r"_\{?([a-km-su-z])(?:,\s*)?([a-km-su-z])(?:\}|(?![^\W_]))"
BELOW_LAYER = r"_(?:\{[a-km-su-z](?:\s*,?\s*[a-km-su-z])?\}|[a-km-su-z]{1,2}(?![^\W_]))"
"""The indices of an entry of a layer: the j of a^l_j, the jk of w_{jk}^l; l and t are layers and steps."""

NAMED_LAYER = r"\^\{?[(\[]([A-Z](?:\s*[-−+]\s*[0-9])?)[)\]]\}?"
"""A layer that is called by a capital, of which no recursion tells: ^{(L)}, ^{(L-1)}."""

RAISED_STEP = rf"\^(?:\{{?[(\[]{STEP}[)\]]\}}?|\{{{STEP}\}}|([lLtT0-9])(?![^\W_]))"
"""The layer or time step in the place of a power: ^l, ^{(l-1)}."""

_FIRST_OR_LAST = r"([A-Z]|[0-9])(\s*[-−]\s*1)?"
RANGE_OF_STEPS = (
    r"(?<!\s)(?:\s*[,;])?\s+\(?(?:(?:for|if|when|where|und|für|pour)\s+)?(?:all\s+)?"
    rf"(?:([a-z])\s*(<|≤|<=|>|≥|>=|=)\s*{_FIRST_OR_LAST}"
    rf"|([a-z])\s*(=|∈|in)\s*\{{?{_FIRST_OR_LAST}\s*,?\s*(?:[0-9A-Z](?:\s*[-−]\s*[0-9])?\s*,\s*)?"
    rf"(?:\.\.+|…|⋯|to|down to)\s*,?\s*{_FIRST_OR_LAST}\}}?"
    r"|([a-z])\s*(?:=|∈|in)\s*\{?((?:[0-9]\s*,\s*(?:and\s+)?)+[0-9])\}?)"
    r"\)?\s*[.,]?\s*$"
)
"""For which layers or steps a formula holds: for t < T, l = L-1, …, 1, k = 1, 2, 3."""

STUCK = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]+)?(?=(?!e[-+0-9])[^\W\d_]\w{0,9}?_)")
"""A number that has a name with an index right behind it: 2x_i."""

BARRED = "\u0100\u0101\u0112\u0113\u012a\u012b\u014c\u014d\u016a\u016b\u0232\u0233\u1e20\u1e21"
"""Letters with a bar that are one sign."""

SMALL = str.maketrans("ᵢⱼₖₗₘₙₚₜₕ", "ijklmnpth")
SMALL_STEPS = {**SMALL, **str.maketrans("₊₋₀₁₂₃₄₅₆₇₈₉", "+-0123456789")}
SMALL_BELOW = re.compile("(?:(?<=[^\\W\\d_])|(?<=[\u0302-\u0304]))[ᵢⱼₖₗₘₙₚₜₕ]+")
"""Letters typed below the line: xᵢ."""

DOTTED = r"(?<![\w.])([a-zA-Z]_?[0-9]?)\.((?![Tg](?!\w))[a-zA-Z]_?[0-9]?)(?![\w.(])"
"""w.x, the product of two lists; not w.T, nor w.g."""

COMPARED = r"(?:[^()\[\]{}<>=]|\([^()<>=]*\)|\[[^\[\]<>=]*\]|_\{[^{}<>=]*\})+"
"""A side of a condition, with brackets in it."""

WORDED = r"[^=;,\s]+(?:\s+[^=;,\s]+)*?"
"""A formula without = in it, which ends and begins with no blank."""

CONDITION = r"[^;,=]+?(?:[<>!]?=[^;,=]+?)?"
ONE = r"(?<![\w.)\]])(?:1|𝟙|𝟏|I)"
ONE_BELOW = r"[^\W\d][\w'’′\u0300-\u036f]*(?:_\{[\w\s−+-]{1,9}\})?(?:\^\{?[(<]?t?[-−\s0-9]{0,4}[>)]?\}?)?"
"""A name that may have a layer or a time step."""

CONCATENATED = rf"{ONE_BELOW}(?:\s?[*·⊙∘×]\s?{ONE_BELOW})?"
"""What stands in [h, x]: r ⊙ h, too."""

ONES = r"(?:1|𝟏|𝟙)(?:_\{?\w\}?)?"
"""The list of ones: 1, 1_n."""

NEW = "new|neu|next|updated|nuevo|nueva|nouveau|nuovo|novo|nieuw|ny"
OLD = "old|alt|previous|prev|viejo|anterior|ancien|vecchio|antigo"
"""Words for the new value of a name, and for the one before."""

CHANGES = r"(?:is|was|were|becomes?|(?:changes?|is\s+(?:changed|set|updated))?\s?to|(?:is\s+)?now|(?:now\s+)?equals)"
"""Words between a name and another number that it has from there on."""

NEW_FIRST = (
    "[Nn]ew|[Nn]eue[rs]?|[Nn]uev[oa]|[Nn]ouve(?:au|lle)|[Nn]uov[oa]|[Nn]ov[oa]|[Nn]ieuwe?|[Nn]ytt?|[Nn]owa|[Uu]pdated"
)
"""Words for a new value before its name: Novo peso = 0.72."""

OLD_FIRST = (
    "[Oo]ld|[Aa]lte[rs]?|[Vv]iej[oa]|[Aa]nterior|[Aa]ncien(?:ne)?|[Vv]ecchi[oa]|[Aa]ntig[oa]|[Oo]ude?|[Gg]ammalt?"
    "|[Ss]tar[ae]|[Cc]urrent|[Pp]revious"
)
"""Words for the value before it, before its name: New w = old w - g."""

REASONS = "since|because|as|weil|da|denn|car|puisque|porque|pues|perché|poiché"
"""Words that begin a reason."""

NAMED_LAST = rf"\s*({NAME})\s*(?:\((?:{REASONS})\s[^()=]*\)\s*)?(?:[.,]\s*)?(?=;|$)"
"""A name at the end of a statement, with a reason in brackets behind it, perhaps."""

UNITS = "[kcmµu]?[gm]|km|[kmcµ]?s|min|hrs?|[kM]?Hz|[kMG]B|°[CF]|px|sec|yrs?|[ck]?al|lbs?|ft|mph|mL|L"
"""Units of measure of few letters."""

NO_FOLD = r"(?!(?:sum|prod|mean|max|min|log|[Σ∑Π∏])_)"
SLOPE = rf"[d∂] ?{NAME}\s*/\s*[d∂] ?{NAME}"
OPERAND = rf"(?<![\w.)\]])(?:{NAME}(?:{IN_BRACKETS}|\.T|ᵀ)?|{IN_BRACKETS})"
"""What a method is called on."""

TELLS_SIZE = re.compile(
    r"one-?\s?hot|label|vector|scalar|matri|symmetric|identity|sum|length|entries|[×∈ℝ^]|\bin\b|\bx\b"
)
"""What a remark tells that makes a difference: sizes, and what entries are like."""

WHERE_WORDS = ("where", "with", "wobei", "mit", "où", "avec", "donde", "con", "dove", "onde", "com")
_WORDS = "|".join(WHERE_WORDS)
WHERE = (
    rf"^(\s*(?:\(?\w{{1,3}}[.)]\s+)?(?:{SLOPE}|{NAME}(?:\([^()]*\))?)\s*(?::=|<-|←|[=≈])[^;]*[^\s,])(?:\s*,)?\s+"
    rf"(?:{_WORDS})\s+"
    rf"((?:{NAME}\s*=\s*(?:{NUMBER}|\[[^=]*\])\s*(?:,\s*(?:and\s+)?|\band\s+|\.?\s*$))+)$"
)
"""A formula, and behind it the numbers of what it is made of."""

AT = (
    r"(?:at|in|au|im|am|an|en|em|no|nel|w)\s+(?:(?:the|el|le|o|il|der|dem)\s+)?"
    r"(?:(?:point|position|Punkt|Stelle|punto|ponto|punkcie)\s+)?"
)
"""Words between a function and the point where it is looked at."""

WHERE_MADE = (
    rf"^(\s*(?:{SLOPE}|{NAME})\s*[=≈][^;]*[^\s,])(?:\s*,)?\s+(?:{_WORDS})\s+"
    rf"({NAME}\s*=\s*([\w\s^*+/()\[\].′'−·²³√∘⊙-]+))$"
)
"""A formula, and behind it what a name in it is made of."""

SUPPOSES = {
    *("if", "should", "would", "were", "instead", "not", "wrong", "never", "unless", "otherwise", "else", "when"),
    *("wenn", "falls", "nicht", "falsch", "statt", "sinon", "faux", "falso", "sino", "senão", "caso"),
}
"""Words with which a line says something else than what is given."""

_KINDS = "(?:symmetric|diagonal|orthogonal|orthonormal|invertible|square|constant|positive definite)"
SUPPOSED = (
    rf"(?i:if|when|assuming|suppose|provided)\s+(?:that\s+)?[^\W\d]\w*\s+is\s+(?:an?\s+)?{_KINDS}(?:\s+matrix)?"
    rf"|(?i:for)\s+(?:an?\s+)?{_KINDS}\s+(?:matrix\s+)?[^\W\d]\w*"
)
"""If A is symmetric, for symmetric A"""

BLANK_LIST = re.compile(rf"\[\s*{NUMBER}(?:\s+{NUMBER})+\s*[;\]]")

IN_ANY_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
"""What has commas of its own in a list."""

PART_OF_TUPLE = re.compile(rf"(?:[^()\[\],]|{IN_BRACKETS}|\[[^\[\]]*\])+")
