"""My line was not read, what now: what is typed in other notations, and what it is read as.

Sheets are read as people type them. A row of the table below is tried on a line before anything else, in this order;
where its pattern alone is not certain, the whole document decides: what it defines, what it has layers and steps of.
What is read otherwise than typed is said below the report.

What the table cannot say: w = w - … is a new value, as an equation it could hold only if nothing changed. f(x) = x^2
is a function of your own, f'(x) its slope. A heading and a given that is given anew begin a new exercise. Nothing is
called wrong because something above it was not read. What the whole sheet may mean stands below the table: such a
reading is taken if less of the sheet is wrong under it.

A line that is still not read says why below the report. Write it as `autograd help language` has it, or # before it.
"""

import re

from autograd.worksheet.language.notations.commas import COMMA, is_listed
from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Notation
from autograd.worksheet.language.notations.patterns import (
    BARRED,
    BRACED,
    COMPARED,
    CONDITION,
    ENTRY,
    ENTRY_OF_MATRIX,
    IN_BRACKETS,
    LETTER,
    NAME,
    NEW,
    NO_FOLD,
    NUMBER,
    OLD,
    ONE,
    ONES,
    OPERAND,
    RAISED,
    RAISED_STEP,
    RANGE_OF_STEPS,
    REASONS,
    SIDE,
    SLOPE,
    SMALL_BELOW,
    STEP,
    STUCK,
    TELLS_SIZE,
    WHERE,
    WHERE_MADE,
    WHERE_WORDS,
)
from autograd.worksheet.language.notations.replacements import (
    FACTOR,
    are_as_many_asked,
    are_given_nowhere,
    are_used,
    asked_of,
    bar_derivative,
    but_for_ends,
    columns_of_pairs,
    counted_step,
    each_given,
    entry_of_capital,
    givens_first,
    givens_of_tuple,
    gradient_by,
    gradient_of_graded,
    has_as_many,
    hessian_by,
    in_small_letters,
    indicator,
    is_aside,
    is_factor,
    latex_word,
    raised_layer,
    rows_of_numbers,
    separated,
    slope_behind_arrow,
    slope_of_function,
    small_below,
    summed_over,
    times_between,
    under_condition,
    with_letter,
)
from autograd.worksheet.language.vocabulary import function_called, is_function

_GIVENS = re.compile(rf"\s*(?:{NAME}\s*=\s*{NUMBER}[\s;,]+)+{NAME}\s*=\s*{NUMBER}\s*")

MARKDOWN = (
    Notation("Markdown", "z = `w*x + b`", "z = w*x + b", "`",
        "`", " "),
    Notation("Markdown", "**dL/dw = -8**", "dL/dw = -8", "*",
        r"^(\s*)\*\*(?=\S)([^*].*?)\*\*(?=\s*$)", "  {1}{2}  "),
    Notation("Markdown", "dL/dw = **-8**", "dL/dw = -8", "*",
        r"(?<![\w)\]*])\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*(?![\w(*])", "  {1}  "),
    Notation("Markdown", "$y = x$", "y = x", "$",
        r"\$([^$]+)\$", " {1} "),
)  # fmt: skip
"""What surrounds formulas in Markdown; blanks take its place, so that prose can still be told from formulas."""

WORDS = (
    Notation("derivative", "grad L = [8, 4]", "[dL/dw, dL/db] = [8, 4]", "g",
        r"^(\s*)grad(?=\s+[^\W\d]\w*(?:\([^()=]*\))?\s*=\s*[(\[])", "{1}   ∇",
        key="find dL/dw, dL/db"),
    Notation("derivative", "gradient L = [8, 4]", "[dL/dw, dL/db] = [8, 4]", "g",
        r"^(\s*)gradient(?=\s+[^\W\d]\w*(?:\([^()=]*\))?\s*=\s*[(\[])", "{1}       ∇",
        key="find dL/dw, dL/db"),
)  # fmt: skip
"""Words that would be taken for prose; with blanks, so that columns stay what they are."""

SENTENCES = (
    Notation("program", "In [2]: y = 3", "y = 3", "I",
        r"^\s*In\s?\[[0-9 ]*\]:\s?", "",
        words=("In [", "In[")),
    Notation("program", "Out[2]: 3", "= 3", "O",
        r"^\s*Out\s?\[[0-9 ]*\]:\s*(?=[-\[(0-9a-z])", "= ",
        words=("Out[", "Out [")),
    Notation("program", "z = X @ w; z", "z = X @ w", ";",
        rf"^(\s*({NAME})\s*=[^;=]+);\s*\2\s*$", "{1}"),
    Notation("givens", "y1 = y2 = 0", "y2 = 0 ; y1 = 0", "=",
        rf"(?:(?<=^)|(?<=[;,(]))(\s*)({NAME}{RAISED})(\s*=\s*)({NAME})(\s*=\s*)((?:{NUMBER}|\[[^=;]*\])(?=\s*(?:$|[;,)])))",
        each_given, when=are_given_nowhere),
    Notation("name", "target o1 = 0.05; E = o1 - target_o1", "target_o1 = 0.05; E = o1 - target_o1", "=",
        rf"(?:(?<=^)|(?<=[;,]))(\s*)([^\W\d_]{{3,}})\s({NAME})(?=\s*=)", "{1}{2}_{3}",
        when=lambda document, match: document.uses(f"{match[2]}_{match[3][0]}")
        and not document.defines(f"{match[2]}_{match[3]}")),
    Notation("case", "i ≠ j: dS_i/dz_j = -S_i S_j", "dS_i/dz_j = -S_i S_j for i ≠ j", ":",
        r"^\s*(?:if\s+|for\s+|when\s+|case\s+)?(([a-z])\s*(?:=|≠|!=)\s*([a-z]))\s*:\s+(?=[^=]*/[^=]*=)"
        r"([^=]*=.*?)\s*\.?\s*$", under_condition),
    Notation("list", "at the point (x, y) = (3, 2)", "at the point x = 3; y = 2", ",",
        rf"\(\s*({NAME}(?:\s*,\s*{NAME})+)\s*\)\s*[=≈]\s*\(\s*({NUMBER}(?:\s*[,;]\s*{NUMBER})+)\s*\)"
        rf"(?!\s*(?:[,;]|and)\s*\()", givens_of_tuple,
        when=has_as_many),
    Notation("givens", "a, b = 0.5, 2", "a = 0.5; b = 2", ",",
        rf"^(?<![^\s])\s*({NAME}(?:\s*,\s*{NAME})+)\s*=\s*({NUMBER}(?:\s*,\s+{NUMBER})+)\s*$", givens_of_tuple,
        when=has_as_many),
    Notation("remark", "z = W x, where W is the weight", "z = W x", "w",
        r"(?<=[\w)\]²³])\s*,?\s+(?:where|wobei|où|donde|onde)\s+[^=≈:]*\b(?:is|are|denotes?|ist|sind|est|sont|es|son|é)\b"
        r"[^=≈:]*$", "",
        when=lambda document, match: "=" in match.string[: match.start()] and not TELLS_SIZE.search(match[0]),
        words=WHERE_WORDS),
    Notation("remark", "y_k = 2 for all k = 1, ..., K", "y_k = 2", "f",
        r"(?<=[\w)\]²³])\s*,?\s+for\s+(?:all|each|every)\s+[a-z]\s*=\s*[01]\s*(?:,\s*[0-9]\s*)*,?\s*"
        r"(?:\.\.+|…|⋯)\s*,?\s*\w+\s*\.?\s*$", ""),
    Notation("new value", "w → w' = w - g", "w' = w - g", "→⇒",
        rf"^\s*({NAME}?)\s*[→⇒]\s*(?=\1\s?(?:['’′⁺*]|_new|\^\{{?\+\}}?)\s*=)", ""),
    Notation("arrow", "dy/dx = 2·3 → dy/dx = 6", "dy/dx = 2·3 ; dy/dx = 6", "→⇒⟹",
        rf"(?<=[\w)\]²³'’′])\s*[→⇒⟹]\s*(?=(?:{SLOPE}|{NAME})\s*[=≈])", " ; ",
        when=lambda document, match: "=" in match.string[: match.start()].rpartition(";")[2]),
    Notation("remark", "At x = 1: y = 2 x", "x = 1 ; y = 2 x", ":",
        rf"^\s*(?:[^\W\d_](?:[^=:;()+*/^≈]|\s[-–—]\s){{0,60}}\s)?\(?({NAME}\s*=\s*{NUMBER}(?:,[0-9]+)?(?:[eE]-?[0-9]+)?"
        rf"(?:\s*(?:,|and)\s*{NAME}\s*=\s*{NUMBER})*)\)?\s*:\s+(?=[^=]*=)",
        "{1} ; "),
    Notation("remark", "dJ/dv = 3. If v grows, J grows", "dJ/dv = 3", ".",
        r"(?<=[\w)\]²³])\.\s+(?:If|When|Note|This|That|These|Here|It|We|You|Notice|Recall|But|In|As)\s[^=≈]*$", "",
        when=lambda document, match: "=" in match.string[: match.start()]),
    Notation("remark", "m = y s = -1 < 1", "m = y s = -1", "<>≤≥",
        rf"(?<=[=≈])(\s*{NUMBER})\s*[<>≤≥]\s*{NUMBER}(?=\s*(?:[,;.]\s|$))", "{1}"),
    Notation("label", "df/dx = -1/x²: (-1/2²)(1.0) = -0.25", "df/dx = -1/x² ; (-1/2²)(1.0) = -0.25", ":",
        rf"(?<=[\w)²³])\s*:\s+(?=[-−(]*[0-9(][-−+*/·×^().0-9²³e\s]*=\s*{NUMBER}\s*$)", " ; ",
        when=lambda document, match: "=" in match.string[: match.start()]),
    Notation("step", "Iteration t = 2", "", "=",
        r"^\s*(?i:iteration|iter|step|epoch|round|schritt|paso|étape|passo)\s+([tkni])\s*=\s*([0-9]+)\s*[:.]?\s*$",
        counted_step),
)  # fmt: skip
"""What the words of sentences are told from: it is read before they are blanked out."""

