"""Rows for what is written beside a formula: labels before it, remarks behind it."""

import re

from autograd.worksheet.language.notations.notation import Notation, follows_an_equality
from autograd.worksheet.language.notations.patterns import (
    FUNCTION_BY_ITS_LETTER,
    IN_BRACKETS,
    NAME,
    NUMBER,
    RANGE_OF_STEPS,
    REASONS,
    SLOPE,
    UNITS,
    WHERE,
    WHERE_MADE,
    WHERE_WORDS,
)
from autograd.worksheet.language.notations.replacements.annotations import (
    are_used,
    are_words_of_a_column,
    but_for_ends,
    givens_first,
    is_aside,
    is_of_itself,
    is_said_in_brackets,
    parts_apart,
)
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.vocabulary import function_called, is_function

_OTHERWISE = "or|not|maybe|perhaps|possibly|alternatively|otherwise|could|might|instead|rather|oder|nicht|ou|pas"
"""What a remark begins with that says something else of a result."""

LABELS = (
    Notation("derivative", "d(error)/d(weight) = 2 x", "derror/dweight = 2 x", "( / d∂",
        rf"(?<!\w)([d∂])\s?\(({NAME})\)\s*/\s*([d∂])\s?\(({NAME})\)", "{1}{2}/{3}{4}"),
    Notation("derivative", "q = ∂u/(n·∂o_t); p = d(w x)/(2 dw)", "q = 1/n ∂u/∂o_t; p = 1/2 d(w x)/dw", "( / d∂",
        rf"(?<!\w)([d∂]\s?(?:{NAME}|{IN_BRACKETS}))\s*/\s*\(\s*({NAME}|[0-9]+)\s*(?:[·*⋅×]\s*|\s)([d∂]\s?{NAME})\s*\)",
        "1/{2} {1}/{3}"),
    Notation("derivative", "dσ(x)/dx = e^-x", "σ'(x) = e^-x", "( / d∂",
        rf"(?<!\w){FUNCTION_BY_ITS_LETTER}", "{1}'({2})"),
    Notation("label", "y (true label) = 1.0", "y = 1.0", "(",
        rf"^(\s*{NAME})\s+\([^\W\d_]{{2,}}(?:\s+[^\W\d_]+)+\)(?=\s*[=≈])", "{1}"),
    Notation("case", "ds_k/dz_j = -2 pour j ≠ k", "ds_k/dz_j = -2 for j ≠ k", "pfsw",
        r"(?<=\s)(?:pour|für|falls|wenn|si|para|per|se)(?=\s+[a-z]\s*(?:≠|!=|=)\s*(?:[a-z]|[0-9])\s*$)", "for"),
    Notation("arguments", "L(w, b) = (w + b)^2; L(a, y) = (a - y)^2", "L = (w + b)^2; L = (a - y)^2", "( , =",
        rf"(?<!\w)({NAME})\({NAME}(?:\s*,\s*{NAME})+\)(?=\s*:?=)", "{1}",
        when=lambda document, match: match[1] in document.losses_of_others),
    Notation("arguments", "L(w, b | x) = (w x + b)^2", "L = (w x + b)^2", "|",
        rf"^(\s*(?!log\b|exp\b|max\b|min\b|sum\b){NAME})\([^()|=]*(?:=[^()|]*)?\|[^()|]*\)(?=\s*[=≈])", "{1}"),
    Notation("arguments", "l(μ, σ²) = μ²/σ²", "l = μ²/σ²", "²^ ( ,",
        rf"^(\s*{NAME})\((?:\s*{NAME}\s*[,;])+\s*[^\W\d]\w*?(?:²|\^\{{?2\}}?)\s*\)(?=\s*=)", "{1}",
        when=lambda document, match: function_called(match[1].strip()) is None),
    Notation("derivative", "p(a) = h_a; ∂p(k)/∂h_a = 1", "p(a) = h_a; ∂(p(k))/∂h_a = 1", "( / d∂",
        rf"(?<!\w)([∂d])({NAME})(\([a-z]\))(?=\s*/\s*[∂d])", "{1}({2}{3})",
        when=lambda document, match: document.is_called_with_an_index(match[2])),
    Notation("arguments", "∂L(w, b)/∂w = x", "dL/dw = x", "( / d∂",
        rf"((?<!\w)[∂d]{NAME})\([^\W\d][^()+*/^-]*\)(?=\s*/\s*[∂d])", "{1}",
        when=lambda document, match: match[1][1:] not in document.called_with
        and function_called(spelled(match[1][1:])) is None),
    Notation("arguments", "h_t = tanh(h_{t-1}); E_t(y_t, h_t) = 2 h_t", "h[t] = tanh(h[t-1]); E[t] = 2 h[t]", "( _",
        rf"(?<![\w.∂])({NAME}?_t)\({NAME}?_t(?:\s*,\s*{NAME}?_t)*\)(?=\s*[=+)]|\s*$)", "{1}",
        when=lambda document, match: function_called(match[1][:-2]) is None, needs="families"),
    Notation("arguments", "h_t = tanh(h_{t-1}); E(y, h) = Σ_t h_t", "h[t] = tanh(h[t-1]); E = sum_t h[t]", "( _",
        rf"(?:^|(?<=;))(\s*{NAME}?)\({NAME}?(?:\s*,\s*{NAME}?)+\)(?=\s*=\s*[Σ∑]_\{{?t)", "{1}", needs="families"),
    Notation("arguments", "f = q z; L = (t - f(x, y))^2", "f = q z; L = (t - f)^2", "( ,",
        rf"(?<![\w.∂])({NAME})\({NAME}(?:\s*,\s*{NAME})+\)(?!\s*[=≈])", "{1}",
        when=lambda document, match: document.says_how(match[1]) and function_called(match[1]) is None),
    Notation("arguments", "P = softmax(S) row by row", "P = softmax(S)", "rzl",
        r"(softmax\([^=;#]*\))\s*,?\s*\(?(?:applied\s+|taken\s+)?"
        r"(?:row[- ]?wise|row by row|(?:to|of|for|over)\s+(?:each|every)\s+row"
        r"|(?:along|over)\s+(?:the\s+)?rows|zeilenweise|ligne par ligne)\)?(?=\s*(?:$|[;.,=≈]))", "{1}"),
    Notation("givens", "(x=2, y=10)", "x=2, y=10", "( =",
        rf"^(\s*)\(\s*({NAME}\s*=\s*{NUMBER}(?:\s*,\s*{NAME}\s*=\s*{NUMBER})*)\s*\)\s*$", "{1}{2}"),
    Notation("label", "learning rate (eta) = 0.1", "eta = 0.1", "(",
        rf"^\s*[^\W\d_]{{2,}}(?:\s+[^\W\d_]{{2,}})+\s+\(({NAME})\)(?=\s*=)", "{1}"),
    Notation("label", "Initial position x0 = 10", "x0 = 10", "=",
        rf"^\s*(?!New\b)[A-Z][a-z]+(?:\s+[A-Za-z]{{3,}})*\s+(?={NAME}\s*=\s*{NUMBER}\s*$)", ""),
    Notation("label", "a = 1; Bias: b = 2", "a = 1; b = 2", ":",
        rf"(?<=[\w\])}}²³ᵀ'])\s*[;,.]\s+[^\W\d_][\w ]*:(?=\s*(?:{SLOPE}|{NAME})\s*=)", ";"),
    Notation("label", "a = 1, Activation: Sigmoid.", "a = 1", ":",
        r"(?<=[\w\])])\s*[;,.]\s+[^\W\d_][\w ]*:\s*[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+)*\.?\s*$", ""),
)  # fmt: skip
"""What stands before a formula and says what it is of."""


