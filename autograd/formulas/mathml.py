r"""Formulas for web pages: the LaTeX that notation.py writes, as MathML, which browsers set without any library.

>>> mathml(r"\frac{x_{1}}{2}")
'<math><mrow><mfrac><msub><mi>x</mi><mn>1</mn></msub><mn>2</mn></mfrac></mrow></math>'
"""

import html
import re
import unicodedata

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[0-9]+(?:\.[0-9]+)?|[A-Za-z]|\s+|.", re.DOTALL)
_ELEMENT = r"<(m[ino])>[^<]*</\1>|<msub>((?!</?msub>).)*</msub>"  # one, so that it needs no <mrow> around it
_OPERATORS = {
    "\\cdot": "·", "\\times": "×", "\\dots": "…", "\\ldots": "…", "\\cdots": "⋯",
    "\\ne": "≠", "\\neq": "≠", "\\le": "≤", "\\leq": "≤", "\\ge": "≥", "\\geq": "≥", "\\pm": "±", "\\to": "→",
    "\\approx": "≈", "\\leftarrow": "←", "\\odot": "⊙", "\\circ": "∘", "\\in": "∈", "\\top": "⊤",
    "\\lfloor": "⌊", "\\rfloor": "⌋", "\\lceil": "⌈", "\\rceil": "⌉", "\\|": "‖", "\\sum": "∑", "\\prod": "∏",
    "-": "−", "*": "∗", "'": "′",
}  # fmt: skip
_STILL = ' stretchy="false"'
_BRACKETS = dict.fromkeys("([⌊⌈", "prefix") | dict.fromkeys(")]⌋⌉", "postfix")
_LETTERS = {"\\infty": "∞", "\\partial": "∂", "\\ell": "ℓ", "\\varepsilon": "ε", "\\hbar": "ℏ"}
_DOUBLED = {"1": "𝟙", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "R": "ℝ", "C": "ℂ", "E": "𝔼"}
_ACCENTS = {"\\hat": "^", "\\bar": "¯", "\\tilde": "~", "\\vec": "→", "\\dot": "˙", "\\overline": "‾"}
_SPACES = {"\\,": "0.17em", "\\;": "0.28em", "\\ ": "0.28em", "\\quad": "1em", "\\qquad": "2em"}
_FRACTIONS = {"\\frac": "mfrac", "\\tfrac": "mfrac", "\\dfrac": "mfrac", "\\sqrt": "msqrt"}
_WITH_LIMITS = ("<mo>∑</mo>", "<mo>∏</mo>", "<mi>max</mi>", "<mi>min</mi>")
_CELL_ENDS = ("&", "\\\\", "\\end")
_WORDS = {"\\text", "\\mathit", "\\mathrm", "\\operatorname", "\\mathbf", "\\textrm"}
_IN_WORDS = {
    "\\textbackslash": "\\", "\\textasciicircum": "^", "\\textasciitilde": "~",
    "\\textless": "<", "\\textgreater": ">", "\\textbar": "|",
}  # fmt: skip


def mathml(latex: str, *, block: bool = False) -> str:
    r"""LaTeX, as far as formulas here, their tables and the templates of operations use it, as a <math> element.

    Everything that is not markup is escaped; a command it does not know is shown by its name. A `block` stands on a
    line of its own, with the limits of its sums below and above.

    >>> mathml(r"\sum_{i} x", block=True)
    '<math display="block"><mrow><munder><mo>∑</mo><mi>i</mi></munder><mi>x</mi></mrow></math>'
    """
    if not block:
        return f"<math>{mathml_inside(latex)}</math>"
    return f'<math display="block">{_as_one(_Reader(latex, block=True).row())}</math>'


def mathml_inside(latex: str) -> str:
    """The same without the <math> element, to be joined with others in one."""
    return _as_one(_Reader(latex).row())


def _as_one(inside: str) -> str:
    """What may be several elements, as one."""
    return inside if re.fullmatch(_ELEMENT, inside) else f"<mrow>{inside}</mrow>"


def bracket(sign: str) -> str:
    """A bracket as high as a letter; nothing for what is no bracket.

    Browsers would make it as high as all that stands beside it.
    """
    return _bracket(sign, _BRACKETS[sign], grows=False) if sign in _BRACKETS else ""