BARS = (
    Notation("bar", "z = w x = 2 | dL/dz = 4", "z = w x = 2 ; dL/dz = 4", "|",
        rf"(?<=[\w\]) )²³])\s+[|│]\s+(?=(?:[∂d]\s?{NAME}\s*/\s*[∂d]\s?)?{NAME}(?:\[[^\]]*\])?\s*[=≈])", " ; ",
        when=lambda document, match: "=" in match.string[: match.start()]),
    Notation("bar", "| dL/dz = 4", "dL/dz = 4", "|",
        rf"^\s*[|│]\s+(?=(?:[∂d]\s?{NAME}\s*/\s*[∂d]\s?)?{NAME}(?:\[[^\]]*\])?\s*[=≈][^|│]*$)", " "),
)  # fmt: skip
"""What stands in columns: a bar parts statements."""

LATEX = (
    Notation("LaTeX", r"\hat{y} = \sigma(z)", "yhat = sigma(z)", "\\",
        r"\\(?:wide)?(hat|bar|tilde)\s*\{?\s*(\w)\s*\}?", "{2}{1}"),
    Notation("LaTeX", r"\text{out} = 1", "out = 1", "\\",
        r"\\(?:text|mathrm|mathbf|boldsymbol|mathit|operatorname|bm|vec)\s*\{([^{}]*)\}", "{1}"),
    Notation("LaTeX", r"\sqrt{x}", "sqrt(x)", "\\",
        rf"\\sqrt\s*{BRACED}", "sqrt({1})"),
    Notation("LaTeX", r"a\,b", "a b", "\\",
        r"\\[,;:! ]", " "),
    Notation("LaTeX", r"a \cdot \partial", "a * ∂", "\\",
        r"\\(?!(?:[dt]?frac)\b)([a-zA-Z]+)(?![a-zA-Z])", latex_word),
)  # fmt: skip
"""Commands of LaTeX in a sheet that is none of its documents."""

VALUES_AT = (
    Notation("derivative", "dL/dw: -0.3", "dL/dw = -0.3", ":",
        rf"(?:(?<=^)|(?<=[;,]))(\s*{SLOPE}\s*):(?=\s*[-−+]?\s*[0-9.(\[][^=:]*$)", "{1}="),
    Notation("derivative", "w = 3; dL/dw|_(3) = 4", "w = 3; dL/dw = 4", "(",
        rf"({SLOPE})\s*(?:\|\s*_?\s*)?\{{?\(\s*({NUMBER}(?:\s*,\s*{NUMBER})*)\s*\)\}}?(?=\s*[=≈])", "{1}",
        when=lambda document, match: set(re.findall(NUMBER, match[2])) <= document.given_numbers),
    Notation("derivative", "∇L = [dL/dw, dL/db] = [8, 4]", "[dL/dw, dL/db] = [8, 4]", "∇",
        rf"^(\s*)∇\s?{NAME}(?:\([^()=]*\))?\s*=(\s*)[(\[](\s*{SLOPE}\s*(?:,\s*{SLOPE}\s*)*)[)\]](?=\s*[=≈])",
        "{1}{2}[{3}]"),
    Notation("derivative", "∇L = [8, 4]", "[dL/dw, dL/db] = [8, 4]", "∇",
        r"^(\s*)∇\s?([^\W\d]\w*?)(?:\([^()=]*\))?\s*=(?=\s*([(\[][^=]*[)\]]))", asked_of,
        when=are_as_many_asked,
        key="find dL/dw, dL/db"),
    Notation("new value", "w = 3; w_1 = w_0 - g", "w = 3; ‹w^+› = w - g", "01₀",
        rf"(?:(?<=^)|(?<=[;,]))(\s*)({NAME}?)(?:_\{{?1\}}?|\(1\)|\^\{{?\(1\)\}}?|₁)(\s*(?::?=|≈|←|<-)[^;]*?)(?<!\w)\2"
        r"(?:_\{?0\}?|\(0\)|\^\{?\(0\)\}?|₀)(?!\w)",
        "{1}‹{2}^+›{3}{2}",
        when=lambda document, match: document.knows(match[2])
        and not any(document.begins_with(f"{match[2]}{zero}") for zero in ("_0", "0", "₀"))),
    Notation("old value", "w = 3; g = 2w_0; w_1 = w_0 - g", "w = 3; g = 2w; ‹w^+› = w - g", "0",
        rf"(?<![^\W\d])({NAME}?)_\{{?0\}}?(?!\w)", "{1}",
        when=lambda document, match: document.begins_with(f"{match[1]}_1") and document.knows(match[1])
        and not document.begins_with(f"{match[1]}_0")),
)  # fmt: skip
"""Derivatives at the numbers given, behind a colon, or all that a key asks for in one list; the first new value."""

