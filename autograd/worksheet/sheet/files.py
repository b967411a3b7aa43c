"""A worksheet read: its lines, the statements on them, and what is defined where."""

import re
from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property
from itertools import islice

from autograd.errors import LanguageError
from autograd.formulas.notation import clipped
from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.notations.rewriting import rewrite
from autograd.worksheet.language.notations.table import FIRST
from autograd.worksheet.language.notations.tables.lists import BARS
from autograd.worksheet.language.notations.whole.typography.bold import without_bold
from autograd.worksheet.language.notations.whole.typography.pasted_latex import without_latex
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.work import READING, Exhausted, Work
from autograd.worksheet.sheet.continuations import Side, joined
from autograd.worksheet.sheet.givens import givens_of
from autograd.worksheet.sheet.model import Line, Sheet, Told
from autograd.worksheet.sheet.order import givens_and_results, in_reading_order, names_made, statements_in
from autograd.worksheet.sheet.prose import (
    RENAMED,
    Titles,
    formulas_of,
    is_formula_alone,
    marks_of,
)
from autograd.worksheet.sheet.reading.examples import NO_EXAMPLES, Examples
from autograd.worksheet.sheet.reading.quoted import quoted_statements
from autograd.worksheet.sheet.reading.reader import Reading
from autograd.worksheet.sheet.reading.stationary import zero_from
from autograd.worksheet.sheet.reading.tables import NO_TABLE, Table, has_table, row_of_table, slope_of_row, tables_of
from autograd.worksheet.sheet.reading.tables_of_rules import tables_without_dashes
from autograd.worksheet.sheet.reading.whole_text import rewritten, without_long_runs
from autograd.worksheet.sheet.sections import case_of
from autograd.worksheet.sheet.sentences import numbers_of, sentences_of, statements_of
from autograd.worksheet.sheet.shorthand import changes
from autograd.worksheet.sheet.sizes.declarations import Declarations, without_declarations
from autograd.worksheet.sheet.sizes.inference import Sizes
from autograd.worksheet.sheet.unknown import Functions

LONGEST_TOLD = 60
"""Characters of a line with dots that are told."""

LONGEST_SHEET = 500_000
"""Characters of a worksheet."""

MOST_LINES = 50_000
"""Lines of a worksheet: each is kept, be it blank."""

_FENCE = re.compile(r"\s{0,3}(```+(?!.*`)|~~~+)(.*)")
_WORD = re.compile(r"\s*\{?\s*\.?([\w-]+)")
_POINTS = re.compile(r"(?<![\w.])([0-9]{1,4}(?:\.[0-9]{1,4})?) points?\b")
_PAIR = re.compile(r"\s*([^\W\d][\w′']*)\s*:\s*([^\W\d][\w′']*)\s*")
_SHEET_WORDS = ("", "sheet", "worksheet", "text", "txt", "autograd")
_PROGRAM_WORDS = ("python", "py", "python3", "julia", "ruby")

_GIVES = re.compile(
    r"\s*(?:[^\W\d]\w*(?:\.grad)?\s*=(?!=)[^=\[\]{}\"']*(?:,?\s*(?:label\s*=\s*)?([\"'])[^\"'=]*\1\s*\)+)?\s*(?:#.*)?"
    r"|[^\W\d]\w*\.(?:backward|zero_grad)\(\)\s*|#.*|)"
)
"""A line of a program that a hand computation is about: a = Value(2.0), d = a * b + c, d.backward()"""

_TRACKED = re.compile(r"=\s*Value\(|\.backward\(|requires_grad")
"""What tells that a program has gradients."""


