"""What each layer does, told of any: y^(i) = σ(W^(i) x^(i) + b^(i)), beside layers in numbers, W^(1) = [[…]]."""

import re

from autograd.worksheet.language.work import USUAL

_OF = r"\^\{?\((?P=letter)\)\}?"
_RULE = re.compile(
    r"(?<![\w.])(?P<output>[^\W\d_])\^\{?\((?P<letter>[iknj])\)\}?[ \t]*=[ \t]*"
    rf"(?P<function>σ|sigmoid|tanh|ReLU|relu|[fgφ])\([ \t]*(?P<weights>[wWΘθ]){_OF}[ \t]*[·*@]?[ \t]*"
    rf"(?P<input>[^\W\d_]){_OF}[ \t]*\+[ \t]*(?P<bias>b){_OF}[ \t]*\)"
)
"""The input of a layer has its number: that of the second is the output of the first."""

_SIGMOID = re.compile(r"(?:σ|sigmoid)\(\w\)[ \t]*=[ \t]*1[ \t]*/[ \t]*\(1[ \t]*\+[ \t]*(?:e\^[-−{(]|exp\([-−])")
_FREE = "ahou"
"""What outputs of layers may be called, beside a target y."""

_PLAIN = r"[-−]?[0-9.]+"
_ROW = re.compile(
    r"(?<![\w∂/])([wWuUvVΘθ](?:\^\{?\([0-9]\)\}?|_?[0-9])?[ \t]*=[ \t]*)"
    rf"\[[ \t]*({_PLAIN}(?:[ \t]+{_PLAIN}){{1,9}})[ \t]*\](?=[ \t]*(?:$|[,;.#]))",
    re.MULTILINE,
)
_COLUMN = re.compile(rf"=[ \t]*\[[ \t]*{_PLAIN}(?:[ \t]*;[ \t]*{_PLAIN})+[ \t]*\]")


def with_rules_of_layers(text: str) -> str:
    r"""A text with such a rule as one that layers follow one after another, and with rows of weights beside columns.

    >>> rule = "Each layer is y^(i) = tanh(W^(i) · x^(i) + b^(i))\n"
    >>> net = with_rules_of_layers(rule + "x = [1; 2], y = 0\nz^(1) = W^(1) x + b^(1)\nW^(2) = [3 4]; o = W^(2) h")
    >>> print(net)
    a^(l) = tanh(z^(l)); z^(l) = W^(l) a^(l-1) + b^(l); a^(0) = x
    x = [1; 2], y = 0
    z^(1) = W^(1) x + b^(1)
    W^(2) = [[3, 4]]; o = W^(2) h
    """
    if len(text) > USUAL:
        return text
    text = _with_rule(text) if "^" in text else text
    return _ROW.sub(lambda found: _row(found, text), text) if "[" in text and _COLUMN.search(text) else text


def _row(found: re.Match[str], text: str) -> str:
    """A list of weights as a matrix of one row, where it is multiplied by something as it stands."""
    name = re.escape(found[1].rstrip("= \t"))
    is_multiplied = re.search(rf"(?<![\w∂]){name}(?: ?[·*@] ?| )[a-zŷ](?:_?[0-9])?(?![\w(])", text) is not None
    return f"{found[1]}[[{', '.join(found[2].split())}]]" if is_multiplied else found[0]


def _with_rule(text: str) -> str:
    """A text with the rule in the letter of layers."""
    rule = _RULE.search(text)
    if rule is None or re.search(r"(?<!\w)l(?!\w)", text):
        return text
    output, weights, bias, given = (rule[each] for each in ("output", "weights", "bias", "input"))
    first = rf"(?<!\w)([^\W\d_])\^\{{?\(1\)\}}?[ \t]*=[^=\n]*(?<!\w){weights}\^\{{?\(1\)\}}?"
    summed = re.search(first, text)
    layers = re.findall(rf"(?<!\w){weights}\^\{{?\(([0-9])\)\}}?[ \t]*=", text)
    is_of_each = re.search(rf"(?<!\w){given}\^\{{?\([0-9]\)\}}?[ \t]*=", text) is not None
    if is_of_each or not re.search(rf"(?<!\w){given}[ \t]*=(?!=)", text):
        return text
    if summed is None or not layers or summed[1] in (output, weights):
        return text
    name = output
    if re.search(rf"(?<![\w∂]){output}(?![\w^(])", text):
        name = next((each for each in _FREE if not re.search(rf"(?<![\w∂]){each}(?!\w)", text)), "")
        if not name:
            return text
    told = [
        f"{name}^(l) = {rule['function']}({summed[1]}^(l))",
        f"{summed[1]}^(l) = {weights}^(l) {name}^(l-1) + {bias}^(l)",
        f"{name}^(0) = {given}",
    ]
    if re.search(r"(?:ŷ|y\u0302)[ \t]*=", text):
        told.append(f"ŷ = {name}^({max(layers)})")
    begun = text.rfind("\n", 0, rule.start()) + 1
    end = text.find("\n", rule.end())
    end = len(text) if end < 0 else end
    behind = text[rule.end() : end]
    rest = "" if "=" not in behind or _SIGMOID.search(behind) else f"; {behind.lstrip(' ,;.')}"
    if "=" in text[begun : rule.start()]:
        return text
    text = f"{text[:begun]}{'; '.join(told)}{rest}{text[end:]}"
    return re.sub(rf"(?<!\w){output}(?=\^\{{?\([0-9]\))", name, text)