SIGNS = (
    Notation("name", "L = Σ_i xᵢ", "L = sum_i x[i]", "ᵢⱼₖₗₘₙₚₜₕ",
        SMALL_BELOW.pattern, small_below),
    Notation("factor", "L = Σ_i 2x_i", "L = sum_i 2 x[i]", "_",
        STUCK.pattern, "{0} "),
    Notation("ones", "b = G^T 1", "b = sum(G.T, axis=1)", "1𝟏𝟙",
        rf"({NAME}|{IN_BRACKETS})(?:\^\{{?[T⊤]\}}?|ᵀ|\.T)\s*{ONES}(?![\w.(\[/*])", "sum({1}.T, axis=1)"),
    Notation("ones", "s = 1^T G", "s = sum(G, axis=0)", "1𝟏𝟙",
        rf"(?<![\w.)\]]){ONES}(?:\^\{{?[T⊤]\}}?|ᵀ)\s*({NAME}|{IN_BRACKETS})(?![\w(\[_])", "sum({1}, axis=0)"),
    Notation("transpose", "dW = dz h^⊤ + W", "dW = dz h.T + W", "⊤⟙",
        r"\^?\{?[⊤⟙]\}?", ".T ",
        when=lambda document, match: "[" not in match.string[: match.start()].rpartition("=")[2]),
    Notation("call", "l = -log(yᵀp); y is one-hot", "l = -(y.T log(p)); y is one-hot", "(",
        rf"(?<!\w)(log|ln)\(\s*({NAME}?)(?:ᵀ|\^\{{?[T⊤]\}}?|\.T)\s*({NAME})\s*\)", "({2}.T log({3}))",
        when=lambda document, match: document.has_one_hot),
    Notation("call", "p = SOFTMAX(s)", "p = softmax(s)", "(",
        r"(?<!\w)(SOFTMAX|SoftMax|Softmax|SIGMOID|Sigmoid|TANH|Tanh|RELU|EXP|LOG|MAX|MIN|SQRT)(?=\()", in_small_letters,
        when=lambda document, match: not document.defines(match[1])),
    Notation("sample", "W = [[1, 2]]; dE/dw_ki = x_i", "W = [[1, 2]]; dE/dW[k,i] = x_i", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)([a-zA-Z])_\{{?([i-n])\s*,?\s*([i-n]?)\}}?(?![^\W²³])", entry_of_capital,
        when=lambda document, match: match[2] not in document.defined and document.is_given_list(match[2].swapcase())
        and match[2] not in document.lists),
    Notation("brackets", "h = sin[exp[f]]", "h = sin(exp(f))", "[",
        r"(?<!\w)(sin|cos|tan|exp|log|ln|tanh|sqrt|relu|ReLU|sigmoid|sig|σ)\[([^\[\]]*)\]", "{1}({2})"),
    Notation("brackets", "h = max{0, z}", "h = max(0, z)", "{",
        r"(?<!\w)(max|min|exp|log|ln|tanh|sqrt)\s?\{([^{}]*)\}", "{1}({2})"),
    Notation("product", "98x98x5 = 48020", "98*98*5 = 48020", "x",
        r"(?<![\w.])[0-9]+(?:x[0-9]+)+(?![\w.])|\([-−+*/0-9. ]+\)\s?x\s?(?=\([-−+*/0-9. ]+\))",
        times_between,
        when=lambda document, match: match[0][0] != "(" or not document.defines("x")),
    Notation("product", "w = 1.2 + 0.5(0 - 1)1 = 0.7", "w = 1.2 + 0.5(0 - 1)*1 = 0.7", "(",
        r"(?<=[\w\s)][)])([0-9]+(?:\.[0-9]+)?)(?=\s*(?:[-+−=≈)]|$))", "*{1}"),
    Notation("transpose", "dh = W^(2)T dy", "dh = ‹W^(2)›.T dy", "T",
        r"(?<=\^\([0-9lLijktn]\))T(?!\w)", ".T"),
    Notation("call", "l = y log w - log y!", "l = y log w - logfactorial(y)", "!",
        rf"(?<!\w)log\s*(?:\(\s*({NAME}(?:\[\w\])?)!\s*\)|({NAME}(?:\[\w\])?)!(?!=))", "logfactorial({1}{2})"),
    Notation("name", "log p(x|w) = -w x; d log p/dw = -x", "‹logp› = -w x; d ‹logp›/dw = -x", "lL",
        r"(?<!\w)(?:log|ln)\s([^\W\d_]\w*)(?:\([^()=]*\))?(?=\s*[=/])", "‹log{1}›",
        when=lambda document, match: match[1] in document.logs,
        words=("log", "ln")),
    Notation("name", "output 1 = [2, 7]", "output_1 = [2, 7]", "=",
        r"^(\s*)([^\W\d_]{4,})\s([0-9])(?=\s*=)", "{1}‹{2}_{3}›",
        when=lambda document, match: not document.defines(match[2]) and not is_function(match[2])),
    Notation("brackets", "[2] x [0.2] = 0.4", "(2)*(0.2) = 0.4", "[",
        rf"(?<![\w)\]])\[\s*({NUMBER})\s*\]\s*[x×*]\s*\[\s*({NUMBER})\s*\]", "({1})*({2})",
        when=lambda document, match: not document.defines("x") or "x" not in match[0]),
    Notation("name", "e_output,1 = 0.8", "‹e_output,1› = 0.8", ",",
        rf"(?<!\w)([∂d]?)({NAME}?_[^\W\d_]{{2,}},[0-9])(?![\w.])", "{1}‹{2}›"),
    Notation("new value", "*w6 = w6 - g", "‹w6^+› = w6 - g", "*",
        rf"^(\s*)\*\s?({NAME}?)\s*=(?=\s*\2(?!\w))", "{1}‹{2}^+› ="),
    Notation("decimal comma", "y = 0,25", "y = 0.25", ",",
        COMMA, "{1}.{2}",
        when=lambda document, match: document.has_commas and not is_listed(match)),
    Notation("decimal comma", "x = [0,5; 2]", "x = [0.5, 2]", ";",
        r"(?<=[\[(])[^\[\]();]*(?:;[^\[\]();]*)+(?=[\])])", separated,
        when=lambda document, match: document.has_commas),
    Notation("exponent", "s = e^{z} / 2", "s = e^(z) / 2", "^",
        r"(?<![\w.])e\^\{([^{}]*)\}", "e^({1})"),
    Notation("exponent", "e = y - t; y = 1/(1 + e^(-z))", "e = y - t; y = 1/(1 + exp(-z))", "^",
        rf"(?<![\w.])e\^(?!\(\s*[0-9]\s*\))({IN_BRACKETS})", "exp{1}",
        when=lambda document, match: document.defines("e")),
    Notation("exponent", "e = y - t; y = 1/(1 + e^-z)", "e = y - t; y = 1/(1 + exp(-z))", "^",
        rf"(?<![\w.])e\^(?![0-9](?![\w.]))([-−]?\s*(?:{IN_BRACKETS}|[0-9]+(?:\.[0-9]+)?|{NAME}))", "exp({1})",
        when=lambda document, match: document.defines("e")),
    Notation("norm", "L = ||Y - T||_F^2", "L = ||Y - T||^2", "|‖∥",
        r"(\|\||‖|∥)_(?:\{[F2]\}|[F2](?![^\W²³]))", "{1}"),
    Notation("call", "J = log h(x)", "J = log(h(x))", "(",
        rf"(?<!\w)(log|ln|exp|tanh)\s+({NAME}\([^()]*\))(?!\s*\^)", "{1}({2})"),
    Notation("sum", "S = Σ exp(z)", "S = sum(exp(z))", "Σ∑",
        rf"[Σ∑]\s*(?!log\b)({NAME}\([^()]*\))(?=\s*(?:[=≈]|$))", "sum({1})"),
    Notation("remark", "mean μ = 3", "μ = 3", "=",
        rf"^(\s*)(?:mean|norm|sum|max|min|dot|step)\s+(?=({NAME})\s*=)", "{1}",
        when=lambda document, match: document.times_given[match[2]] == 1),
    Notation("power", "L = y_i²", "L = y_i^2", "²",
        r"(?<=_[a-z])²", "^2"),
    Notation("power", "L = y_i³", "L = y_i^3", "³",
        r"(?<=_[a-z])³", "^3"),
    Notation("name", "c~_t = tanh(z)", "‹c~_t› = tanh(z)", "~",
        rf"(?<!\w)([∂d]?)({NAME}?)~((?:_\w+)?)(?=\s*(?:[-+*/·^²=≈),;\]]|$)|\s+[^\W\d])", "{1}‹{2}~{3}›"),
    Notation("name", "sum = 2; y = x/sum", "‹sum_› = 2; y = x/‹sum_›", "smnp",
        r"(?<![\w.])(sum|mean|max|min|prod|norm)(?!\s?[\w(\[{]*[(\[{]|_)(?!\w)", "‹{1}_›",
        when=lambda document, match: document.defines(match[1])),
    Notation("name", "z = w₁,₂ x₂", "z = w₁₂ x₂", "₀₁₂₃₄₅₆₇₈₉",
        r"(?<=[₀-₉]),(?=[₀-₉])", ""),
    Notation("layer", "z = W⁽¹⁾ x", "z = ‹W^(1)› x", "⁽",
        r"⁽([⁰¹²³⁴-⁹])⁾", raised_layer),
    Notation("transpose", "z = wᵀx", "z = wᵀ x", "ᵀ",
        r"ᵀ(?=[^\W\d_])", "ᵀ "),
    Notation("transpose", "u in R^n; q = u'A u", "u in R^n; q = u.T A u", "'’′",
        r"(?<![\w'’′])([^\W\d](?:_?[0-9])?)['’′](?!\s*(?:['’′(]|:?=|<-|←|≈))", "{1}.T ",
        when=lambda document, match: match[1] in document.transposed),
    Notation("name", "y* = 2; e = z - y*", "‹y*› = 2; e = z - ‹y*›", "*",
        rf"(?<!\w)({NAME})\*(?=\s*(?:[=≈\-+−)/,;]|$))", "‹{1}*›",
        when=lambda document, match: match[1] in document.starred),
    Notation("givens", "x = -2  y = 5", "x = -2 ; y = 5", "=",
        rf"(=\s*{NUMBER})\s\s+(?={NAME}\s*=\s*{NUMBER}(?:\s|$))", "{1} ; ",
        when=lambda document, match: _GIVENS.fullmatch(match.string) is not None),
    Notation("program", "x = np.array([1, 2])", "x = [1, 2]", "(",
        rf"(?<![\w.])(?:np\.|numpy\.|torch\.|jnp\.|tf\.)?(?:array|asarray|tensor|Tensor|constant|Variable|Value)"
        rf"\(\s*({NUMBER}|\[[^()]*\])\s*(?:,[^()=]*(?:=[^(),]*)?)*\)",
        "{1}"),
    Notation("program", "dW = np.outer(dz, x)", "dW = ((dz) @ (x).T)", "(",
        r"(?<![\w.])(?:np\.|numpy\.|torch\.)?outer\(([^(),]+),\s*([^(),]+)\)", "(({1}) @ ({2}).T)"),
    Notation("quotes", '"dz" = a - y', "dz = a - y", '"“”',
        rf"[\"“”]({NAME})[\"“”](?=\s*[=≈])", " {1} "),
    Notation("sign", "y ≐ 0.5", "y ≈ 0.5", "≐≒≑≙≜≡≌⩬",
        r"[≐≒≑≙≜≡≌⩬]", "≈"),
    Notation("percent", "p = 0.659 (65.9 %)", "p = 0.659", "%",
        r"(?<=[0-9])\s*\(\s*[=≈~]?\s*[0-9]+(?:\.[0-9]+)?\s*%\s*\)", ""),
    Notation("percent", "p = 65.9 %", "p = 65.9e-2", "%",
        r"(?<![\w.])([0-9]+(?:\.[0-9]+)?)\s*%(?=\s*(?:$|[;,)=≈.]))", "{1}e-2"),
)  # fmt: skip
"""Numbers, powers, norms, and signs for which the language has others."""

