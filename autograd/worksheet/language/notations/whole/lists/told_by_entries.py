"""Lists that are told entry by entry: p₁ = 0.2, p₂ = 0.8 beside L = -Σᵢ yᵢ log pᵢ, and z₁ beside z = [2, 1]."""

import re

from autograd.worksheet.language.notations.patterns import NUMBER, SMALL
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.work import USUAL

_LETTERS = r"[^\W\d_][\u0302\u0304]?"
_DIGITS = str.maketrans("₁₂₃₄₅₆₇₈₉", "123456789")
_SUBSCRIPT = re.compile(rf"(?<![^\W\d∂])(∂?d?)({_LETTERS})([₁-₉])(?![₀-₉\w])")
_LISTED = re.compile(rf"(?<![\w∂])({_LETTERS})\s*=\s*\[((?:\s*{NUMBER}\s*,?){{2,9}})\]")
_TOLD = re.compile(
    rf"(?:^|(?<=[;,]))([ \t]*(?:[-*•]\s+)?(?:[^\W\d_][^\d=:;,\n]{{1,40}}:[ \t]*)?)"
    rf"({_LETTERS})(?:_\{{?([1-9])\}}?|([₁-₉]))[ \t]*=(?!=)[ \t]*"
    r"(\[[^\[\]=\n#]*\](?=[ \t]*(?:[,;=≈#]|$))|[^\s=≈;,#](?:[^=≈;,\n#]*[^\s=≈;,#])?)",
    re.MULTILINE,
)
"""An entry by its number, and what it is first said to be; a label may stand before it, "Example: x_1 = 2"."""

_WHOLE = re.compile(rf"(?:^|[;,])[ \t]*({_LETTERS})[ \t]*=(?!=)([^=;\n#]*)", re.MULTILINE)
_NAMED = re.compile(r"[^\W\d]")
_RENEWED = r"(?<!\w){}_?[1-9](?:['’′]|\^\+|_new|_\{{new\}}|\s*(?::=|<-|←|[-+]=))"
"""A new value of an entry."""

_STUCK = re.compile(rf"(?<![^\W\d\\])(?:{_LETTERS}_(?:[ijk]|\{{[ijk]{{1,3}}\}}))+(?={_LETTERS}_[ijk{{])")
"""Entries right before another: the w_i of w_ix_i."""

_NEXT_ENTRY = re.compile(rf"(?<=[ijk}}])(?={_LETTERS}_)")


def with_lists_told(text: str) -> tuple[str, set[str]]:
    r"""A text with z_1 for z₁ where z is a list, and with the list of what is told entry by entry; with the names that
    only say what an entry of such a list is.

    >>> with_lists_told("z = [2, 1]; u = 3 z; dL/dz₁ = u₂")[0]
    'z = [2, 1]; u = 3 z; dL/dz_1 = u_2'
    >>> with_lists_told("p₁ = 1/5 = 0.2\np₂ = 4/5 = 0.8\nL = -Σᵢ yᵢ log pᵢ")[0].split("\n")[:2]
    ['p = [1/5, 4/5]; p_1 = 1/5 = 0.2', 'p_2 = 4/5 = 0.8']
    >>> with_lists_told("h_1 = 2 x\nh_2 = h_1 x\nL = Σ_i h_i")
    ('h_1 = 2 x\nh_2 = h_1 x; h = [h_1, h_2]\nL = Σ_i h_i', set())
    >>> with_lists_told("w_1 = 2, w_2 = 3\nz = Σ_i w_ix_i = 4")[0]
    'w = [2, 3]; w_1 = 2, w_2 = 3\nz = Σ_i w_i x_i = 4'
    >>> with_lists_told("p₁ = 0.2\np₂ = 0.8\nL = p₁ - p₂")[0]
    'p₁ = 0.2\np₂ = 0.8\nL = p₁ - p₂'
    """
    if len(text) > USUAL or not re.search(r"[₁_]", text):
        return text, set()
    text = _STUCK.sub(lambda found: _NEXT_ENTRY.sub(" ", found[0]) + " ", text)
    told: dict[str, dict[int, re.Match[str]]] = {}
    for found in _TOLD.finditer(text):
        told.setdefault(found[2], {}).setdefault(int((found[3] or found[4]).translate(_DIGITS)), found)
    listed = {name: len(re.findall(NUMBER, numbers)) for name, numbers in _LISTED.findall(text)}
    used: dict[str, set[int]] = {}
    for _, name, digit in _SUBSCRIPT.findall(text):
        used.setdefault(name, set()).add(int(digit.translate(_DIGITS)))
    entries = {
        name for name, count in listed.items() if max(used.get(name, {0})) in range(1, count + 1) and name not in told
    }
    put: dict[int, str] = {}
    said: set[str] = set()
    for name, each in told.items():
        if _is_whole(name, each, text):
            entries.add(name)
            place, shown = _list_of(name, each)
            put[place] = put.get(place, "") + shown
            said |= set() if shown.startswith(";") else {spelled(f"{name}_{number}") for number in each}
    if not entries:
        return _with_entries_apart(text, list(listed)), said
    for name, formula in _WHOLE.findall(text):  # what is made of lists is one
        if name not in told and not entries.isdisjoint(re.findall(_LETTERS, formula)):
            entries.add(name)
    for place in sorted(put, reverse=True):
        text = text[:place] + put[place] + text[place:]
    text = _SUBSCRIPT.sub(
        lambda found: f"{found[1]}{found[2]}_{found[3].translate(_DIGITS)}" if found[2] in entries else found[0], text
    )
    return _with_entries_apart(text, [name for name in {**told, **listed} if name in entries or name in listed]), said


