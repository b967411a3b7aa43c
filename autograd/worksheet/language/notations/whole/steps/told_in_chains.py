"""Names that only a chain tells: in z^(l+1) = Σ w a^l + b = Σ w σ(z^l) + b, a^l is σ(z^l)."""

import re

from autograd.worksheet.language.work import USUAL

_RAISED = r"(?:\^(?:\([^()=]{1,9}\)|\{[^{}=]{1,9}\}|[a-zA-Z](?!\w)))?"
_INDEXED = rf"[^\W\d][\w'’′\u0302-\u0304]*(?:\{{[^{{}}=]{{1,9}}\}}|\[[^\[\]=]{{1,9}}\])?{_RAISED}"
_TOKEN = re.compile(rf"(?:{_INDEXED})|\d+(?:\.\d+)?|\S")
_FORMULA = r"([^=;\n]{3,200})"
_CHAIN = re.compile(rf"(?<![\w∂/^])({_INDEXED})[ \t]*=(?!=){_FORMULA}=(?!=){_FORMULA}(?=$|[=;\n])", re.MULTILINE)
_OF_NETWORK = re.compile(
    r"(?:(?<=\^L)|(?<=\^\(L\)))\s*=\s*[A-Zf]_\{?\w{1,4}\}?\([^\W\d]\w{0,3}\)(?=[ \t]*(?:[.,;]|$))", re.MULTILINE
)
"""a^L = N_W(x): that the last layer is what the network comes to."""

_FUNCTIONS = frozenset(("σ", "sigmoid", "tanh", "relu", "ReLU", "softplus", "exp"))
_BASE = re.compile(r"[^\W\d_][\u0302-\u0304]?")


def with_names_in_chains(text: str) -> str:
    r"""A text that tells such a name, where nothing else does.

    >>> with_names_in_chains("z_k^(l+1) = Σ_j w_kj a_j^l + b = Σ_j w_kj σ(z_j^l) + b")
    'a_j^l = σ(z_j^l); z_k^(l+1) = Σ_j w_kj a_j^l + b = Σ_j w_kj σ(z_j^l) + b'
    >>> with_names_in_chains("h = tanh(u)\ny = v h = v tanh(u)"), with_names_in_chains("y = v h = v tanh(3)")
    ('h = tanh(u)\ny = v h = v tanh(u)', 'y = v h = v tanh(3)')
    """
    if len(text) > USUAL:
        return text
    text = _OF_NETWORK.sub(lambda found: " " * len(found[0]), text)

    def told(match: re.Match[str]) -> str:
        first, second = (_TOKEN.findall(formula) for formula in match.group(2, 3))
        begun = next((at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), 0)
        name, rest = first[begun : begun + 1], second[begun : begun + 4]
        is_call = len(rest) == len("σ(z)") and rest[0] in _FUNCTIONS and rest[1] == "(" and rest[3] == ")"
        if not (name and is_call and first[begun + 1 :] == second[begun + 4 :]):
            return match[0]
        base = _BASE.match(name[0])
        is_name = base is not None and re.fullmatch(_INDEXED, name[0]) and re.fullmatch(_INDEXED, rest[2])
        if not is_name or base is None or re.search(_TOLD.format(re.escape(base[0])), text):
            return match[0]
        return f"{name[0]} = {''.join(rest)}; {match[0]}"

    return _CHAIN.sub(told, text)


_TOLD = r"(?<![\w∂/]){}(?:_\{{?\w{{1,9}}\}}?)?(?:\^[({{]?\w{{1,5}}[)}}]?)?[ \t]*=(?!=)"
