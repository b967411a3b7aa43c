"""Names without a time step for what has one: the u of u = tanh(c_t) is that of each step, u_t, and dc_t_total dc_t."""

import re

from autograd.worksheet.language.notations.patterns import NAME, NUMBER
from autograd.worksheet.language.notations.recursions import TIME, has_sum_over_steps, may_be_of_one_step, member
from autograd.worksheet.language.work import USUAL

_SPEAKS = re.compile(r"(?<![^\W_])t\s*[-−+]\s*1(?![\w.])")
_HERE = re.compile(member(TIME))
_BEFORE = re.compile(member(r"t\s*[-−]\s*1"))
_MADE = re.compile(
    rf"^[ \t]*(?![d∂]|[LJEC]\b|[Ll]oss\b|[Cc]ost\b)({NAME}?)(?<!_[tT])[ \t]*=(?!=)([^=;#\n]*)$", re.MULTILINE
)
"""A name without an index, and the one formula it is made of."""

_TOTAL = re.compile(r"(?<!\w)(d[^\W\d_]\w{0,8}?)(?:(_\{?t\}?)_?total|_?total(_\{?t\}?|\[t\]))(?!\w)")
"""dc_t_total: beside it dc_{t+1} is only a part of what comes back to c."""


def with_steps(text: str) -> str:
    r"""A text of several time steps with the step of what is made of names that have one.

    >>> with_steps("c_t = f_t c_{t-1}\nu = tanh(c_t)\nh_t = o_t u\ndc_t = dh_t (1 - u^2) + dc_{t+1} f_{t+1}")
    'c_t = f_t c_{t-1}\nu_t = tanh(c_t)\nh_t = o_t u_t\ndc_t = dh_t (1 - u_t^2) + dc_{t+1} f_{t+1}'
    >>> with_steps("dc_t_total = dh_t o_t + dc_{t+1}")
    'dc_t = dh_t o_t + dc_part_{t+1}'
    >>> with_steps("h_t = f h_{t-1}\nu = tanh(h_t)")
    'h_t = f h_{t-1}\nu = tanh(h_t)'
    >>> with_steps("m_t = 0.9 m_{t-1} + g_t\nq = m_t/(1 - 0.9^t)\nq = m_1/0.1 = 2").split("\n")[1]
    'q = m_t/(1 - 0.9^t)'
    """
    if len(text) > USUAL or not _SPEAKS.search(text):
        return text
    text = _with_parts(text)
    if may_be_of_one_step(text):
        return text
    made = dict(_MADE.findall(text))
    names = [
        name
        for name, formula in made.items()
        if _HERE.search(formula)
        and not _BEFORE.search(formula)
        and not has_sum_over_steps(formula)
        and len(re.findall(rf"(?<![\w.]){re.escape(name)}[ \t]*=(?!=)", text)) == 1
    ]
    for name in names:
        text = re.sub(rf"(?<![\w.])([d∂]?{re.escape(name)})(?![\w'’′(\[])", r"\1_t", text)
    return text


_OF_TIME = re.compile(r"(?<![\w.])(?:d|∂)?([^\W\d_]{1,9})_(?:t(?!\w)|\{?t\s*[-−]\s*1)")
"""A name with the letter of steps below it."""


def with_numbers_below(text: str) -> str:
    r"""A text of several time steps with the numbers of steps below their names.

    >>> with_numbers_below("h_t = tanh(w h_{t-1} + u x_t); h0 = 0; h1 = tanh(0.5)\ndL/dh1 = v, w1")
    'h_t = tanh(w h_{t-1} + u x_t); h_0 = 0; h_1 = tanh(0.5)\ndL/dh_1 = v, w1'
    >>> with_numbers_below("h_t = w h_{t-1}; h_1 = 2; h2 = 4")
    'h_t = w h_{t-1}; h_1 = 2; h2 = 4'
    """
    if len(text) > USUAL or not _SPEAKS.search(text):
        return text
    names = {name for name in _OF_TIME.findall(text) if not re.search(rf"(?<!\w){name}_\{{?[0-9]", text)}
    if not names:
        return text
    glued = rf"(?<![\w.])([d∂]?(?:{'|'.join(sorted(names))}))([0-9]{{1,2}})(?![\w.'’′(\[])"
    return re.sub(glued, r"\1_\2", text)


