"""Rows for derivatives: at given numbers, behind a colon, written with ∇ or with bars over letters."""

import re

from autograd.worksheet.language.notations.notation import Notation
from autograd.worksheet.language.notations.patterns import BARRED, IN_BRACKETS, NAME, NUMBER, OPERAND_BEGINS, SLOPE
from autograd.worksheet.language.notations.replacements.derivatives import (
    are_as_many_asked,
    asked_of,
    bar_derivative,
    gradient_by,
    gradient_by_givens,
    gradient_by_variable,
    gradient_of_graded,
    has_an_entry_for_each,
    has_entries_named,
    hessian_by,
    is_difference_quotient,
    is_gradient_at_letters,
    second_slope_by_sole_letter,
    slope_by_sole_letter,
    slope_of_entry,
    slope_of_function,
    slope_of_loss,
    slopes_of_entries,
)

_PROD = r"prod\(\s*[∂d](?:[^(),=]|\([^()]*\)){2,40}(?:,\s*[∂d](?:[^(),=]|\([^()]*\)){2,40})+\)"
"""A product of slopes with whatever transposes and sums it takes, as Dive into Deep Learning has it."""

VALUES_AT = (
    Notation("remark", "E(w) = w^2; dE/dw ≈ (E(w + h) - E(w - h))/(2h)", "E(w) = w^2; (E(w + h) - E(w - h))/(2h)",
        "( / d∂",
        rf"(?<![\w/∂])[d∂]\s?({NAME})\s*/\s*[d∂]\s?{NAME}\s*[≈~≃=]\s*"
        r"(?=[(\[]\s*\1\(([^()=]+)\)\s*[-−–]\s*\1(?!\w)(?:\(([^()=]+)\))?\s*[)\]]\s*/\s*(\([^()]+\)|[\w.]+))", "",
        when=is_difference_quotient),
    Notation("remark", "E(2.1) = 4.4; dE/dw ≈ (4.4 - 4)/0.1 = 4", "E(2.1) = 4.4; (4.4 - 4)/0.1 = 4", "≈~≃ / d∂",
        rf"(?<![\w/∂])[d∂]\s?({NAME})\s*/\s*[d∂]\s?{NAME}\s*[≈~≃]\s*"
        rf"(?=[(\[]\s*{NUMBER}\s*[-−–]\s*{NUMBER}\s*[)\]]\s*/\s*(?:\([-−+*·×0-9. ]+\)|[0-9.]+))", "",
        when=lambda document, match: re.search(rf"(?<!\w){match[1]}\([^()=\n]*[0-9]", document.text) is not None),
    Notation("derivative", "dL/dw: -0.3", "dL/dw = -0.3", ": /",
        rf"(?<![^;,])(\s*{SLOPE}\s*):(?=\s*[-−+]?\s*[0-9.(\[][^=:]*$)", "{1}="),
    Notation("derivative", "J(u) = u^2; u_0 = 1; dJ/du at u_0 = 2", "J(u) = u^2; u_0 = 1; J'(u_0) = 2", "/ d∂ t",
        rf"(?<!\w)[d∂]\s?([^\W\d_])\s?/\s?[d∂]\s?([^\W\d_])\s+(?:evaluated\s+)?at\s+(?:\2\s*=\s*)?({NAME}|{NUMBER})(?=\s*[=≈:])",
        "{1}'({3})",
        when=lambda document, match: match[1] in document.of_one_letter and f"{match[1]}({match[2]})" in document.text,
        words=(" at ",)),
    Notation("remark", "w = 3; x = 2; dL/dw|_{t=2} = w x = 6", "w = 3; x = 2; w x = 6", "| /",
        rf"(?<![\w/∂]){SLOPE}\s*\|\s*_?\{{?\(?\s*(?:[tkn]\s*=\s*[0-9]+"
        rf"|(?:via|through|from|über|par|por|per)\s[^={{}}()]*(?:=\s*[0-9]+)?)\s*\)?\}}?\s*=\s*(?=[^=]*=)", ""),
    Notation("derivative", "w = 3; dL/dw|_(3) = 4", "w = 3; dL/dw = 4", "( / d∂ =≈ 0123456789",
        rf"({SLOPE})\s*(?:\|\s*_?\s*)?\{{?\(\s*({NUMBER}(?:\s*,\s*{NUMBER})*)\s*\)\}}?(?=\s*[=≈])", "{1}",
        when=lambda document, match: set(re.findall(NUMBER, match[2])) <= document.given_numbers),
    Notation("derivative", "∇L = [dL/dw, dL/db] = [8, 4]", "[dL/dw, dL/db] = [8, 4]", "∇",
        rf"^(\s*)∇\s?{NAME}(?:\([^()=]*\))?\s*=(\s*)[(\[](\s*{SLOPE}\s*(?:,\s*{SLOPE}\s*)*)[)\]](?=\s*[=≈])",
        "{1}{2}[{3}]"),
    Notation("derivative", "∇L = [8, 4]", "[dL/dw, dL/db] = [8, 4]", "∇",
        r"^(\s*)∇\s?([^\W\d]\w*?)(?:\([^()=]*\))?\s*=(?=\s*([(\[][^=]*[)\]]))", asked_of,
        when=are_as_many_asked,
        key="find dL/dw, dL/db"),
    Notation("derivative", "y1 = 2 x; y2 = x; dL/dy = [1, 2]", "y1 = 2 x; y2 = x; dL/dy1 = 1 ; dL/dy2 = 2", "[ / d∂",
        rf"([∂d]\s?{NAME}\s*/\s*[∂d]\s?)({NAME})\s*=\s*"
        rf"(\[\s*(?:{NUMBER}(?:\s*,\s*{NUMBER})+|\[[^\[\]=]{{3,60}}\](?:\s*,\s*\[[^\[\]=]{{3,60}}\])+)\s*\])\s*$",
        slopes_of_entries,
        when=has_entries_named),
    Notation("new value", "w = 3; w_1 = w_0 - g", "w = 3; ‹w^+› = w - g", "01₀ (^_₀ (^_₁",
        rf"(?<![^;,])(\s*)({NAME}?)(?:_\{{?1\}}?|\(1\)|\^\{{?\(1\)\}}?|₁)(\s*(?::?=|≈|←|<-)[^;]*?)(?<!\w)\2"
        r"(?:_\{?0\}?|\(0\)|\^\{?\(0\)\}?|₀)(?!\w)",
        "{1}‹{2}^+›{3}{2}",
        when=lambda document, match: document.knows(match[2])
        and not any(document.begins_with(f"{match[2]}{zero}") for zero in ("_0", "0", "₀"))),
    Notation("old value", "w = 3; g = 2w_0; w_1 = w_0 - g", "w = 3; g = 2w; ‹w^+› = w - g", "0 _",
        rf"(?<![^\W\d])({NAME}?)_\{{?0\}}?(?!\w)", "{1}",
        when=lambda document, match: document.begins_with(f"{match[1]}_1") and document.knows(match[1])
        and not document.begins_with(f"{match[1]}_0")),
)  # fmt: skip
"""Derivatives at the numbers given, behind a colon, or all that a key asks for in one list; the first new value."""


