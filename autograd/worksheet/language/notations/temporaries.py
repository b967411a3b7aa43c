"""Names that a program reuses for something else: dt = dz (1 - z²) here, and dt = dr r (1 - r) below."""

import re

from autograd.worksheet.language.work import USUAL

_PROGRAM = re.compile(r"(?<![\w.])np\.|\.T(?!\w)|\.dot\(")
_ASSIGNED = re.compile(r"^[ \t]*(d[a-z]\w*)[ \t]*=(?!=)([^=\n#]*)", re.MULTILINE)


def with_new_names(text: str) -> str:
    r"""A program with another name for each new use of such a word, if it is a derivative by nothing that has a name.

    >>> with_new_names("dt = dz * z.T\ndW = x * dt\ndt = dr * r\ndU = x * dt")
    'dt = dz * z.T\ndW = x * dt\ndt_2 = dr * r\ndU = x * dt_2'
    >>> with_new_names("dt = dz * z.T\ndt = dr * t"), with_new_names("dt = dz * z\ndt = dr * r")
    ('dt = dz * z.T\ndt = dr * t', 'dt = dz * z\ndt = dr * r')
    """
    if len(text) > USUAL or not _PROGRAM.search(text):
        return text
    found: dict[str, list[re.Match[str]]] = {}
    for each in _ASSIGNED.finditer(text):
        found.setdefault(each[1], []).append(each)
    for word, uses in found.items():
        own = re.compile(rf"(?<![\w.]){word}(?!\w)")
        if len(uses) < 2 or any(own.search(each[2]) or not re.search(r"[a-z]", each[2]) for each in uses):
            continue
        if re.search(rf"(?<![\w.]){word[1:]}(?!\w)|(?<![\w.]){word}\s*(?:[-+*/]=|/\s*d)", text):
            continue
        parts, begun = [], 0
        for number, each in enumerate(uses[1:], start=2):
            start = each.start(1)
            end = uses[number].start(1) if number < len(uses) else len(text)
            parts += [text[begun:start], own.sub(f"{word}_{number}", text[start:end])]
            begun = end
        return with_new_names("".join([*parts, text[begun:]]))
    return text
