r"""A formula of a document put into the tokens of the language of worksheets, each with its place in the document."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from autograd.errors import LanguageError
from autograd.worksheet.language.tokens import Token, tokens as read_tokens
from autograd.worksheet.language.vocabulary import FOLDS, PRIME, function_called, is_bare
from autograd.worksheet.tex.abstract import SLOPE_OF
from autograd.worksheet.tex.names import Index, Raised, Spelled, base_of, indices_of, raised_of, shown_letter
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
from autograd.worksheet.tex.rows import EQUALS, OTHER_RELATIONS, Statement, split_at, unwrapped
from autograd.worksheet.tex.survey import Survey, bound_letters, name_with

LAYERS = "layers and steps counted by a letter, such as a^{l} and h_{t-1}"
DOTS = "dots between terms"
OTHER_SUM = "sums with other bounds or conditions"
DIFFERENTIATED = "derivatives of or by what is not a name"

_TIMES = {"·": "*", "×": "*", "*": "*", "⊙": "*", "∘": "*", "⊗": "*", "∙": "*"}
_WORD_OPENINGS = ("for", "find")


class UnreadError(LanguageError):
    """What is not read here: `reason` is the kind of thing, the same for all that wait for it."""

    def __init__(self, message: str, text: str, column: int, length: int, reason: str = "") -> None:
        super().__init__(message, text, column, length)
        self.reason = reason or message


@dataclass
class Sentence:
    """A statement as tokens of the language, without an end.

    `functions` are those it calls and nobody defines, with how many operands; `bounds` tells how far letters run.
    """

    tokens: list[Token]
    start: int
    end: int
    continues: bool = False
    functions: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, str] = field(default_factory=dict)


class Translator:
    """Puts nodes into tokens. `out` are the tokens so far."""

    def __init__(self, text: str, survey: Survey) -> None:
        self.text = text
        self.survey = survey
        self.out: list[Token] = []
        self.functions: dict[str, int] = {}
        self.notes: list[Sentence] = []
        self.left_out: list[UnreadError] = []
        self.bounds: dict[str, str] = {}

    def sentences(self, statement: Statement) -> list[Sentence]:
        """The sentences a statement makes: one, or one a case; and what is noted at its braces."""
        nodes = list(statement.nodes)
        self.survey.part = statement.part
        found: list[Sentence] = []
        cases = _last_cases(nodes)
        if cases is not None and (several := self.by_cases(statement, cases)):
            found = several
        else:
            found = [self.sentence(statement, nodes, statement.guards)]
        return [*found, *self.notes]

    def sentence(
        self, statement: Statement, nodes: Sequence[TexNode], guards: Sequence[Sequence[TexNode]] = ()
    ) -> Sentence:
        """One sentence; of a chain what is not read is left out, and noted."""
        self.out, self.functions, self.bounds = [], {}, {}
        nodes = _without_inequality(nodes)
        starts = [place for place, node in enumerate(nodes) if isinstance(node, Sign) and node.text in ("=", "≈")]
        for start, end in pairwise([0, *starts, len(nodes)]):
            kept = len(self.out), dict(self.functions)
            try:
                self.row(nodes[start:end])
            except UnreadError as error:
                if (start == 0 and not statement.continues) or len(starts) < 2:
                    raise
                self.left_out.append(error)
                self.functions = kept[1]
                del self.out[kept[0] :]
        if starts and not any(token.kind == "=" for token in self.out):
            raise self.left_out.pop()
        written = _without_new_names(list(self.out))
        conditions = [tokens for guard in guards if (tokens := self.guard(guard))]
        for place, tokens in enumerate(conditions):
            at = tokens[0].column
            written.append(Token("for", "for", at, 0) if place == 0 else Token(",", ",", at, 0))
            written += tokens
        return Sentence(written, statement.start, statement.end, statement.continues, self.functions, self.bounds)

    def by_cases(self, statement: Statement, cases: Table) -> list[Sentence]:
        r"""A sentence for each row of \begin{cases} whose condition is one on index letters; none if others are."""
        found: list[Sentence] = []
        past: list[tuple[TexNode, ...]] = []
        before = [node for node in statement.nodes if node is not cases]
        for row in cases.rows:
            value = list(row[0].parts)
            condition = [node for cell in row[1:] for node in cell.parts]
            said = " ".join(node.text for node in condition if isinstance(node, Words)).lower()
            guard = tuple(node for node in condition if not isinstance(node, (Words, Space)))
            guard = tuple(_without_stops(guard))
            if not guard and ("otherwise" in said or "else" in said) and past:
                guard = _negated(past[-1]) if len(past) == 1 else ()
            if len(row) == 1:
                return []
            if not self.guard(guard):
                return []
            past.append(guard)
            each = replace(statement, nodes=(*before, *_without_stops(value)))
            found.append(self.sentence(each, each.nodes, [*statement.guards, guard]))
        return found

    def guard(self, nodes: Sequence[TexNode]) -> list[Token]:
        """A condition on an index letter as tokens; none for what is no such condition."""
        match list(nodes):
            case [Letter(one) as left, Sign("=" | "≠" as sign) as middle, Letter() | Digits() as right]:
                if not self.survey.is_index(one):
                    return []
                kind = "=" if sign == "=" else "!="
                other = (
                    Token("name", right.text, right.start, right.end - right.start)
                    if isinstance(right, Letter)
                    else Token("number", right.text, right.start, 1, float(right.text) - self.survey.first)
                )
                return [
                    Token("name", one, left.start, left.end - left.start),
                    Token(kind, kind, middle.start, middle.end - middle.start),
                    other,
                ]
        return []

    # what is written

    def wrong(self, message: str, node: TexNode, reason: str = "") -> UnreadError:
        """What is said of a node that is not read."""
        return UnreadError(message, self.text, node.start, max(1, node.end - node.start), reason)

    def put(self, kind: str, text: str, start: int, end: int, **more: object) -> None:
        """One more token; between what stands side by side and a number comes a times sign."""
        last = self.out[-1] if self.out else None
        if kind == "number" and last is not None and last.kind in ("name", "number", ")", "]"):
            self.out.append(Token("*", "", start, 0))
        self.out.append(Token(kind, text, start, end - start, **more))  # type: ignore[arg-type]

    def open(self, start: int) -> None:
        """An opening bracket that is not written, or stands at this place."""
        last = self.out[-1] if self.out else None
        if last is not None and last.kind == "name" and last.text not in _WORD_OPENINGS:
            self.shield()
        self.put("(", "(", start, start)

    def close(self, end: int) -> None:
        """A closing bracket that ends at this place."""
        self.put(")", ")", max(0, end - 1), end)

    def shield(self) -> None:
        """Put the last name in brackets of its own: what follows is no argument of it."""
        last = self.out.pop()
        self.out += [
            Token("(", "(", last.column, 0),
            last,
            Token(")", ")", max(0, last.column + last.length - 1), 1),
        ]

    def wrapped(self, nodes: Sequence[TexNode], start: int, end: int) -> None:
        """Nodes in brackets."""
        self.open(start)
        self.row(nodes)
        self.close(end)

    def single(self, group: Group) -> None:
        """What is in braces, in brackets unless it is one number or name."""
        parts = unwrapped(group.parts)
        if len(parts) == 1 and isinstance(parts[0], (Letter, Digits)):
            self.row(parts)
        else:
            self.wrapped(parts, group.start, group.end)

    # rows

    def row(self, nodes: Sequence[TexNode]) -> None:
        """Nodes side by side."""
        nodes = [node for node in nodes if not isinstance(node, Space)]
        place = 0
        while place < len(nodes):
            place = self.one(nodes, place)

    def one(self, nodes: Sequence[TexNode], place: int) -> int:
        """The node at a place, with those after it that belong to it; the place behind them."""
        node = nodes[place]
        match node:
            case Sign():
                return self.sign(nodes, place)
            case Digits():
                return place + length if (length := self.indicator(nodes, place)) else self.number(nodes, place)
            case Scripted(Sign("∑" | "∏"), _, _, _):
                return self.sum(nodes, place)
            case Scripted(Sign("∂" | "∇"), _, _, _):
                return self.differential(nodes, place)
            case Group(parts):
                self.row(parts)
            case Fraction():
                return self.fraction(nodes, place)
            case Root(content, degree):
                self.root(node, content, degree)
            case Fence():
                self.fence(node)
            case Table():
                self.table(node)
            case Braced(content, note, _):
                self.braced(content, note)
            case Letter() | Words() | Accent() | Styled() | Scripted():
                return self.named(nodes, place)
            case _:
                raise self.wrong("this has no meaning here", node)
        return place + 1

    def sign(self, nodes: Sequence[TexNode], place: int) -> int:
        """A sign."""
        node = nodes[place]
        assert isinstance(node, Sign)
        text, start, end = node.text, node.start, node.end
        last = self.out[-1] if self.out else None
        if text in ("+", "-", "/"):
            self.put(text, text, start, end)
        elif text in _TIMES:
            if text in ("·", "×", "*", "∗") and last is not None and last.text in ("+", "-", "(", "="):
                raise self.wrong(f"{self.text[start:end]} has nothing on its left", node)
            self.put("*", text if text in "·×" else "*", start, end)
        elif text in ("=", "≈"):
            self.put("=", text, start, end)
        elif text in (":=", "<-"):
            self.put(text, text, start, end)
        elif text == ":" and _is_sign(nodes, place + 1, "="):
            self.put(":=", ":=", start, nodes[place + 1].end)
            return place + 2
        elif text in ("∑", "∏"):
            return self.sum(nodes, place)
        elif text in ("∂", "∇"):
            return self.differential(nodes, place)
        elif text == ",":
            raise self.wrong("a comma has no meaning here", node)
        elif text == "…":
            raise self.wrong("dots between terms are not read", node, DOTS)
        elif text == "√":
            raise self.wrong("a root is written \\sqrt{…}", node)
        elif text == "∞":
            raise self.wrong("\\infty is not a number", node)
        elif text == "!" or text == "?":
            raise self.wrong(f"{text} has no meaning here", node)
        elif text.startswith("\\"):
            raise self.wrong(f"the command {text} is not known", node)
        else:
            raise self.wrong(f"{self.text[start:end] or text} has no meaning here", node)
        return place + 1

    def number(self, nodes: Sequence[TexNode], place: int) -> int:
        r"""A number; 1.5 \\cdot 10^{-3} is one, with the digits that are printed."""
        node = nodes[place]
        assert isinstance(node, Digits)
        typed = node.text.replace("{,}", ",")
        end, used = node.end, 1
        if self.out and self.out[-1].kind == "number" and self.out[-1].column + self.out[-1].length < node.start:
            raise self.wrong("an operator is missing before this number", node)
        match list(nodes[place + 1 : place + 3]):
            case [Sign("×" | "·"), Scripted(Digits("10"), None, Group(parts), 0) as power]:
                match parts:
                    case (Digits(exponent),) if exponent.isdigit() and len(exponent) < 3:
                        typed, end, used = f"{typed}e{exponent}", power.end, 3
                    case (Sign("-"), Digits(exponent)) if exponent.isdigit() and len(exponent) < 4:
                        typed, end, used = f"{typed}e-{exponent}", power.end, 3
        try:
            found = read_tokens(typed)[0]
        except LanguageError as error:
            raise self.wrong(str(error), node) from None
        self.put("number", typed, node.start, end, number=found.number, half_unit=found.half_unit)
        return place + used

    def extent(self, nodes: Sequence[TexNode], place: int, at_dots: bool = False) -> int:
        """Where the product that begins at a place ends: at + and −, a relation; with `at_dots` at a times sign too."""
        start = place
        while place < len(nodes):
            node = nodes[place]
            if isinstance(node, Sign):
                if node.text in (*EQUALS, *OTHER_RELATIONS, ",", ";", ":", "±"):
                    break
                if node.text in ("+", "-") and place > start:
                    before = nodes[place - 1]
                    if not (isinstance(before, Sign) and before.text in (*_TIMES, "/")):
                        break
                if at_dots and node.text in (*_TIMES, "/", "+"):
                    break
            place += 1
        return place

    # sums

    def sum(self, nodes: Sequence[TexNode], place: int) -> int:
        """A sum with what it is taken of: the product behind it."""
        node = nodes[place]
        below = node.below if isinstance(node, Scripted) else None
        sign = node.base if isinstance(node, Scripted) else node
        assert isinstance(sign, Sign)
        if sign.text == "∏":
            raise self.wrong("products over an index are not read", node, "products over an index")
        end = self.extent(nodes, place + 1)
        if end == place + 1:
            raise self.wrong("nothing stands behind this sum", node)
        body = nodes[place + 1 : end]
        letters = bound_letters(below)
        if not letters:
            letters = self.letters_in(body)
            if len(letters) != 1:
                raise self.wrong("this sum does not say over what", node, "sums that do not say over what")
        excluded = self.excluded(below, node)
        bound = self.length_of(node.above) if isinstance(node, Scripted) else None
        if bound and len(letters) == 1:
            self.bounds[letters[0]] = bound
        self.put("name", "sum", node.start, node.end)
        self.put("(", "(", node.end, node.end)
        for letter in letters[:-1]:
            self.bind(letter, node)
            self.put("name", "sum", node.start, node.end)
            self.put("(", "(", node.end, node.end)
        self.bind(letters[-1], node)
        begun = len(self.out)
        self.row(body)
        if excluded is not None:
            self.leave_out(begun, letters[-1], excluded, body)
        for _ in letters:
            self.close(body[-1].end)
        return end

    def length_of(self, above: Group | None) -> str:
        """How far a sum runs: a number, or the name of a length."""
        match unwrapped(above.parts) if above is not None else ():
            case (Digits(text),) if text.isdigit():
                return text
            case (Letter() | Scripted() as node,) if (name := self.plain_name(node)) is not None:
                return name if isinstance(node, Letter) else ""
            case (Fence("|" | "‖", (Letter(text),), _),):
                return f"|{text}|"
        return ""

    def after_name(self) -> bool:
        """Whether a name was written last."""
        return bool(self.out) and self.out[-1].kind == "name"

    def bind(self, letter: str, node: TexNode) -> None:
        self.put("name", letter, node.start, node.end)
        self.put(":", ":", node.end, node.end)

    def excluded(self, below: Group | None, node: TexNode) -> TexNode | None:
        r"""The place a sum leaves out: the i of \sum_{k \neq i}; None if none."""
        if below is None:
            return None
        groups = [unwrapped(part) for part in split_at(unwrapped(below.parts), [","])]
        found: TexNode | None = None
        for parts in groups:
            match [part for part in parts if not isinstance(part, Space)]:
                case [Letter()]:
                    pass
                case [Letter(), Sign("="), Digits("0" | "1")]:
                    pass
                case [Letter(), Sign("="), _, Sign("…"), *_]:
                    pass
                case [Letter(), Sign("≠"), Letter() | Digits() as other]:
                    found = other
                case [Letter(), Sign("∈"), *_]:
                    pass
                case [Letter(), *rest] if all(isinstance(each, Letter) for each in rest):
                    pass
                case _:
                    raise self.wrong("a sum with these bounds is not read", node, OTHER_SUM)
        return found

    def leave_out(self, begun: int, letter: str, other: TexNode, body: Sequence[TexNode]) -> None:
        """Take from the sum written since then what its body is at the place left out."""
        written = self.out[begun:]
        if isinstance(other, Digits):
            there = Token("number", other.text, other.start, 1, float(other.text) - self.survey.first)
        else:
            assert isinstance(other, Letter)
            there = Token("name", other.text, other.start, 1)
        indicator = [
            Token("name", "indicator", other.start, 0),
            Token("(", "(", other.start, 0),
            Token("name", letter, other.start, 0),
            Token("-", "-", other.start, 0),
            replace(there, length=0),
            Token(")", ")", other.start, 0),
        ]
        start, end = body[0].start, body[-1].end
        self.out[begun:] = [
            Token("(", "(", start, 0),
            Token("number", "1", start, 0, 1.0),
            Token("-", "-", start, 0),
            *indicator,
            Token(")", ")", start, 0),
            Token("*", "", start, 0),
            Token("(", "(", start, 0),
            *written,
            Token(")", ")", end - 1, 1),
        ]

    def letters_in(self, nodes: Sequence[TexNode]) -> list[str]:
        """The index letters below names in nodes, in order."""
        found: dict[str, None] = {}
        for root in nodes:
            for node in root.inside():
                if isinstance(node, Scripted) and node.below is not None:
                    for index in indices_of(node.below):
                        if index.kind == "letter" and self.survey.is_index(index.text):
                            found[index.text] = None
        return list(found)

    # derivatives

    def fraction(self, nodes: Sequence[TexNode], place: int) -> int:
        """A fraction, a derivative, or the operator of one."""
        node = nodes[place]
        assert isinstance(node, Fraction)
        above, below = list(unwrapped(node.above.parts)), list(unwrapped(node.below.parts))
        if is_differential(above, alone=True) and is_differential(below):
            return self.derivative(nodes, place, above, below)
        if _is_second(above):
            raise self.wrong("second derivatives are not read", node, "second derivatives")
        last = self.out[-1] if self.out else None
        apart = last is not None and (last.text == "/" or last.kind == "^")
        if apart or (last is not None and last.kind == "name"):
            self.open(node.start)
            apart = True
        self.wrapped(node.above.parts, node.start, node.above.end)
        middle = node.above.end
        self.put("/", "/", middle, max(middle, node.below.start))
        self.wrapped(node.below.parts, node.below.start, node.end)
        if apart:
            self.close(node.end)
        return place + 1

    def derivative(self, nodes: Sequence[TexNode], place: int, above: list[TexNode], below: list[TexNode]) -> int:
        """A derivative written as a fraction; of the operator d/dx what stands behind it is differentiated."""
        node = nodes[place]
        top, bottom, end, behind = above[1:], below[1:], node.end, place + 1
        if not top:
            behind = self.operand_end(nodes, place + 1)
            top = list(nodes[place + 1 : behind])
            if not top:
                raise self.wrong("nothing stands behind this derivative", node)
            end = top[-1].end
        self.slope(top, bottom, node, end)
        return behind

    def operand_end(self, nodes: Sequence[TexNode], place: int) -> int:
        """Where what an operator d/dx acts on ends: behind brackets, or the product."""
        if place < len(nodes) and isinstance(nodes[place], Fence):
            return place + 1
        return self.extent(nodes, place, at_dots=True)

    def slope(self, top: list[TexNode], bottom: list[TexNode], node: TexNode, end: int) -> None:
        """A derivative of nodes by nodes."""
        top, bottom = list(unwrapped(top)), list(unwrapped(bottom))
        if len(bottom) > 1 and isinstance(bottom[-1], Fence):
            raise self.wrong("a derivative is one by a name", node, DIFFERENTIATED)
        if len(bottom) != 1:
            raise self.wrong("a derivative is one by a name", node, DIFFERENTIATED)
        self.open(node.start)
        if len(top) == 2 and isinstance(top[1], Fence) and self.argument_of(top[0], top[1]) == "dropped":
            top = top[:1]
        name = self.plain_name(top[0]) if len(top) == 1 else None
        if name is None:
            parts = top
            if len(top) == 1 and isinstance(top[0], Fence) and top[0].opening in "([":
                parts = list(top[0].parts)
                if len(parts) == 1 and (name := self.plain_name(parts[0])) is not None:
                    top = parts
        if name is not None:
            self.named_differential(top[0], node.start)
        else:
            self.put("name", "d", node.start, node.start)
            self.put("(", "(", top[0].start, top[0].start)
            self.row(parts)
            self.close(top[-1].end)
        self.put("/", "/", top[-1].end, top[-1].end)
        if self.plain_name(bottom[0]) is None:
            raise self.wrong("a derivative is one by a name", node, DIFFERENTIATED)
        self.named_differential(bottom[0], bottom[0].start)
        self.close(end)

    def plain_name(self, node: TexNode) -> str | None:
        """The name a node is, without its indices; None for what is not one."""
        if isinstance(node, Group) and len(node.parts) == 1:
            return self.plain_name(node.parts[0])
        base, below, above, primes = parts_of(node)
        spelled = base_of(base)
        if spelled is None or isinstance(base, Sign) or primes:
            return None
        raised = raised_of(above, self.survey.is_t_a_name)
        if raised.power is not None and not self.is_part_of_name(spelled, below, raised):
            return None
        if raised.transposed:
            return None
        return spelled.name

    def named_differential(self, node: TexNode, start: int) -> None:
        """∂ of a name with its indices."""
        begun = len(self.out)
        self.name(node)
        token = self.out[begun]
        self.out[begun] = replace(
            token, text=f"d{token.text}", column=start, length=token.column + token.length - start
        )

    def differential(self, nodes: Sequence[TexNode], place: int) -> int:
        r"""\partial J / \partial w, slanted; \nabla_w J."""
        node = nodes[place]
        match list(nodes[place : place + 5]):
            case [Sign("∂"), top, Sign("/"), Sign("∂"), bottom]:
                at = Group((), start=node.start, end=bottom.end)
                self.slope([top], [bottom], at, bottom.end)
                return place + 5
        match list(nodes[place : place + 2]):
            case [Scripted(Sign("∇"), Group(parts), None, 0), top] if self.plain_name(top) is not None:
                at = Group((), start=node.start, end=top.end)
                self.slope([top], list(parts), at, top.end)
                return place + 2
        if (isinstance(node, Sign) and node.text == "∇") or isinstance(node, Scripted):
            raise self.wrong("this operator is not read", node, "∇ alone")
        raise self.wrong("∂ stands in a fraction, ∂…/∂…", node, DIFFERENTIATED)

    # brackets

    def root(self, node: TexNode, content: Group, degree: Group | None) -> None:
        """A root."""
        if degree is not None:
            self.wrapped(content.parts, content.start, content.end)
            self.put("^", "^", node.start, node.start)
            self.put("(", "(", node.start, node.start)
            self.put("number", "1", node.start, node.start, number=1.0)
            self.put("/", "/", node.start, node.start)
            self.single(degree)
            self.close(node.end)
            return
        self.call("sqrt", node, content.parts, content.start, node.end)

    def call(self, function: str, node: TexNode, operand: Sequence[TexNode], start: int, end: int) -> None:
        """A function of nodes."""
        if self.after_name():
            self.shield()
        self.put("name", function, node.start, max(node.start, start))
        self.put("(", "(", start, start)
        for place, part in enumerate(split_at(operand, [","])):
            if place:
                self.put(",", ",", part[0].start if part else start, part[0].start if part else start)
            self.row(part)
        self.close(end)

    def fence(self, node: Fence) -> None:
        """Brackets: of bars the size or the length; of what has commas in it a list."""
        parts = list(node.parts)
        if node.opening in ("|", "‖"):
            self.call("abs" if node.opening == "|" else "norm", node, parts, node.start, node.end)
            return
        if node.opening not in ("(", "[", "{", ".") or node.closing not in (")", "]", "}", "."):
            raise self.wrong(f"{node.opening} … {node.closing} has no meaning here", node)
        if node.closing == "." or node.opening == ".":
            raise self.wrong("what is evaluated at a place is not read", node, "evaluated at a place")
        if any(isinstance(part, Sign) and part.text == "," for part in parts):
            if node.opening == "{":
                raise self.wrong("a set is not read", node, "sets")
            if self.after_name() and self.out[-1].text not in _WORD_OPENINGS:
                raise self.wrong("this function is defined nowhere", node, "functions that are defined nowhere")
            self.list(list(split_at(parts, [","])), node)
            return
        if not parts:
            raise self.wrong("nothing stands in these brackets", node)
        if node.opening == "[" and any(isinstance(part, Sign) and part.text in "><≥≤≠" for part in parts):
            self.condition(node)
            return
        self.wrapped(parts, node.start, node.end)

    def condition(self, node: Fence) -> None:
        """1 where a condition in square brackets holds, else 0: [z > 0]."""
        sides = split_at(node.parts, [">", "<", "≥", "≤", "≠"])
        sign = next(part.text for part in node.parts if isinstance(part, Sign) and part.text in "><≥≤≠")
        if len(sides) != 2 or not all(sides):
            raise self.wrong("this condition is not read", node, "indicators with other conditions")
        last = unwrapped(sides[1])
        if sign == "≠" and len(last) == 1 and isinstance(last[0], Words) and last[0].text.lower() == "nan":
            self.call("notnan", node, sides[0], node.start, node.end)
            return
        if sign == "≠":
            if [getattr(part, "text", "") for part in last] != ["0"]:
                raise self.wrong("this condition is not read", node, "indicators with other conditions")
            self.call("nonzero", node, sides[0], node.start, node.end)
            return
        left, right = sides if sign in ">≤" else sides[::-1]
        self.open(node.start)
        if sign in "≥≤":  # not the other way round
            self.put("number", "1", node.start, node.start, number=1.0)
            self.put("-", "-", node.start, node.start)
        self.put("name", "mask", node.start, node.start)
        self.put("(", "(", node.start, node.start)
        self.row(left)
        self.put("-", "-", node.start, node.start)
        self.wrapped(right, node.start, node.end)
        self.close(node.end)
        self.close(node.end)

    def list(self, entries: Sequence[Sequence[TexNode]], node: TexNode) -> None:
        """A list of entries."""
        beside = bool(self.out) and self.out[-1].kind in ("name", ")", "]")
        if beside:
            self.open(node.start)
        self.put("[", "[", node.start, node.start, spaced=True)
        for place, entry in enumerate(entries):
            if place:
                self.put(",", ",", node.start, node.start)
            if not entry:
                raise self.wrong("an entry of this list is missing", node)
            self.row(entry)
        self.put("]", "]", node.end - 1, node.end)
        if beside:
            self.close(node.end)

    def table(self, node: Table) -> None:
        """A matrix: a list, or a list of rows."""
        if node.name in ("cases", "dcases", "rcases"):
            self.cases(node)
            return
        if any(isinstance(part, Sign) and part.text == "…" for cell in node.children for part in cell.children):
            raise self.wrong("dots in a matrix are not read", node, DOTS)
        if len({len(row) for row in node.rows}) != 1:
            raise self.wrong("the rows of this matrix differ in length", node)
        if len(node.rows[0]) == 1:
            self.open(node.start)
            self.list([row[0].parts for row in node.rows], node)
            self.close(node.end)
            return
        self.open(node.start)
        self.put("[", "[", node.start, node.start, spaced=True)
        for place, row in enumerate(node.rows):
            if place:
                self.put(",", ",", row[0].start, row[0].start)
            self.list(
                [cell.parts for cell in row], Group((), start=row[0].start, end=max(row[-1].end, row[0].start + 1))
            )
        self.put("]", "]", node.end - 1, node.end)
        self.close(node.end)

    def cases(self, node: Table) -> None:
        """Cases on a value: a(z > 0) + b(z ≤ 0), of z and 0 the larger of both."""
        rows = [
            (
                _without_stops(list(row[0].parts)),
                _without_stops(
                    [part for cell in row[1:] for part in cell.parts if not isinstance(part, (Words, Space))]
                ),
            )
            for row in node.rows
        ]
        if len(rows) != 2 or len(node.rows[0]) < 2:
            raise self.wrong("cases other than two are not read", node, "cases")
        (first, condition), (second, _) = rows
        sides = list(split_at(condition, [">", "<", "≥", "≤"]))
        if len(sides) != 2:
            raise self.wrong("cases with this condition are not read", node, "cases")
        sign = next(part.text for part in condition if isinstance(part, Sign) and part.text in "><≥≤")
        left, right = sides if sign in ">≥" else sides[::-1]
        is_zero = [isinstance(each, Digits) and each.text == "0" for each in right] == [True]
        if (
            is_zero
            and _same(first, left)
            and len(second) == 1
            and isinstance(second[0], Digits)
            and second[0].text == "0"
        ):
            self.call("relu", node, left, node.start, node.end)
            return
        self.open(node.start)
        for place, value in enumerate((first, second)):
            if place:
                self.put("+", "+", node.start, node.start)
            self.wrapped(value, value[0].start if value else node.start, value[-1].end if value else node.end)
            self.put("*", "*", node.start, node.start)
            self.put("(", "(", node.start, node.start)
            if place:
                self.put("number", "1", node.start, node.start, number=1.0)
                self.put("-", "-", node.start, node.start)
            self.put("name", "step", node.start, node.start)
            self.put("(", "(", node.start, node.start)
            self.row(left)
            self.put("-", "-", node.start, node.start)
            self.wrapped(right, node.start, node.end)
            self.close(node.end)
            self.close(node.end)
        self.close(node.end)

    def braced(self, content: Group, note: Group | None) -> None:
        """What has a brace: a note that is a formula or a name is a claim of its own."""
        if note is not None and note.parts and not any(isinstance(part, Words) for part in note.inside()):
            try:
                at = Statement(note.start, note.end, tuple(note.parts))
                equals = Sign("=", start=content.end, end=content.end)
                starts = bool(note.parts) and isinstance(note.parts[0], Sign) and note.parts[0].text in EQUALS
                noted = list(note.parts[starts:])
                joined = [*noted, equals, *content.parts]
                if len(noted) != 1 or self.plain_name(noted[0]) is None:
                    joined = [*content.parts, equals, *noted]
                said = Translator(self.text, self.survey).sentence(at, joined)
                self.notes.append(said)
            except LanguageError:
                pass
        self.wrapped(content.parts, content.start, content.end)

    # names

    def named(self, nodes: Sequence[TexNode], place: int) -> int:
        """A name, a function with its operand, or what only looks like one."""
        node = nodes[place]
        base, below, above, primes = parts_of(node)
        after = nodes[place + 1] if place + 1 < len(nodes) else None
        if isinstance(base, Fence) or (
            isinstance(base, (Group, Fraction, Table, Braced, Root)) and base_of(base) is None
        ):
            self.powered(node, base, below, above, primes)
            return place + 1
        if isinstance(base, Digits):
            self.powered(node, base, below, above, primes)
            return place + 1
        if (length := self.indicator(nodes, place)) > 0:
            return place + length
        spelled = base_of(base)
        if spelled is None:
            raise self.wrong("this is not read as a name", node)
        if (
            isinstance(base, Letter)
            and base.text == "e"
            and above is not None
            and "e" not in self.survey.given
            and not below
        ):
            self.call("exp", node, above.parts, above.start, node.end)
            return place + 1
        if isinstance(base, Letter) and base.text == "delta" and below is not None and above is None:
            indices = indices_of(below)
            if len(indices) == 2 and all(
                each.kind in ("letter", "number") and (each.kind == "number" or self.survey.is_index(each.text))
                for each in indices
            ):
                self.equal_indices(indices, node)
                return place + 1
        if isinstance(after, Fence) and after.opening in "([" and self.argument_of(node, after) == "dropped":
            self.name(node)
            return place + 2
        if (length := self.function(nodes, place, spelled)) > 0:
            return place + length
        if (
            isinstance(base, Letter)
            and base.text == "d"
            and node is base
            and isinstance(after, (Letter, Scripted, Accent))
            and after.start == node.end
            and self.plain_name(after) is not None
            and "d" not in self.survey.given
        ):
            return self.shorthand(nodes, place)
        self.name(node)
        return place + 1

    def shorthand(self, nodes: Sequence[TexNode], place: int) -> int:
        """dz, or dL/dw typed slanted."""
        node, name = nodes[place], nodes[place + 1]
        match list(nodes[place + 2 : place + 5]):
            case [Sign("/"), Letter("d"), bottom] if self.plain_name(bottom) is not None:
                at = Group((), start=node.start, end=bottom.end)
                self.slope([name], [bottom], at, bottom.end)
                return place + 5
        self.named_differential(name, node.start)
        return place + 2

    def indicator(self, nodes: Sequence[TexNode], place: int) -> int:
        r"""\mathbb{1}[k = i], \mathbf 1_{k=i}, 1(z > 0): how many nodes it takes; 0 if it is none."""
        node = nodes[place]
        base, below, _above, _ = parts_of(node)
        match base:
            case Styled(_, Group((Digits("1"),))) | Styled("mathbb", Group((Letter("I"),))):
                pass
            case Digits("1") if place + 1 < len(nodes) and _is_condition_in_brackets(nodes[place + 1]):
                pass
            case _:
                return 0
        after = nodes[place + 1] if place + 1 < len(nodes) else None
        condition: Sequence[TexNode] = ()
        used = 1
        if below is not None:
            condition = unwrapped(below.parts)
            if len(condition) == 1 and isinstance(condition[0], Fence):
                condition = condition[0].parts
        elif isinstance(after, Fence):
            condition, used = after.parts, 2
        if not condition:
            raise self.wrong("a vector of ones is not read", node, "vectors of ones")
        sides = [side for side in split_at(condition, ["=", ">", "<", "≥", "≤", "≠"]) if side]
        sign = next((each.text for each in condition if isinstance(each, Sign) and each.text in "=><≥≤≠"), "")
        if len(sides) != 2:
            raise self.wrong("this condition is not read", node, "indicators with other conditions")
        end = nodes[place + used - 1].end
        if sign in "=≠":
            items = [indices_of(Group(tuple(side), start=node.start, end=end)) for side in sides]
            if not all(len(each) == 1 for each in items):
                raise self.wrong("this condition is not read", node, "indicators with other conditions")
            if sign == "≠":
                self.open(node.start)
                self.put("number", "1", node.start, node.start, number=1.0)
                self.put("-", "-", node.start, node.start)
            self.equal_indices([items[0][0], items[1][0]], Group((), start=node.start, end=end))
            if sign == "≠":
                self.close(end)
            return used
        left, right = sides if sign in ">≥" else sides[::-1]
        self.put("name", "step", node.start, node.start)
        self.put("(", "(", node.start, node.start)
        self.row(left)
        self.put("-", "-", node.start, node.start)
        self.wrapped(right, node.start, end)
        self.close(end)
        return used

    def equal_indices(self, indices: Sequence[Index], node: TexNode) -> None:
        """1 where two indices are the same, else 0."""
        if self.after_name():
            self.shield()
        self.put("name", "indicator", node.start, node.start)
        self.put("(", "(", node.start, node.start)
        for place, index in enumerate(indices):
            if place:
                self.put("-", "-", node.start, node.start)
            if index.kind == "number":
                self.put("number", index.text, node.start, node.start, number=float(index.text) - self.survey.first)
            else:
                self.put("name", index.text, node.start, node.start)
        self.close(node.end)

    def powered(self, node: TexNode, base: TexNode, below: Group | None, above: Group | None, primes: int) -> None:
        """Brackets, a number, a fraction with what is raised behind them."""
        if primes:
            raise self.wrong("the derivative of what is in brackets does not say by what", node, "primes")
        norm = isinstance(base, Fence) and base.opening in ("‖", "|")
        if below is not None and not (
            norm and [part.text for part in below.parts if isinstance(part, (Digits, Letter))] in (["2"], ["F"])
        ):
            if (isinstance(base, Fence) and base.opening == "(") or norm:
                self.indexed_expression(node, base, below, above)
                return
            raise self.wrong("an index behind brackets is not read", node, "indices behind brackets")
        raised = raised_of(above, self.survey.is_t_a_name)
        match raised.power.parts if raised.power is not None else ():
            case (Letter("t"),) if not (
                self.survey.alone["t"] or "t" in self.survey.given or self.survey.is_index("t")
            ):
                raised = raised._replace(power=None, transposed=True)
        if isinstance(base, Digits):
            self.number([base], 0)
        elif isinstance(base, Fence):
            self.fence(base)
        else:
            self.wrapped([base], base.start, base.end)
        self.raise_it(raised, node)

    def indexed_expression(self, node: TexNode, base: TexNode, below: Group, above: Group | None) -> None:
        """(W x)_i, an entry of what is in brackets."""
        assert isinstance(base, Fence)
        if base.opening in ("‖", "|"):
            raise self.wrong("this norm is not read", node, "other norms")
        indices = indices_of(below)
        if not indices or any(each.kind not in ("letter", "number") for each in indices):
            raise self.wrong("an index behind brackets is not read", node, "indices behind brackets")
        self.wrapped(base.parts, base.start, base.end)
        self.index(indices, below.start, below.end)
        self.raise_it(raised_of(above, self.survey.is_t_a_name), node)

    def index(self, indices: Sequence[Index], start: int, end: int) -> None:
        """Square brackets with indices."""
        self.put("[", "[", start, start)
        for place, each in enumerate(indices):
            if place:
                self.put(",", ",", start, start)
            if each.kind == "number":
                number = float(each.text) - self.survey.first
                self.put("number", f"{number:g}", each.node.start, each.node.end, number=number)
            else:
                self.put("name", each.text, each.node.start, each.node.end)
        self.put("]", "]", max(start, end - 1), end)

    def raise_it(self, raised: Raised, node: TexNode) -> None:
        """What is raised behind something: its transpose, a power."""
        if raised.layer or raised.star:
            raise self.wrong("a layer behind brackets is not read", node, "layers behind brackets")
        if raised.transposed:
            self.put(".T", ".T", node.end, node.end)
        if raised.power is not None:
            power = raised.power
            self.put("^", "^", power.start, power.start)
            self.put("(", "(", power.start, power.start)
            self.row(power.parts)
            self.close(power.end)

    def argument_of(self, node: TexNode, fence: TexNode) -> str:
        """What brackets behind a name are: "dropped" where they only tell what it depends on."""
        base, below, _above, primes = parts_of(node)
        spelled = base_of(base)
        if spelled is None or primes or function_called(spelled.name) in FOLDS:
            return ""
        named = name_with(spelled, indices_of(below), self.survey)
        if not self.survey.arguments_dropped(named.name) or not isinstance(fence, Fence):
            return ""
        names = all(isinstance(part, (Letter, Scripted, Accent, Styled, Sign)) for part in fence.parts)
        signs = {part.text for part in fence.parts if isinstance(part, Sign)}
        return "dropped" if names and signs <= {",", ";", "|"} else ""

    def function(self, nodes: Sequence[TexNode], place: int, spelled: Spelled) -> int:
        """A function with its operand: how many nodes it takes; 0 if it is none."""
        node = nodes[place]
        base, below, above, primes = parts_of(node)
        after = nodes[place + 1] if place + 1 < len(nodes) else None
        behind = after.base if isinstance(after, Scripted) else after
        fence = behind if isinstance(behind, Fence) and behind.opening in "([{" else None
        word = spelled.name
        if word == "log" and below is not None and [getattr(part, "text", "") for part in below.parts] == ["2"]:
            word, below = "log2", None
        is_word = isinstance(base, Words) or len(spelled.name) > 1
        is_operator = isinstance(base, Words) and (is_bare(word) or word in ("max", "min"))
        function = function_called(word)
        if function is not None and word not in self.survey.given and (fence is not None or is_operator):
            if not is_word and not self.survey.is_called(word):
                return 0
            return self.called(nodes, place, word, fence, below, above, primes)
        if fence is None or fence.opening != "(":
            return 0
        if word in self.survey.given and not primes:
            named = name_with(spelled, indices_of(below), self.survey).name
            is_own = self.survey.is_called(named) and not above and (not below or named != word)
            return self.own(nodes, place, named, fence) if is_own else 0
        if primes and word in self.survey.called and self.survey.is_called(word):
            if word in self.survey.given:
                return self.own(nodes, place, word + PRIME * primes, fence)
            if primes > 1:
                raise self.wrong("the second slope of a function that is defined nowhere is not read", node, "primes")
            self.functions[word] = len(split_at(fence.parts, [","]))
            return self.own(nodes, place, f"{SLOPE_OF}{word}", fence)
        if self.survey.is_called(word) and word not in self.survey.given and not above:
            self.functions[word] = len(split_at(fence.parts, [","]))
            return self.own(nodes, place, word, fence)
        return 0

    def own(self, nodes: Sequence[TexNode], place: int, word: str, fence: Fence) -> int:
        """A function of the document's own."""
        node = nodes[place]
        self.call(word, node, fence.parts, fence.start, fence.end)
        return 2

    def called(
        self,
        nodes: Sequence[TexNode],
        place: int,
        word: str,
        fence: Fence | None,
        below: Group | None,
        above: Group | None,
        primes: int,
    ) -> int:
        """A function of the language with its operand."""
        node = nodes[place]
        raised = raised_of(above, self.survey.is_t_a_name)
        indices = indices_of(below)
        if raised.layer or raised.star or raised.transposed:
            raise self.wrong("what is raised behind this function is not read", node)
        if word in ("max", "min") and indices and fence is None:
            raise self.wrong("the largest over an index is not read", node, OTHER_SUM)
        if fence is not None:
            operand, start, end, used = fence.parts, fence.start, fence.end, 2
        else:
            stop = self.extent(nodes, place + 1, at_dots=True)
            operand = tuple(nodes[place + 1 : stop])
            if not operand:
                raise self.wrong(f"{spelled_for_people(word)} is a function: what it is taken of is missing", node)
            start, end, used = operand[0].start, operand[-1].end, stop - place
        self.call(word + PRIME * primes, node, operand, start, end)
        if indices and any(each.kind in ("letter", "number") for each in indices):
            self.index(indices, node.start, node.end)
        if raised.power is not None:
            self.raise_it(raised, node)
        after = nodes[place + 1] if fence is not None else None
        if isinstance(after, Scripted):  # softmax(z)_i, f(x)^2
            if after.primes:
                raise self.wrong("the derivative of what is in brackets does not say by what", after, "primes")
            inner = indices_of(after.below)
            if any(each.kind not in ("letter", "number") for each in inner):
                raise self.wrong("an index behind brackets is not read", after, "indices behind brackets")
            if inner:
                self.index(inner, fence.end if fence else after.start, after.end)
            self.raise_it(raised_of(after.above, self.survey.is_t_a_name), after)
        return used

    def is_part_of_name(self, spelled: Spelled, below: Group | None, raised: Raised) -> bool:
        """Whether what is raised belongs to a name: σ² where it is differentiated, N^O where O is nothing else."""
        if raised.power is None:
            return False
        match raised.power.parts:
            case (Digits("2"),):
                return name_with(spelled, indices_of(below), self.survey).name in self.survey.squares
            case (Letter(text),) if text.isupper() and len(text) == 1:
                return not self.survey.alone[text] and text not in self.survey.given and not self.survey.bound & {text}
            case (Words(),):
                return True
        return False

    def name(self, node: TexNode) -> None:
        """A name with its indices, layer, power."""
        base, below, above, primes = parts_of(node)
        if isinstance(node, Group):
            self.row(node.parts)
            return
        spelled = base_of(base)
        if spelled is None:
            raise self.wrong("this is not read as a name", node)
        raised = raised_of(above, self.survey.is_t_a_name)
        indices = indices_of(below)
        if any(each.kind == "other" for each in indices):
            raise self.wrong("this index is not read", node, "indices other than letters, numbers and words")
        named = name_with(spelled, indices, self.survey)
        is_part = self.is_part_of_name(spelled, below, raised)
        chosen = [each for each in indices if named == spelled]
        if is_part and raised.power is not None:
            last = raised.power.parts[0]
            sign = last.text if isinstance(last, (Letter, Words, Digits)) else ""
            named = Spelled(f"{named.name}^{sign}", f"{named.shown}{'²' if sign == '2' else '^' + sign}")
            raised = raised._replace(power=None)
        if raised.layer:
            if raised.kind == "letter" and self.survey.is_index(raised.layer) and self.survey.axes.get(spelled.name):
                chosen = [Index("letter", raised.layer, raised.node or node), *chosen]
            elif raised.kind == "number":
                if self.is_sample(spelled):
                    chosen = [Index("number", raised.layer, raised.node or node), *chosen]
                else:
                    named = Spelled(f"{named.name}^({raised.layer})", f"{named.shown}^({raised.layer})")
            else:
                raise self.wrong("layers counted by a letter are not read", node, LAYERS)
        match raised.power.parts if raised.power is not None else ():
            case (Letter("l" | "L"),) | (Letter("l" | "L"), Sign(), Digits()):
                raise self.wrong("layers counted by a letter are not read", node, LAYERS)
        if raised.star:
            named = Spelled(f"{named.name}^*", f"{named.shown}^*")
        if primes:
            named = Spelled(named.name + PRIME * primes, named.shown + PRIME * primes)
        if any(each.kind == "step" for each in chosen):
            raise self.wrong("steps counted by a letter are not read", node, LAYERS)
        self.survey.shown.setdefault(named.name, named.shown)
        end = (
            node.end
            if not (raised.transposed or raised.power is not None)
            else (below.end if below is not None else base.end)
        )
        end = max(end, base.end)
        self.put("name", named.name, node.start, end if not chosen else base.end)
        if chosen:
            start = min(base.end, end)
            if len(chosen) > 2:
                raise self.wrong(f"{len(chosen)} indices: names have at most two, row and column", node)
            self.index(chosen, start, end)
        self.raise_it(raised._replace(layer="", star=""), node)

    def is_sample(self, spelled: Spelled) -> bool:
        """Whether x^{(1)} is the first sample: x^{(i)} stands elsewhere, i an index."""
        return bool(self.survey.axes.get(spelled.name)) and spelled.name in self.survey.samples


