"""Rows for layers, time steps, samples and entries: superscripts and subscripts."""

import re

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Notation
from autograd.worksheet.language.notations.patterns import (
    ENTRY,
    ENTRY_OF_MATRIX,
    NAME,
    NAMED_LAYER,
    NEW,
    NEW_FIRST,
    NO_FOLD,
    NUMBER,
    OLD,
    OLD_FIRST,
    RAISED_STEP,
    STEP,
)
from autograd.worksheet.language.notations.replacements.indices import (
    entry_of_layer,
    is_told_for_each,
    moved_entry,
    of_what_it_is_called_with,
)
from autograd.worksheet.language.tokens import OPEN
from autograd.worksheet.language.vocabulary import is_function

_PLACED = r"([^\W\d][\w'’′]*?)(\[[0-9]\])?\(\s*([0-9])(?:\s*(,)\s*([0-9]))?\s*\)"
"""A name with its places in round brackets: w[2](0,1), out(1,2)."""


def _is_layer(document: Document, match: re.Match[str], first: int = 3) -> bool:
    """Whether a raised index, in one of three groups, is the layer or step of the name in the second."""
    return document.is_member(match[2], match[first] or match[first + 1] or match[first + 2])


ENTRIES_OF_LAYERS = (
    Notation("layer", "a^l_j = σ(z^{(l)}_j); a^l = a^{l-1}", "a[l][j] = σ(z[l][j]); a[l] = a[l-1]", "^ _",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?){RAISED_STEP}{ENTRY}", "{1}{2}[{3}{4}{5}][{6}{7}]",
        when=_is_layer,
        needs="families"),
    Notation("layer", "w^l_{jk} = 2; w^l = w^{l-1}", "w[l][j,k] = 2; w[l] = w[l-1]", "^ _",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?){RAISED_STEP}{ENTRY_OF_MATRIX}", "{1}{2}[{3}{4}{5}][{6},{7}]",
        when=_is_layer,
        needs="families"),
    Notation("layer", "a_j^l = σ(z_j^l); a^l = a^{l-1}", "a[l][j] = σ(z[l][j]); a[l] = a[l-1]", "^ _",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?){ENTRY}{RAISED_STEP}", "{1}{2}[{5}{6}{7}][{3}{4}]",
        when=lambda document, match: _is_layer(document, match, 5),
        needs="families"),
    Notation("layer", "w_{jk}^l = 2; w^l = w^{l-1}", "w[l][j,k] = 2; w[l] = w[l-1]", "^ _",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?){ENTRY_OF_MATRIX}{RAISED_STEP}", "{1}{2}[{5}{6}{7}][{3},{4}]",
        when=lambda document, match: _is_layer(document, match, 5)),
    Notation("layer", "a_j^{(L)} = σ(z_j^{(L)})", "‹a^(L)›[j] = σ(‹z^(L)›[j])", "^ _ (",
        rf"(?<!\w){NO_FOLD}([∂d]?{NAME}?){ENTRY}{NAMED_LAYER}", "‹{1}^({4})›[{2}{3}]",
        when=lambda document, match: not document.families),
    Notation("layer", "w_{jk}^{(L)} = 2", "‹w^(L)›[j,k] = 2", "^ _ (",
        rf"(?<!\w){NO_FOLD}([∂d]?{NAME}?){ENTRY_OF_MATRIX}{NAMED_LAYER}", "‹{1}^({4})›[{2},{3}]",
        when=lambda document, match: not document.families),
    Notation("layer", "z_j^{(L)} = w_{j0}^{(L)} a_0^{(L-1)}; w_{jk}^{(L)} = a_k^{(L-1)}",
        "‹z^(L)›[j] = ‹w^(L)›[j,0] ‹a^(L-1)›[0]; ‹w^(L)›[j,k] = ‹a^(L-1)›[k]", "^ _ (",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?)_\{{?([a-km-su-z])?\s*,?\s*([0-9])\}}?{NAMED_LAYER}", entry_of_layer,
        when=lambda document, match: not document.families and match[2] in document.entries_of_named_layers),
    Notation("sample", "L = sum_k π_k", "L = sum_k ‹πs›[k]", "_",
        rf"(?<!\w)([∂d]?)(π|pi){ENTRY}", "{1}‹{2}s›[{3}{4}]",
        when=lambda document, match: document.is_entry(match[2], match[3] or match[4])),
    Notation("sample", "L = sum_k π_k; v = diag(π)", "L = sum_k ‹πs›[k]; v = diag(‹πs›)", "πp",
        r"(?<![\w.√])(?<![0-9] )([∂d]?)(π|pi)(?![\w\[{])", "{1}‹{2}s›",
        when=lambda document, match: match[2] in document.entries[0]),
    Notation("sample", "L = Σ_t Σ_k y_t,k", "L = sum_t sum_k y[t,k]", ",",
        rf"(?<!\w){NO_FOLD}({NAME}?)_([a-z]),([a-z])(?!\w)", "{1}[{2},{3}]",
        when=lambda document, match: {match[2], match[3]} <= set(re.findall(r"[Σ∑]_\{?([a-z])", match.string))),
    Notation("sample", "L = Σ_i p_{i,y_i}", "L = sum_i p[i,y[i]]", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?)_\{{([a-z])\s*,?\s*([^\W\d]\w*?)_\{{?\3\}}?\}}", "{1}{2}[{3},{4}[{3}]]"),
    Notation("layer", "z_j = h(w_ji z_i); E = w_kj z_j", "‹zj›[j] = h(‹wji›[j,i] ‹zi›[i]); E = ‹wkj›[k,j] ‹zj›[j]", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?){ENTRY_OF_MATRIX}", "{1}‹{2}{3}{4}›[{3},{4}]",
        when=lambda document, match: match[2] in document.by_letters,
        needs="by_letters"),
    Notation("layer", "z_j = h(w z_i)", "‹zj›[j] = h(w ‹zi›[i])", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?){ENTRY}", "{1}‹{2}{3}{4}›[{3}{4}]",
        when=lambda document, match: match[2] in document.by_letters,
        needs="by_letters"),
)  # fmt: skip
"""Entries of layers, and those of weights π, before anything else that is raised or below is read."""


