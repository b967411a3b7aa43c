"""How a Value shows itself alone in a notebook: a small card."""

from autograd.formulas.notation import clipped, figure
from autograd.looks.palette import BACKWARD, FORWARD

_CELL = "padding:.2em .7em;text-align:left"


def card(name: str | None, data: float, grad: float | None, is_constant: bool) -> str:
    """A Value as a small table: name, data, and gradient or "not yet"."""
    from html import escape  # here: it takes a tenth of the time that all of Value takes to import

    shown = "none: a constant" if is_constant else "not yet" if grad is None else figure(grad, 6)
    rows = [("data", figure(data, 6), FORWARD), ("grad", shown, BACKWARD)]
    body = "".join(
        f'<tr><th style="{_CELL};font-weight:normal">{kind}</th>'
        f'<td style="{_CELL};color:{color};font-weight:bold">{escape(text)}</td></tr>'
        for kind, text, color in rows
    )
    heading = escape(clipped(name, 40)) if name else "Value"
    return (
        '<table style="border:1px solid #5b8fb0;background:#eef6fb;color:#1b1f24;margin:.2em 0">'
        f'<tr><th colspan="2" style="{_CELL};overflow-wrap:anywhere">{heading}</th></tr>{body}</table>'
    )
