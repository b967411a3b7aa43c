"""Rows for conditions: what holds in one case, and what is 1 where a condition is met."""

import re

from autograd.worksheet.language.notations.notation import Notation
from autograd.worksheet.language.notations.patterns import COMPARED, CONDITION, LETTER, NAME, ONE, SIDE, WORDED
from autograd.worksheet.language.notations.replacements.cases import condition_from_first, indicator, is_index
from autograd.worksheet.language.tokens import compared_by
from autograd.worksheet.language.tree import OPPOSITE

_COMPARED = r"[^<>=≤≥≠!;,\s](?:[^<>=≤≥≠!;,]{0,40}?[^<>=≤≥≠!;,\s])?"
"""A side of a condition."""

CASES = (
    Notation("case", "ds[i]/dz[j] = s[i] (1[i=j] - s[j])", "ds[i]/dz[j] = s[i] ((1 if i = j else 0) - s[j])",
        "=≠! 1I𝟏𝟙 ([{",
        rf"{ONE}_?[(\[{{{{]\s*({SIDE})\s*(==?|!=|≠)\s*({SIDE})\s*[)\]}}}}]", indicator),
    Notation("case", "ds[i]/dz[j] = s[i] ([i=j] - s[j])", "ds[i]/dz[j] = s[i] ((1 if i = j else 0) - s[j])", "[ =≠!",
        rf"(?<=[-−+*·×⊙∘(\s])\[\s*({SIDE})\s*(==?|!=|≠)\s*({SIDE})\s*\]", indicator),
    Notation("case", "dp_2/dz_j = -p_2 p_j for j ≠ 2", "dp_2/dz_j = -p_2 p_j for j ≠ 1", "_ =≠!",
        r"(?<=\s)((?:for|if|when|where)\s+)([a-z])(\s*(?:==?|!=|≠)\s*)([1-9])(?=\s*[.,]?\s*$)", condition_from_first,
        when=lambda document, match: document.first == 1
        and re.search(rf"_\{{?{match[2]}(?!\w)", match.string) is not None and "[" not in match.string),
    Notation("case", "ds[i]/dz[j] = s[i] (δ_ij - s[j])", "ds[i]/dz[j] = s[i] ((1 if i = j else 0) - s[j])", "δd𝛿",
        r"(?<!\w)(?:δ|𝛿|delta|kronecker)(?:_\{?([a-z])\s*,?\s*([a-z])\}?|[\[(]\s*([i-nrs])\s*,\s*([i-nrs])\s*[\])])(?!\w)",
        "(1 if {1}{3} = {2}{4} else 0)",
        when=lambda document, match: not any(
            name.startswith(("δ", "delta")) and document.begins_with(name) for name in document.defined)
        and all(each in "ijklmnrs" or each in document.entries[1] for each in (match[1], match[2]) if each)),
    Notation("case", "ds[i]/dz[j] = s[i] (δij - s[j])", "ds[i]/dz[j] = s[i] ((1 if i = j else 0) - s[j])", "δ𝛿",
        r"(?<!\w)[δ𝛿]([i-n])([i-n])(?!\w)", "(1 if {1} = {2} else 0)",
        when=lambda document, match: match[1] != match[2] and not document.begins_with(match[0])),
    Notation("sum", "z_j = Σ w_ij x_i", "z_j = sum_i w_ij x_i", "Σ∑ _",
        rf"(?<!\w)([Σ∑])(\s*)({NAME}?)_\{{?([a-z])([a-z])\}}?(\s*[·*]?\s*)({NAME}?)_(?:\{{(\4|\5)\}}|(\4|\5)(?![\w²³^]))",
        "{1}_{8}{9} {3}_{4}{5}{6}{7}_{8}{9}"),
    Notation("case", "a = {z if z > 0; 0 otherwise}", "a = (z if z > 0 else 0)", "{",
        r"\{\s*([^{};\s]+(?:\s+[^{};\s]+)*?)(?<!,)\s*(?:,\s*)?\b(?:if|for|when)\b\s*([^{};,\s]+(?:\s+[^{};,\s]+)*)\s*[;,]\s*"
        r"([^{};,\s]+(?:\s+[^{};,\s]+)*?)\s*(?:,\s*)?\b(?:otherwise|else|(?:if|for|when)\b[^{};]+)\s*\}",
        "({1} if {2} else {3})"),
    Notation("case", "a = {0, z < 0; z, else}", "a = (0 if z < 0 else z)", "{ , <>≤≥",
        r"\{\s*([^{};,<>≤≥]+?)\s*,\s*([^{};,]*[<>≤≥][^{};,]*?)\s*[;,]\s*([^{};,<>≤≥]+?)\s*,\s*"
        r"(?:otherwise|else|sonst|sinon|[^{};,]*[<>≤≥][^{};,]*)\s*\}",
        "({1} if {2} else {3})"),
    Notation("sum", "L = Σ_{k≠i} x[k]", "L = ‹sum_k≠i› x[k]", "Σ∑s _ ≠!",
        rf"(?:[Σ∑]|(?<!\w)sum)_\{{({LETTER})(?:\s*=\s*[01]\s*[,;:]\s*\1|\s*:\s*\1)?\s*(?:≠|!=)\s*(\w)\}}(?:\s*\^(?:\{{\w+\}}|\w))?",
        "‹sum_{1}≠{2}› "),
    Notation("sum", "s[i] = Σ_{k≤i} x[k] + Σ_{k>i} y[k]", "s[i] = ‹sum_k≤i› x[k] + ‹sum_k>i› y[k]", "Σ∑s _ <>≤≥",
        rf"(?:[Σ∑]|(?<!\w)sum)_\{{({LETTER})\s*(≤|≥|<(?!=)|>(?!=))\s*({LETTER})\}}", "‹sum_{1}{2}{3}› "),
    Notation("sum", "s[i] = Σ_{k=1}^i x[k] i", "s[i] = ‹sum_k≤i› x[k] i", "Σ∑s _ ^ =",
        rf"(?:[Σ∑]|(?<!\w)sum)_\{{({LETTER})\s*=\s*[01]\}}\^(?:\{{({LETTER})\}}|({LETTER})(?!\w))", "‹sum_{1}≤{2}{3}› ",
        when=lambda document, match: is_index(match, match[2] or match[3])),
    Notation("sum", "s[i] = Σ_{k=1}^{i-1} x[k]", "s[i] = ‹sum_k<i› x[k]", "Σ∑s _ ^ =",
        rf"(?:[Σ∑]|(?<!\w)sum)_\{{({LETTER})\s*=\s*[01]\}}\^\{{({LETTER})\s*[-−]\s*1\}}", "‹sum_{1}<{2}› ",
        when=lambda document, match: is_index(match, match[2])),
    Notation("sum", "s[i] = Σ_{k=i}^n x[k]", "s[i] = ‹sum_k≥i› x[k]", "Σ∑s _ ^ =",
        rf"(?:[Σ∑]|(?<!\w)sum)_\{{({LETTER})\s*=\s*({LETTER})\}}\^(?:\{{\w+\}}|\w)", "‹sum_{1}≥{2}› ",
        when=lambda document, match: is_index(match, match[2])),
    Notation("sum", "s[i] = Σ_{k=i+1}^n x[k]", "s[i] = ‹sum_k>i› x[k]", "Σ∑s _ ^ =",
        rf"(?:[Σ∑]|(?<!\w)sum)_\{{({LETTER})\s*=\s*({LETTER})\s*\+\s*1\}}\^(?:\{{\w+\}}|\w)", "‹sum_{1}>{2}› ",
        when=lambda document, match: is_index(match, match[2])),
    Notation("case", "dL/dw = 1(s > 0) x", "dL/dw = step((s) - (0)) x", ">",
        rf"(?<!\w)(?:1|𝟙|I|𝟏)(_?[(\[{{])({COMPARED})>({COMPARED})[)\]}}](?=\s*\Z|\s*[^\s])", "step(({2})-({3}))"),
    Notation("case", "dL/dw = 1(s < 0) x", "dL/dw = step((0) - (s)) x", "<",
        rf"(?<!\w)(?:1|𝟙|I|𝟏)(_?[(\[{{])({COMPARED})<(?!\s*-)({COMPARED})[)\]}}]", "step(({3})-({2}))"),
    Notation("case", "dL/dw = x 1{z >= 0}", "dL/dw = x (1 if z >= 0 else 0)", "<>≤≥",
        rf"{ONE}_?(?:\[|\{{|\()\s*({SIDE}(?:\s*[-+*]\s*{SIDE})*)\s*(<=|>=|≤|≥|<|>)\s*"
        rf"({SIDE}(?:\s*[-+*]\s*{SIDE})*)\s*[)\]}}]",
        "(1 if {1} {2} {3} else 0)"),
    Notation("case", "dL/dz = g · [z > 0]", "dL/dz = g · (1 if z > 0 else 0)", "[ <>≤≥",
        rf"(?<=[*·×⊙∘=\s])\[\s*({SIDE}(?:\s*[-+*]\s*{SIDE})*)\s*(<=|>=|≤|≥|<|>)\s*({SIDE}(?:\s*[-+*]\s*{SIDE})*)\s*\]",
        "(1 if {1} {2} {3} else 0)"),
    Notation("case", "da/dz = 1 for z > 0", "da/dz = 1 if z > 0", "<>≤≥",
        rf"(?<==)([^=;]{{1,80}}?),?(\s+)(?:for|when|falls|für|para|per)(?=\s+{_COMPARED}\s*(?:>=|<=|>|<|≥|≤)\s*{_COMPARED}\s*\.?\s*$)",
        "{1}{2}if"),
    Notation("case", "da/dz = 1 if (z > 0) else 0", "da/dz = 1 if z > 0 else 0", "(",
        r"(?<=\sif)(\s*)\(([^()<>=≤≥]*(?:[<>≤≥]|[<>=!]=)[^()<>=≤≥]*)\)(?=\s*else\b)", "{1} {2}"),
    Notation("case", "da/dz = 1 if z > 0, 0 otherwise", "da/dz = (1 if z > 0 else 0)", "i ;,",
        rf"(?<==)(\s*)({WORDED})\s*,?\s+(?:if|for|when)\s+(?=[^;,]*[<>≤≥=])({CONDITION})\s*(?:[;,]\s*({WORDED})\s*(?:,\s*)?otherwise"
        r"|[;,]\s*(?:else|otherwise)\s+([^;,=]+?))\s*$",
        "{1}({2} if {3} else {4}{5})",
        words=("otherwise", "else")),
    Notation("case", "ds[i]/dz[j] = s[i] (1 - s[j]) if i=j, -s[i] s[j] if i≠j",
        "ds[i]/dz[j] = (s[i] (1 - s[j]) if i=j else -s[i] s[j])", "=i ,;",
        rf"(?<==)(\s*)({WORDED})\s*,?\s+(?:if|for|when)\s+({_COMPARED})\s*(==?|!=|≠|>=|<=|>|<|≥|≤)\s*({_COMPARED})\s*[;,]\s*"
        rf"({WORDED})\s*,?\s+"
        r"(?:if|for|when)\s+\3\s*(==?|!=|≠|>=|<=|>|<|≥|≤)\s*\5\s*\.?\s*$", "{1}({2} if {3}{4}{5} else {6})",
        when=lambda _, match: OPPOSITE[compared_by(match[4])] == compared_by(match[7])),
)  # fmt: skip
"""Conditions, and what is 1 under one."""