def _with_entries_apart(text: str, names: list[str]) -> str:
    """A text with blanks between the factors of products that have entries: 2ep_1q_1 is 2e p_1 q_1, dp_1 stays."""
    if not names:
        return text
    entry = rf"(?:{'|'.join(names)})_[1-9]"

    def apart(found: re.Match[str]) -> str:
        word, before = found[0], found[1]
        is_own = before in ("d", "δ", "Δ") or re.search(rf"(?:^|[;,\n])[ \t]*{word}[ \t]*=", text) is not None
        return word if is_own else re.sub(rf"(?<=.)(?={entry}(?!\d))", " ", word)

    return re.sub(rf"(?<![\w\\])(\w{{0,4}}?)(?:{entry})+(?!\w)", apart, text)


def _is_whole(name: str, told: dict[int, re.Match[str]], text: str) -> bool:
    """Whether all entries of a list are told, the list is not, and an entry is spoken of by a letter, no step."""
    if len(told) < 2 or sorted(told) != list(range(1, len(told) + 1)):
        return False
    small = "".join(map(chr, SMALL))
    by_letter = rf"(?<![^\W\d∂]){name}(?:_\{{?[ijk]\}}?(?![^\W²³]|\s*[-−+]\s*1\}})|[{small}])"
    whole = rf"(?<![\w∂]){name}\s*=(?!=)|(?:^|[;,])[ \t]*{name}_\{{?[ijk](?:\s*\+\s*1)?\}}?\s*:?="  # x_{k+1} is a step
    if re.search(by_letter, text) is None or re.search(rf"(?<![^\W\d∂]){name}_(?:t|\{{t\}})(?!\w)", text):
        return False
    return re.search(whole, text, re.MULTILINE) is None


def _list_of(name: str, told: dict[int, re.Match[str]]) -> tuple[int, str]:
    """Where the list is told, and how: of numbers where the first entry is, of names behind the last.

    Entries that are given new values are names, too.
    """
    formulas = [told[number][5] for number in sorted(told)]
    is_of_names = any(_NAMED.search(re.sub(r"(?<!\w)(?:exp|e)(?!\w)", "", formula)) for formula in formulas)
    is_of_names = is_of_names or formulas[0][0] == "["  # rows of a matrix are names themselves
    if not is_of_names and re.search(_RENEWED.format(name), told[1].string) is None:
        first = min(told.values(), key=lambda found: found.start())
        return first.end(1), f"{name} = [{', '.join(formulas)}]; "
    last = max(told.values(), key=lambda found: found.start())
    end = last.string.find("\n", last.end())
    names = ", ".join(f"{name}_{number}" for number in sorted(told))
    return len(last.string) if end < 0 else end, f"; {name} = [{names}]"
