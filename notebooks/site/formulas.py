"""LaTeX in pages as MathML, which browsers set without any library."""

import html
import re

from autograd.formulas.mathml import mathml

AS_IT_STANDS = re.compile(r"(<pre.*?</pre>|<code.*?</code>|<script.*?</script>|<iframe.*?>|<img[^>]*>)", re.DOTALL)
"""What is no prose: code, and what is shown by other means."""


def with_formulas(body: str) -> str:
    """A page's LaTeX, between dollars or in `align*`, as MathML; code is left alone."""
    parts = AS_IT_STANDS.split(body)
    for place in range(0, len(parts), 2):
        parts[place] = re.sub(
            r"\$\$(.+?)\$\$|(\\begin\{align\*?\}.+?\\end\{align\*?\})",
            lambda found: formula(found[1] or found[2], block=True),
            parts[place],
            flags=re.DOTALL,
        )
        parts[place] = re.sub(r"\$([^$\n]+?)\$", lambda found: formula(found[1]), parts[place])
    return "".join(parts)


def formula(latex: str, *, block: bool = False) -> str:
    """A formula as MathML."""
    kind = "block" if block else "inline"
    focus = ' tabindex="0"' if block else ""  # keys move what is too wide
    return f'<span class="{kind} formula"{focus}>{mathml(html.unescape(latex).strip(), block=block)}</span>'
