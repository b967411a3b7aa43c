"""Losses that are named and not written out: L = CE(y, ŷ), L = MSE(ŷ, y), loss = bce(p, t)."""

import re

from autograd.worksheet.language.work import USUAL

_WORD = r"[^\W\d_][\u0302-\u0304]?(?:_?[0-9]|[₀-₉]|_[a-z]{1,9}|[a-z]{1,9})?(?:\^\{?\([0-9]\)\}?)?"
_CALLED = re.compile(
    r"(?<==)([ \t]*)(?:(?P<squares>MSE|mse|mean_squared_error|MSELoss)"
    r"|(?P<two>BCE|bce|binary_?cross_?entropy|BinaryCrossEntropy)"
    rf"|(?P<classes>CE|cross_?entropy|CrossEntropy))\(\s*({_WORD})\s*,\s*({_WORD})\s*\)"
    r"(?![ \t]*[=≈][^\n;=#]*[^\W\d_])"
)
_LABEL = re.compile(r"(?:[yt](?:_?true)?|label|target|Y|T)(?:_?[0-9])?")
"""A name of what should come out."""


def with_losses_written_out(text: str) -> str:
    r"""A text with the formulas of such losses, where nothing else is called so and they are not written out there.

    >>> with_losses_written_out("L = CE(y, ŷ) = 0.7; J = MSE(p, t)")
    'L = (-sum(y*log(ŷ))) = 0.7; J = mean((p - t)^2)'
    >>> with_losses_written_out("J = CE(t, p) = -Σ_i t_i log(p_i)")
    'J = CE(t, p) = -Σ_i t_i log(p_i)'
    >>> with_losses_written_out("L = BCE(p, y)"), with_losses_written_out("CE(y, p) = 3; L = CE(y, p)")
    ('L = (-mean(y*log(p) + (1 - y)*log(1 - p)))', 'CE(y, p) = 3; L = CE(y, p)')
    """
    if len(text) > USUAL or not (found := _CALLED.search(text)):
        return text
    name = found[0].partition("(")[0].strip()
    if re.search(rf"(?:^|[;,])[ \t]*{name}\([^()=]*\)[ \t]*=", text, re.MULTILINE):
        return text
    return _CALLED.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    first, second = found[5], found[6]
    label, output = (second, first) if _LABEL.fullmatch(second) and not _LABEL.fullmatch(first) else (first, second)
    if found["squares"]:
        return f"{found[1]}mean(({first} - {second})^2)"
    if found["two"]:
        return f"{found[1]}(-mean({label}*log({output}) + (1 - {label})*log(1 - {output})))"
    return f"{found[1]}(-sum({label}*log({output})))"