def sheet_lines(text: str) -> list[tuple[int, str]]:
    """The numbered lines that belong to the worksheet: all, or those inside the fences of Markdown."""
    lines = list(enumerate(_lines(text), start=1))
    if not is_fenced(text):
        return lines
    found: list[tuple[int, str]] = []
    fences: list[tuple[str, bool]] = []  # a longer one may have shorter ones in it
    is_program, begun = False, 0
    for number, line in lines:
        mark = _FENCE.match(line)
        fence, wanted = fences[-1] if fences else ("", True)
        if mark and fence and mark[1].startswith(fence) and not mark[2].strip():
            if wanted and is_program and not _is_of_values([each for _, each in found[begun:]]):
                del found[begun:]
            fences.pop()
        elif mark and (not fence or (fence.startswith(mark[1]) and fence != mark[1])):
            match = _WORD.match(mark[2])
            word = match[1].lower() if match else ""
            is_program, begun = word in _PROGRAM_WORDS, len(found)
            fences.append((mark[1], wanted and (is_program or word in _SHEET_WORDS)))
        elif fence and wanted:
            found.append((number, line))
    return found


def _is_of_values(program: list[str]) -> bool:
    """Whether a program only gives names numbers and formulas, and has gradients: hand work is about such."""
    return all(map(_GIVES.fullmatch, program)) and any(map(_TRACKED.search, program))


def is_fenced(text: str) -> bool:
    """Whether a text is Markdown with fences: then only what is inside them is read."""
    return ("```" in text or "~~~" in text) and any(_FENCE.match(line) for line in _lines(text))


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff"))


class Source:
    """A text, and what is known of it however it is read: it may be read in several ways."""

    def __init__(self, typed: str, key: Sheet | None = None) -> None:
        if len(typed) > LONGEST_SHEET:
            raise LanguageError(f"{len(typed)} characters are too many for a worksheet: at most {LONGEST_SHEET}")
        lines = len(_lines(typed))
        if lines > MOST_LINES:
            raise LanguageError(f"{lines} lines are too many for a worksheet: at most {MOST_LINES}")
        self.typed = typed
        self.text, self.usual_cost, self.told_entries = rewritten(typed, key is not None)
        self.document = Document(self.text, key.text if key else "")
        self.given = Document(key.text) if key else None  # under a key, its functions and layers are meant
        self.functions = Functions(self.given or self.document)
        self.changes = changes(self.text)
        self.titles = Titles(self.text)
        self.numbered = joined(sheet_lines(self.text))
        self.zero_from = zero_from(self.document) if key is None else None
        self.spent = 0  # operations that all its readings took so far

    @cached_property
    def plain(self) -> dict[int, str]:
        """The lines as they are typed, but for commands of LaTeX."""
        return dict(joined(sheet_lines(without_latex(self.typed))))

    @cached_property
    def of_one_step(self) -> "Source":
        """The same text, about one time step: h_t and h_{t-1} are two names."""
        other = copy(self)
        other.document = Document(self.text, is_of_one_step=True)
        other.functions = Functions(other.document)
        return other

    @cached_property
    def with_remarks(self) -> "Source":
        """The same text, what its remarks state read, too: # h = X @ W = [1, 2]"""
        return Source(uncommented(self.typed))


_STATED_IN_REMARK = re.compile(
    rf"^([ \t]*)#+([ \t]+(?:[^\W\d_][\w ]{{1,20}}:[ \t]+)?"
    rf"(?={NAME}(?:\[[^\]\n]*\]|\^T|\.T|ᵀ)?[ \t]*=(?!=)|[∂d]\w+[ \t]*/[^\n]*=))",
    re.MULTILINE,
)
"""A remark, alone in its line, that states something."""


def uncommented(text: str) -> str:
    r"""A text with blanks for the mark of each remark that states something.

    >>> uncommented("# Forward:\n# h = x w = 6\n# Step 2: h = 7\ny = 2  # given")
    '# Forward:\n  h = x w = 6\n          h = 7\ny = 2  # given'
    """
    return _STATED_IN_REMARK.sub(lambda found: found[1] + " " * (len(found[0]) - len(found[1])), text)


