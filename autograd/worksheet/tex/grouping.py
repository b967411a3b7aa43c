r"""Tokens grouped: braces, scripts, arguments, brackets and environments make the tree of a formula."""

from collections.abc import Callable
from dataclasses import replace

from autograd.errors import LanguageError
from autograd.worksheet.language.cursor import DEEPEST
from autograd.worksheet.language.latex.commands import (
    ACCENTS,
    BRACES,
    CLOSES,
    DISPLAYS,
    DROPPED,
    FRACTIONS,
    FUNCTIONS,
    GREEK,
    ROOM,
    SIGNS,
    STACKED,
    STYLES,
    TABLES,
    UNSPACED,
    WORDS,
)
from autograd.worksheet.language.latex.macros import split_number
from autograd.worksheet.language.latex.scanning import TexToken
from autograd.worksheet.tex.nodes import (
    Accent,
    Braced,
    Digits,
    Fence,
    Fraction,
    Group,
    Letter,
    Root,
    Scripted,
    Sign,
    Space,
    Styled,
    Table,
    TexNode,
    Words,
)

_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_TYPED = {
    "−": "-", "–": "-", "≈": "≈", "·": "·", "×": "×", "⋅": "·", "∗": "*", "∘": "∘", "⊙": "⊙", "←": "<-", "∂": "∂",
    "...": "…", "==": "=", "=>": "⇒", "∑": "∑", "Σ": "∑", "∏": "∏", "√": "√", "∇": "∇", "⇒": "⇒", "∵": "∵",
    "∴": "⇒", "→": "→", "÷": "/", "∥": "‖",
}  # fmt: skip


def group(tokens: list[TexToken], text: str) -> tuple[TexNode, ...]:
    """The nodes of a row; LanguageError at a brace never closed, an argument that is missing, too many levels."""
    reader = Grouping(tokens, text)
    found = reader.row(())
    if reader.place < len(tokens):
        raise reader.wrong("this } closes nothing" if reader.next.kind == "}" else f"{reader.next.text} closes nothing")
    return tuple(found)


