"""A text whose notation is asked for, and its key."""

import re
from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, TypeVar

from autograd.worksheet.language.notations.patterns import COMMENT, SMALL, SMALL_BELOW, STUCK

_RAISED_BELOW = re.compile(r"(?:(?<=_[a-z])|(?<=_[a-z]{2}))[²³]")


Told = TypeVar("Told", bound="Text")


def once_for_a_name(ask: Callable[[Told, str], bool]) -> Callable[[Told, str], bool]:
    """A question about a name that each line may ask: the whole text is looked through for it once."""

    @wraps(ask)
    def answer(document: Told, name: str) -> bool:
        answers = document.answers
        found = answers.get((ask, name))
        if found is None:
            found = answers[ask, name] = ask(document, name)
        return found

    return answer


class Text:
    """A whole text as it was typed; with a key, what is given there, is a list there or is asked there.

    `is_of_one_step` where it is about one time step, whatever that is: h_t and h_{t-1} are two names.
    """

    def __init__(self, text: str, key: str = "", is_of_one_step: bool = False) -> None:
        self.is_of_one_step = is_of_one_step
        self.text = _raised_below(text)
        self.key = COMMENT.sub("", _raised_below(key))
        self.whole = f"{self.key}\n{self.text}" if key else self.text
        self.answers: dict[tuple[Callable[[Any, str], bool], str], bool] = {}  # to questions about names
        self.rewritten: dict[tuple[int, str], Any] = {}  # its lines in the language's own notations, by table and line

    @cached_property
    def uncommented(self) -> str:
        """The text without what stands behind #."""
        return COMMENT.sub("", self.text)

    def has(self, pattern: str) -> bool:
        """Whether a pattern is found anywhere; ^ and $ are where lines begin and end."""
        return re.search(pattern, self.text, re.MULTILINE) is not None


def _raised_below(text: str) -> str:
    """A text with xᵢ as x_{i}, 2x_i as 2 x_i and x_i² as x_i^2."""
    text = STUCK.sub(r"\g<0> ", SMALL_BELOW.sub(lambda match: f"_{{{match[0].translate(SMALL)}}}", text))
    return _RAISED_BELOW.sub(lambda match: f"^{'²³'.index(match[0]) + 2}", text)
