r"""The sentences a statement makes: its tokens without an end, one for each of its cases."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, pairwise

from autograd.errors import LanguageError
from autograd.worksheet.language.tokens import Token
from autograd.worksheet.tex.abstract import slopes_in
from autograd.worksheet.tex.constructs.conditions import guard_of
from autograd.worksheet.tex.constructs.looks import without_stops
from autograd.worksheet.tex.constructs.table import BY_CLASS
from autograd.worksheet.tex.constructs.writer import UnreadError, Writer
from autograd.worksheet.tex.nodes import Sign, Space, Table, TexNode, Words
from autograd.worksheet.tex.rewrites.bars import Value, without_bars
from autograd.worksheet.tex.rows import EQUALS, Statement
from autograd.worksheet.tex.survey import Survey


@dataclass
class Sentence:
    """A statement as tokens of the language, without an end.

    `functions` are those it calls and nobody defines, with how many operands; `bounds` tells how far letters run,
    `members` which layers and steps are spoken of, `at` with which numbers it is to be evaluated. A note at a brace is
    a sentence of its own, with which no row goes on; one that `recalls` says once more what a name is.
    """

    tokens: list[Token]
    start: int
    end: int
    continues: bool = False
    functions: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, str] = field(default_factory=dict)
    members: Sequence[tuple[str, str, int]] = ()
    at: tuple[Token, ...] = ()
    is_note: bool = False
    recalls: bool = False

    @cached_property
    def definition(self) -> list[Token]:
        """The tokens up to the second sign of equality."""
        depth = seen = 0
        for place, token in enumerate(self.tokens):
            depth += (token.kind in ("(", "[")) - (token.kind in (")", "]"))
            if token.kind in ("=", ":=") and not depth:
                seen += 1
                if seen == 2:
                    return self.tokens[:place]
        return self.tokens

    @cached_property
    def slopes(self) -> list[tuple[str, str]]:
        """The names of each derivative: what is differentiated, and by what."""
        return list(slopes_in(self.tokens))

    def again(self, by: int) -> "Sentence":
        """The same, so many characters further on."""
        tokens, at = ([each.further(by) for each in row] for row in (self.tokens, self.at))
        return replace(self, tokens=tokens, at=tuple(at), start=self.start + by, end=self.end + by)


class Translator:
    """Makes the sentences of a statement; `left_out` is what is not read of a chain."""

    def __init__(self, text: str, survey: Survey) -> None:
        self.text = text
        self.survey = survey
        self.notes: list[Statement] = []
        self.left_out: list[UnreadError] = []

    def sentences(self, statement: Statement) -> list[Sentence]:
        """The sentences a statement makes: one, or one a case; and what is noted at its braces."""
        found = self.said(statement)
        for note in self.notes:  # those at braces within braces are among them
            try:
                noted = Translator(self.text, self.survey).said(note)
                found += [replace(sentence, is_note=True) for sentence in noted]
            except LanguageError:
                continue
        return found

    def said(self, statement: Statement) -> list[Sentence]:
        """The sentences a statement makes but for what is noted at its braces."""
        self.survey.part = statement.part
        values: list[Value] = []
        if self.survey.has_bars or self.survey.arguments:
            nodes, values = without_bars(statement.nodes, self.survey.arguments)
            statement = replace(statement, nodes=nodes) if values else statement
        cases = _last_cases(statement.nodes)
        found = self.by_cases(statement, cases) if cases is not None else []
        found = found or [self.sentence(statement, statement.nodes, statement.guards)]
        for value in values:
            self.evaluate_at(value, found)
        return found

    def evaluate_at(self, value: Sequence[TexNode], found: Sequence[Sentence]) -> None:
        """Note a number with which sentences are to be evaluated."""
        writer = self.writer()
        writer.row(value)
        writer.put(";", ";", value[-1].end, value[-1].end)
        for sentence in found:
            sentence.at = (*sentence.at, *writer.out)

    def writer(self) -> Writer:
        """What puts nodes into tokens."""
        return Writer(self.text, self.survey, BY_CLASS, notes=self.notes)

    def sentence(
        self, statement: Statement, nodes: Sequence[TexNode], guards: Sequence[Sequence[TexNode]] = ()
    ) -> Sentence:
        """One sentence; of a chain what is not read is left out, and noted."""
        writer = self.writer()
        nodes = _without_inequality(nodes)
        starts = [place for place, node in enumerate(nodes) if isinstance(node, Sign) and node.text in ("=", "≈")]
        for start, end in pairwise([0, *starts, len(nodes)]):
            kept = len(writer.out), dict(writer.functions)
            try:
                writer.row(nodes[start:end])
            except UnreadError as error:
                if (start == 0 and not statement.continues) or len(starts) < 2:
                    raise
                self.left_out.append(error)
                writer.functions = kept[1]
                del writer.out[kept[0] :]
                continue
            if start and len(starts) > 1 and self.only_names(writer, kept[0]):
                writer.functions = kept[1]
                del writer.out[kept[0] :]
        if starts and not any(token.kind == "=" for token in writer.out):
            raise self.left_out.pop()
        written = _without_new_names(list(writer.out))
        conditions = [tokens for guard in guards if (tokens := guard_of(writer, guard))]
        for place, tokens in enumerate(conditions):
            at = tokens[0].column
            written.append(Token("for", "for", at, 0) if place == 0 else Token(",", ",", at, 0))
            written += tokens
        return Sentence(
            written,
            statement.start,
            statement.end,
            statement.continues,
            writer.functions,
            writer.bounds,
            writer.members,
        )

    def only_names(self, writer: Writer, begun: int) -> bool:
        """Whether a formula of a chain is what is nowhere said how to compute: the CE(y, p) of J = CE(y, p) = …"""
        match writer.out[begun:]:
            case [_, Token("name", name), Token("("), *inside, Token(")")] if name in writer.functions:
                depths = accumulate((each.kind == "(") - (each.kind == ")") for each in inside)
                return min(depths, default=0) >= 0 and name not in self.survey.primed
        return False

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
            guard = tuple(without_stops(guard))
            if not guard and ("otherwise" in said or "else" in said) and past:
                guard = _negated(past[-1]) if len(past) == 1 else ()
            if len(row) == 1 or not guard_of(self.writer(), guard):
                return []
            past.append(guard)
            each = replace(statement, nodes=(*before, *without_stops(value)))
            found.append(self.sentence(each, each.nodes, [*statement.guards, guard]))
        return found


def _without_new_names(tokens: list[Token]) -> list[Token]:
    """The tokens with = for := where that gives a name no new value: what is on its right does not use the name."""
    place = next((place for place, token in enumerate(tokens) if token.kind == ":="), None)
    if place is None or any(token.text == tokens[0].text for token in tokens[place + 1 :]):
        return tokens
    return [replace(token, kind="=") if token.kind == ":=" else token for token in tokens]


def _last_cases(nodes: Sequence[TexNode]) -> Table | None:
    """The cases a statement ends with, behind a sign of equality."""
    match list(nodes):
        case [*_, Sign("=" | "≈"), Table("cases" | "dcases" | "rcases") as table]:
            return table
    return None


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
