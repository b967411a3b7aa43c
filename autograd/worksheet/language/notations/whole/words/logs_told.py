"""Names that only their logarithms tell of: variance beside log_variance = … is exp(log_variance)."""

import re

from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.work import USUAL

_LOG = re.compile(r"(?:^|(?<=[;,]))[ \t]*(log_?([^\W\d_]\w{2,20}))[ \t]*=(?!=)[^\n;#]*", re.MULTILINE)
"""log_variance = 0; and logvar = …"""


def with_logs_told(text: str) -> str:
    r"""A text with a formula for each such name, behind the first that is said of its logarithm.

    >>> with_logs_told("log_variance = 0.2\nKL = 0.5 (variance - 1 - log_variance)").split("\n")[0]
    'log_variance = 0.2; variance = exp(log_variance)'
    >>> with_logs_told("log_odds = 0.2; odds = 3; p = odds/(1 + odds)").split(";")[:2]
    ['log_odds = 0.2', ' odds = 3']
    """
    if "log" not in text or len(text) > USUAL:
        return text
    for found in reversed({each[2]: each for each in reversed([*_LOG.finditer(text)])}.values()):
        log, name = found.groups()
        told = re.search(rf"(?:^|[;,]|\()[ \t]*{name}[ \t]*(?:\([^()\n]*\))?[ \t]*:?=", text, re.MULTILINE)
        used = re.search(rf"(?<![\w.∂]){name}(?![\w(])", text)
        if told is None and used is not None and re.fullmatch(NAME, name):
            end = found.start() + len(found[0].rstrip())
            text = f"{text[:end]}; {name} = exp({log}){text[end:]}"
    return text
