"""The style sheet of every page."""

from functools import lru_cache
from importlib.resources import files
from string import Template

from autograd.looks.palette import DARK, LIGHT, properties


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet: colours for light, dark and print, type, and the parts that pages share.

    A page follows the reader's preference; `<html data-theme="light">` or "dark" decides for it.

    >>> style().startswith("/*"), "@media print" in style()
    (True, True)
    """
    text = (files("autograd.looks") / "pages.css").read_text(encoding="utf-8")
    return Template(text).substitute(light=properties(LIGHT), dark=properties(DARK))