LABELS = (
    Notation("derivative", "dσ(x)/dx = e^-x", "σ'(x) = e^-x", "(",
        rf"(?<!\w)[∂d]\s?(σ|sigmoid|tanh|relu|ReLU|softplus|exp|sin|cos|ln|log)\(({LETTER})\)\s*/\s*[∂d]\s?\2(?!\w)",
        "{1}'({2})"),
    Notation("label", "y (true label) = 1.0", "y = 1.0", "(",
        rf"^(\s*{NAME})\s+\([^\W\d_]{{2,}}(?:\s+[^\W\d_]+)+\)(?=\s*[=≈])", "{1}"),
    Notation("case", "ds_k/dz_j = -2 pour j ≠ k", "ds_k/dz_j = -2 for j ≠ k", "pfsw",
        r"(?<=\s)(?:pour|für|falls|wenn|si|para|per|se)(?=\s+[a-z]\s*(?:≠|!=|=)\s*(?:[a-z]|[0-9])\s*$)", "for"),
    Notation("arguments", "L(w, b | x) = (w x + b)^2", "L = (w x + b)^2", "|",
        rf"^(\s*(?!log\b|exp\b|max\b|min\b|sum\b){NAME})\([^()|=]*(?:=[^()|]*)?\|[^()|]*\)(?=\s*[=≈])", "{1}"),
    Notation("arguments", "∂L(w, b)/∂w = x", "dL/dw = x", "(",
        rf"((?<!\w)[∂d]{NAME})\([^\W\d][^()+*/^-]*\)(?=\s*/\s*[∂d])", "{1}",
        when=lambda document, match: match[1][1:] not in document.called_with
        and function_called(match[1][1:]) is None),
    Notation("arguments", "P = softmax(S) row by row", "P = softmax(S)", "rzl",
        r"(softmax\([^=;#]*\))\s*,?\s*\(?(?:applied\s+|taken\s+)?"
        r"(?:row[- ]?wise|row by row|(?:to|of|for|over)\s+(?:each|every)\s+row"
        r"|(?:along|over)\s+(?:the\s+)?rows|zeilenweise|ligne par ligne)\)?(?=\s*(?:$|[;.,]))", "{1}"),
    Notation("label", "learning rate (eta) = 0.1", "eta = 0.1", "(",
        rf"^\s*[^\W\d_]{{2,}}(?:\s+[^\W\d_]{{2,}})+\s+\(({NAME})\)(?=\s*=)", "{1}"),
    Notation("label", "Initial position x0 = 10", "x0 = 10", "=",
        rf"^\s*(?!New\b)[A-Z][a-z]+(?:\s+[A-Za-z]{{3,}})*\s+(?={NAME}\s*=\s*{NUMBER}\s*$)", ""),
    Notation("label", "a = 1; Bias: b = 2", "a = 1; b = 2", ":",
        rf"(?<=[\w\])])\s*[;,.]\s+[^\W\d_][\w ]*:(?=\s*{NAME}\s*=)", ";"),
    Notation("label", "a = 1, Activation: Sigmoid.", "a = 1", ":",
        r"(?<=[\w\])])\s*[;,.]\s+[^\W\d_][\w ]*:\s*[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+)*\.?\s*$", ""),
)  # fmt: skip
"""What stands before a formula and says what it is of."""

CASES = (
    Notation("case", "ds[i]/dz[j] = s[i] (1[i=j] - s[j])", "ds[i]/dz[j] = s[i] ((1 if i = j else 0) - s[j])", "=≠!",
        rf"{ONE}[(\[{{{{]\s*({SIDE})\s*(==?|!=|≠)\s*({SIDE})\s*[)\]}}}}]", indicator),
    Notation("case", "ds[i]/dz[j] = s[i] (δ_ij - s[j])", "ds[i]/dz[j] = s[i] ((1 if i = j else 0) - s[j])", "δd𝛿",
        r"(?<!\w)(?:δ|𝛿|delta|kronecker)(?:_\{?([i-nrs])\s*,?\s*([i-nrs])\}?|[\[(]\s*([i-nrs])\s*,\s*([i-nrs])\s*[\])])(?!\w)",
        "(1 if {1}{3} = {2}{4} else 0)",
        when=lambda document, match: not any(name.startswith(("δ", "delta")) for name in document.defined)),
    Notation("case", "a = {z if z > 0; 0 otherwise}", "a = (z if z > 0 else 0)", "{",
        r"\{\s*([^{};]+?)\s*,?\s*\b(?:if|for|when)\b\s*([^{};,]+?)\s*[;,]\s*([^{};,]+?)\s*,?\s*"
        r"\b(?:otherwise|else|(?:if|for|when)\b[^{};]+)\s*\}",
        "({1} if {2} else {3})"),
    Notation("sum", "L = Σ_{k≠i} x[k]", "L = ‹sum_k≠i› x[k]", "Σ∑s",
        rf"(?:[Σ∑]|(?<!\w)sum)_\{{({LETTER})(?:\s*=\s*[01]\s*[,;:]\s*\1|\s*:\s*\1)?\s*(?:≠|!=)\s*(\w)\}}(?:\s*\^(?:\{{\w+\}}|\w))?",
        "‹sum_{1}≠{2}› "),
    Notation("case", "dL/dw = 1(s > 0) x", "dL/dw = step((s) - (0)) x", ">",
        rf"(?<!\w)(?:1|𝟙|I|𝟏)([(\[{{])({COMPARED})>({COMPARED})[)\]}}](?=\s*\Z|\s*[^\s])", "step(({2})-({3}))"),
    Notation("case", "dL/dw = 1(s < 0) x", "dL/dw = step((0) - (s)) x", "<",
        rf"(?<!\w)(?:1|𝟙|I|𝟏)([(\[{{])({COMPARED})<(?!\s*-)({COMPARED})[)\]}}]", "step(({3})-({2}))"),
    Notation("case", "dL/dw = x 1{z >= 0}", "dL/dw = x (1 if z >= 0 else 0)", "<>≤≥",
        rf"{ONE}(?:\[|\{{|\()\s*({SIDE}(?:\s*[-+*]\s*{SIDE})*)\s*(<=|>=|≤|≥|<|>)\s*"
        rf"({SIDE}(?:\s*[-+*]\s*{SIDE})*)\s*[)\]}}]",
        "(1 if {1} {2} {3} else 0)"),
    Notation("case", "da/dz = 1 if z > 0, 0 otherwise", "da/dz = (1 if z > 0 else 0)", "i",
        rf"(?<==)(\s*)([^=;,]+?)\s+if\s+({CONDITION})\s*(?:[;,]\s*([^;,=]+?)\s*,?\s*otherwise"
        r"|[;,]\s*(?:else|otherwise)\s+([^;,=]+?))\s*$",
        "{1}({2} if {3} else {4}{5})"),
)  # fmt: skip
"""Conditions, and what is 1 under one."""

GRADIENTS = (
    Notation("derivative", "∇²L(w) = x", "d²L/dw² = x", "∇",
        rf"∇(?:²|\^\{{?2\}}?)\s?({NAME})\(({NAME})\)", "d²{1}/d{2}²"),
    Notation("derivative", "∇L(w) = x", "dL/dw = x", "∇",
        rf"∇({NAME})\(({NAME})\)", "d{1}/d{2}"),
    Notation("derivative", "L = w x; L̄ = 1; w̄ = L̄ x", "L = w x; dL/dL = 1; dL/dw = dL/dL x",
        f"\u0304{BARRED}",
        f"(?<!\\w)([^\\W\\d_]\u0304|[{BARRED}])((?:_\\w+|[0-9]+)?)(?!\\w)", bar_derivative,
        when=lambda document, match: document.barred != ""),
    Notation("derivative", "a = σ(z); ∂σ/∂z = a", "a = σ(z); ∂(σ(z))/∂z = a", "∂d",
        r"(?<!\w)([∂d])\s?(σ|sigmoid|tanh|relu|ReLU)(?=\s*/\s*[∂d])", slope_of_function,
        when=lambda document, match: document.sole_argument(match[2]) != "" and not document.defines(match[2])),
    Notation("derivative", "grad_w L = x", "∂L/∂w = x", "g",
        rf"(?<!\w)grad_\{{?({NAME}?)\}}?\s+({NAME})(?=\s*=)", "∂{2}/∂{1}",
        when=lambda document, match: match[2] == document.graded),
    Notation("derivative", "grad_z L = 2; grad_w = grad_z x", "∂L/∂z = 2; ∂L/∂w = ∂L/∂z x", "g∇",
        rf"(?<!\w)(?:grad_|∇_)\{{?({NAME}?)\}}?(?!\s?{NAME}\s*[=(]|[\w}}])", gradient_of_graded,
        when=lambda document, match: document.graded != ""
        and not re.match(rf"\s?{document.graded}(?!\w)", match.string[match.end() :])),
    Notation("derivative", "∇_{w} L = x", "∇_w L = x", "∇",
        r"∇_\{(\w+)\}", "∇_{1}"),
    Notation("derivative", "∇²L = x; ∇L(w) = x", "d²L/dw² = x; dL/dw = x", "∇",
        r"∇(?:²|\^\{?2\}?)\s?(?:_\w\s?)?([^\W\d_]\w*)(?:\([^\W\d]\w*\))?(?![\w(])", hessian_by,
        when=lambda document, match: match[1] in document.gradients),
    Notation("derivative", "v = ∇L; ∇L(w) = x", "v = dL/dw; dL/dw = x", "∇",
        r"∇([^\W\d_]\w*)(?![\w(])", gradient_by,
        when=lambda document, match: match[1] in document.gradients),
)  # fmt: skip
"""∇."""