GRADIENTS = (
    Notation("derivative", "∂(y - t)^2/∂y = 2 (y - t)", "∂((y - t)^2)/∂y = 2 (y - t)", "( /",
        rf"(?<!\w)([d∂])\s?({IN_BRACKETS}(?:\^(?:[0-9](?![\w.])|\{{[0-9]\}})|²|³))(?=\s*/\s*\1\s?[^\W\d])", "{1}({2})",
        when=lambda document, match: not document.defines("d") and "d" not in document.of_one_letter),
    Notation("derivative", "∂S_i/∂a_j = x; D_j S_i = x", "∂S_i/∂a_j = x; ∂S_i/∂a_j = x", "D",
        r"(?<!\w)D_\{?([a-z])\}?\s?([^\W\d_]{1,3})(_\{?[a-z]\}?)(?!\w)", slope_of_entry,
        when=lambda document, match: document.indexed_bottom_of(match[2]) != "" and not document.defines("D")),
    Notation("derivative", "y = x²; y' = 2x", "y = x²; dy/dx = 2x", "'’′",
        r"(?<![\w∂/)])([a-zA-Z])['’′](?=\s*=)", slope_by_sole_letter,
        when=lambda document, match: match[1] in document.of_sole_letters),
    Notation("derivative", "y = x²; y'' = 2", "y = x²; d²y/dx² = 2", "'’′",
        r"(?<![\w∂/)])([a-zA-Z])(?:['’′]['’′]|″)(?=\s*=)", second_slope_by_sole_letter,
        when=lambda document, match: match[1] in document.of_sole_letters),
    Notation("remark", "∂J/∂h = prod(∂J/∂o, ∂o/∂h) = W^T ∂J/∂o", "∂J/∂h = W^T ∂J/∂o", "( ,",
        rf"=\s*{_PROD}(?:\s*\+\s*{_PROD})*(?=\s*=)", "",
        words=("prod(",)),
    Notation("product", "v = η∇L(w)", "v = η dL/dw", "∇ αηγλε",
        r"(?<=[αηγλε])∇", " ∇"),
    Notation("derivative", "d(loss)/d(w[o]) = x", "dloss/dw[o] = x", "( / d∂",
        rf"(?<!\w)([d∂])\s?(?:\(\s*({NAME}(?:\[\w(?:,\s?\w)?\])?)\s*\)|({NAME}))(\s*/\s*)"
        rf"\1\s?\(\s*({NAME}(?:\[\w(?:,\s?\w)?\])?)\s*\)", "{1}{2}{3}{4}{1}{5}",
        when=lambda document, match: not document.defines("d") and "d" not in document.of_one_letter
        and match[5][-1] not in "²³"),
    Notation("derivative", "out = w x; d_out/d_w = x", "out = w x; dout/dw = x", "_",
        rf"(?<!\w)([d∂])_({NAME})(\s*/\s*)\1_({NAME})", "{1}{2}{3}{1}{4}",
        when=lambda document, match: document.begins_with(match[2]) and not document.begins_with(f"d_{match[2]}")),
    Notation("derivative", "L = w x; derivative_L_wrt_w = x", "L = w x; dL_dw = x", "_",
        r"(?<!\w)(?:derivative|deriv|gradient|grad|partial)_([^\W_]+)_wrt_([^\W_]+)(?!\w)", "d{1}_d{2}",
        words=("_wrt_",)),
    Notation("derivative", "x = 2; y = 3\nf = x y\n∇f = [3, 2]", "x = 2; y = 3\nf = x y\n[∂f/∂x, ∂f/∂y] = [3, 2]", "∇",
        rf"(?<!\w)∇\s?({NAME})(?=\s*=\s*([\[(][^=]*[\])])\s*(?:$|[=;,.]))", gradient_by_givens,
        when=has_an_entry_for_each),
    Notation("derivative", "∇²L(w) = x", "d²L/dw² = x", "∇",
        rf"∇(?:²|\^\{{?2\}}?)\s?({NAME})\(({NAME})\)", "d²{1}/d{2}²"),
    Notation("derivative", "f(x) = x^2; x0 = 3; ∇f(x) = 2x; g = ∇f(x0)",
        "f(x) = x^2; x0 = 3; f'(x) = 2x; g = f'(x0)", "∇ (",
        rf"∇\s?({NAME})\(\s*({NAME}|{NUMBER})\s*\)", "{1}'({2})",
        when=lambda document, match: document.is_of_one_number(match[1])),
    Notation("derivative", "∇L(w) = x", "dL/dw = x", "∇",
        rf"∇({NAME})\(({NAME})\)", "d{1}/d{2}"),
    Notation("derivative", "L = w x; L̄ = 1; w̄ = L̄ x", "L = w x; dL/dL = 1; dL/dw = dL/dL x",
        f"\u0304{BARRED}",
        f"(?<!\\w)([^\\W\\d_]\u0304|[{BARRED}])([0-9]*(?:_(?:\\w+|\\{{\\w+\\}}))?)(?!\\w)", bar_derivative,
        when=lambda document, match: document.barred != ""),
    Notation("derivative", "a = σ(z); ∂σ/∂z = a", "a = σ(z); ∂(σ(z))/∂z = a", "∂d / Rrstσ",
        r"(?<!\w)([∂d])\s?(σ|sigmoid|tanh|relu|ReLU)(?=\s*/\s*[∂d])", slope_of_function,
        when=lambda document, match: document.sole_argument(match[2]) != "" and not document.defines(match[2])),
    Notation("derivative", "h_t = w h_{t-1}; L = Σ_t h_t; dh_t = v",
        "h[t] = w h[t-1]; L = sum_t h[t]; ∂L/∂h[t] = v", "d",
        rf"(?<![\w/∂])(?<!/\s)d({NAME}?)"
        r"(?=_(?:(?:t|[0-9]{1,2})(?![\w])|\{t\s*(?:[-−+]\s*[0-9])?\}))(?!\w*\s*/)",
        slope_of_loss,
        when=lambda document, match: "t" in document.families and match[1] in document.family_names
        and document.sole_loss != "" and not document.defines("d")),
    Notation("derivative", "L = w²; ∇w = 2w", "L = w²; ∂L/∂w = 2w", "∇",
        rf"(?<!\w)∇_?\{{?({NAME}?)\}}?(?=\s*[=≈]|\s*$)", slope_of_loss,
        when=lambda document, match: document.sole_loss != "" and match[1] != document.sole_loss
        and document.knows(match[1]) and match[1] not in document.fields,
        key="w = 3"),
    Notation("derivative", "grad_w L = x", "∂L/∂w = x", "g",
        rf"(?<!\w)grad_\{{?({NAME}?)\}}?\s+({NAME})(?=\s*=)", "∂{2}/∂{1}",
        when=lambda document, match: match[2] == document.graded),
    Notation("derivative", "grad_z L = 2; grad_w = grad_z x", "∂L/∂z = 2; ∂L/∂w = ∂L/∂z x", "g∇",
        rf"(?<!\w)(?:grad_|∇_)\{{?({NAME}?)\}}?(?!\s?{NAME}\s*[=(]|[\w}}])", gradient_of_graded,
        when=lambda document, match: document.graded != ""
        and not re.match(rf"\s?{document.graded}(?!\w)", match.string[match.end() :])),
    Notation("derivative", "L(w, b) = w b; ∇_w L(w, b) = b", "L(w, b) = w b; ∂L/∂w = b", "∇ (",
        rf"(?<!\w)∇_(?:\{{({NAME})\}}|({NAME}?))\s?({NAME})\(({NAME}(?:\s*,\s*{NAME})*)\)", "∂{3}/∂{1}{2}",
        when=is_gradient_at_letters),
    Notation("derivative", "∇_{w_j} L = x", "∂L/∂w_j = x", "∇ {",
        rf"∇_\{{({NAME}?_(?:\{{[a-z]\}}|[a-z]))\}}\s?({NAME})(?=\s*=)", "∂{2}/∂{1}"),
    Notation("derivative", "∇_{w} L = x", "∇_w L = x", "∇",
        r"∇_\{(\w+)\}", "∇_{1}"),
    Notation("derivative", "∇_w log p = x", "∂/∂w log p = x", "∇",
        rf"∇_(?:\{{({NAME})\}}|([^\W\d_]))\s?(?={OPERAND_BEGINS})",
        "∂/∂{1}{2} "),
    Notation("derivative", "v = θ ∇ log p", "v = θ ∂/∂θ log p", "∇ lL",
        r"∇\s?(?=(?:log|ln)(?:\s[^\W\d]|\())", gradient_by_variable,
        when=lambda document, match: bool(document.sole_variable)),
    Notation("derivative", "∇²L = x; ∇L(w) = x", "d²L/dw² = x; dL/dw = x", "∇",
        r"∇(?:²|\^\{?2\}?)\s?(?:_\w\s?)?([^\W\d_]\w*)(?:\([^\W\d]\w*\))?(?![\w(])", hessian_by,
        when=lambda document, match: match[1] in document.gradients),
    Notation("derivative", "v = ∇L; ∇L(w) = x", "v = dL/dw; dL/dw = x", "∇",
        r"∇([^\W\d_]\w*)(?![\w(])", gradient_by,
        when=lambda document, match: match[1] in document.gradients),
)  # fmt: skip
"""∇."""