def read_sheet(
    text: str | Source,
    key: Sheet | None = None,
    dots: bool = False,
    without: Mapping[str, int] | None = None,
    reordered: bool = False,
    marked_otherwise: bool = False,
    told: Told | None = None,
    means: bool = False,
    quoting: Collection[int] = (),
    work: Work | None = None,
    lengths: bool = False,
    from_zero: bool = False,
    own_words: bool = False,
    one_step: bool = False,
    examples: Examples = NO_EXAMPLES,
    entries: Collection[str] = (),
    printed: bool = False,
    reaches: int = 0,
    stars: bool = False,
    slopes_told: Collection[str] = (),
    remarks: bool = False,
    moves_entries: bool = False,
) -> Sheet:
    """The worksheet in a text. A `key` has defined its names before; with `dots`, · between lists joins them.
    `without` are names that cannot be computed, and the lines that do not define them; `reordered`, definitions are
    read before what uses them; `marked_otherwise`, a dash before one line alone is a minus, not a bullet. What is
    `told` between the lines stands before them; with `means`, words for derivatives of a mean are those derivatives.
    Of the lines `quoting`, only the statements that are quoted between words are read; with `lengths`, |x| of a list
    is its length; `from_zero`, the first entry of x is x_0 wherever another is spoken of; with `own_words`,
    dz is a name where no loss is made of z; with `one_step`, h_t and h_{t-1} are two names. What is said of one of the
    `examples` is said of each; the `entries` are no names of their own; `printed`, a name takes the number at the end
    of a line that cannot be read; `reaches`: of how much d/dx is; with `stars`, * between a matrix and a list is their
    product; `slopes_told` are what their lines say, dL/db a name; with `remarks`, what these state is read, too;
    with `moves_entries`, a new value of an entry is one of its list. All takes `work` at most.

    What cannot be read is noted at its line; only a text too long to be a worksheet raises LanguageError.
    """
    source = text if isinstance(text, Source) else Source(text, key)
    source = source.of_one_step if one_step else source.with_remarks if remarks else source
    typed, text, document, numbered = source.typed, source.text, source.document, source.numbered
    work = work or READING.work(len(text))
    reading = Reading(
        [replace(each) for each in key.definitions()] if key else [],
        key.aliases if key else {},
        source.changes,
        work,
        document,
        source.given,
        source.functions,
    )
    reading.dots, reading.without, reading.means, reading.lengths = dots, dict(without or {}), means, lengths
    reading.first = 0 if from_zero else document.first
    reading.own_words, reading.examples, reading.takes_printed = own_words, examples, printed
    reading.reaches, reading.stars, reading.slopes_told = reaches, stars, slopes_told
    reading.moves_entries = moves_entries
    reading.defined.difference_update(entries, source.told_entries)
    reading.zero_from = source.zero_from
    reading.tell(told or Told())
    if source.usual_cost:
        reading.said["cost"] = f"took {source.usual_cost} as the cost, of which nothing is said"
    marks, tabled = marks_of(text, marked_otherwise), has_table(text)
    lines: list[Line] = []
    aliases: dict[str, str] = {}
    declared, side = Declarations(), Side(text)
    if key:
        reading.unvalued.update(dict.fromkeys(key.free))
        reading.of_any_value = key.free
    as_typed = dict(joined(sheet_lines(typed))) if typed is not text else {}
    tables = tables_of(numbered) if tabled else {}
    others = [(number, "" if number in tables else line) for number, line in numbered] if "|" in text else []
    for place, rows in tables_without_dashes(others).items():
        tables.update(rows)
        if None in islice(rows.values(), 1, None):  # a head need not be one
            reading.said[f"table {place}"] = (
                f"passed over rows of the table at line {place}, which claim nothing of what is told"
            )
    read: dict[int, Line] = {}
    is_whole, is_plain = True, text == typed
    first = next((number for number, line in numbered if "=" in line), 0)
    for number, written, part in (
        _pieces(numbered, document, tables, tabled) if reordered else _whole(numbered, document, tables)
    ):
        table = tables.get(number, NO_TABLE)
        part = part if table is not None else ""
        bare, _, comment = part.partition("#")
        formula = side.applied(rewrite(bare, document, FIRST).text)
        if formula.strip():
            formula = without_declarations(formula, number, document, declared)
            reading.unvalued.update(dict.fromkeys(told.name for told in declared.names))
            if tabled or number in tables:
                formula = row_of_table(formula, table)
            if number in quoting or not is_formula_alone(formula):
                formula = formulas_of(formula, reading, marks)
                formula = _without_prose(formula, reading, source.titles, number in quoting, number == first)
        is_plain = is_plain and formula == bare
        renamed = RENAMED.fullmatch(formula) if not reading.steps else None
        if renamed:
            aliases.update((spelled(other), spelled(name)) for name, other in _PAIR.findall(formula))
            continue
        line = read.get(number)
        if line is None:
            line = read[number] = Line(
                number, as_typed.get(number, written), noted=comment[1:].strip() if comment.startswith("!") else ""
            )
            worth = _POINTS.search(comment)
            line.points = float(worth[1]) if worth else None
            lines.append(line)
        try:
            if formula.strip():
                reading.line(line, formula)
        except Exhausted as exhausted:
            line.errors.append(LanguageError(f"from here on nothing is read: {exhausted}", formula, 0, 1))
            is_whole = False
            break
    lines.sort(key=lambda line: line.number)
    try:
        reading.finish()
    except Exhausted as exhausted:
        if is_whole:
            what = f"what nothing defines is not found out: {exhausted}"
            lines[-1].errors.append(LanguageError(what, lines[-1].text, 0, 1))
    sizes = Sizes(dict(key.free)) if key else _sizes(reading, declared, lines)
    reading.said.update(_labels_told(sizes))
    source.spent += work.spent
    plain = {number: without_bold(line) for number, line in source.plain.items()} if as_typed else {}
    said = [*_dots_told(plain, dict(numbered)), *reading.said.values()]
    is_plain = is_plain and not (reading.has_notations or said or any(line.errors for line in lines))
    return Sheet(
        typed, lines, reading.steps, sizes.free, aliases, reading.unread, reading.short, dots, said, work.spent,
        frozenset(reading.presumed), is_plain, told.supposed if told else {}, reading.opaque,
    )  # fmt: skip