class Grouping:
    """A place among tokens."""

    def __init__(self, tokens: list[TexToken], text: str) -> None:
        self.tokens = tokens
        self.text = text
        self.place = 0
        self.depth = 0
        self.is_stacked = False
        end = tokens[-1].end if tokens else 0
        self.end = TexToken("end", "", end, end)

    @property
    def next(self) -> TexToken:
        """The token to be read; an empty one at the end."""
        return self.tokens[self.place] if self.place < len(self.tokens) else self.end

    def take(self) -> TexToken:
        """The next token; reading continues after it."""
        token = self.next
        self.place += 1
        return token

    def wrong(self, message: str, token: TexToken | None = None) -> LanguageError:
        """An error at a token, the next one if none is given."""
        token = token or self.next
        return LanguageError(message, self.text, token.start, max(1, token.end - token.start))

    def skip_spaces(self) -> None:
        """Pass over blanks."""
        while self.next.kind == "space" or self.next.text == "~":
            self.take()

    def behind_spaces(self) -> TexToken:
        """The token behind the blanks that come next."""
        place = self.place
        self.skip_spaces()
        found, self.place = self.next, place
        return found

    def row(self, ends: tuple[str, ...]) -> list[TexNode]:
        """The nodes up to a token of this text, which is not taken, or to the end."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong(f"more than {DEEPEST} levels inside one another: too deep to be read")
        found: list[TexNode] = []
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            if token.kind == "}" or token.text in ends or token.text in ("\\right", "\\end"):
                break
            if token.text == "\\over":
                self.take()
                below = self.row(ends)
                found = [Fraction(_grouped(found, token), _grouped(below, token), start=token.start, end=token.end)]
                found = [replace(found[0], start=_start(found[0]), end=_end(found[0]))]
                break
            self.one(found)
        self.depth -= 1
        return _fenced(found, self)

    def one(self, found: list[TexNode]) -> None:
        """Add what stands next to the nodes found."""
        token = self.take()
        if token.kind == "space" or token.text == "~" or token.kind == "&":
            return
        if token.kind in ("^", "_") or token.text == "\\_":  # \_ where Markdown would have set what is between two
            self.script(found, token)
        elif token.text in ("'", "’", "′"):
            self.prime(found, token)
        elif token.text in _RAISED or token.text in _LOWERED:
            table = _RAISED if token.text in _RAISED else _LOWERED
            inside = Group(
                (Digits(table[token.text], start=token.start, end=token.end),), start=token.start, end=token.end
            )
            self.attach(found, token, inside, above=token.text in _RAISED)
        else:
            node = self.atom(token)
            match node:
                case Group((Scripted(Group(()), below, above, 0),)) if found and isinstance(
                    found[-1], (Letter, Accent)
                ):
                    found[-1] = Scripted(found[-1], below, above, 0, start=found[-1].start, end=node.end)
                case TexNode():
                    found.append(node)

    def script(self, found: list[TexNode], token: TexToken) -> None:
        """Attach what is raised or lowered to what stands before it."""
        inside = self.argument(token)
        self.attach(found, token, inside, above=token.kind == "^")

    def attach(self, found: list[TexNode], token: TexToken, inside: Group, above: bool) -> None:
        """Attach a script to the node before it."""
        while found and isinstance(found[-1], Space):
            found.pop()
        base: TexNode = found.pop() if found else Group((), start=token.start, end=token.start)
        end = max(base.end, inside.end)
        match base:
            case Braced(content, None, over):  # what is noted at the brace
                found.append(Braced(content, inside, over, start=base.start, end=end))
                return
            case Scripted(kernel, below, raised, primes):
                if (raised if above else below) is not None:
                    if above and raised is not None and not _is_raised_twice(kernel):  # x^{(i)}^2, as some write
                        base = Group((base,), start=base.start, end=base.end)
                        found.append(Scripted(base, None, inside, 0, start=base.start, end=end))
                        return
                    raise self.wrong("two of these upon one another have no meaning", token)
                below, raised = (below, inside) if above else (inside, raised)
                found.append(Scripted(kernel, below, raised, primes, start=base.start, end=end))
                return
        scripts = (None, inside) if above else (inside, None)
        found.append(_with_primes(base, scripts[0], scripts[1], base.start, end))

    def prime(self, found: list[TexNode], token: TexToken) -> None:
        """Count a prime of what stands before it."""
        base = found.pop() if found else Group((), start=token.start, end=token.start)
        match base:
            case Scripted(kernel, below, above, primes):
                found.append(Scripted(kernel, below, above, primes + 1, start=base.start, end=token.end))
            case _:
                found.append(Scripted(base, None, None, 1, start=base.start, end=token.end))

    def argument(self, of: TexToken) -> Group:
        """What a command takes next: a group in braces, or one sign."""
        self.skip_spaces()
        token = self.next
        if token.kind == "end" or token.kind in ("}", "&") or token.text == "\\\\":
            raise self.wrong(f"something is missing behind {of.text}", of)
        if token.kind == "{":
            return self.braced()
        if token.kind == "number" and len(token.text) > 1:
            first, rest = split_number(token)
            self.tokens[self.place] = rest
            return Group((Digits(first.text, start=first.start, end=first.end),), start=first.start, end=first.end)
        found: list[TexNode] = []
        while not found and self.place < len(self.tokens):
            self.one(found)
        if not found:
            raise self.wrong(f"something is missing behind {of.text}", of)
        return Group((found[0],), start=found[0].start, end=found[0].end)

    def braced(self) -> Group:
        """What is in the braces that come next."""
        opened = self.take()
        parts = self.row(())
        if self.next.kind != "}":
            raise self.wrong("this { is never closed", opened)
        closed = self.take()
        return Group(tuple(parts), start=opened.start, end=closed.end)

    def optional(self) -> Group | None:
        """What is in square brackets next, if anything is."""
        self.skip_spaces()
        if self.next.text != "[":
            return None
        opened = self.take()
        parts = self.row(("]",))
        closed = self.take()
        return Group(tuple(parts), start=opened.start, end=closed.end)

    def words(self, of: TexToken) -> tuple[str, int]:
        r"""The text in the braces next, as it is shown, and where it ends. What is set in $ inside is part of it."""
        self.skip_spaces()
        if self.next.kind != "{":
            token = self.take()
            if token.kind in ("end", "}"):
                raise self.wrong(f"something is missing behind {of.text}", of)
            return _shown(token), token.end
        opened = self.take()
        depth = 1
        found: list[str] = []
        while self.place < len(self.tokens):
            token = self.take()
            depth += (token.kind == "{") - (token.kind == "}")
            if not depth:
                return "".join(found), token.end
            found.append("" if token.kind in ("{", "}") else _shown(token))
        raise self.wrong("this { is never closed", opened)

    def atom(self, token: TexToken) -> TexNode | None:
        """One token with the arguments it takes; None for what is passed over."""
        if token.kind == "{":
            self.place -= 1
            return self.braced()
        if token.kind == "number":
            return Digits(token.text, start=token.start, end=token.end)
        if token.kind == "letter" and token.text not in ("Σ", "∑"):
            return Letter(token.text, start=token.start, end=token.end)
        if token.kind != "command":
            return Sign(_TYPED.get(token.text, token.text), start=token.start, end=token.end)
        return self.command(token)

    def command(self, token: TexToken) -> TexNode | None:
        """A command with its arguments."""
        name = token.text[1:]
        place = {"start": token.start, "end": token.end}
        if name in GREEK:
            return Letter(GREEK[name], **place)
        if name in FRACTIONS:
            above, below = self.argument(token), self.argument(token)
            return Fraction(above, below, start=token.start, end=max(token.end, below.end))
        if name == "sqrt":
            degree = self.optional()
            inside = self.argument(token)
            return Root(inside, degree, start=token.start, end=max(token.end, inside.end))
        if name in ACCENTS:
            inside = self.argument(token)
            place["end"] = max(token.end, inside.end)
            return _inwards(inside, lambda content: Accent(ACCENTS[name], content, **place), place)
        if name in STYLES:
            inside = self.argument(token)
            place["end"] = max(token.end, inside.end)
            return _inwards(inside, lambda content: Styled(name, content, **place), place)
        if name in ("rm", "bf", "it", "cal"):
            return None
        if name in WORDS:
            said, end = self.words(token)
            said = said.replace(" ", "") if name.rstrip("*") in UNSPACED else said
            return Words(said, name.rstrip("*"), start=token.start, end=max(token.end, end))
        if name in FUNCTIONS:
            return Words(name, "operatorname", **place)
        if name in BRACES or name in STACKED:
            return self.stacked(token, name)
        if name == "left":
            return self.fence(token)
        if name == "begin":
            return self.environment(token)
        if name in ("right", "end"):
            raise self.wrong(f"{token.text} closes nothing", token)
        if name in ROOM:
            if name in ("hspace", "hskip"):
                self.skip_group()
            return Space(name, **place)
        if name in ("color", "textcolor") or name in DROPPED:
            for _ in range(DROPPED[name]):
                self.skip_group()
            return None
        if name == "not" and self.behind_spaces().text in ("=", "\\in"):
            self.skip_spaces()
            after = self.take()
            return Sign("≠" if after.text == "=" else "∉", start=token.start, end=after.end)
        if name == "substack":
            self.is_stacked = True
            inside = self.argument(token)
            self.is_stacked = False
            return replace(inside, start=token.start)
        if name == "\\":
            return Sign(",", **place) if self.is_stacked else None
        return Sign(SIGNS.get(name, token.text), **place)

    def stacked(self, token: TexToken, name: str) -> TexNode:
        """What has something over or below it."""
        first = self.argument(token)
        if name in BRACES:
            return Braced(first, None, name.startswith("over"), start=token.start, end=max(token.end, first.end))
        second = self.argument(token)  # of \overset{!}{=} the second is what is meant
        return replace(second, start=token.start, end=max(token.end, second.end))

    def skip_group(self) -> None:
        """Pass over an argument in braces or square brackets."""
        self.skip_spaces()
        if self.next.text == "[":
            while self.place < len(self.tokens) and self.take().text != "]":
                pass
            self.skip_spaces()
        if self.next.kind != "{":
            return
        depth = 0
        while self.place < len(self.tokens):
            token = self.take()
            depth += (token.kind == "{") - (token.kind == "}")
            if not depth:
                return

    def bracket(self, of: TexToken) -> TexToken:
        r"""The bracket behind \left or \right."""
        self.skip_spaces()
        token = self.take()
        if token.kind == "end":
            raise self.wrong(f"a bracket is missing behind {of.text}", of)
        return token

    def fence(self, token: TexToken) -> TexNode:
        r"""What stands between \left( and \right)."""
        opening = self.bracket(token)
        parts = self.row(())
        if self.next.text != "\\right":
            raise self.wrong(f"this \\left{opening.text} is never closed: a \\right is missing", token)
        closing = self.bracket(self.take())
        signs = (_bracket(opening), _bracket(closing))
        return Fence(signs[0], tuple(parts), signs[1], start=token.start, end=closing.end)

    def environment(self, token: TexToken) -> TexNode:
        """A matrix, cases: rows of cells. What only aligns rows is one formula."""
        name, _ = self.words(token)
        bare = name.strip().rstrip("*")
        if bare == "array" or bare.startswith(("alignat", "alignedat")):
            self.skip_group()
        elif bare in DISPLAYS and self.next.text == "[":
            self.optional()
        if bare not in TABLES and bare not in DISPLAYS:
            raise self.wrong(f"the environment {name} is not read here", token)
        rows: list[tuple[Group, ...]] = []
        row: list[Group] = []
        while True:
            start = self.next.start
            parts = self.row(("&", "\\\\"))
            end = parts[-1].end if parts else start
            row.append(Group(tuple(parts), start=parts[0].start if parts else start, end=end))
            ended = self.take()
            if ended.kind == "&":
                continue
            if any(cell.parts for cell in row):
                rows.append(tuple(row))
            row = []
            if ended.text == "\\\\":
                if self.next.text == "[":
                    self.skip_group_in_brackets()
                continue
            if ended.text != "\\end":
                raise self.wrong(f"\\begin{{{name}}} is never closed", token)
            closed, end = self.words(ended)
            if closed != name:
                raise self.wrong(f"\\begin{{{name}}} is closed by \\end{{{closed}}}", token)
            return Table(bare, tuple(rows), start=token.start, end=end)

    def skip_group_in_brackets(self) -> None:
        r"""Pass over the [0.5em] behind \\."""
        while self.place < len(self.tokens) and self.take().text != "]":
            pass


def _shown(token: TexToken) -> str:
    r"""A token of a text as it is shown: \_ is _."""
    if token.kind == "command":
        name = token.text[1:]
        return name if not name[0].isalpha() else "" if name.startswith("text") else GREEK.get(name, f" {name} ")
    return " " if token.kind == "space" or token.text == "~" else token.text


def _bracket(token: TexToken) -> str:
    name = token.text.removeprefix("\\")
    return SIGNS.get(name, name) if token.text.startswith("\\") else token.text


def _is_raised_twice(kernel: TexNode) -> bool:
    """Whether something is raised that has been raised already."""
    return isinstance(kernel, Group) and len(kernel.parts) == 1 and isinstance(kernel.parts[0], Scripted)


def _inwards(inside: Group, put: Callable[[Group], TexNode], place: dict[str, int]) -> TexNode:
    r"""A mark or face that is put on a name with its indices belongs to the name: \hat{x_i} is \hat{x}_i."""
    match inside.parts:
        case (Scripted(base, below, above, primes),) if not isinstance(base, (Fence, Fraction)):
            kernel = put(Group((base,), start=base.start, end=base.end))
            kernel = replace(kernel, end=max(place["start"] + 1, base.end))
            return Scripted(kernel, below, above, primes, **place)
    return put(inside)


def _grouped(parts: list[TexNode], at: TexToken) -> Group:
    if not parts:
        return Group((), start=at.start, end=at.start)
    return Group(tuple(parts), start=parts[0].start, end=parts[-1].end)


def _start(node: TexNode) -> int:
    return min((child.start for child in node.children), default=node.start)


def _end(node: TexNode) -> int:
    return max((child.end for child in node.children), default=node.end)


_PRIME = Sign("′", start=0, end=0)


def _with_primes(base: TexNode, below: Group | None, above: Group | None, start: int, end: int) -> TexNode:
    r"""A node with its scripts; of ^\prime, ^{''}, and behind a layer, ^{[1]\prime}, the primes are counted."""
    primes = 0
    while above is not None and above.parts and above.parts[-1] == _PRIME:
        primes, above = primes + 1, replace(above, parts=above.parts[:-1]) if above.parts[:-1] else None
    match above:
        case Group((Scripted(Fence() as layer, None, None, behind),)) if behind:  # ^{[1]'}
            primes, above = behind, replace(above, parts=(layer,))
        case Group((Scripted(Group(()), None, None, behind),)) if behind:  # ^{'}
            primes, above = behind, None
    return Scripted(base, below, above, primes, start=start, end=end)


_BRACKETS = {*CLOSES, *CLOSES.values()}


def _sign_of(node: TexNode) -> str:
    """The sign that a node is, whatever its scripts; "" if it is none."""
    kernel = node.base if isinstance(node, Scripted) else node
    return kernel.text if isinstance(kernel, Sign) else ""


def _fenced(found: list[TexNode], reader: Grouping) -> list[TexNode]:
    """The nodes of a row with what is between brackets as one; a script behind a bracket is one of all of it."""
    if _BRACKETS.isdisjoint(map(_sign_of, found)):
        return found
    stack: list[tuple[str, TexNode, list[TexNode]]] = []
    row: list[TexNode] = []
    found = _with_double_bars(found)
    for place, node in enumerate(found):
        kernel = node.base if isinstance(node, Scripted) else node
        sign = _sign_of(node)
        is_bar = sign in ("|", "‖")
        if is_bar and not any(bar == sign for bar, _, _ in stack[-1:]) and not isinstance(node, Scripted):
            if not _closes_later(found, place, sign):
                row.append(node)
                continue
            stack.append((sign, node, row))
            row = []
        elif sign in CLOSES and not is_bar and not isinstance(node, Scripted):
            stack.append((sign, node, row))
            row = []
            if len(stack) > DEEPEST:
                message = f"more than {DEEPEST} levels inside one another: too deep to be read"
                raise LanguageError(message, reader.text, node.start, 1)
        elif stack and sign and (sign in CLOSES.values() or is_bar):
            opening, opened, outer = stack.pop()
            if is_bar and opening != sign:
                stack.append((opening, opened, outer))
                row.append(node)
                continue
            inside = Fence(opening, tuple(row), sign, start=opened.start, end=kernel.end)
            row = outer
            if isinstance(node, Scripted):
                row.append(replace(node, base=inside, start=opened.start))
            else:
                row.append(inside)
        elif sign in (")", "]", "}") and _opened_in_words(found, node):
            row.append(Space("quad", start=node.start, end=node.end))
        elif sign in (")", "]", "}"):
            message = f"this {sign} closes nothing: a bracket too many, or one missing before it"
            raise LanguageError(message, reader.text, node.start, max(1, node.end - node.start))
        else:
            row.append(node)
    if stack:
        opening, opened, _ = stack[0]
        message = f"the bracket {opening} is never closed: a {CLOSES[opening]} is missing"
        raise LanguageError(message, reader.text, opened.start, max(1, opened.end - opened.start))
    return row


def _with_double_bars(found: list[TexNode]) -> list[TexNode]:
    """The nodes with ‖ for every two bars side by side: ||w||^2 is typed for it."""
    kernels = [node.base if isinstance(node, Scripted) else node for node in found]
    bars = [place for place, node in enumerate(kernels) if isinstance(node, Sign) and node.text == "|"]
    pairs = dict(zip(bars[::2], bars[1::2], strict=False))
    if not bars or len(bars) % 4 or any(kernels[one].end != kernels[two].start for one, two in pairs.items()):
        return found
    joined: list[TexNode] = []
    seconds = set(pairs.values())
    for place, node in enumerate(found):
        if place in pairs:
            continue
        if place in seconds:
            start, end = kernels[place].start - 1, kernels[place].end
            double = Sign("‖", start=start, end=end)
            node = replace(node, base=double, start=start) if isinstance(node, Scripted) else double
        joined.append(node)
    return joined


def _opened_in_words(found: list[TexNode], at: TexNode) -> bool:
    r"""Whether a remark before a closing bracket opens it: \text{ (as } W \text{ is})."""
    words = [node.text for node in found if isinstance(node, Words) and node.start < at.start]
    return sum(text.count("(") + text.count("（") - text.count(")") - text.count("）") for text in words) > 0


def _closes_later(found: list[TexNode], place: int, sign: str) -> bool:
    """Whether a bar has another further on in its row."""
    depth = 0
    for node in found[place + 1 :]:
        text = _sign_of(node)
        if text == sign:
            return True
        depth += (text in "([{") - (text in ")]}") if text else 0
        if depth < 0:  # the brackets it stands in end before
            return False
    return False
