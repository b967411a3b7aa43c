"""Words in Chinese, Japanese and Korean, which no blank sets off: what stands between formulas, and lines of prose."""

import re
from collections import Counter

from autograd.worksheet.language.work import USUAL

_SIGN = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_BETWEEN = r"[\s、。，；：（）！？“”‘’「」()!?,;:]"
_WORDS = re.compile(rf"{_SIGN}(?:{_BETWEEN}*{_SIGN})*{_BETWEEN}*")
"""Words one after another, with the stops between and behind them."""

_HAS_SIGNS = re.compile(rf"{_SIGN}[^\n]{{0,80}}?{_SIGN}")
_EQUALS = re.compile(r"[=≈]")
_HOPED = re.compile("目标|希望|目標|목표")
"""Words for what is to be reached, not said, unless that is the only place where it gets a number."""

_NAME_TOLD = re.compile(r"([^\W\d]\w*)\s*[=≈]")


def without_eastern_words(text: str) -> str:
    r"""A text in which lines of such words are remarks, and the others are without those around their formulas.

    >>> without_eastern_words("当 w = 3, b = 4 时，会得到：")
    'w = 3, b = 4'
    >>> [without_eastern_words(line) for line in ("2.1 正向计算, x, y", "学习率 η = 0.5", "误差 = 2")]
    ['# 2.1 正向计算, x, y', 'η = 0.5', '误差 = 2']
    >>> without_eastern_words("目标值 t = 0.1\n希望 y = 0.1\n得到 y = 0.3")
    't = 0.1\n# 希望 y = 0.1\ny = 0.3'
    """
    if len(text) > USUAL or _HAS_SIGNS.search(text) is None:
        return text
    told = Counter(_NAME_TOLD.findall(text))
    return "\n".join(_but_for_words(line, told) if _HAS_SIGNS.search(line) else line for line in text.split("\n"))


def _but_for_words(line: str, told: Counter[str]) -> str:
    if "|" in line or "#" in line:  # a row of a table, a heading, a remark
        return line
    if _EQUALS.search(line) is None:
        return f"# {line}"
    runs = list(_WORDS.finditer(line))
    if any(_EQUALS.match(line, run.end()) for run in runs):  # a word is a name
        return line
    pieces: list[str] = []
    for run, end in zip([None, *runs], [*(run.start() for run in runs), len(line)], strict=True):
        piece = line[run.end() if run else 0 : end].strip(" ,;:")
        if _EQUALS.search(piece) is not None and not (
            run and _HOPED.search(run[0]) and _is_told_elsewhere(piece, told)
        ):
            pieces.append(piece)
    return " ; ".join(pieces) or f"# {line}"


def _is_told_elsewhere(piece: str, told: Counter[str]) -> bool:
    """Whether the first name that a piece says something of is said to be something elsewhere, too."""
    found = _NAME_TOLD.search(piece)
    return found is None or told[found[1]] > 1
