"""Batches in programs without numbers: mu = 1/N * np.sum(x, axis=0) has a row of x for each example, and in dbeta =
np.sum(dout, axis=0) beta is a row.
"""

import re

from autograd.worksheet.language.notations.patterns import IN_BRACKETS, NAME
from autograd.worksheet.language.notations.told.slopes import GIVES_NUMBER
from autograd.worksheet.language.work import USUAL

_DATA = re.compile(
    rf"(?:/\s*(?P<count>[A-Za-z])\s*[*·]\s*)?(?:(?:np\.|torch\.)?(?:sum|mean)\(\s*(?P<data>{NAME})\s*,\s*(?:axis|dim)\s*=\s*0"
    rf"|(?P<method>{NAME})\.(?:sum|mean)\(\s*(?:axis\s*=\s*|dim\s*=\s*)?0)"
)
_ADDED = re.compile(
    rf"^[ \t]*d_?(?P<name>[^\W\d_]\w{{0,9}})[ \t]*=[ \t]*(?:(?:np\.|torch\.)?sum{IN_BRACKETS}|[^=\n]*\.sum\([^()]*\))"
    r"[ \t]*(?:$|#)",
    re.MULTILINE,
)
_SHAPE = re.compile(rf"^([ \t]*)([A-Za-z])\s*,\s*([A-Za-z])\s*=\s*({NAME})\.shape[ \t]*(?=$|#)", re.MULTILINE)
"""N, D = x.shape"""

_OVER_ROWS = re.compile(r"(?:axis|dim)\s*=\s*0|sum\(0\)")
_TELLS_SIZES = re.compile(r"[∈×]|\bin R\b|\bR\^|\bshape\b")


def with_columns_of_batches(text: str) -> str:
    r"""A text with the sizes of what is summed over examples, and of what is the same for each of them.

    >>> net = "m = 1/N*np.sum(x, axis=0)\ny = x - m + b\ndb = np.sum(dy, axis=0)"
    >>> with_columns_of_batches(net).split("\n")[0]
    'm = 1/N*np.sum(x, axis=0); x in R^(N×D); b in R^(1×D)'
    >>> with_columns_of_batches("m = np.sum(x, axis=0)\nx = a b").split("\n")[0]
    'm = np.sum(x, axis=0)'
    >>> with_columns_of_batches("N, D = x.shape\nm = x.mean(axis=0)\ndb = dy.sum(axis=0)").split("\n")[:2]
    ['x in R^(N×D)', 'm = x.mean(axis=0); b in R^(1×D)']
    """
    if len(text) > USUAL or ("0" not in text and ".shape" not in text):
        return text
    is_lettered = not GIVES_NUMBER.search(text) and not re.search(r"\[\s*[-−0-9.]", text)
    told = r"\1\4 in R^(\2×\3)" if is_lettered else r"\1\2 = rows(\4); \3 = columns(\4)"
    text, shapes = _SHAPE.sub(told, text), _SHAPE.findall(text)
    found = _DATA.search(text)
    if not found or not is_lettered or (not shapes and _TELLS_SIZES.search(text)):
        return text
    data, count = found["data"] or found["method"], found["count"] or "N"
    defined = r"(?<![\w∂/.]){}[ \t]*=(?!=)"
    if re.search(defined.format(re.escape(data)), text) or re.fullmatch(r"d[^\W\d_]\w*", data):
        return text
    added = (each["name"] for each in _ADDED.finditer(text) if _OVER_ROWS.search(each[0]))
    rows = [name for name in dict.fromkeys(added) if not re.search(defined.format(re.escape(name)), text)]
    if not rows:
        return text
    end = text.find("\n", found.start())
    end = len(text) if end < 0 else end
    columns = next((each[2] for each in shapes if each[3] == data), "D")
    sizes = [f"{data} in R^({count}×D)"] * (not shapes) + [f"{name} in R^(1×{columns})" for name in rows]
    return "; ".join((text[:end], *sizes)) + text[end:]