def spelled_for_people(word: str) -> str:
    """A function's word as people write it."""
    return shown_letter(word)


def parts_of(node: TexNode) -> tuple[TexNode, Group | None, Group | None, int]:
    """What a node is without its scripts, and these."""
    if isinstance(node, Scripted):
        return node.base, node.below, node.above, node.primes
    return node, None, None, 0


def is_differential(parts: Sequence[TexNode], alone: bool = False) -> bool:
    r"""Whether nodes begin with ∂ or an upright or slanted d: \partial L, dw; `alone` it may be the sign only."""
    if not parts or (len(parts) == 1 and not alone):
        return False
    match parts[0]:
        case Sign("∂"):
            return True
        case Letter("d") | Words("d") | Styled(_, Group((Letter("d"),))):
            return len(parts) == 1 or not isinstance(parts[1], Sign)
    return False


def _without_new_names(tokens: list[Token]) -> list[Token]:
    """The tokens with = for := where that gives a name no new value: what is on its right does not use the name."""
    place = next((place for place, token in enumerate(tokens) if token.kind == ":="), None)
    if place is None or any(token.text == tokens[0].text for token in tokens[place + 1 :]):
        return tokens
    return [replace(token, kind="=") if token.kind == ":=" else token for token in tokens]


def _is_condition_in_brackets(node: TexNode) -> bool:
    """Whether brackets hold a condition: (k = i), [z > 0]."""
    return isinstance(node, Fence) and any(isinstance(part, Sign) and part.text in "=≠><≥≤" for part in node.parts)