def _dots_told(typed: Mapping[int, str], read: Mapping[int, str]) -> list[str]:
    """What the first line with dots was read as."""
    lines = ((without_long_runs(line.strip()), " ".join(read[number].split())) for number, line in typed.items())
    pairs = ((line, found) for line, found in lines if found and line != found and " ".join(line.split()) != found)
    return [f"read {clipped(line, LONGEST_TOLD)} as {clipped(found, LONGEST_TOLD)}" for line, found in islice(pairs, 1)]


def _labels_told(sizes: Sizes) -> dict[str, str]:
    """What is said of labels: that their entries add up to 1, or those of each row."""
    found: dict[int, list[str]] = {}
    for name, each in sizes.free.items():
        if each.shares is not None:
            is_matrix = 1 not in each.size(0)
            found.setdefault(2 * is_matrix + each.shares if is_matrix else 0, []).append(name)
    places = {0: "the entries", 2: "the entries of each column", 3: "the entries of each row"}
    one_hot = {
        f"one-hot {name}": f"took {name} as having a 1 in each row at the label in {each.one_hot_of}"
        for name, each in sizes.free.items()
        if each.one_hot_of
    }
    return one_hot | {
        f"labels {place}": f"took {places[place]} of {' and '.join(names)} as adding up to 1, as labels do"
        for place, names in found.items()
    }


def _whole(
    numbered: list[tuple[int, str]], document: Document, tables: Mapping[int, Table | None]
) -> list[tuple[int, str, str]]:
    """The lines as they stand; below a table what it says of derivatives, for its last row says what of."""
    pieces: list[tuple[int, str, str]] = []
    slopes: list[tuple[int, str, str]] = []
    for number, line in numbered:
        if number not in tables:
            pieces += slopes
            slopes.clear()
        pieces.append((number, line, line))
        slope = slope_of_row(line, tables.get(number))
        if slope:
            slopes.append((number, line, slope))
    return pieces + slopes