REMARKS = (
    Notation("remark", "y = a x where a = 1, x = 2", "a = 1, x = 2; y = a x", "w",
        WHERE, "{2} ; {1}",
        when=lambda document, match: document.has_numbers,
        words=WHERE_WORDS),
    Notation("remark", "dy/dz = 2 z where z = a x", "z = a x; dy/dz = 2 z", "w",
        WHERE_MADE, "{2} ; {1}",
        when=lambda document, match: document.is_formula(match[3]),
        words=WHERE_WORDS),
    Notation("givens", "y = w x, start w = 2, x = 3", "w = 2; x = 3; y = w x", ",;",
        rf"^(\s*(?:[^\W\d_]\w*:\s+)?)({NAME}(?:\([^()=]*\))?\s*=\s*[^=,;]*[^\W\d][^=,;]*?)\s*[,;]\s*"
        rf"((?:(?:[^\W\d_]{{3,}}\s+)*{NAME}\s*=\s*{NUMBER}\s*(?:[,;]\s*(?:and\s+)?|\band\s+|\.?\s*$))+)$",
        givens_first,
        when=are_used),
    Notation("remark", "y = σ(z), t in {0, 1}", "y = σ(z)", "{",
        rf"(?:(?<=[\w)\]²³])\s*[,;]?|(?<=^))\s*(?:\(?(?:where|with|and|for|labels?|targets?|each)\s+){{0,3}}{NAME}\s*(?:∈|\bin\b)\s*"
        rf"\{{\s*{NUMBER}(?:\s*,\s*(?:{NUMBER}|…|\.\.\.|{NAME}))+\s*\}}\)?\s*[.,;]?\s*$", ""),
    Notation("unit", "L = 0.417 nats", "L = 0.417", "=",
        rf"(?<==)(\s*{NUMBER})\s+([^\W\d_]{{3,}})\s*$", "{1}",
        when=lambda document, match: not document.defines(match[2]) and match[2] not in ("otherwise", "else")),
    Notation("layer", "h_t = V h_{t-1} for t < T", "h[t] = V h[t-1] for t != T", "<≤>≥=∈i",
        RANGE_OF_STEPS, but_for_ends,
        when=lambda document, match: (match[1] or match[5] or match[11]) in document.families
        and "=" in match.string[: match.start()]),
    Notation("remark", "y_i = 2 for all i", "y_i = 2", "f∀p",
        r"(?<=[\w)\]])\s*,?\s+(?:(?:for|für|pour|para|per)\s+(?:all|each|every|alle|jedes|tout|todo|cada|ogni)|∀)\s*[a-z]"
        r"(?:\s*(?:∈|\bin\b)[^=]*|\s*=\s*[01]\s*(?:,\s*[0-9]\s*)*(?:,?\s*(?:\.\.+|…|⋯)\s*,?\s*\w+)?)?\s*$",
        ""),
    Notation("remark", "y = 2 = 2.00 (as it must be)", "y = 2 = 2.00", "(",
        r"(?<=[\w)\]²³%])\s+\((?=[^()]*[^\W\d_]{2})(?!\w+ \d+\))([^()=+*/^·×√∂∇]{3,80})\)\s*[.,;]?\s*$", "",
        when=lambda document, match: is_aside(document, match)),
    Notation("remark", "y = x^2 = 4 since x = 2", "y = x^2 = 4; x = 2", "sw",
        rf"(?<==)(.*[^\s,])\s*,?\s+(?:since|where|with|because)\s+(?={NAME}\s*=[^=]*$)", "{1};",
        words=("since", "where", "with", "because")),
    Notation("remark", "L = -log p   (y = 1)", "L = -log p", "(",
        rf"(?<=[\w)\]²³])\s+\((?:for |if |when |case )?({NAME}?)\s*=\s*{NUMBER}\)\s*$", "",
        when=lambda document, match: "=" in match.string[: match.start()] and document.is_mentioned_once(match[1])),
    Notation("remark", "y = 4 (since x = 2), z = 3", "y = 4, z = 3", "(",
        rf"\s*\((?:{REASONS})\s(?:[^()]|\([^()]*\))*\)", "",
        when=lambda document, match: "=" in match.string[: match.start()]),
    Notation("remark", "y = 0.2891 (4 d.p.)", "y = 0.2891", "(",
        r"(?<=[0-9])\s*\(\s*(?:to\s+|auf\s+)?[0-9]+\s*(?:d\.?\s?p\.?|s\.?\s?f\.?|sig\.?\s?figs?\.?|decimals?"
        r"|decimal places|digits|places|Stellen|significant (?:digits|figures))\s*\)", ""),
    Notation("remark", "y = 4 because x was 2", "y = 4", "sw",
        r"(?<==)(.*\S)\s+(?:since|because)\b[^=]*$", "{1}",
        words=("since", "because")),
)  # fmt: skip
"""What stands behind a formula."""