def in_brackets(opening: str, inside: str, closing: str) -> str:
    """MathML in brackets as high as it is; they do not grow where letters are high enough.

    Around a bracket that may grow browsers leave room for the widest there is.
    """
    grows = re.search("<m(frac|table|under)", inside) is not None
    return f"<mrow>{_bracket(opening, 'prefix', grows)}{inside}{_bracket(closing, 'postfix', grows)}</mrow>"


def _bracket(sign: str, form: str, grows: bool) -> str:
    return f'<mo form="{form}"{"" if grows else _STILL}>{html.escape(sign)}</mo>' if sign else ""


def _unescaped(token: str) -> str:
    """What a token of plain text says."""
    return _IN_WORDS.get(token, token[1:] if len(token) == 2 and token[0] == "\\" else token)


def _cell(inside: str, place: int) -> str:
    """A cell of a table: columns meet in pairs, the first of a pair ends where the second begins."""
    return f'<mtd style="text-align:{"left" if place % 2 else "right"}">{inside}</mtd>'


class _Reader:
    """Reads LaTeX from left to right; recurs as deep as braces are nested, which the width of a page bounds."""

    def __init__(self, latex: str, *, block: bool = False) -> None:
        self.tokens: list[str] = _TOKEN.findall(latex)
        self.place = 0
        self.block = block
        self.ended = ""  # at what the last row ended

    def row(self, *ends: str) -> str:
        """What stands before one of `ends` (taken too), or before the text's end."""
        parts: list[str] = []
        while self.place < len(self.tokens):
            token = self.take()
            if token in ends:
                self.ended = token
                break
            if token in ("^", "_"):
                base = parts.pop() if parts else "<mrow></mrow>"
                parts.append(self.script(base, token))
            elif token == "'" and parts:
                parts.append(f"<msup>{parts.pop()}<mo>{'′' * (1 + self.count(token))}</mo></msup>")
            elif not token.isspace():
                before = parts[-1] if parts else "<mo"
                parts.append(self.atom(token, first=before.startswith("<mo") and 'form="postfix"' not in before))
        else:
            self.ended = ""
        return "".join(parts)

    def table(self) -> str:
        """Lines of formulas, such as `aligned`: one after the other, the columns right and left of where they meet."""
        self.words()
        lines: list[list[str]] = [[]]
        while self.place < len(self.tokens):
            lines[-1].append(_as_one(self.row(*_CELL_ENDS)))
            if self.ended == "\\\\":
                lines.append([])
            elif self.ended == "\\end":
                self.words()
                break
        rows = "".join(
            f"<mtr>{''.join(_cell(inside, place) for place, inside in enumerate(line))}</mtr>" for line in lines
        )
        style = ' displaystyle="true"' if self.block else ""
        return f"<mtable{style}>{rows}</mtable>"

    def take(self) -> str:
        """The next token."""
        self.place += 1
        return self.tokens[self.place - 1]

    def count(self, token: str) -> int:
        """How many of that token come next; they are taken."""
        start = self.place
        while self.tokens[self.place : self.place + 1] == [token]:
            self.place += 1
        return self.place - start

    def script(self, base: str, token: str) -> str:
        """An exponent or index, or both, at its base."""
        inside = self.argument()
        limits = self.block and base in _WITH_LIMITS
        if token == "_" and self.tokens[self.place : self.place + 1] == ["^"]:
            self.take()
            tag = "munderover" if limits else "msubsup"
            return f"<{tag}>{base}{inside}{self.argument()}</{tag}>"
        tag = "msup" if token == "^" else "munder" if limits else "msub"
        return f"<{tag}>{base}{inside}</{tag}>"

    def argument(self) -> str:
        """What stands in braces next, or the one token that does, as one element."""
        while self.place < len(self.tokens) and self.tokens[self.place].isspace():
            self.place += 1
        if self.place == len(self.tokens):
            return "<mrow></mrow>"
        token = self.take()
        if token != "{":
            return self.atom(token, first=True)
        return _as_one(self.row("}"))

    def words(self) -> str:
        """The text in the braces that come next, escapes undone."""
        if self.tokens[self.place : self.place + 1] != ["{"]:
            return ""
        self.take()
        found, depth = [], 1
        while self.place < len(self.tokens):
            token = self.take()
            depth += (token == "{") - (token == "}")
            if not depth:
                break
            if token not in ("{", "}"):
                found.append(_unescaped(token))
        return "".join(found)

    def text(self) -> str:
        """Words in the braces that come next; between dollars in them, a formula."""
        if self.tokens[self.place : self.place + 1] != ["{"]:
            return ""
        self.take()
        parts: list[str] = []
        words, depth = "", 1
        while depth and self.place < len(self.tokens):
            token = self.take()
            depth += (token == "{") - (token == "}")
            if token not in ("{", "}", "$"):
                words += _unescaped(token)
            elif words and (token == "$" or not depth):
                kept = re.sub(r"^\s|\s$", "\u00a0", words)  # browsers drop a space at an end
                parts.append(f"<mtext>{html.escape(kept)}</mtext>")
                words = ""
            if token == "$":
                parts.append(_as_one(self.row("$")))
        return "".join(parts)

    def atom(self, token: str, first: bool) -> str:
        """One token, with the arguments it takes; a minus that comes first is a sign."""
        if token == "{":
            return f"<mrow>{self.row('}')}</mrow>"
        if token in _FRACTIONS:
            tag = _FRACTIONS[token]
            inside = self.argument() + (self.argument() if tag == "mfrac" else "")
            return f"<{tag}>{inside}</{tag}>"
        if token == "\\begin":
            return self.table()
        if token == "\\mathbb":
            letter = self.words()
            return f"<mi>{html.escape(_DOUBLED.get(letter, letter))}</mi>"
        if token == "\\left":
            return self.fence()
        if token in _ACCENTS:
            return f'<mover accent="true">{self.argument()}<mo stretchy="false">{_ACCENTS[token]}</mo></mover>'
        if token in _WORDS:
            return self.word(token)
        if token in _SPACES:
            return f'<mspace width="{_SPACES[token]}"></mspace>'
        if token[0].isdigit():
            return f"<mn>{token}</mn>"
        shown = _OPERATORS.get(token, token)
        if shown_bracket := bracket(shown):
            return shown_bracket
        if shown != token or (len(token) == 1 and unicodedata.category(token)[0] in "SP"):
            return f'<mo form="prefix">{shown}</mo>' if first and shown == "−" else f"<mo>{html.escape(shown)}</mo>"
        return f"<mi>{html.escape(self.letter(token))}</mi>{self.apart(token)}"

    def fence(self) -> str:
        """A pair of brackets, as high as what is inside; that is a row of its own, so that a minus in it is a sign."""
        opening = self.bracket()
        inside = self.row("\\right")
        return in_brackets(opening, f"<mrow>{inside}</mrow>", self.bracket())

    def bracket(self) -> str:
        """The bracket that comes next; a dot stands for none."""
        bracket = self.take() if self.place < len(self.tokens) else "."
        return _OPERATORS.get(bracket, bracket) if bracket != "." else ""

    def word(self, command: str) -> str:
        """Several letters that are one name: upright for functions, slanted for variables."""
        if command == "\\text":
            return self.text()
        word = self.words()
        style = ' style="font-style:italic"' if command == "\\mathit" else ""
        return f"<mi{style}>{html.escape(word)}</mi>{self.apart(command)}"

    def letter(self, token: str) -> str:
        """A letter, a Greek one, or the name of a command that is not known here."""
        if token in _LETTERS:
            return _LETTERS[token]
        name = token.removeprefix("\\")
        if len(name) < 2:
            return name
        case = "CAPITAL" if name[0].isupper() else "SMALL"
        try:
            return unicodedata.lookup(f"GREEK {case} LETTER {name.upper().replace('LAMBDA', 'LAMDA')}")
        except KeyError:
            return name

    def apart(self, token: str) -> str:
        """A small space between a function's name and an operand without brackets."""
        rest = "".join(self.tokens[self.place : self.place + 2]).lstrip()
        function = token == "\\operatorname" or (len(token) > 2 and self.letter(token) == token[1:])
        return '<mspace width="0.17em"></mspace>' if function and rest and rest[0] not in "\\}^_" else ""
