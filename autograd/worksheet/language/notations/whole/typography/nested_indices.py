"""Indices with an index of their own: net_{h_1} is net_{h1}."""

import re

_NESTED = re.compile(r"(?<=_\{)((?![ijklmnt]_)[^\W\d_]{1,9})_(?:([0-9]{1,2})|\{([0-9]{1,2})\})(?=\})")


def with_flat_indices(text: str) -> str:
    """A text in which these are one word; an index by a letter, x_{i_1}, stays.

    >>> with_flat_indices("net_{h_1} = w_1 i_1; ∂E_{o_{1}}/∂net_{h_1}; x_{i_1}")
    'net_{h1} = w_1 i_1; ∂E_{o1}/∂net_{h1}; x_{i_1}'
    """
    return _NESTED.sub(lambda match: match[1] + (match[2] or match[3]), text) if "_{" in text else text