PROGRAMS = (
    Notation("program", "np.dot(w, x)", "dot(w, x)", ".",
        r"(?<![\w.])(?:np|numpy|math|torch|jnp|tf)\.(?=[A-Za-z_]\w*\s*\()", "",
        words=("np.", "numpy.", "math.", "torch.", "jnp.", "tf.")),
    Notation("program", "double x = 2", "x = 2", "=",
        rf"(?:(?<=^)|(?<=;))(\s*)(?:double|float|int|let|const|var|val|auto)\s+(?={NAME}\s*=)", "{1}"),
    Notation("program", "y = x + 1; // so far", "y = x + 1", "/",
        r";\s*//.*$", ""),
    Notation("program", "m = Math.max(0, x)", "m = max(0, x)", "M",
        r"(?<![\w.])Math\.(?=[a-z]\w*\()", ""),
    Notation("case", "dL/dz = g * (z > 0 ? 1 : 0)", "dL/dz = g * (1 if z > 0 else 0)", "?",
        r"\(([^()?:=]+(?:[<>]=?)[^()?:=]+)\?\s*([^()?:=]+?)\s*:\s*([^()?:=]+?)\s*\)", "({2} if {1} else {3})"),
    Notation("program", "n.tanh()", "tanh(n)", ".",
        rf"({OPERAND})\.(tanh|sigmoid|relu|exp|log|sum|mean|sqrt|abs|square|max|min|softmax)\(\)", "{2}({1})",
        words=("()",)),
    Notation("program", "db = dz.sum(axis=0)", "db = sum(dz, axis=0)", ".",
        rf"({OPERAND})\.(sum|mean|max|min|softmax)\(\s*(?:dim|axis)\s*=\s*(-?[0-9])\s*((?:,\s*keepdims?\s*=\s*\w+\s*)?)\)",
        "{2}({1}, axis={3}{4})",
        words=(".sum(", ".mean(", ".max(", ".min(", ".softmax(")),
    Notation("program", "p = softmax(z, dim=1)", "p = softmax(z)", "=",
        rf"(softmax\((?:[^(),]|{IN_BRACKETS})+),\s*(?:dim|axis)\s*=\s*(?:1|-1)\s*\)", "{1})",
        words=("softmax(",)),
    Notation("program", "db = dz.sum(0)", "db = sum(dz, axis=0)", ".",
        rf"({OPERAND})\.(sum|mean)\(\s*([01])\s*((?:,\s*keepdims?\s*=\s*\w+\s*)?)\)", "{2}({1}, axis={3}{4})",
        words=(".sum(", ".mean(")),
    Notation("program", "dW = X.T.dot(dz) / m", "dW = (X.T @ (dz)) / m", ".",
        rf"({OPERAND})\.(?:dot|matmul|mm|mv)({IN_BRACKETS})", "({1} @ {2})",
        words=(".dot(", ".matmul(", ".mm(", ".mv(")),
    Notation("program", "z = w.data * x.item()", "z = w * x", ".",
        rf"(?<![\w.])({NAME})\.(?:data|value|item\(\)|detach\(\))(?![\w(])", "{1}"),
    Notation("gradient", "w.grad = x", "‹w_grad› = x", ".",
        rf"(?<![\w.])({NAME})\.(?:grad|g|gradient)(?![\w(])", "‹{1}_grad›"),
    Notation("program", "1./N", "1/N", ".",
        r"(?<![\w.])([0-9]+)\.(?=\s*[-*/+@)\],])", "{1}"),
    Notation("fraction", r"\frac{∂L}{∂w} = x", "∂L/∂w = x", "\\",
        r"\\[dt]?frac\s*\{\s*([d∂]\s?[^{}+*/()=-]+?)\s*\}\s*\{\s*([d∂]\s?[^{}+*/()=-]+?)\s*\}", " {1}/{2} "),
    Notation("fraction", r"y = \frac{a}{b}", "y = ((a)/(b))", "\\",
        rf"\\[dt]?frac\s*{BRACED}\s*{BRACED}", "(({1})/({2}))"),
    Notation("program", "y == 3", "y = 3", "=",
        r"(?<![=!<>:])==(?!=)", "=",
        words=("==",)),
    Notation("arrow", "2(y - t) x ⇒ -8", "2(y - t) x = -8", "⇒=⟹",
        r"(?<=[\w)\]])(\s*)(?:⇒|⟹|=>)(?=\s*[-−]?[\w.(\[])", "{1}=",
        words=("⇒", "⟹", "=>")),
    Notation("arrow", "x = 1; class 0 → y = 2", "x = 1; y = 2", "→",
        rf"(?<=;)[^=;→]*→(?=\s*{NAME}\s*=)", ""),
    Notation("arrow", "x → [1, 0]", "x = [1, 0]", "→",
        rf"^(\s*{NAME}\s*)→(?=\s*(?:\[|{NUMBER}\s*$))", "{1}=",
        when=lambda document, match: not document.defines(match[1].strip())),
    Notation("arrow", "q = x + y → -2", "q = x + y = -2", "→",
        rf"^([^→=]*=(?!\s*{NUMBER}\s*→)[^→]*)→(?=\s*{NUMBER}\s*$)", "{1}="),
    Notation("arrow", "z = w x → 2·3 → 6", "z = w x = 2·3 = 6", "→",
        r"→(?=[-−+0-9.()·*×/^\s→]+$)", "=",
        when=lambda document, match: "=" in match.string[: match.start()]),
    Notation("arrow", "dL/dw → 2 x → 4", "dL/dw = 2 x = 4", "→",
        rf"(?:(?<=^)|(?<=\s))({SLOPE}\s*)→([^→=]+)(?:→([^→=]+))?$", slope_behind_arrow),
    Notation("arrow", "w = 2; w → 2 − 0.1·4 = 1.6", "w = 2; ‹w^+› = 2 − 0.1·4 = 1.6", "→",
        rf"(?:(?<=^)|(?<=;\s)|(?<=\s\s))({NAME})\s*→(?=\s*{NUMBER}\s*[-+−][^→]*$)", "‹{1}^+› =",
        when=lambda document, match: document.defines(match[1])),
    Notation("case", "dL/dz = g * (z > 0)", "dL/dz = g * step((z) - (0))", ">",
        rf"(?<=[*·×∘⊙ ])\(\s*({SIDE})\s*>\s*({SIDE})\s*\)(?:\.astype\(\w+\)|\.float\(\))?",
        "step(({1}) - ({2}))",
        when=lambda document, match: re.search(r"[*·×∘⊙\w)\]]\s*$", match.string[: match.start()]) is not None),
    Notation("case", "dL/dz = (z > 0) * g", "dL/dz = step((z) - (0)) * g", ">",
        rf"(?<==)(\s*)\(\s*({SIDE})\s*>\s*({SIDE})\s*\)(?:\.astype\(\w+\)|\.float\(\))?(?=\s*[*·×∘⊙])",
        "{1}step(({2}) - ({3}))"),
    Notation("derivative", "δL/δw = x", "dL/dw = x", "δ",
        rf"(?<!\w)δ({NAME}\s*/\s*)δ(?=\w)", "∂{1}∂",
        when=lambda document, match: not document.defines("δ" + match[1].strip(" /"))),
    Notation("derivative", "∂ tr(A X)/∂X = A.T", "∂(tr(A X))/∂X = A.T", "∂d",
        rf"^(\s*)(?:∂|d(?=\s+[^\W\d]+\(|\s*(?:\|\||‖)))\s?(?![(²^]|{NAME}(?:_\w+|\[[^\]=]*\])?\s*/)([^∂=;]{{2,80}}?)"
        rf"(\s*/\s*[∂d])(?=\s?{NAME}[^=∂]*=)",
        "{1}∂({2}){3}"),
    Notation("derivative", "∂²L/∂w∂w^T = A", "∂²L/∂w² = A", "^ᵀ⊤",
        rf"(?<!\w)([∂d](?:²|\^\{{?2\}}?)\s?{NAME}\s*/\s*)[∂d]\s?({NAME}?)\s*[∂d]\s?\2(?:\^\{{?[T⊤]\}}?|ᵀ|⊤)",
        "{1}∂{2}²"),
    Notation("derivative", "∂L/∂(σ²) = x", "(∂L/∂σ/(2 σ)) = x", "(",
        rf"(?<!\w)([∂d]{NAME}\s*/\s*[∂d])\(({NAME})(?:²|\^\{{?2\}}?)\)", "({1}{2}/(2 {2}))"),
    Notation("derivative", "DL/Dw = x", "dL/dw = x", "D",
        rf"(?<!\w)D({NAME}\s*/\s*)D(?=\w)", "d{1}d",
        when=lambda document, match: not document.defines("D" + match[1].strip(" /"))),
)  # fmt: skip
"""Lines of programs, fractions, arrows, masks, and derivatives by other letters than d."""


def _is_layer(document: Document, match: re.Match[str], first: int = 3) -> bool:
    """Whether a raised index, in one of three groups, is the layer or step of the name in the second."""
    return document.is_member(match[2], match[first] or match[first + 1] or match[first + 2])


ENTRIES_OF_LAYERS = (
    Notation("layer", "a^l_j = σ(z^{(l)}_j); a^l = a^{l-1}", "a[l][j] = σ(z[l][j]); a[l] = a[l-1]", "^",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?){RAISED_STEP}{ENTRY}", "{1}{2}[{3}{4}{5}][{6}{7}]",
        when=_is_layer),
    Notation("layer", "w^l_{jk} = 2; w^l = w^{l-1}", "w[l][j,k] = 2; w[l] = w[l-1]", "^",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?){RAISED_STEP}{ENTRY_OF_MATRIX}", "{1}{2}[{3}{4}{5}][{6},{7}]",
        when=_is_layer),
    Notation("layer", "a_j^l = σ(z_j^l); a^l = a^{l-1}", "a[l][j] = σ(z[l][j]); a[l] = a[l-1]", "^",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?){ENTRY}{RAISED_STEP}", "{1}{2}[{5}{6}{7}][{3}{4}]",
        when=lambda document, match: _is_layer(document, match, 5)),
    Notation("layer", "w_{jk}^l = 2; w^l = w^{l-1}", "w[l][j,k] = 2; w[l] = w[l-1]", "^",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?){ENTRY_OF_MATRIX}{RAISED_STEP}", "{1}{2}[{5}{6}{7}][{3},{4}]",
        when=lambda document, match: _is_layer(document, match, 5)),
    Notation("sample", "L = sum_k π_k", "L = sum_k ‹πs›[k]", "_",
        rf"(?<!\w)([∂d]?)(π|pi){ENTRY}", "{1}‹{2}s›[{3}{4}]",
        when=lambda document, match: document.is_entry(match[2], match[3] or match[4])),
    Notation("sample", "L = sum_k π_k; v = diag(π)", "L = sum_k ‹πs›[k]; v = diag(‹πs›)", "πp",
        r"(?<![\w.√])(?<![0-9] )([∂d]?)(π|pi)(?![\w\[{])", "{1}‹{2}s›",
        when=lambda document, match: match[2] in document.entries[0]),
    Notation("sample", "L = Σ_i p_{i,y_i}", "L = sum_i p[i,y[i]]", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?)_\{{([a-z])\s*,?\s*([^\W\d]\w*?)_\{{?\3\}}?\}}", "{1}{2}[{3},{4}[{3}]]"),
    Notation("layer", "z_j = h(w_ji z_i); E = w_kj z_j", "‹zj›[j] = h(‹wji›[j,i] ‹zi›[i]); E = ‹wkj›[k,j] ‹zj›[j]", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?){ENTRY_OF_MATRIX}", "{1}‹{2}{3}{4}›[{3},{4}]",
        when=lambda document, match: match[2] in document.by_letters),
    Notation("layer", "z_j = h(w z_i)", "‹zj›[j] = h(w ‹zi›[i])", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?){ENTRY}", "{1}‹{2}{3}{4}›[{3}{4}]",
        when=lambda document, match: match[2] in document.by_letters),
)  # fmt: skip
"""Entries of layers, and those of weights π, before anything else that is raised or below is read."""