PARTS_OF_NAMES = (
    Notation("power", "p = 1/(1 + e-z)", "p = 1/(1 + e^-z)", "e",
        rf"(?<![\w.])(1(?:\.0)?\s*\+\s*e)(\s?[-−]\s?)(?={NAME}\s*\)|{NUMBER}\s*\)|\()", "{1}^{2}",
        when=lambda document, match: not document.defines("e"),
        words=("e-", "e−", "e -", "e −")),
    Notation("name", "E[g²] = 0.9*0 + 0.1*4", "‹E[g^2]› = 0.9*0 + 0.1*4", "[ E",
        rf"(?<!\w)E\[\s?({NAME}?)(?:²|\^\{{?2\}}?)\s?\](_(?:\{{\w+\}}|\w+))?", "‹E[{1}^2]{2}›"),
    Notation("name", "KL(p || q) = 0.5; KL(q || p) = 0.4", "‹KL(p||q)› = 0.5; ‹KL(q||p)› = 0.4", "|‖∥ L",
        rf"(?<!\w)(?:D_?\{{?)?KL\}}?\s?\(\s?({NAME})\s?(?:\|\||‖|∥)\s?({NAME})\s?\)", "‹KL({1}||{2})›",
        when=lambda document, match: re.search(
            rf"KL\}}?\s?\(\s?{re.escape(match[2])}\s?(?:\|\||‖|∥)\s?{re.escape(match[1])}\s?\)", document.text
        ) is not None),
    Notation("name", "KL(p || q) = 0.5", "KL = 0.5", "|‖∥ L",
        rf"(?<!\w)(?:D_?\{{?)?KL\}}?\s?\(\s?{NAME}\s?(?:\|\||‖|∥)\s?{NAME}\s?\)", "KL"),
    Notation("function", "a = σ(z); da/dz = σ(1 - σ)", "a = σ(z); da/dz = σ(z) (1 - σ(z))", "σ",
        r"(?<![\w√])σ(?![\w'’′_^{²\u0302])(?!\s*\((?!\s*1\s*[-−]\s*σ\s*\)))", of_what_it_is_called_with,
        when=lambda document, match: bool(document.squashed)),
    Notation("layer", "z = w^{(1)}_{11} x", "z = ‹w^(1)_11› x", "^ _",
        rf"(?<!\w)([∂d]?)({NAME}?)\^(?:\{{?[(\[]([0-9L])[)\]]\}}?|\{{?([0-9])\}}?)"
        r"_(?:\{([0-9a-z][0-9a-z, ]*)\}|([0-9]+))",
        "{1}‹{2}^({3}{4})_{5}{6}›",
        when=lambda document, match: match[3] is not None
        or not document.defines(f"{match[2]}_{match[5] or match[6]}")),
    Notation("layer", "z = w_{11}^{(1)} x", "z = ‹w^(1)_11› x", "^ _",
        rf"(?<!\w)([∂d]?)({NAME}?)_(?:\{{([0-9][0-9, ]*)\}}|([0-9]+))\^\{{?[(\[]([0-9L])[)\]]\}}?",
        "{1}‹{2}^({5})_{3}{4}›"),
    Notation("layer", "s(t) = tanh(w s(t-1))", "s[t] = tanh(w s[t-1])", "(",
        rf"(?<![\w.])([∂d]?)({NAME}?)\(\s*{STEP}\s*\)", "{1}{2}[{3}]",
        when=lambda document, match: document.is_member(match[2], match[3]) and not is_function(match[2]),
        needs="families"),
    Notation("name", "f(s1) = 0.8; f(s2) = 0.9", "‹f(s1)› = 0.8; ‹f(s2)› = 0.9", "(",
        rf"(?<![\w.])([∂d]?)([^\W\d]\w*?)\(({NAME}(?:\({NAME}\))?)\)", "{1}‹{2}({3})›",
        when=lambda document, match: match[2] in document.named_by_argument),
    Notation("entry", "p = softmax(z); u = 2 p(0)", "p = softmax(z); u = 2 p[0]", "(",
        r"(?<![\w.])([^\W\d]\w{0,3})\(([0-9])\)(?!\s*=)", "{1}[{2}]",
        when=lambda document, match: document.is_list_of_shares(match[1])),
    Notation("layer", "z(L) = w(L) a(L-1)", "‹z(L)› = ‹w(L)› ‹a(L-1)›", "(",
        r"(?<![\w.])([∂d]?)([^\W\d][\w'’′]*?)\(\s*([lLtkn](?:\s*[-−+]\s*[0-9])?|[0-9])\s*\)", "{1}‹{2}({3})›",
        when=lambda document, match: match[2] in document.called_with,
        needs="called_with"),
    Notation("layer", "d = W^{(l)T} e", "d = ‹W^(l)›.T e", "^",
        r"\^\{\s*([\[(][^(){}\[\]]{1,9}[\])])\s*[T⊤]\s*\}|\^\{\s*[T⊤]\s*([\[(][^(){}\[\]]{1,9}[\])])\s*\}",
        "^{1}{2}.T"),
    Notation("norm", "r = ||w||_1", "r = sum(abs(w))", "|‖",
        r"(?:\|\||‖)([^|‖]{1,80})(?:\|\||‖)_\{?1\}?(?!\w)", "sum(abs({1}))"),
    Notation("layer", "a^{(l)} = σ(W^{(l)} a^{(l-1)})", "a[l] = σ(W[l] a[l-1])", "^",
        rf"(?<!\w)([∂d]?)({NAME}?)\^(?:\{{?[(\[]{STEP}[)\]]\}}?|\{{{STEP}\}}|([lLt0-9])(?!\w))",
        "{1}{2}[{3}{4}{5}]",
        when=lambda document, match: document.is_member(match[2], match[3] or match[4] or match[5])
        and (not (match[4] or match[5] or "").isdecimal() or match[2] in document.raised_members)
        and (match[3] or match[4] or match[5]) != "T",
        needs="families"),
    Notation("layer", "h_t = tanh(w h_{t-1})", "h[t] = tanh(w h[t-1])", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?)_(?:\{{{STEP}\}}|([a-zA-Z0-9])(?![^\W²³]))", "{1}{2}[{3}{4}]",
        when=lambda document, match: document.is_member(match[2], match[3] or match[4]),
        needs="families"),
    Notation("layer", "h_t = tanh(w h_{t-1}); g_t = h_{T+t-1}", "h[t] = tanh(w h[t-1]); g[t] = h[T+t-1]", "_",
        rf"(?<!\w)([∂d]?)({NAME}?)_\{{([a-zA-Z](?:\s*[-−+]\s*[a-z0-9]){{1,3}})\}}", "{1}{2}[{3}]",
        when=lambda document, match: match[2] in document.family_names,
        needs="families"),
    Notation("new value", "w^+ = w - g", "‹w^+› = w - g", "⁺^(",
        rf"(?<!\w)({NAME})(?:\^\{{?\+\}}?|⁺|\^\{{?\(?(?:{NEW})\)?\}}?|\s?\((?:{NEW})\))(?!\s*[\w(.])",
        "‹{1}^+›"),
    Notation("old value", "w = 2; w_new = w_old - g", "w = 2; w_new = w - g", "o^_(av",
        rf"(?<!\w)({NAME}?)(?:_\{{?(?:{OLD})\}}?|\^\{{?\(?(?:{OLD})\)?\}}?|\s?\((?:{OLD})\))(?!\s*[\w(.])",
        "{1}",
        when=lambda document, match: document.knows(match[1]) and not document.knows(match[0])
        and match[1] not in document.is_made_of_old,
        words=tuple(OLD.split("|"))),
    Notation("old value", "w = 2; w_new = old w - g", "w = 2; w_new = w - g", "=≈",
        rf"(?<=[-−+*/·×(=\s])(?:{OLD_FIRST})\s+({NAME})(?=\s*[-−+*/·×)])", "{1}",
        when=lambda document, match: document.knows(match[1]) and not document.starts_anew(match[1])),
    Notation("new value", "w = [1, 2]; w_1 := 1 - 0.3", "w = [1, 2]; w_1 = 1 - 0.3", ":<← _",
        r"(?<![^\s;,])([^\W\d]\w*_\{?[0-9]{1,2}\}?)[ \t]*(?::=|<-|←)", "{1} =",
        when=lambda document, match: match[1] in document.moved_entries),
    Notation("time step", "m_t ← 0.9 g_t", "m_t = 0.9 g_t", "←:< _",
        r"^(\s*(?:[^\W\d_]+ [0-9]+:\s+)?)([^\W\d]\w*[\u0302-\u0304]?_\{?[tkn]\}?)[ \t]*(?::=|<-|←)"
        r"(?![^;\n]*(?<!\w)\2(?!\w))",
        "{1}{2} ="),
    Notation("new value", "w+ = w - g", "‹w^+› = w - g", "+",
        rf"^(\s*)({NAME})\+(?=\s+=(?!=))", "{1}‹{2}^+›"),
    Notation("new value", "w new = w - g", "‹w^+› = w - g", "=≈",
        rf"^(\s*)({NAME})\s+(?:{NEW})(?=\s*[=≈])", "{1}‹{2}^+›",
        words=tuple(NEW.split("|"))),
    Notation("new value", "new w = w - g", "‹w_new› = w - g", "=≈",
        rf"^(\s*)(?:{NEW_FIRST})\s+({NAME})(?=\s*[=≈])", "{1}‹{2}_new›"),
    Notation("new value", "w → w - g", "‹w^+› = w - g", "→",
        rf"^(\s*)({NAME})(\s*)→(?=\s*\2\s*[-+−])", "{1}‹{2}^+›{3}="),
    Notation("time step", "w(t+1) = w(t) - g", "‹w^+› = w - g", "(^_",
        rf"(?<!\w)({NAME}?)(?:\^\{{?|_\{{|\()\(?[tkn]\s*\+\s*1[)}}]+(?=\s*(?:[=≈←]|:=))", "‹{1}^+›",
        words=("+",)),
    Notation("time step", "w(t+1) = w(t) - g", "‹w^+› = w - g", "(^_",
        rf"(?<!\w)({NAME}?)(?:\^\{{\(?[tkn]\)?\}}|\^[tkn]\b|_\{{?[tkn]\}}?(?!\w)|\([tkn]\))", "{1}",
        when=lambda document, match: match[1] in document.stepped,
        needs="stepped"),
    Notation("sample", "σ²_j = Σ_i x_ij; s_j = √σ²_j", "‹σ^2›[j] = sum_i x[i,j]; s[j] = √‹σ^2›[j]", "²^ _",
        rf"(?<!\w)([∂d]?)({NAME}?)(?:²|\^\{{?2\}}?)_\{{?([i-n])\}}?(?!\w)", "‹{1}{2}^2›[{3}]",
        when=lambda document, match: match[2] in document.squared and match[3] in document.entries[1],
        needs="squared"),
    Notation("sample", "h^(i) = x_j^{(i)}", "h[i] = x[i,j]", "^ _ (",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?){ENTRY}\^\{{?\(([ijkn])\)\}}?", "{1}{2}[{5},{3}{4}]",
        when=lambda document, match: document.is_sample(match[2], match[5]),
        needs="sample_letters"),
    Notation("sample", "h^(i) = x^(i)_j", "h[i] = x[i,j]", "^ _ (",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?)\^\{{?\(([ijkn])\)\}}?{ENTRY}", "{1}{2}[{3},{4}{5}]",
        when=lambda document, match: document.is_sample(match[2], match[3]),
        needs="sample_letters"),
    Notation("sample", "h^(i) = w x^(i)", "h[i] = w x[i]", "^ (",
        rf"(?<!\w)([∂δ]?)({NAME})\^\(([ijkn])\)", "{1}{2}[{3}]",
        when=lambda document, match: document.is_sample(match[2], match[3]),
        needs="sample_letters"),
    Notation("sample", "h^{(i)} = w x^{(i)}", "h[i] = w x[i]", "^ { (",
        rf"(?<!\w)([∂δ]?{NAME})\^\{{\(([ijk])\)\}}", "{1}[{2}]"),
    Notation("sample", "y_i = 2 x_i = [2, 4]", "y_i = 2 x_i = [2, 4][i]", "[ =",
        r"(?:^|(?<=;))(?=[^;]*=\s*\[[^;\[\]]*\]\s*\.?\s*(?:$|;))"
        rf"([^=;]*(?:(?<=[^\W\d])|(?<=\u0302))(?:_\{{?|\[)([ijkmn])(?:[\]}}]|(?!\w))(?:[^;\[\]]|\[[ijkmn]\])*=\s*)"
        rf"(\[\s*{NUMBER}(?:\s*,\s*{NUMBER})+\s*\])(?=\s*\.?\s*(?:$|;))", "{1}{3}[{2}]",
        when=is_told_for_each),
    Notation("sample", "y_i = x[i]; y[0] = 2", "y[i] = x[i]; y[0] = 2", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?)_(?:\{{([a-z])\}}|([a-z])(?![\w{{}}]))", "{1}{2}[{3}{4}]",
        when=lambda document, match: ((match[3] or match[4]) in document.letters and match[2] not in document.wholes
        and (match[2] in document.indexed or document.has_entries)
        and not document.goes_on(f"{match[2]}_{match[3] or match[4]}"))
        or document.is_entry(match[2], match[3] or match[4])),
    Notation("sample", "X = [[1, 2]]; z = x_{i+p-1,j+q-1}", "X = [[1, 2]]; z = X[i+p,j+q]", "_ -−",
        rf"(?<!\w)({NAME}?)_\{{([a-z]\s*\+\s*[a-z])\s*[-−]\s*1(?:\s*,\s*([a-z]\s*\+\s*[a-z])\s*[-−]\s*1)?\s*\}}",
        moved_entry,
        when=lambda document, match: document.first == 1
        and re.search(r"[Σ∑]_?\{[^{}]{0,20}=\s?0", match.string) is None
        and not document.lists.isdisjoint((match[1], match[1].swapcase())),
        words=("_{",)),
    Notation("sample", "y_i = x_{i+1} x[0]", "y[i] = x[i+1] x[0]", "_",
        rf"(?<!\w)([∂d]?)({NAME}?)_\{{([a-z]\s*[-+]\s*[0-9a-z])\}}", "{1}{2}[{3}]",
        when=lambda document, match: (match[3][0] in document.letters and match[2] in document.lists)
        or document.is_entry(match[2], match[3][0]),
        words=("_{",)),
    Notation("sample", "h[i] = W_ij; W[0,0] = 1", "h[i] = W[i,j]; W[0,0] = 1", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?)_\{{?([a-z])\s*,?\s*([a-z])\}}?(?![^\W²³]|\{{)", "{1}{2}[{3},{4}]",
        when=lambda document, match: (
            match[2] in document.made_of_lists and {match[3], match[4]} <= {*"ijk", *document.summed}
        )
        or match[2] in document.told_by_pairs
        or document.is_entry(match[2], match[3], match[4])),
    Notation("layer", "z^{(L)} = w^{(L)} a^{(L-1)}", "‹z^(L)› = ‹w^(L)› ‹a^(L-1)›", "^ { (",
        rf"(?<!\w)((?:[∂δ])?{NAME})\^\{{\(([A-Z0-9]|[a-z](?=[-+])|l)((?:[-+][0-9])?)\)\}}", "‹{1}^({2}{3})›"),
    Notation("layer", "σ²_B = 4; s = √σ²_B", "‹σ^2_B› = 4; s = √‹σ^2_B›", "²^ _",
        rf"(?<!\w)([∂d]?)({NAME}?)(?:²|\^\{{?2\}}?)_(?:\{{(\w+)\}}|(\w+))", "‹{1}{2}^2_{3}{4}›",
        when=lambda document, match: match[2] in document.squared,
        needs="squared"),
    Notation("time step", "x = 2; h_t = x h_{t-1}", "x = 2; h_t = x ‹h_t-1›", "_",
        rf"(?<!\w){NO_FOLD}([∂d]?)({NAME}?)_\{{([tkn])\s*[-−]\s*([0-9])\}}", "‹{1}{2}_{3}-{4}›",
        when=lambda document, match: not document.families,
        words=("_{",)),
    Notation("layer", "s = W^(1) + W^(2)", "s = ‹W^(1)› + ‹W^(2)›", "^ (",
        rf"(?<!\w)([∂d]?)({NAME}?)\^\(([0-9]|[lL](?:\s*[-−+]\s*[0-9])?)\)", "‹{1}{2}^({3})›",
        when=lambda document, match: not document.stands_alone(match[2])
        and not (match[2] == "e" and re.search(r"(?<!\w)e\^\(?\{?[-−]", document.text))),
    Notation("layer", "W^z = 0.4; z = W^z x", "‹W^z› = 0.4; z = ‹W^z› x", "^",
        rf"(?<!\w)([∂d]?)({NAME}?)\^\{{?([a-z])\}}?(?!\w)", "‹{1}{2}^{3}›",
        when=lambda document, match: match[2] in document.gated,
        needs="gated"),
    Notation("layer", "a¹ = w x", "‹a^1› = w x", "¹",
        rf"(?<!\w)([∂d]?)({NAME}?)¹", "‹{1}{2}^1›",
        when=lambda document, match: match[2] in document.layered,
        needs="layered"),
    Notation("layer", "σ² = w a", "‹σ^2› = w a", "²",
        rf"(?<!\w)([∂d]?)({NAME}?)²", "‹{1}{2}^2›",
        when=lambda document, match: match[2] in document.layered,
        needs="layered"),
    Notation("layer", "z^2 = w a", "‹z^2› = w a", "^",
        rf"(?<!\w)([∂d]?)({NAME}?)\^\{{?([0-9])\}}?(?![\w.])", "‹{1}{2}^{3}›",
        when=lambda document, match: match[2] in document.layered,
        needs="layered"),
)  # fmt: skip
"""Layers, time steps, samples, new and old values: what is raised or stands below."""

