"""Gradients in words, as lessons on graphs of scalars have them: grad a = grad e · b, where grad a is dL/da."""

import re

_TOLD = re.compile(r"(?<!\w)(?<![Gg]rad )(?<!grad of )(?<!gradient )(?<!gradient of )([^\W\d]\w{0,9})[ \t]*=(?!=)")
"""A name that is told something, and not its gradient."""

_IN_WORDS = re.compile(
    r"(?<![\w.])(?:[Gg]rad(?:ient)?[ \t](?:of[ \t])?)([^\W\d]\w{0,9})"
    r"(?![\w(\[.'’′]|[ \t]*=[ \t]*\[|[ \t]+(?!is(?!\w))[^\W\d_]{2})"
)
"""grad a, grad of a, gradient of a: not grad f(x), nor grad f = [2, 4], nor words that go on."""

_IS_TOLD = re.compile(r"[ \t]*=")

_IS_NUMBER = re.compile(r"((?<!\w)grad_\w{1,10}[ \t]+)is(?=[ \t]+[-−]?[0-9.]+[ \t]*[.,]?[ \t]*$)", re.MULTILINE)
"""grad of L is 1"""

_LEAST = 2
"""Gradients that a text must tell so: one alone may be anything."""


def with_gradients_named(text: str) -> str:
    r"""A text with grad_a for grad a, if it tells several such, of names that it tells; lines keep their length.

    >>> with_gradients_named("a = 2; e = 3a; L = e^2\ngrad of e = 2e\ngrad a = grad e · 3")
    'a = 2; e = 3a; L = e^2\ngrad_e    = 2e\ngrad_a = grad_e · 3'
    >>> with_gradients_named("f(x, y) = x y; grad f = [y, x]"), with_gradients_named("grad of child = 2 grad of node")
    ('f(x, y) = x y; grad f = [y, x]', 'grad of child = 2 grad of node')
    """
    if "rad" not in text:
        return text
    told = set(_TOLD.findall(text)) - {"grad", "of"}
    found = {match.start(): match for match in _IN_WORDS.finditer(text) if match[1] in told}
    if len({match[1] for match in found.values() if _IS_TOLD.match(text, match.end())}) < _LEAST:
        return text
    text = _IN_WORDS.sub(
        lambda match: f"grad_{match[1]}".ljust(len(match[0])) if match.start() in found else match[0], text
    )
    return _IS_NUMBER.sub(r"\1= ", text)