PARTS_OF_NAMES = (
    Notation("layer", "z = w^{(1)}_{11} x", "z = ‹w^(1)_11› x", "^",
        rf"(?<!\w)([∂d]?)({NAME}?)\^(?:\{{?[(\[]([0-9L])[)\]]\}}?|\{{?([0-9])\}}?)"
        r"_(?:\{([0-9a-z][0-9a-z, ]*)\}|([0-9]+))",
        "{1}‹{2}^({3}{4})_{5}{6}›",
        when=lambda document, match: match[3] is not None
        or not document.defines(f"{match[2]}_{match[5] or match[6]}")),
    Notation("layer", "z = w_{11}^{(1)} x", "z = ‹w^(1)_11› x", "^",
        rf"(?<!\w)([∂d]?)({NAME}?)_(?:\{{([0-9][0-9, ]*)\}}|([0-9]+))\^\{{?[(\[]([0-9L])[)\]]\}}?",
        "{1}‹{2}^({5})_{3}{4}›"),
    Notation("layer", "s(t) = tanh(w s(t-1))", "s[t] = tanh(w s[t-1])", "(",
        rf"(?<![\w.])([∂d]?)({NAME}?)\(\s*{STEP}\s*\)", "{1}{2}[{3}]",
        when=lambda document, match: document.is_member(match[2], match[3]) and not is_function(match[2])),
    Notation("layer", "z(L) = w(L) a(L-1)", "‹z(L)› = ‹w(L)› ‹a(L-1)›", "(",
        r"(?<![\w.])([∂d]?)([^\W\d][\w'’′]*?)\(\s*([lLtkn](?:\s*[-−+]\s*[0-9])?|[0-9])\s*\)", "{1}‹{2}({3})›",
        when=lambda document, match: match[2] in document.called_with),
    Notation("layer", "d = W^{(l)T} e", "d = ‹W^(l)›.T e", "^",
        r"\^\{\s*([\[(][^(){}\[\]]{1,9}[\])])\s*(?:T|⊤|\\top)\s*\}|\^\{\s*(?:T|⊤|\\top)\s*([\[(][^(){}\[\]]{1,9}[\])])\s*\}",
        "^{1}{2}.T"),
    Notation("norm", "r = ||w||_1", "r = sum(abs(w))", "|‖",
        r"(?:\|\||‖)([^|‖]{1,80})(?:\|\||‖)_\{?1\}?(?!\w)", "sum(abs({1}))"),
    Notation("layer", "a^{(l)} = σ(W^{(l)} a^{(l-1)})", "a[l] = σ(W[l] a[l-1])", "^",
        rf"(?<!\w)([∂d]?)({NAME}?)\^(?:\{{?[(\[]{STEP}[)\]]\}}?|\{{{STEP}\}}|([lLt0-9])(?!\w))",
        "{1}{2}[{3}{4}{5}]",
        when=lambda document, match: document.is_member(match[2], match[3] or match[4] or match[5])
        and (not (match[4] or match[5] or "").isdecimal() or match[2] in document.raised_members)
        and (match[3] or match[4] or match[5]) != "T"),
    Notation("layer", "h_t = tanh(w h_{t-1})", "h[t] = tanh(w h[t-1])", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?)_(?:\{{{STEP}\}}|([a-zA-Z0-9])(?![^\W²³]))", "{1}{2}[{3}{4}]",
        when=lambda document, match: document.is_member(match[2], match[3] or match[4])),
    Notation("new value", "w^+ = w - g", "‹w^+› = w - g", "⁺^(",
        rf"(?<!\w)({NAME})(?:\^\{{?\+\}}?|⁺|\^\{{?\(?(?:{NEW})\)?\}}?|\s?\((?:{NEW})\))(?!\s*[\w(.])",
        "‹{1}^+›"),
    Notation("old value", "w = 2; w_new = w_old - g", "w = 2; w_new = w - g", "o^_(av",
        rf"(?<!\w)({NAME}?)(?:_\{{?(?:{OLD})\}}?|\^\{{?\(?(?:{OLD})\)?\}}?|\s?\((?:{OLD})\))(?!\s*[\w(.])",
        "{1}",
        when=lambda document, match: document.knows(match[1]) and not document.knows(match[0])
        and match[1] not in document.is_made_of_old,
        words=tuple(OLD.split("|"))),
    Notation("new value", "w+ = w - g", "‹w^+› = w - g", "+",
        rf"^(\s*)({NAME})\+(?=\s+=(?!=))", "{1}‹{2}^+›"),
    Notation("new value", "new w = w - g", "‹w_new› = w - g", "nN",
        rf"^(\s*)[Nn]ew\s+({NAME})(?=\s*[=≈])", "{1}‹{2}_new›"),
    Notation("new value", "w → w - g", "‹w^+› = w - g", "→",
        rf"^(\s*)({NAME})(\s*)→(?=\s*\2\s*[-+−])", "{1}‹{2}^+›{3}="),
    Notation("time step", "w(t+1) = w(t) - g", "‹w^+› = w - g", "(^_",
        rf"(?<!\w)({NAME}?)(?:\^\{{?|_\{{|\()\(?[tkn]\s*\+\s*1[)}}]+(?=\s*(?:[=≈←]|:=))", "‹{1}^+›",
        words=("+",)),
    Notation("time step", "w(t+1) = w(t) - g", "‹w^+› = w - g", "(^_",
        rf"(?<!\w)({NAME}?)(?:\^\{{\(?[tkn]\)?\}}|\^[tkn]\b|_\{{?[tkn]\}}?(?!\w)|\([tkn]\))", "{1}",
        when=lambda document, match: match[1] in document.stepped),
    Notation("sample", "h^(i) = x_j^{(i)}", "h[i] = x[i,j]", "^",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?){ENTRY}\^\{{?\(([ijkn])\)\}}?", "{1}{2}[{5},{3}{4}]",
        when=lambda document, match: document.is_sample(match[2], match[5])),
    Notation("sample", "h^(i) = x^(i)_j", "h[i] = x[i,j]", "^",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?)\^\{{?\(([ijkn])\)\}}?{ENTRY}", "{1}{2}[{3},{4}{5}]",
        when=lambda document, match: document.is_sample(match[2], match[3])),
    Notation("sample", "h^(i) = w x^(i)", "h[i] = w x[i]", "^",
        rf"(?<!\w)([∂δ]?)({NAME})\^\(([ijkn])\)", "{1}{2}[{3}]",
        when=lambda document, match: document.is_sample(match[2], match[3])),
    Notation("sample", "h^{(i)} = w x^{(i)}", "h[i] = w x[i]", "^",
        rf"(?<!\w)([∂δ]?{NAME})\^\{{\(([ijk])\)\}}", "{1}[{2}]"),
    Notation("sample", "y_i = x[i]; y[0] = 2", "y[i] = x[i]; y[0] = 2", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?)_(?:\{{([a-z])\}}|([a-z])(?![\w{{}}]))", "{1}{2}[{3}{4}]",
        when=lambda document, match: ((match[3] or match[4]) in document.letters and match[2] not in document.wholes
        and (match[2] in document.indexed or document.has_entries)
        and not document.goes_on(f"{match[2]}_{match[3] or match[4]}"))
        or document.is_entry(match[2], match[3] or match[4])),
    Notation("sample", "y_i = x_{i+1} x[0]", "y[i] = x[i+1] x[0]", "_",
        rf"(?<!\w)([∂d]?)({NAME}?)_\{{([a-z]\s*[-+]\s*[0-9a-z])\}}", "{1}{2}[{3}]",
        when=lambda document, match: (match[3][0] in document.letters and match[2] in document.lists)
        or document.is_entry(match[2], match[3][0]),
        words=("_{",)),
    Notation("sample", "h[i] = W_ij; W[0,0] = 1", "h[i] = W[i,j]; W[0,0] = 1", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?)_\{{?([a-z])\s*,?\s*([a-z])\}}?(?![^\W²³]|\{{)", "{1}{2}[{3},{4}]",
        when=lambda document, match: (match[2] in document.lists and {match[3], match[4]} <= set("ijk"))
        or document.is_entry(match[2], match[3], match[4])),
    Notation("layer", "z^{(L)} = w^{(L)} a^{(L-1)}", "‹z^(L)› = ‹w^(L)› ‹a^(L-1)›", "^",
        rf"(?<!\w)((?:[∂δ])?{NAME})\^\{{\(([A-Z0-9]|[a-z](?=[-+])|l)((?:[-+][0-9])?)\)\}}", "‹{1}^({2}{3})›"),
    Notation("layer", "σ²_B = 4; s = √σ²_B", "‹σ^2_B› = 4; s = √‹σ^2_B›", "²^",
        rf"(?<!\w)([∂d]?)({NAME}?)(?:²|\^\{{?2\}}?)_(?:\{{(\w+)\}}|(\w+))", "‹{1}{2}^2_{3}{4}›",
        when=lambda document, match: match[2] in document.squared),
    Notation("time step", "x = 2; h_t = x h_{t-1}", "x = 2; h_t = x ‹h_t-1›", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?)_\{{([tkn])\s*[-−]\s*([0-9])\}}", "{1}‹{2}_{3}-{4}›",
        when=lambda document, match: document.gives_numbers and not document.families,
        words=("_{",)),
    Notation("layer", "s = W^(1) + W^(2)", "s = ‹W^(1)› + ‹W^(2)›", "^",
        rf"(?<!\w)([∂d]?)({NAME}?)\^\(([0-9]|[lL](?:\s*[-−+]\s*[0-9])?)\)", "‹{1}{2}^({3})›",
        when=lambda document, match: not document.stands_alone(match[2])),
    Notation("layer", "σ² = w a", "‹σ^2› = w a", "²",
        rf"(?<!\w)([∂d]?)({NAME}?)²", "‹{1}{2}^2›",
        when=lambda document, match: match[2] in document.layered),
    Notation("layer", "z^2 = w a", "‹z^2› = w a", "^",
        rf"(?<!\w)([∂d]?)({NAME}?)\^\{{?([0-9])\}}?(?![\w.])", "‹{1}{2}^{3}›",
        when=lambda document, match: match[2] in document.layered),
)  # fmt: skip
"""Layers, time steps, samples, new and old values: what is raised or stands below."""