PLACES = (
    Notation("sample", "z = [1, 2]; p_i = softmax(z)_i", "z = [1, 2]; p = softmax(z)", "( _",
        rf"(?<![\w/])({NAME}?)(?:_\{{?([ijkmn])\}}?|\[([ijkmn])\])(\s*=\s*)softmax\(({NAME})\)"
        r"(?:_\{?|\[)(?:\2|\3)[\]}]?(?!\w)",
        "{1}{4}softmax({5})"),
    Notation("layer", "w[2](0,1) = 0.2; out(1,2) = 3", "‹w[2](0,1)› = 0.2; ‹out(1,2)› = 3", "(",
        rf"(?<![\w.{OPEN}]){_PLACED}", "‹{1}{2}({3}{4}{5})›",
        when=lambda document, match: match[1] in document.placed and bool(match[2] or match[4]),
        needs="placed"),
    Notation("layer", "w[2](0,1) = 0.2; E = w[2](0,1)^2; dE/dw[2](0,1) = 0.4",
        "‹w[2](0,1)› = 0.2; E = ‹w[2](0,1)›^2; dE/d‹w[2](0,1)› = 0.4", "( ∂d",
        rf"(?<![\w.{OPEN}])([∂d]){_PLACED}", "{1}‹{2}{3}({4}{5}{6})›",
        when=lambda document, match: match[2] in document.placed and bool(match[3] or match[5]),
        needs="placed"),
)  # fmt: skip
"""Names with their places in round brackets, before these are taken for what a function is called with."""
