"""Commas between digits: a decimal comma, or one that parts the entries of a list."""

import re
from collections.abc import Iterator

COMMA = r"(?<![\w.,])(?<!_\{)([0-9]+),([0-9]+)(?![^\W²³]|,[0-9])"
_BRACKET_OR_COMMA = re.compile(rf"[()\[\]]|(?:∈|\bin)\s*\\?\{{[^{{}}\n]{{0,60}}\}}|{COMMA}")
"""What opens and closes, sets such as ∈ {0,1}, and commas."""

_OF_ONE = (
    "ln",
    "log",
    "exp",
    "tanh",
    "sqrt",
    "σ",
    "√",
    "sig",
    "sigmoid",
    "sigmoide",
    "sigm",
    "sgm",
    "sin",
    "cos",
    "relu",
    "ReLU",
)
"""Functions of one number."""

_CALLED = re.compile(r"(?![½⅓⅔¼¾²³])[^\W\d]\w*(?<![½⅓⅔¼¾²³])$" + "".join(rf"(?<!{word})" for word in _OF_ONE))
_BRACKET = re.compile(r"[()\[\]]")
_PARTED = re.compile(r",\s|;")


def is_listed(match: re.Match[str]) -> bool:
    """Whether a comma between digits parts entries: [1,2] and max(1,2), where no other sign does."""
    return any(is_listed for each, is_listed in commas(match.string) if each.start() == match.start())


def commas(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """The commas between digits, in one pass, and whether they part the entries of what was opened last."""
    depth, opened, parts = 0, -1, False
    for match in _BRACKET_OR_COMMA.finditer(text):
        if match[0] in "([":
            depth, opened = depth + 1, match.start()
            is_call = match[0] == "[" or _CALLED.search(text, max(0, opened - 9), opened)
            end = _BRACKET.search(text, opened + 1)
            parts = bool(is_call) and not _PARTED.search(text, opened + 1, end.start() if end else len(text))
        elif match[0] in ")]":
            depth -= 1
        elif match[1] is not None:
            yield match, depth != 0 and opened >= 0 and parts