LISTS_AND_SUMS = (
    Notation("list", "x = {1, 3, 5}", "x = [1, 3, 5]", "{",
        rf"(?<=[=≈])(\s*)\{{\s*({NUMBER}(?:\s*[,;]\s*{NUMBER})+)\s*\}}", "{1}[{2}]"),
    Notation("brackets", "L = -{t log y + 1}", "L = -(t log y + 1)", "{",
        r"(?<![\w^_\\\]Σ∑])\{([^{},;:|]*[-+*/·^)\s][^{},;:|]*)\}", "({1})"),
    Notation("list", "W = [[1, 2]; [3, 4]]", "W = [[1, 2], [3, 4]]", ";",
        r"(?<=\])\s*;\s*(?=\[[^\[\]=]*\]\s*(?:\]|;\s*\[))", ", ",
        when=lambda document, match: "[[" in match.string[: match.start()]),
    Notation("list", "x = [1, 2]ᵀ", "x = [1, 2]", "ᵀT⊤",
        r"(?<=[=≈])(\s*\[[^\[\]=;]+\])\s*(?:ᵀ|\^\{?[T⊤]\}?|\.T)(?=\s*(?:$|[;,=≈.]))", "{1}"),
    Notation("brackets", "L = 1/2 (1/3)[(a - 1)² + b²]", "L = 1/2 (1/3)((a - 1)² + b²)", "[",
        r"(\)|(?<![\w.])[0-9.]+\s?)\s*\[(?=[^\[\]]*[)²\w]\s*[-+−]\s*[(\w])(?!\w[-+−]\d\])([^\[\]]*)\]", "{1}({2})"),
    Notation("list", "(x, y) = (1, 2), (3, 5)", "x = [1, 3]; y = [2, 5]", "(",
        rf"^\s*\(\s*({NAME}?)(?:_\{{?i\}}?)?\s*,\s*({NAME}?)(?:_\{{?i\}}?)?\s*\)\s*[=:]\s*"
        rf"(\(\s*{NUMBER}\s*,\s*{NUMBER}\s*\)(?:\s*(?:[,;]|and|,\s*and)\s*\(\s*{NUMBER}\s*,\s*{NUMBER}\s*\))+)\s*$",
        columns_of_pairs),
    Notation("list", "W = [[1, 2]]; y = W (0, 3)", "W = [[1, 2]]; y = W @ [0, 3]", "([",
        rf"(?<=[\w)\]ᵀ⊤])(?:\s+\[|\s*(?<=[ᵀ⊤T\s])\()(\s*{NUMBER}(?:\s*[,;]\s*{NUMBER})+\s*)[)\]]", " @ [{1}]",
        when=is_factor),
    Notation("list", "w = (0, 0) + 2*(1, 3)", "w = [0, 0] + 2*[1, 3]", "(",
        rf"(?<![\w)\]'’′])\(\s*({NUMBER}(?:\s*,\s+{NUMBER})+)\s*\)", "[{1}]",
        when=lambda document, match: re.search(r"[-−+*·]\s*$", match.string[: match.start()]) is not None
        or re.match(r"\s*[-−+*·]", match.string[match.end() :]) is not None),
    Notation("list", "x = [16 -6]", "x = [16, -6]", "[",
        rf"\[\s*(?:{NUMBER}\s+{NUMBER}(?:\s+{NUMBER})*(?:\s*;\s*{NUMBER}(?:\s+{NUMBER})*)*|"
        rf"{NUMBER}(?:\s*;\s*{NUMBER})+)\s*\]",
        rows_of_numbers),
    Notation("sum", "L = Σi x[i]", "L = sum_i x[i]", "Σ∑",
        r"[Σ∑]([a-z])\s+(?=[^=;]*?(?:_\{?|\[)\1(?!\w))", "sum_{1} "),
    Notation("brackets", "L = Σ_i [a_i + b_i]", "L = sum_i (a[i] + b[i])", "[",
        r"((?:[Σ∑]|(?<!\w)sum)_(?:\{[^{}]*\}|\w)(?:\s*\^(?:\{[^{}]*\}|\w))?\s*)\[((?:[^\[\],;]|\[[^\[\]]*\])*)\]",
        "{1}({2})"),
    Notation("brackets", "L = -1/m [a^T b + c]", "L = -1/m (a^T b + c)", "[",
        r"(?<=[\s(*·/∘⊙@-])\[((?:[^\[\],;=]|\[[^\[\]]*\])*?[^\W\d](?:[^\[\],;=]|\[[^\[\]]*\])*? [-+−] "
        r"(?:[^\[\],;=]|\[[^\[\]]*\])*)\]", "({1})",
        when=lambda document, match: not re.search(r"=\s*$", match.string[: match.start()])
        or bool(match.string[match.end() :].strip(" ;.,"))),
    Notation("sum", "L = Σ_{i,j} x[i,j]", "L = sum_i sum_j x[i,j]", "Σ∑s",
        r"(?:[Σ∑]|(?<!\w)sum)_\{\(?([a-z])\s*,\s*([a-z])\)?\}\s*", "sum_{1} sum_{2} "),
    Notation("sum", "L = Σ_{ij} x[i,j]", "L = sum_i sum_j x[i,j]", "Σ∑s",
        r"(?:[Σ∑]|(?<!\w)sum)_(?:\{([i-n])([i-n])\}|([i-n])([i-n])(?!\w))\s*", "sum_{1}{3} sum_{2}{4} "),
    Notation("sum", "db = Σ ∂L/∂y · x", "db = sum(∂L/∂y · x)", "Σ∑",
        rf"[Σ∑]\s*((?:{SLOPE})(?:\s*[·*⊙∘×]?\s*{FACTOR})*)(?=\s*(?:[=≈;,]|$))", "sum({1})"),
    Notation("sum", "L = Σ x[i] y[i]", "L = sum_i x[i] y[i]", "Σ∑s",
        rf"(?<!\w)([Σ∑]|sum(?=[\s(]))\s*(?!_)({FACTOR}(?:\s*[*·]?\s*{FACTOR}){{0,12}})", with_letter,
        when=lambda document, match: summed_over(match, document) is not None),
    Notation("sum", "L = Σ_{i=1}^m x[i]", "L = sum_i x[i]", "Σ∑s",
        rf"(?:[Σ∑]|(?<!\w)sum)_(?:\{{({LETTER})(?:\s*=\s*[01])?\}}|({LETTER})(?![\w]))"
        r"(?:\s*\^(?:\{\w+\}|\w))? *",
        "sum_{1}{2} "),
)  # fmt: skip
"""Lists without commas, sums without letters or with bounds."""

FIRST = (*MARKDOWN, *WORDS, *SENTENCES)
"""What is read before words are told from formulas."""

NOTATIONS = (
    *FIRST, *LATEX, *VALUES_AT, *SIGNS, *BARS, *LABELS, *CASES, *GRADIENTS, *REMARKS, *PROGRAMS,
    *ENTRIES_OF_LAYERS, *PARTS_OF_NAMES, *LISTS_AND_SUMS,
)  # fmt: skip
"""All of them, in the order in which they are read."""


UPDATE = Notation("new value", "w = w - η*dL/dw", "w <- w - η*dL/dw", "=", r"(?!)", "")
"""What is read as a new value once it is a tree: an equation could hold only if nothing changed."""


SAID = ("arguments", "arrow", "new value", "time step", "sample", "layer", "list")


def print_table() -> str:
    """The table, a line each: the kind, how it is typed, what it is read as."""
    rows = [(row.kind, row.typed, re.sub("[‹›]", "", row.read)) for row in (*NOTATIONS, UPDATE)]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    return "\n".join(f"{kind:<{widths[0]}}  {typed:<{widths[1]}}  {read}".rstrip() for kind, typed, read in rows)
