"""Gradients called as changes are: delta_w, or Δw, where a rate times it is taken from w, is ∂L/∂w."""

import re

from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.roles import RATES, is_called_loss
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.work import USUAL

_RATE = rf"(?:{'|'.join(RATES)}|η|α)"
_STEP = re.compile(
    rf"(?<![\w.])({NAME})[ \t]*[-−–][ \t]*(?:{_RATE}|0?\.[0-9]+)(?![\w.])[ \t]*[*·×⋅]?[ \t]*"
    r"((?:[dD]elta_?|Δ)\1)(?![\w'’′])"
)
_TOLD = re.compile(rf"(?:^|[;,:])[ \t]*({NAME})[ \t]*=(?!=)", re.MULTILINE)
_AVERAGED = re.compile(r"(?i)momentum|velocit|prev|adam|rmsprop|adagrad")
"""What tells that a change is not the gradient alone."""


def with_deltas_of_weights(text: str) -> str:
    r"""A text with grad_w for delta_w, where that is what a step goes along, and a loss is told.

    >>> with_deltas_of_weights("L = (w x)^2\ndelta_w = 2 w x x\nw_new = w - lr * delta_w").split("\n")[1:]
    ['grad_w = 2 w x x', 'w_new = w - lr * grad_w']
    >>> with_deltas_of_weights("L = w^2\ndelta_w = lr * 2 w\nw_new = w - delta_w").count("grad_w")
    0
    >>> with_deltas_of_weights("L = w^2\nΔw = 0.9 Δw + 2 w\nw = w - 0.1 Δw").count("grad_w")
    0
    """
    if len(text) > USUAL or not ("elta" in text or "Δ" in text):
        return text
    words = {word: name for name, word in _STEP.findall(text)}
    if not words or _AVERAGED.search(text) or not any(is_called_loss(spelled(name)) for name in _TOLD.findall(text)):
        return text
    for word, name in words.items():
        other = f"grad_{name}"
        told = re.findall(rf"(?:^|[;,:])[ \t]*{word}[ \t]*=(?!=)([^;\n]*)", text, re.MULTILINE)
        is_step = any(re.search(rf"(?<![\w.]){_RATE}(?!\w)|(?<!\w){word}(?!\w)", formula) for formula in told)
        if told and not is_step and other not in text:
            text = re.sub(rf"(?<!\w){word}(?![\w'’′])", other, text)
    return text
