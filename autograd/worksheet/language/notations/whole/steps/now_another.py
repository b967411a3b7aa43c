"""Functions that are told anew in so many words: below f = q z, now f = max(x, y) z is another f from there on."""

import re

from autograd.worksheet.language.notations.whole.steps.reassigned import renamed
from autograd.worksheet.language.work import USUAL

_NOW = re.compile(
    r"^([ \t]*(?:\(?\w{1,2}[.)][ \t]+)?)(?:(?:and|but)[ \t]+)?"
    r"(?i:now|instead|alternatively|jetzt|nun|stattdessen|maintenant|ahora|agora|invece)[,:]?[ \t]+"
    r"(?:(?i:let|take|with|use|suppose|consider|sei|sea|soit|seja)[ \t]+)?([^\W\d]\w{0,9})[ \t]*=(?!=)[ \t]*([^=;\n]*?)"
    r"(?=[ \t]*(?:$|[=;,#]|->|→))",
    re.MULTILINE,
)
_TOLD = r"(?:^|[;,:).][ \t])[ \t]*{}[ \t]*=(?!=)[ \t]*([^=;,\n]*[^\W\d_][^=;,\n]*)"


def with_functions_told_anew(text: str) -> str:
    r"""A text in which such a name is another from there on, where another formula of names was told of it above.

    >>> with_functions_told_anew("f = x y\ndf/dx = y\nnow f = x + y = 5\ndf/dx = 1").split("\n")[2:]
    ['f_rev2 = x + y = 5', 'df_rev2/dx = 1']
    >>> with_functions_told_anew("f = x y\nnow f = x y = 6"), with_functions_told_anew("f = x y\nnow f = 2*3 = 6")
    ('f = x y\nnow f = x y = 6', 'f = x y\nnow f = 2*3 = 6')
    """
    if len(text) > USUAL:
        return text
    for number, found in reversed(list(enumerate(_NOW.finditer(text), start=2))):
        blanks, name, formula = found.groups()
        told = re.search(_TOLD.format(re.escape(name)), text[: found.start()], re.MULTILINE)
        is_of_names = re.search(rf"(?<![^\W_])(?!{re.escape(name)}(?!\w))[^\W\d_]", formula) is not None
        is_moved = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", formula) is not None
        if told is None or not is_of_names or is_moved or _plain(told[1]) == _plain(formula):
            continue
        below = renamed(name, f"{name}_rev{number}", text[found.start(2) :])
        text = f"{text[: found.start()]}{blanks}{below}"
    return text


def _plain(formula: str) -> str:
    return re.sub(r"[\s*·⋅×()\[\].]", "", formula)
