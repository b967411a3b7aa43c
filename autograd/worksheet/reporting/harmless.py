r"""What others have written, made harmless to what shows it: terminals, spreadsheets, readers of JSON.

>>> cell("=1+1"), cell("a;=1+1"), cell("a\x1b[2Jb")
("'=1+1", "a;'=1+1", 'a�[2Jb')
>>> print(json_text({"name": "\u202eb"}))
{
 "name": "\u202eb"
}
"""

import json
import re
from typing import Any

from autograd.worksheet.language.excerpt import is_unprintable, visible

SIGNS = "=+-@\t\r＝＋－＠"
"""With what a spreadsheet takes a cell for a formula, by the list of OWASP; the wide ones are the same in Japanese."""

_BEGINS = re.compile(rf"(^|;)(?=\s*[{re.escape(SIGNS)}])")
"""Where a formula may begin: also after a semicolon, which in many countries separates cells, whatever the quotes."""


def cell(value: Any) -> Any:
    """What stands in a cell of a spreadsheet: an apostrophe says that it is text, not a formula."""
    return one_line(_BEGINS.sub(r"\1'", value)) if isinstance(value, str) else value


def json_text(data: Any, indent: int | None = 1) -> str:
    """Plain data as JSON, in which characters that a terminal acts upon are written as escapes."""
    written = json.dumps(data, ensure_ascii=False, indent=indent)
    unprintable = {character for character in set(written) - {"\n"} if is_unprintable(character)}
    return written.translate({ord(character): json.dumps(character)[1:-1] for character in unprintable})


def one_line(text: str) -> str:
    """A text of several lines in one, with nothing in it that acts upon what shows it."""
    return visible(text.replace("\r\n", " ").replace("\n", " ").replace("\r", " "))