_REFERS = "at|see|from|by|step"
"""What a number stands behind that says where, and is none of the formula: m = 2 (at 12)"""

_ON_THE_WAY = (
    r"backprop\w*|back|from|through|via|using|along|path|branch|gate|node|chain|local|coming"
    "|zurück|durch|über|aus|par|desde"
)
"""What a remark begins with that says which formula a derivative has come through."""

_SETTING = rf"(?:[^\W\d_]+[: ]\s?){{0,3}}{NAME}\s*=\s*{NUMBER}"
_SETTING_IN_WORDS = r"[^\W\d_]+(?:[ -][^\W_]+){0,3}:\s*[^\W\d_][\w -]{0,30}"

ASIDES = (
    Notation("label", "Initial weights:w = 2", "Initial weights: w = 2", ": =",
        r"(?:^|(?<=[;,.]))(\s*(?!(?i:let|note|float|int)\b)[^\W\d_]{4,20}(?: [^\W\d_]{2,20}){0,3}):"
        rf"(?={NAME}(?:\s*,\s*{NAME})*\s*=(?!=))(?!(?:float|int|double|list|tuple|Tensor|Value|Variable)\b)", "{1}: "),
    Notation("givens", "Loss: MSE | Target t = 1 | Rate a = 0.5", "Loss: MSE ; Target t = 1 ; Rate a = 0.5", "| : =",
        rf"^\s*(?={_SETTING}\s\||.*\|\s+{_SETTING}\s*(?:\||$))"
        rf"(?:{_SETTING}|{_SETTING_IN_WORDS})(?:\s+\|\s+(?:{_SETTING}|{_SETTING_IN_WORDS})){{1,8}}\s*$",
        parts_apart),
    Notation("remark", "y = w x = -8 (left out where x is 0)", "y = w x = -8", "(",
        rf"(?:(?<=[0-9\])%])\s+|\s{{2,}})\((?!(?:{_OTHERWISE})\b)((?:[^()=;#]|\([^()=;#]*\)){{5,120}}"
        rf"(?:\b({NAME})\s*=\s*{NUMBER}\s*)?)\)\s*\.?\s*$", "",
        when=is_said_in_brackets),
    Notation("remark", "dx = dz w (from z = w*x)", "dx = dz w", "( =",
        rf"(?<=[\w)\]²³])\s+\((?:{_ON_THE_WAY})\s+(?:[^()=;]|\([^()=;]*\)){{1,60}}=(?:[^()=;]|\([^()=;]*\))+\)"
        r"\s*\.?\s*$", "",
        when=follows_an_equality),
    Notation("remark", "f3 = f, shorthand df1 for df/df1", "f3 = f", "=",
        r"(?<=[\w)\]²³])\s*[,;(]\s*(?:in\s+|with\s+(?:the\s+)?|as\s+)?(?:shorthand|notation|abbreviat\w+)\b[^=]*$", "",
        when=follows_an_equality,
        words=("shorthand", "notation", "abbreviat")),
    Notation("statement", "db = dc, (da = dc), dw = da x", "db = dc, da = dc, dw = da x", "( = ,",
        rf"((?:^|(?<=[\w)\]])\s*,)\s*)\(\s*({NAME}\s*=[^()=;,]*[^\W\d][^()=;,]*)\)(?=\s*(?:,\s*\(?{NAME}\s*=|\.?\s*$))",
        "{1}{2}",
        when=lambda document, match: match.string.count("=") > 1),
    Notation("remark", "L = x + y so each of them gets one", "L = x + y", "=",
        r"(?<=[\w)\]²³])\s*,?\s+(?:so|hence|therefore|thus)\s+(?=(?:[^\W\d_]+\s+){2})[^=≈;∂/+*·^→]{6,120}$", "",
        when=lambda document, match: "=" in match.string[: match.start()] and not document.defines("so"),
        words=("so ", "hence ", "therefore ", "thus ")),
    Notation("statements", "df/dx = 2x et df/dy = 3y", "df/dx = 2x ; df/dy = 3y", "/ = d∂",
        r"(=[^=;#]*[\w)\]}²³'’′])(?:\s*,)?\s+(?:and|und|et|og)\s+(?=[d∂]\s?[^\s/=;]{1,20}\s*/\s*[d∂]\s?[^\s/=;]{1,20}\s*=)",
        "{1} ; ",
        words=(" and ", " und ", " et ", " og ")),
    Notation("remark", "y = (2 - 5)^2       - x = 2", "y = (2 - 5)^2 ; x = 2", "=",
        rf"(?<=[\w)\]²³])\s{{4,}}[-–—]\s+(?={NAME}\s*=)", " ; ",
        when=follows_an_equality),
)  # fmt: skip
"""What is said beside a result and is no part of it, whatever words stand in it."""