def _is_sign(nodes: Sequence[TexNode], place: int, text: str) -> bool:
    """Whether a sign stands at a place."""
    node = nodes[place] if place < len(nodes) else None
    return isinstance(node, Sign) and node.text == text


def _is_second(parts: Sequence[TexNode]) -> bool:
    match list(parts):
        case [Scripted(Sign("∂") | Letter("d"), None, Group(), 0), *_]:
            return True
    return False


def _last_cases(nodes: Sequence[TexNode]) -> Table | None:
    """The cases a statement ends with, behind a sign of equality."""
    match list(nodes):
        case [*_, Sign("=" | "≈"), Table("cases" | "dcases" | "rcases") as table]:
            return table
    return None


def _without_stops(nodes: Sequence[TexNode]) -> list[TexNode]:
    found = [node for node in nodes if not isinstance(node, Space)]
    while found and isinstance(found[-1], Sign) and found[-1].text in (",", ".", ";", ":"):
        found.pop()
    while found and isinstance(found[0], Sign) and found[0].text in (",", ";", ":"):
        found.pop(0)
    return found


def _negated(guard: Sequence[TexNode]) -> tuple[TexNode, ...]:
    opposite = {"=": "≠", "≠": "="}
    return tuple(
        Sign(opposite[node.text], start=node.start, end=node.end)
        if isinstance(node, Sign) and node.text in opposite
        else node
        for node in guard
    )


def _without_inequality(nodes: Sequence[TexNode]) -> list[TexNode]:
    """A chain of equalities without the inequality behind it: z = 5 > 0."""
    equals = [place for place, node in enumerate(nodes) if isinstance(node, Sign) and node.text in EQUALS]
    for place, node in enumerate(nodes):
        if (
            isinstance(node, Sign)
            and node.text in ("<", ">", "≤", "≥", "≪", "≫", "≠", "∈", "→", "⇒")
            and equals
            and place > equals[0]
        ):
            return list(nodes[:place])
    return list(nodes)


def _same(one: Sequence[TexNode], other: Sequence[TexNode]) -> bool:
    return tuple(one) == tuple(other)