_CELL = re.compile(r"(?<![\w.])([d∂]?)C(?=[\u0302-\u0304]?_(?:t(?!\w)|\{?t\s*[-−]\s*1|\{t\}))")
_OTHERS = re.compile(r"(?<![\w.])[d∂]?(?:[HXc][\u0302-\u0304]?)_\{?t(?!\w)")


def with_small_cells(text: str) -> str:
    r"""A text of one sequence with a small letter for the state C_t of a cell: capitals are of matrices.

    >>> with_small_cells("C_t = f_t * C_{t-1} + i_t * C\u0303_t; h_t = o_t tanh(C_t); W_C").replace("\u0303", "~")
    'c_t = f_t * c_{t-1} + i_t * c~_t; h_t = o_t tanh(c_t); W_C'
    >>> with_small_cells("C_t = F_t * C_{t-1}; H_t = O_t tanh(C_t)")
    'C_t = F_t * C_{t-1}; H_t = O_t tanh(C_t)'
    """
    is_one = len(text) <= USUAL and _SPEAKS.search(text) and re.search(r"(?<![\w.])[d∂]?h_\{?t(?!\w)", text)
    return _CELL.sub(r"\1c", text) if is_one and not _OTHERS.search(text) else text


_SEQUENCE = re.compile(
    rf"(?:^|(?<=[:;,.]))([ \t]*)([^\W\d_])[ \t]*=[ \t]*[\[(][ \t]*({NUMBER}(?:[ \t]*[,;][ \t]*{NUMBER}){{1,19}})"
    r"[ \t]*[\])](?=[ \t]*(?:$|[;,#.]))",
    re.MULTILINE,
)
"""x = [0.5, 1, 1.5]"""

MOST_SEQUENCES = 20
"""Sequences of one sheet: the text is gone through for each."""


def with_sequences(text: str) -> str:
    r"""A text of several time steps with a number for each step of what is given as a sequence.

    >>> with_sequences("h_t = tanh(w h_{t-1} + u x_t); x = [0.5, 1]")
    'h_t = tanh(w h_{t-1} + u x_t); x_1 = 0.5; x_2 = 1'
    >>> with_sequences("h_t = tanh(w h_{t-1} + U x_t); x = [0.5, 1]; y = W x")
    'h_t = tanh(w h_{t-1} + U x_t); x = [0.5, 1]; y = W x'
    """
    if len(text) > USUAL or not _SPEAKS.search(text):
        return text

    def each(match: re.Match[str]) -> str:
        blanks, name, numbers = match.groups()
        alone = re.findall(rf"(?<![\w.∂]){name}(?![\w'’′(\[]|[ \t]*[:,])", text)
        if len(alone) > 1 or re.search(rf"(?<![\w.]){name}_(?:t(?!\w)|\{{t\}})", text) is None:
            return match[0]
        return blanks + "; ".join(
            f"{name}_{number} = {each}" for number, each in enumerate(re.findall(NUMBER, numbers), 1)
        )

    return _SEQUENCE.sub(each, text, count=MOST_SEQUENCES)


def _with_parts(text: str) -> str:
    """A text with dc_t for dc_t_total, and other names for what else is called dc there."""
    for word in dict.fromkeys(found[1] for found in _TOTAL.finditer(text)):
        text = re.sub(rf"(?<!\w){word}(?=_\{{?t|\[t)(?!_t_?total|_\{{t\}}_?total)", f"{word}_part", text)
    return _TOTAL.sub(lambda found: found[1] + (found[2] or found[3]), text)