REMARKS = (
    Notation("remark", "dL/dw = 6.0 (∂L/∂w)", "dL/dw = 6.0", "( / d∂",
        rf"(?<=[\w)\]])\s+\(\s*[∂d]\s?({NAME})\s*/\s*[∂d]\s?({NAME})\s*\)\s*[.,;]?\s*$", "",
        when=is_of_itself),
    Notation("remark", "y = a x where a = 1, x = 2", "a = 1, x = 2; y = a x", "woam",
        WHERE, "{2} ; {1}",
        when=lambda document, match: document.has_numbers,
        words=WHERE_WORDS),
    Notation("remark", "f(x, y) = x^2 y at x = 3, y = 4", "x = 3, y = 4 ; f(x, y) = x^2 y", "( = abp",
        rf"^(\s*(?:[^\W\d_]{{3,12}}\s+)?(?:{NAME}\s*=\s*)?)([a-zA-Z]\((\w+(?:,\s*\w+){{0,3}})\)\s*=[^=]*?),?\s+"
        r"(?:at|in|for|bei|en|em|an|au)\s+"
        rf"(?:(?:the |el |o |dem )?(?:point|punto|ponto|Punkt)\s+)?"
        rf"((?:{NAME}\s*=\s*{NUMBER}(?:\s*,\s*|\s+(?:and|und|et|y|e)\s+|\s*\.?\s*$)){{1,4}})$",
        "{4} ; {1}{2}",
        when=lambda document, match: {*re.findall(rf"({NAME})\s*=", match[4])} <= {*re.split(r",\s*", match[3])}),
    Notation("remark", "dy/dz = 2 z where z = a x", "z = a x; dy/dz = 2 z", "woam",
        WHERE_MADE, "{2} ; {1}",
        when=lambda document, match: document.is_formula(match[3]),
        words=WHERE_WORDS),
    Notation("givens", "y = w x, start w = 2, x = 3", "w = 2; x = 3; y = w x", ",;",
        rf"^(\s*(?:[^\W\d_]\w*:\s+)?)({NAME}(?:\([^()=]*\))?\s*=\s*[^=,;]*[^\W\d][^=,;]*?)\s*[,;]\s*"
        rf"((?:(?:[^\W\d_]{{3,}}\s+)*{NAME}\s*=\s*{NUMBER}\s*(?:[,;]\s*(?:and\s+)?|\band\s+|\.?\s*$))+)$",
        givens_first,
        when=are_used),
    Notation("remark", "y = σ(z), t in {0, 1}", "y = σ(z)", "{",
        rf"(?:(?<=[\w)\]²³])|(?<=^))\s*(?:[,;]\s*)?(?:\(?(?:where|with|and|for|labels?|targets?|each)\s+){{0,3}}{NAME}\s*(?:∈|\bin\b)\s*"
        rf"\{{\s*{NUMBER}(?:\s*,\s*(?:{NUMBER}|…|\.\.\.|{NAME}))+\s*\}}\)?\s*[.,;]?\s*$", ""),
    Notation("unit", "d = 30 mg", "d = 30", "=",
        rf"(?<==)(\s*{NUMBER})\s+(?!min\s*\()({UNITS})(?=\s*(?:$|[;,(]))", "{1}",
        when=lambda document, match: not document.defines(match[2])),
    Notation("unit", "m = 4*500 = 2000 bytes ≈ 2 KB", "m = 4*500 = 2000", "=",
        r"(?<=[=≈])(\s*[0-9][0-9.,]*)\s+(bytes|bits|parameters|params|weights|biases|FLOPs|flops|MACs|tokens|neurons)"
        r"(?:\s*[=≈]\s*[0-9.,]+\s*[kKMGT]i?[Bb]?)?(?=\s*\.?\s*$)", "{1}",
        when=lambda document, match: not document.begins_with(match[2]),
        words=("bytes", "bits", "param", "weights", "biases", "FLOPs", "flops", "MACs", "tokens", "neurons")),
    Notation("unit", "L = 0.417 nats", "L = 0.417", "=",
        rf"(?<==)(\s*{NUMBER})\s+([^\W\d_]{{3,}})\s*$", "{1}",
        when=lambda document, match: (is_function(match[2]) or not document.defines(match[2]))
        and match[2] not in ("otherwise", "else")),
    Notation("layer", "h_t = V h_{t-1} for t < T", "h[t] = V h[t-1] for t != T", "<≤>≥=∈i",
        RANGE_OF_STEPS, but_for_ends,
        when=lambda document, match: (match[1] or match[5] or match[11]) in document.families
        and "=" in match.string[: match.start()],
        needs="families"),
    Notation("remark", "y_i = 2 for all i", "y_i = 2", "f∀p",
        r"(?<=[\w)\]])(?:\s*,)?\s+(?:(?:for|für|pour|para|per)\s+(?:all|each|every|alle|jedes|tout|todo|cada|ogni)|∀)\s*[a-z]"
        r"(?:\s*(?:∈|\bin\b)[^=]*|\s*=\s*[01]\s*(?:,\s*[0-9]\s*)*(?:,?\s*(?:\.\.+|…|⋯)\s*,?\s*\w+)?)?\s*$",
        "",
        words=("for", "für", "pour", "para", "per", "∀")),
    Notation("remark", "y = w z (as it must be)", "y = w z", "(",
        rf"(?<=[\w)\]}}²³%])\s+\((?=[^()]*[^\W\d_]{{2}})(?!\w+ \d+\)|(?:{_OTHERWISE})\b[^()]*[0-9])"
        rf"([^()=+*/^·×√∂∇]{{3,80}})\)(?:\s*[.,;]?\s*$|(?=\s*[,;]\s+{NAME}\s*[=≈]))", "",
        when=lambda document, match: is_aside(document, match)),
    Notation("remark", "m = 2.1 (at 12), n = 2 m", "m = 2.1, n = 2 m", "(",
        rf"(?<=[=≈])(\s*{NUMBER})\s+\((?:{_REFERS})\s[0-9]{{1,4}}\)(?=\s*(?:$|[,;.]))", "{1}"),
    Notation("remark", "y = w x = -8     (local slope of w*x by w)", "y = w x = -8", "( =",
        r"(?<=[\w)\]²³%])\s{2,}\(((?:[^()=;#]|\([^()=;#]*\)){8,120})\)\s*\.?\s*$", "",
        when=are_words_of_a_column),
    Notation("remark", "y = x^2 = 4 since x = 2", "y = x^2 = 4; x = 2", "sw",
        rf"(?<==)(.*[^\s,])(?:\s*,)?\s+(?:since|where|with|because)\s+(?={NAME}\s*=[^=]*$)", "{1};",
        words=("since", "where", "with", "because")),
    Notation("givens", "L = -ln(0.7) = 0.357 (y = 1); u = y - 0.7", "y = 1 ; L = -ln(0.7) = 0.357; u = y - 0.7", "( =",
        rf"(?:^|(?<=;))([^;]*[=≈]\s*{NUMBER})\s+\(({NAME}\s*=\s*{NUMBER})\)(?=\s*(?:$|;))", "{2} ; {1}",
        when=lambda document, match: not (
            document.begins_with(name := match[2].partition("=")[0].strip()) or document.is_mentioned_once(name)
        )),
    Notation("remark", "L = -log p   (y = 1)", "L = -log p", "(",
        rf"(?<=[\w)\]²³])\s+\((?:for |if |when |case )?({NAME}?)\s*=\s*{NUMBER}\)\s*$", "",
        when=lambda document, match: "=" in match.string[: match.start()]
        and (document.is_mentioned_once(match[1]) or match[0].startswith("  "))),
    Notation("remark", "y = 4 (since x = 2), z = 3", "y = 4, z = 3", "(",
        rf"\s*\((?:{REASONS})\s(?:[^()]|\([^()]*\))*\)", "",
        when=follows_an_equality,
        words=tuple(f"({reason}" for reason in REASONS.split("|"))),
    Notation("remark", "dy/dx = -4: where x grows, y falls", "dy/dx = -4", ":",
        r"(?<=[\w)\]])\s?:\s+(?=(?:[^\W\d_]{2,}[,'’]?\s+[^\W_]+[,'’]?\s+){2})"
        r"(?![^=]{0,200}?\b(?:is|to|gives|equals|becomes)\s+[-−]?[0-9])[^=]{3,200}$", "",
        when=follows_an_equality),
    Notation("remark", "g = [1, 2] given", "g = [1, 2]", "=",
        r"(?<=[0-9\])])\s+\(?(?:given|dado|gegeben|donné)\)?\s*\.?\s*$", "",
        when=follows_an_equality),
    Notation("remark", "y = 0.2891 (4 d.p.)", "y = 0.2891", "(",
        r"(?<=[0-9])\s*\(\s*(?:to\s+|auf\s+)?[0-9]+\s*(?:d\.?\s?p\.?|s\.?\s?f\.?|sig\.?\s?figs?\.?|decimals?"
        r"|decimal places|digits|places|Stellen|significant (?:digits|figures))\s*\)", ""),
    Notation("remark", "y = 4 because x was 2", "y = 4", "sw",
        r"(?<==)(.*\S)\s+(?:since|because)\b[^=]*$", "{1}",
        words=("since", "because")),
)  # fmt: skip
"""What stands behind a formula."""