def _pieces(
    numbered: list[tuple[int, str]], document: Document, tables: Mapping[int, Table | None], tabled: bool
) -> list[tuple[int, str, str]]:
    """The lines in reading order, each case and what stands between bars by itself: a gradient beside a value comes
    later. All rows are of tables where the text is `tabled`.
    """
    pieces: list[tuple[int, str]] = []
    written = dict(numbered)
    made = names_made(line for _, line in numbered)
    for number, _, line in _whole(numbered, document, tables):
        if "|" not in line and "│" not in line:
            parts = case_of(line, document.inputs) or statements_in(line)
            pieces += [(number, each) for part in parts for each in givens_and_results(part, made)]
            continue
        row = rewrite(line.partition("#")[0], document, FIRST).text
        row = row_of_table(row, tables.get(number)) if tabled or number in tables else row
        row = rewrite(row, document, BARS).text
        begun = 0
        for part in row.split(";"):
            pieces.append((number, " " * begun + part))
            begun += len(part) + 1
    return [(number, written[number], part) for number, part in in_reading_order(pieces, document.letters_of_fields)]


_APPLIED = re.compile(r"(?:[-−]\s?)?\b(?:log|ln|exp|sqrt|tanh|sin|cos|softmax|sigmoid|relu|ReLU|σ)\s+$")
"""A function that is applied to what stands behind it."""


def _with_what_is_applied(found: str, formula: str) -> str:
    """What is left of a line without its words, with the function before it that is none of these.

    >>> _with_what_is_applied("            f(x) = 2x", "so that log f(x) = 2x")
    '        log f(x) = 2x'
    """
    begun = len(found) - len(found.lstrip())
    applied = _APPLIED.search(formula, 0, begun)
    return found if applied is None else f"{found[: applied.start()]}{formula[applied.start() : begun]}{found[begun:]}"


def _without_prose(formula: str, reading: Reading, titles: Titles, quotes: bool, is_first: bool) -> str:
    """A line without the words around its statements; with `quotes`, whatever these words are. `is_first` where no
    formula stands above it, whatever is read before it.
    """
    if quotes:
        return quoted_statements(formula, reading.is_called, reading.has_value)

    def is_taken(name: str) -> bool:
        return reading.has_value(name) or titles.is_given_again(name)

    def sentence(is_given: Callable[[str], bool], labelled: bool = True) -> str:
        return statements_of(formula, reading.is_called, is_given, labelled)

    ways: tuple[Callable[[], str], ...] = (
        lambda: givens_of(formula, is_taken, reading.is_called, is_first or not reading),
        *(
            (lambda: sentence(reading.is_given),)
            if reading
            else (
                lambda: sentence(titles.is_given_below, labelled=False),
                lambda: titles.formulas(formula),
                lambda: sentence(titles.is_given_below),
            )
        ),
        lambda: numbers_of(formula, reading.is_called),
    )
    found = next((shown for way in ways if (shown := way()) != formula), formula)
    if found != formula:
        return _with_what_is_applied(found, formula)
    return sentences_of(formula, lambda each: _without_prose(each, reading, titles, False, False))


def _sizes(reading: Reading, declared: Declarations, lines: list[Line]) -> Sizes:
    """The sizes of names without number; definitions that contradict each other cannot be read."""
    try:
        sizes = reading.sizes(declared)
    except Exhausted as exhausted:
        lines[-1].errors.append(LanguageError(f"the sizes are not found out: {exhausted}", lines[-1].text, 0, 1))
        return Sizes()
    if sizes.contradictions and declared and reading.has_givens:  # numbers say what size they are
        sizes = reading.sizes(Declarations())
    for definition, error in sizes.contradictions:
        line = next((line for line in lines if line.number == definition.line), None)
        if line is not None:
            line.errors.append(error)
            reading.unread[definition.name] = definition.line
            reading.steps = [
                replace(step, definition=None) if step.definition is definition else step for step in reading.steps
            ]
    return sizes
