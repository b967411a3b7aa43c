"""Hypotheses about a whole worksheet, a row each: the plainest reading under which less of it is wrong is taken.

A row asks first what costs nothing, of what is written: whether it could hold at all. Only then is the sheet judged,
and read as the row has it; a reading is made from what is written, never from what is claimed of it. Under a key there
is nothing to choose: what the key means is meant.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.judging import verdicts
from autograd.worksheet.language.notations.patterns import DOTTED
from autograd.worksheet.language.notations.recursions import TIME, may_be_of_one_step
from autograd.worksheet.language.notations.whole.lists.sums_over_outputs import has_bare_sums
from autograd.worksheet.language.tree import Node
from autograd.worksheet.language.work import Pot
from autograd.worksheet.reporting.readings.anew.in_turn import said_in_turn, with_entries_in_turn
from autograd.worksheet.reporting.readings.anew.iterations import (
    computed_anew,
    computed_in_numbers,
    computed_with_new_values,
    given_anew,
    starts_over,
    told_by_what_is_new,
    told_in_numbers,
    with_each_computed,
    with_givens_anew,
    with_iterations,
    with_new_values,
    with_numbers_alone,
    with_what_is_new,
    with_worked_alone,
    worked_alone,
)
from autograd.worksheet.reporting.readings.anew.new_numbers import put_in_anew, with_numbers_put_in_anew
from autograd.worksheet.reporting.readings.asked_first import (
    broken_again,
    has_entries_by_number,
    has_words_for_slopes_unread,
    has_words_of_a_mean,
    losses_said_again,
    may_join_lists,
    models_with_data,
    multiplies_lists,
    named_as_entries,
    said_again,
)
from autograd.worksheet.reporting.readings.at_zero import says_it_always, steps_used, with_conventions
from autograd.worksheet.reporting.readings.comparing import (
    agrees_with_rules,
    fits_as_matrices,
    fits_better,
    fits_entry_by_entry,
    judges_more,
    judges_more_right,
    judges_much_more_right,
    leaves_less_open,
    makes_sense,
    reads_more,
    reads_more_numbers,
)
from autograd.worksheet.reporting.readings.formulas_elsewhere import (
    arguments_in_numbers,
    asked_of_stages,
    formulas_in_stages,
    formulas_later,
    has_parts_to_name,
    with_arguments_named,
    with_formulas_below,
    with_later_formulas,
    with_likewise,
    with_parts_named,
    with_stages,
    with_wholes_of_stages,
)
from autograd.worksheet.reporting.readings.mended import MOST_SPENT as MOST_MENDED, may_have_slips, with_slips_mended
from autograd.worksheet.reporting.readings.put_in.labels_put_in import losses_for_a_label, with_labels
from autograd.worksheet.reporting.readings.put_in.lists_put_in import may_have_lists, with_lists
from autograd.worksheet.reporting.readings.put_in.numbers_put_in import has_numbers_left, may_have_numbers, with_names
from autograd.worksheet.reporting.readings.put_in.parts_in_numbers import told_in_numbers_only, with_parts_told
from autograd.worksheet.reporting.readings.put_in.put_in_place import may_be_told, with_numbers_told
from autograd.worksheet.reporting.readings.put_in.softmax_put_in import may_have_softmax, with_softmax
from autograd.worksheet.reporting.readings.put_in.squashes_put_in import may_have_squashes, with_squashes
from autograd.worksheet.reporting.readings.rows import flat_capitals, with_rows
from autograd.worksheet.reporting.readings.rules_of_steps import rules_with_steps, with_rules
from autograd.worksheet.reporting.readings.slopes.deltas import may_have_errors, with_errors_as_slopes
from autograd.worksheet.reporting.readings.slopes.net_inputs import may_be_of_net_inputs, with_net_inputs
from autograd.worksheet.reporting.readings.slopes.slopes_told import slopes_may_be_told, tells_more, with_slopes_told
from autograd.worksheet.reporting.readings.tried import Tried
from autograd.worksheet.reporting.readings.turned import spoken_of_both_ways, with_entries_turned
from autograd.worksheet.reporting.readings.untold.any_numbers import may_have_any, with_any_numbers
from autograd.worksheet.reporting.readings.untold.numbers_in_sentences import (
    may_hold_numbers,
    with_numbers_of_sentences,
)
from autograd.worksheet.reporting.readings.untold.printed_results import (
    computed_below,
    may_be_printed,
    may_be_uncomputed,
    with_computed_below,
    with_printed,
    with_uncomputed,
)
from autograd.worksheet.sheet.files import Source, read_sheet, uncommented
from autograd.worksheet.sheet.model import Sheet
from autograd.worksheet.sheet.order import is_out_of_order
from autograd.worksheet.sheet.prose import may_be_marked_otherwise
from autograd.worksheet.sheet.reading.entries_moved import moves_entries, named_as_moved
from autograd.worksheet.sheet.reading.examples import examples_in
from autograd.worksheet.sheet.sections import has_inputs_in_front

MOST_BROKEN = 4
"""So often names are sought that cannot be computed, each after the last."""

LONGEST_TRIED = 6_000
"""Characters of a worksheet that is judged in several readings."""

MOST_SPENT = 90_000
"""Operations of all readings so far, beyond which no other is tried: a sheet of 100 lines takes 20,000 for one."""

SLOPES_TOLD = "took slopes as they are told, where nothing links what they are by with the loss"

DOTS = "·⋅∙•×"
"""Signs that join lists on paper, and multiply numbers."""


_DOTTED = re.compile(DOTTED)

LIST_IN_BRACKETS = re.compile(
    r"=\s*\(\s*[-−]?(?:[0-9.,]+\s*(?:;|,\s)\s*[-−]?\.?[0-9]|[0-9]*\.[0-9]+,[-−]?\.?[0-9]|[0-9]+,(?:[-−]|\.[0-9]))"
)
"""(1, 2), (0,5; 2) or (.5,-1)"""

_OPERATOR = re.compile(r"(?<!\w)[d∂]\s?/\s?[d∂]\s?\w+\s*[^\s=/][^=;\n]*[-−+(]")
"""d/dx of what has a sum or brackets in it."""

_OVER = re.compile(r"(?:(?<!\w)[d∂]\s?/\s?[d∂]\s?|∇_)\w+[^=;\n]*\s/\s")
"""d/dx of what has a / between blanks behind it."""

_BARS = re.compile(r"(?<!\|)\|(?!\|)[^|=\n]{1,60}\|")
"""What stands between single bars: |u|."""

_WORDS = re.compile(r"(?<!\w)[^\W\d_]+[,.]?[ \t]+\(?[^\W\d_]{2,}|[^\W\d_]{3,}\s*[:,.]\s|\([^\W\d_]{3}")
"""Words in prose: two of them, one before a sign of sentences, or one in brackets."""


@dataclass(frozen=True)
class Hypothesis:
    """A row: an example and what it is read as, the questions in the order they are asked, and the other reading.

    `could_hold` is asked of every sheet and judges nothing; `is_wanted` of how the reading so far fares. `other` makes
    the other reading, None where there is none, and `is_better` compares that with the one so far. `said` is what the
    report says of it, where the reading has no words of its own.
    """

    name: str
    typed: str
    read: str
    could_hold: Callable[[Sheet], bool]
    other: Callable[[Tried], Tried | None]
    is_wanted: Callable[[Tried], bool] = lambda tried: bool(tried.unsettled)
    is_better: Callable[[Tried, Tried], bool] = lambda other, tried: other.unsettled < tried.unsettled
    said: str = ""
    most_spent: int = MOST_SPENT

    def taken(self, tried: Tried) -> Tried:
        """The other reading if it is better, else the one so far."""
        if tried.was_judged and not self.is_wanted(tried):  # which costs nothing then
            return tried
        if not self.could_hold(tried.sheet) or not self.is_wanted(tried) or tried.source.spent > self.most_spent:
            return tried
        other = self.other(tried)
        if other is None or other.says_as(tried):
            return tried
        if not self.is_better(other, tried):
            other.leave()
            return tried
        tried.leave()
        other.assumed += (self.said,) if self.said else ()
        return other


def read_work(text: str, key: Sheet | None = None) -> Sheet:
    """The worksheet in a text, as it makes sense; under a key, what the key means is meant."""
    return reading(text, key).sheet


def reading(text: str, key: Sheet | None = None, units: float = 1.0, pot: Pot | None = None) -> Tried:
    """The worksheet in a text, as it makes sense, and how it fares but for the causes."""
    dots = _joins_lists(text, key)
    source = Source(text, key)
    sheet = read_sheet(source, key, dots=dots, work=pot.reading if pot else None)
    tried = Tried(source, sheet, units, pot, dots=dots)
    for row in HYPOTHESES if key is None and len(text) <= LONGEST_TRIED else ():
        tried = row.taken(tried)
    tried.sheet.said += [each for each in tried.assumed if each not in tried.sheet.said]
    return tried


def _joins_lists(text: str, key: Sheet | None) -> bool:
    """Whether · is first read as the product of lists and matrices; under a key with such a sign, as there."""
    if not any(dot in text for dot in (*DOTS, " . ")) and not _DOTTED.search(text):
        return False
    if key is None:
        return any(sign in text for sign in ("[", "@", "T", "ᵀ", "⊤", "_", "ℝ", "R^")) or bool(
            LIST_IN_BRACKETS.search(text)
        )
    return key.dots if any(dot in key.text for dot in DOTS) else True


def _told_of_lists(tried: Tried) -> set[str]:
    """Those of them that may be entries of lists."""
    values = tried.values or {}
    return {
        name
        for name in named_as_entries(tried.sheet)
        if isinstance(values.get(name.rstrip("0123456789").rstrip("_")), Array)
    }


def _with_entries_moved(tried: Tried) -> Tried:
    """The sheet with new values of lists where it tells those of their entries."""
    entries = {*tried.way.get("entries", ()), *named_as_moved(tried.sheet)}
    return tried.reread(moves_entries=True, entries=entries)


def _of_one_step(tried: Tried) -> Tried | None:
    """A sheet of time steps as one about a single step, whatever that is."""
    return tried.reread(one_step=True) if TIME in tried.source.document.families else None


def _without_broken(tried: Tried) -> Tried | None:
    """The sheet without the definitions that cannot be computed, of names that are said to be something else below.

    Nor is a list a loss.
    """
    found: Tried | None = None
    without: dict[str, int] = {}
    for _ in range(MOST_BROKEN):  # what is made of a broken name breaks only when that is read
        more = broken_again((found or tried).sheet)
        if not more:
            break
        without |= more
        found = tried.reread(without=without)
    return found


def _made(tried: Tried, sheet: Sheet | None) -> Tried | None:
    """The reading of a sheet, if there is one."""
    return tried.other(sheet) if sheet is not None else None


def _likewise(tried: Tried) -> Tried | None:
    """Results with the formula of another of their kind, where they come out so."""
    first = _made(tried, with_likewise(tried.sheet))
    values = first.values if first is not None else None
    return _made(tried, with_likewise(tried.sheet, values)) if values is not None else None


def _value_of(tried: Tried, formula: Node) -> float | None:
    """What a formula comes to before any new value; None for a list, and for what cannot be computed."""
    try:
        value = tried.judge.past[0].base.formula(tried.sheet.text).value(formula)
    except UNCOMPUTABLE:
        return None
    return float(value) if not isinstance(value, (Array, Layer)) else None


def _with_arguments_named(tried: Tried) -> Tried | None:
    if not tried.values_in_turn:
        return None
    floats = tried.judge.past[0].base.floats
    found = _made(tried, with_arguments_named(tried.sheet, floats, partial(_value_of, tried)))
    return _with_parts_named(found) if found is not None else None


def _with_parts_named(found: Tried) -> Tried:
    """A reading that gave names to numbers, and then to what formulas have in common with these, if less waits so."""
    parts = _made(found, with_parts_named(found.sheet)) if found.unsettled and has_parts_to_name(found.sheet) else None
    return parts if parts is not None and parts.unsettled < found.unsettled else found


def _with_parts_told(tried: Tried) -> Tried | None:
    return _made(tried, with_parts_told(tried.sheet, partial(_value_of, tried))) if tried.values_in_turn else None


def _with_names(tried: Tried) -> Tried | None:
    """Names for numbers put in; with these, other results may have a formula like one of their kind."""
    found = _made(tried, with_names(tried.sheet, tried.values_in_turn)) if tried.values_in_turn else None
    if found is None:
        return None
    more = _likewise(found) if with_likewise(found.sheet) is not None else None
    found = more if more is not None and more.unsettled < found.unsettled else found
    return _with_parts_named(found)


def _then_named(found: Tried | None) -> Tried | None:
    """A reading with results that others had none for, and then names for what is made of these in numbers."""
    named = _with_names(found) if found is not None and may_have_numbers(found.sheet) else None
    return named if found is None or (named is not None and judges_much_more_right(named, found)) else found


def _may_be_out_of_order(text: str) -> bool:
    """Whether what a text defines stands below its use, or inputs stand in front."""
    return is_out_of_order(text) or has_inputs_in_front(text)


def _in_order(tried: Tried) -> Tried | None:
    """The sheet with definitions before what is made of them, parts of formulas named that have names then."""
    found = tried.reread(reordered=True)
    if found is None or not found.unfit or not has_parts_to_name(found.sheet):
        return found
    named = _made(found, with_parts_named(found.sheet))
    return named if named is not None and fits_better(named, found) else found


def _told_in_numbers(tried: Tried) -> Tried | None:
    """The sheet with what numbers tell in the places of names, and without what cannot be computed even then."""
    told = with_numbers_told(tried)
    found = _without_broken(told) if told is not None and said_again(told.sheet) else None
    return told if found is None else with_numbers_told(tried.reread(without=found.way["without"]))


def _with_data(tried: Tried) -> Tried:
    """The sheet with data for names that a model is told of; in another order of lines, where less waits in that."""
    models = models_with_data(tried.sheet)
    found = tried.other(with_formulas_below(tried.sheet, models))
    if found.unfit and not tried.way.get("reordered"):
        turned = tried.reread(reordered=True)
        other = turned.other(with_formulas_below(turned.sheet, models))
        found = min(found, other, key=lambda each: each.unfit)
    return found


def _with_rules(tried: Tried) -> Tried | None:
    found = with_rules(tried.sheet)
    return tried.other(found[0]) if found is not None else None


def _waiting(tried: Tried) -> set[str]:
    """The names of which something is said that is not judged."""
    lines = {each.line for each in tried.verdicts if each.verdict == verdicts.NOT_JUDGED}
    return {step.name for step in tried.sheet.steps if step.line in lines}


def _unjudged(tried: Tried) -> set[tuple[int, int]]:
    """The lines and columns of what is not judged, in lines where nothing is wrong."""
    waiting = (verdicts.UNREADABLE, verdicts.NOT_JUDGED)
    wrong = {each.line for each in tried.verdicts if each.is_fault and each.verdict not in waiting}
    return {(each.line, each.column) for each in tried.verdicts if each.verdict in waiting and each.line not in wrong}


def _uncomputed(tried: Tried) -> set[str]:
    """The names whose definitions cannot be computed, as what they are made of is told nowhere."""
    lines = {each.line for each in tried.verdicts if each.verdict == verdicts.UNREADABLE}
    return {step.name for step in tried.sheet.steps if step.line in lines and step.definition is not None}


def _unread_sentences(tried: Tried) -> list[int]:
    """The numbers of the lines with words that cannot be read."""
    texts = {line.number: line.text for line in tried.sheet.lines}
    lines = {each.line for each in tried.verdicts if each.verdict == verdicts.UNREADABLE}
    return sorted(line for line in lines if _WORDS.search(texts.get(line, "")))


HYPOTHESES = (
    Hypothesis("remarks", "w = 2; x = 3\n# y = w*x = 6\n# dy/dw = x = 3", "w = 2; x = 3; y = w*x = 6; dy/dw = x = 3",
        could_hold=lambda sheet: "#" in sheet.text and not any(step.claims for step in sheet.steps),
        is_wanted=lambda tried: uncommented(tried.source.typed) != tried.source.typed,
        other=lambda tried: tried.reread(remarks=True),
        is_better=lambda other, tried: other.fine > tried.fine and other.fine >= other.faults,
        said="read what is stated in remarks, for nothing else claims anything"),
    Hypothesis("quoted", "x = 2; w = 3\nOf the net (b = 1), the output now: y = w x + b = 7",
        "x = 2; w = 3; b = 1; y = w*x + b = 7",
        could_hold=lambda sheet: _WORDS.search(sheet.text) is not None,
        is_wanted=lambda tried: bool(_unread_sentences(tried)),
        other=lambda tried: tried.reread(quoting=_unread_sentences(tried)),
        is_better=reads_more),
    Hypothesis("lengths", "u, v in R^n; c = u^T v/(|u||v|); dc/du = v/(|u||v|) - c u/|u|^2",
        "c = u.T*v/(norm(u)*norm(v)); dc/du = v/(norm(u)*norm(v)) - c*u/norm(u)^2",
        could_hold=lambda sheet: _BARS.search(sheet.text) is not None
        and any(each.is_list for each in sheet.free.values()),
        is_wanted=lambda tried: bool(tried.faults),
        other=lambda tried: tried.reread(lengths=True),
        said="read |x| of lists as their lengths"),
    Hypothesis("all that follows", "d/dx x^3 - 2x = 3x^2 - 2", "(x^3 - 2*x) = x^3 - 2*x; d(x^3 - 2*x)/dx = 3*x^2 - 2",
        could_hold=lambda sheet: _OPERATOR.search(sheet.text) is not None,
        is_wanted=lambda tried: bool(tried.faults),
        other=lambda tried: tried.reread(reaches=1),
        said="took d/dx as of all that follows"),
    Hypothesis("up to a fraction", "d/dx log(x^2 + 1) = d/dx x^2 / (x^2 + 1) = 2x/(x^2 + 1)",
        "(log(x^2 + 1)) = log(x^2 + 1); (x^2) = x^2; d(log(x^2 + 1))/dx = d(x^2)/dx/(x^2 + 1) = 2*x/(x^2 + 1)",
        could_hold=lambda sheet: _OVER.search(sheet.text) is not None,
        is_wanted=lambda tried: bool(tried.faults),
        other=lambda tried: tried.reread(reaches=-1),
        said="took d/dx as of what stands before the /"),
    Hypothesis("one step", "c_t = f_t c_{t-1} + g_t; h_t = o_t c_t; dc_t = dh_t o_t; dc_{t-1} = dc_t f_t",
        "c_t = f_t*c_t-1 + g_t; h_t = o_t*c_t; L = L(h_t); dL/dc_t = dL/dh_t*o_t; dL/dc_t-1 = dL/dc_t*f_t",
        could_hold=lambda sheet: may_be_of_one_step(sheet.text),
        is_wanted=lambda tried: bool(tried.faults or tried.unfit),
        other=_of_one_step,
        is_better=fits_better,
        said="read t as one step: h_t and h_{t-1} are two names",
        most_spent=400_000),  # several steps cost much, one little
    Hypothesis("dots", "x = [1, 2]; y = x · x = [1, 4]", "x = [1, 2]; y = x*x = [1, 4]",
        could_hold=may_join_lists,
        is_wanted=lambda tried: bool(tried.faults),
        other=lambda tried: tried.reread(dots=False),
        is_better=fits_entry_by_entry,
        said="read · between lists as entry by entry"),
    Hypothesis("stars", "W = [[1, 2], [3, 4]]; x = [1, 2]\nz = W*x = [5, 11]",
        "W = [[1, 2], [3, 4]]; x = [1, 2]; z = W*x = [5, 11]",
        could_hold=lambda sheet: "*" in sheet.text and multiplies_lists(sheet, "*"),
        is_wanted=lambda tried: bool(tried.faults),
        other=lambda tried: tried.reread(stars=True),
        is_better=fits_as_matrices,
        said="read * between a matrix and a list as their product"),
    Hypothesis("from zero", "p = [0.2, 0.8]\nL = -log(p_1) = -log(0.8)", "p = [0.2, 0.8]; L = -log(p[1]) = -log(0.8)",
        could_hold=has_entries_by_number,
        is_wanted=lambda tried: bool(tried.faults),
        other=lambda tried: tried.reread(from_zero=True),
        is_better=fits_better,
        said="counted the entries of lists from 0"),
    Hypothesis("entries told", "a = [1, 2]; z = σ(a)\nz_1 = 0.731; z_2 = 0.881",
        "a = [1, 2]; z = sigmoid(a); z[0] = 0.731; z[1] = 0.881",
        could_hold=lambda sheet: bool(named_as_entries(sheet)),
        is_wanted=lambda tried: bool(_told_of_lists(tried)),
        other=lambda tried: tried.reread(entries=_told_of_lists(tried)),
        is_better=judges_more_right),
    Hypothesis("entries moved", "w = [2, 1]; x = [1, 3]; y = w·x = 5\nw_1 := 2 - 0.5 = 1.5\ny = 1.5 + 3 = 4.5",
        "w = [2, 1]; x = [1, 3]; y = w*x = 5; 2 - 0.5 = 1.5; w <- [2 - 0.5, 1]; y = 1.5 + 3 = 4.5",
        could_hold=moves_entries,
        is_wanted=lambda tried: bool(tried.faults),
        other=_with_entries_moved,
        is_better=lambda other, tried: (other.unsettled, tried.fine) < (tried.unsettled, other.fine)),
    Hypothesis("marks", "x = 2; L = x^2\n- dL/dx = -4", "x = 2; L = x^2; -dL/dx = -4",
        could_hold=lambda sheet: may_be_marked_otherwise(sheet.text),
        is_wanted=lambda tried: bool(tried.unfit or tried.faults),
        other=lambda tried: tried.reread(marked_otherwise=True),
        is_better=fits_better),
    Hypothesis("order", "dL/dy = 4\nL = y^2\ny = w x\nw = 2\nx = 1", "w = 2; x = 1; y = w*x; L = y^2; dL/dy = 4",
        could_hold=lambda sheet: not sheet.tells_solutions
        and (any(sign in sheet.text for sign in "^`") or has_bare_sums(sheet.text) or _may_be_out_of_order(sheet.text)),
        is_wanted=lambda tried: (has_bare_sums(tried.sheet.text) or _may_be_out_of_order(tried.source.text))
        and bool(tried.unfit or tried.faults),
        other=_in_order,
        is_better=fits_better,
        said="read definitions before what is made of them",
        most_spent=140_000),  # what is not defined yet costs as much, and says nothing
    Hypothesis("told in numbers", "z = w x = 0.5*2 = 1; a = f(z) = 1/(1 + e^-1) = 0.7311",
        "w = 0.5; x = 2; z = w*x = 0.5*2 = 1; a = 1/(1 + e^(-z)) = 1/(1 + e^(-1)) = 0.7311",
        could_hold=may_be_told,
        is_wanted=lambda tried: bool(tried.unfit or tried.unsettled),
        other=_told_in_numbers,
        is_better=fits_better),
    Hypothesis("derivatives of a mean", "y = [1, 3]; loss = mean((y - 1)^2); dy = 2 (y - 1)/2 = [0, 2]",
        "y = [1, 3]; loss = mean((y - 1)^2); dloss/dy = 2*(y - 1)/2 = [0, 2]",
        could_hold=has_words_of_a_mean,
        is_wanted=lambda tried: bool(tried.unfit),
        other=lambda tried: tried.reread(means=True),
        is_better=makes_sense),
    Hypothesis("each example", "p = σ(w^T x); L = Σ_i (p_i - y_i)^2; dL/dw = 2 Σ_i (p_i - y_i) p_i (1 - p_i) x_i",
        "p[i] = sigmoid(w.T*x[i]); L = sum(i: (p[i] - y[i])^2); dL/dw = 2*sum(i: (p[i] - y[i])*p[i]*(1 - p[i])*x[i])",
        could_hold=lambda sheet: bool(examples_in(sheet)),
        is_wanted=lambda tried: bool(tried.unfit),
        other=lambda tried: tried.reread(examples=examples_in(tried.sheet)),
        is_better=fits_better,
        said="took what is said of one example as said of each"),
    Hypothesis("words of their own", "z = 2; p = 0.7; L = -log(0.7); dz = p - 1 = -0.3",
        "z = 2; p = 0.7; L = -log(0.7); dz = p - 1 = -0.3",
        could_hold=has_words_for_slopes_unread,
        is_wanted=lambda tried: bool(tried.unfit),
        other=lambda tried: tried.reread(own_words=True),
        is_better=reads_more_numbers,
        said="took words for derivatives as names, where nothing tells that a loss depends on what they are by"),
    Hypothesis("said again", "x = [1, 2]; L = x^2; L = 1/2 sum(x^2); dL/dx = x",
        "x = [1, 2]; L = x^2; L = 1/2*sum(x^2); dL/dx = x",
        could_hold=lambda sheet: bool(said_again(sheet)),
        is_wanted=lambda tried: True,
        other=_without_broken,
        is_better=lambda other, tried: True),
    Hypothesis("loss said again", "w = 2; E = w^2\nIn practice it is halved:\nE = 1/2 w^2\ndE/dw = w = 2\ndE/dw = 2",
        "w = 2; E = 1/2*w^2; dE/dw = w = 2; dE/dw = 2",
        could_hold=lambda sheet: bool(losses_said_again(sheet)),
        is_wanted=lambda tried: tried.faults > 1,
        other=lambda tried: tried.other(with_formulas_below(tried.sheet, losses_said_again(tried.sheet))),
        is_better=lambda other, tried: other.unsettled < tried.unsettled and other.fine > tried.fine + 1,
        said="took the loss as it is said again"),
    Hypothesis("model with data", "y = w x\nw = 3; x = [1, 2]; y = [4, 5]\nŷ_i = w x_i\nL = Σ_i (ŷ_i - y_i)^2 = 2",
        "w = 3; x = [1, 2]; y = [4, 5]; yhat[i] = w*x[i]; L = sum(i: (yhat[i] - y[i])^2) = 2",
        could_hold=lambda sheet: bool(models_with_data(sheet)),
        is_wanted=lambda tried: bool(tried.unfit or tried.faults),
        other=_with_data,
        is_better=lambda other, tried: other.fine >= tried.fine and other.unsettled < tried.unsettled),
    Hypothesis("in turn", "w = 3; x = [1, 2]; y = w x\ny = 3\ny = 3*2 = 6",
        "w = 3; x = [1, 2]; y = w*x; y[0] = 3; y[1] = 3*2 = 6",
        could_hold=lambda sheet: bool(said_in_turn(sheet)),
        is_wanted=lambda tried: bool(tried.count(verdicts.SHAPE)),
        other=with_entries_in_turn,
        is_better=fits_better),
    Hypothesis("rows", "W = [0.5, -0.5]; a = [2, 1]; z = W a = 0.5", "W = [[0.5, -0.5]]; a = [2, 1]; z = W*a = 0.5",
        could_hold=lambda sheet: bool(flat_capitals(sheet)),
        is_wanted=lambda tried: bool(tried.faults),
        other=lambda tried: tried.other(with_rows(tried.sheet))),
    Hypothesis("iterations", "Step 1: y = 2*2 = 4; z = y + 1\nStep 2: y = 3*3 = 9; L = z y = 45",
        "y = 2*2 = 4; z = y + 1; y(2) = 3*3 = 9; L = z*y(2) = 45",
        could_hold=lambda sheet: bool(computed_anew(sheet)),
        is_wanted=lambda tried: bool(tried.unsettled),
        other=lambda tried: tried.other(with_iterations(tried.sheet)),
        most_spent=140_000),  # sheets with iterations are long
    Hypothesis("given anew", "x = 2; y = x^2 = 4; x = 5; y = 25", "x = 2; y = x^2 = 4; x <- 5; y = 25",
        could_hold=lambda sheet: bool(given_anew(sheet)),
        other=lambda tried: tried.other(with_givens_anew(tried.sheet)),
        is_better=lambda other, tried: other.unsettled < tried.unsettled
        and (other.fine > tried.fine or starts_over(tried.sheet)),
        most_spent=140_000),  # the last that a long derivation with an example or two in numbers may need
    Hypothesis("each computed", "w = 0.5 + 0.1*2 = 0.7; w = 0.3 + 0.1*3 = 0.6",
        "w = 0.5 + 0.1*2 = 0.7; w(2) = 0.3 + 0.1*3 = 0.6",
        could_hold=lambda sheet: bool(computed_in_numbers(sheet)),
        is_wanted=lambda tried: bool(tried.faults),
        other=lambda tried: tried.other(with_each_computed(tried.sheet))),
    Hypothesis("told by what is new", "u = 0; e = 1 - u = 1; p = σ(u); e = 1 - p = 0.5; d = e p = 0.25",
        "u = 0; e = 1 - u = 1; p = sigmoid(u); e(2) = 1 - p = 0.5; d = e(2)*p = 0.25",
        could_hold=lambda sheet: bool(told_by_what_is_new(sheet)),
        is_wanted=lambda tried: bool(tried.faults),
        other=lambda tried: tried.other(with_what_is_new(tried.sheet))),
    Hypothesis("new values", "w = 2; x = 3; y = w x; w′ = 2 - 1 = 1; y = 1*3 = 3",
        "w = 2; x = 3; y = w*x; w′ = 2 - 1 = 1; y(2) = w′*x = 1*3 = 3",
        could_hold=lambda sheet: bool(computed_with_new_values(sheet)),
        is_wanted=lambda tried: bool(tried.faults),
        other=lambda tried: tried.other(with_new_values(tried.sheet))),
    Hypothesis("new numbers", "w = 0.5; x = 2; y = w x = 0.5*2 = 1\n0.5 - 0.1*2 = 0.3\ny = w x = 0.3*2 = 0.6",
        "w = 0.5; x = 2; y = w*x = 0.5*2 = 1; 0.5 - 0.1*2 = 0.3; w <- 0.3; y = w*x = 0.3*2 = 0.6",
        could_hold=lambda sheet: bool(put_in_anew(sheet)),
        other=lambda tried: tried.other(with_numbers_put_in_anew(tried.sheet))),
    Hypothesis("formula below", "e = 2; E = 1/2*4; E = e^2/2; dE/de = e",
        "e = 2; E = e^2/2; E = 1/2*4; E = e^2/2; dE/de = e",
        could_hold=lambda sheet: bool(formulas_later(sheet)),
        other=lambda tried: tried.other(with_later_formulas(tried.sheet))),
    Hypothesis("part named", "y = v relu(w x); h = relu(w x); dy/dh = v", "h = relu(w*x); y = v*h; dy/dh = v",
        could_hold=has_parts_to_name,
        other=lambda tried: _made(tried, with_parts_named(tried.sheet))),
    Hypothesis("in stages", "w = 3; J = (w + 2 - 1)^2; a = w + 2; d = a - 1; J = d^2; dJ/dd = 2 d",
        "w = 3; a = w + 2; d = a - 1; J = d^2; J = (w + 2 - 1)^2; dJ/dd = 2*d",
        could_hold=lambda sheet: bool(formulas_in_stages(sheet)),
        other=lambda tried: tried.other(with_stages(tried.sheet)),
        is_better=leaves_less_open),
    Hypothesis("whole of stages", "x = 3; f = x^2 + 2\na = x x = 9; c = a + 2 = 11\ndf/dc = 1; df/da = 1",
        "x = 3; a = x*x = 9; c = a + 2 = 11; f = c; f = x^2 + 2; df/dc = 1; df/da = 1",
        could_hold=lambda sheet: bool(asked_of_stages(sheet)),
        other=lambda tried: _made(tried, with_wholes_of_stages(tried.sheet, tried.values or {})),
        is_better=leaves_less_open),
    Hypothesis("at zero", "a = step(0) = 1; e = 1 - a = 0",
        "a = 1 if 0 >= 0 else 0 = 1; e = 1 - a = 0",
        could_hold=lambda sheet: bool(steps_used(sheet)),
        is_wanted=lambda tried: bool(tried.count(verdicts.KINK)),
        other=with_conventions,
        is_better=says_it_always,
        said="took a step or a sign at 0 as it is said"),
    Hypothesis("likewise", "s1 = 1; s2 = 0; a1 = σ(s1 - s2); a2 = 0.269; da2/ds1 = -a1 a2",
        "s1 = 1; s2 = 0; a1 = sigmoid(s1 - s2); a2 = sigmoid(s2 - s1) = 0.269; da2/ds1 = -a1*a2",
        could_hold=lambda sheet: with_likewise(sheet) is not None,
        other=_likewise),
    Hypothesis("lists put in", "x = [2, 4, 6]; m = (2 + 4 + 6)/3 = 4; L = sum((x - m)^2); dL/dx = 2*(x - m)",
        "x = [2, 4, 6]; m = (x[0] + x[1] + x[2])/3 = 4; L = sum((x - m)^2); dL/dx = 2*(x - m)",
        could_hold=may_have_lists,
        is_wanted=lambda tried: True,
        other=lambda tried: _made(tried, with_lists(tried.sheet)),
        is_better=lambda other, tried: other.unsettled <= tried.unsettled or not has_numbers_left(other.sheet)),
    Hypothesis("softmax put in", "z = [2, 1]; p = [0.731, 0.269]; L = -log(0.731); dL/dz[0] = p[0] - 1",
        "z = [2, 1]; p = softmax(z); L = -log(p[0]); dL/dz[0] = p[0] - 1",
        could_hold=may_have_softmax,
        other=lambda tried: _made(tried, with_softmax(tried.sheet, tried.values)),
        is_better=lambda other, tried: True),
    Hypothesis("squash put in", "with sigmoids\nw = 0.4; x = 0.5; z = w x = 0.2; h = 0.5498; dh/dw = h (1 - h) x",
        "w = 0.4; x = 0.5; z = w*x = 0.2; h = sigmoid(z); dh/dw = h*(1 - h)*x",
        could_hold=may_have_squashes,
        other=lambda tried: _made(tried, with_squashes(tried.sheet, tried.values_in_turn)),
        is_better=lambda other, tried: True),
    Hypothesis("part in numbers", "w = 3; x = 2; b = 1; t = 5; L = (w x + b - t)^2; e = 7 - 5; dL/dw = 2 e x",
        "w = 3; x = 2; b = 1; t = 5; L = (w*x + b - t)^2; e = w*x + b - t; dL/dw = 2*e*x",
        could_hold=lambda sheet: bool(told_in_numbers_only(sheet)),
        other=_with_parts_told),
    Hypothesis("numbers put in", "w = 0.5; x = 2; y = 0.5*2; dy/dw = x", "w = 0.5; x = 2; y = w*x; dy/dw = x",
        could_hold=may_have_numbers,
        other=_with_names,
        is_better=judges_more),
    Hypothesis("label put in", "y = 1; z = 0.5; p = σ(z); L = -log(p); u = p - y; dL/dz = u",
        "y = 1; z = 0.5; p = sigmoid(z); L = -(y*log(p) + (1 - y)*log(1 - p)); u = p - y; dL/dz = u",
        could_hold=lambda sheet: bool(losses_for_a_label(sheet)),
        is_wanted=lambda tried: bool(tried.faults),
        other=lambda tried: tried.other(with_labels(tried.sheet))),
    Hypothesis("argument in numbers", "w = 0.5; x = 3; h = tanh(w x); z = 0.5*3; dh/dz = 1 - h^2",
        "w = 0.5; x = 3; z = w*x; h = tanh(z); dh/dz = 1 - h^2",
        could_hold=lambda sheet: bool(arguments_in_numbers(sheet)),
        other=_with_arguments_named,
        is_better=leaves_less_open),
    Hypothesis("computed below", "u = 1\nv = 0.9 u + 0.1 dW\nv = 0.9 + 0.2 = 1.1\nq = v^2 = 1.21\ns = q + u = 2.21",
        "u = 1; v = 0.9 + 0.2 = 1.1; q = v^2 = 1.21; s = q + u = 2.21",
        could_hold=lambda sheet: bool(computed_below(sheet)),
        is_wanted=lambda tried: bool(tried.count(verdicts.NOT_JUDGED)),
        other=with_computed_below,
        is_better=judges_much_more_right,
        said="took numbers below for what cannot be computed by what it is made of"),
    Hypothesis("numbers alone", "L = -log(p)\nL = -log(0.5) = 0.693\nL = -log(0.1) = 2.303",
        "L = -log(p); -log(0.5) = 0.693; -log(0.1) = 2.303",
        could_hold=lambda sheet: bool(told_in_numbers(sheet, *([{step.name for step in sheet.steps}] * 2))),
        is_wanted=lambda tried: bool(tried.count(verdicts.NOT_JUDGED) or tried.count(verdicts.UNREADABLE)),
        other=lambda tried: tried.other(with_numbers_alone(tried.sheet, _waiting(tried), _uncomputed(tried)))),
    Hypothesis("turned", "z_k^{(i)} = w_k^T x^{(i)}; L = Σ_i Σ_k (z_k^{(i)})^2\n∂L/∂w_{jk} = 2 Σ_i z_k^{(i)} x_j^{(i)}",
        "z[i,k] = w[k].T*x[i]; L = sum(i: sum(k: z[i,k]^2)); dL/dw[k,j] = 2*sum(i: z[i,k]*x[i,j])",
        could_hold=lambda sheet: bool(spoken_of_both_ways(sheet)),
        is_wanted=lambda tried: bool(tried.unfit or tried.faults),
        other=lambda tried: tried.other(with_entries_turned(tried.sheet)),
        is_better=fits_better),
    Hypothesis("net inputs", "w = 1; x = 2; o = σ(w x); L = (o - 1)^2\nd_o = 2 (o - 1) o (1 - o)\ndL/dw = d_o x",
        "w = 1; x = 2; (w*x) = w*x; o = sigmoid((w*x)); L = (o - 1)^2; dL/d(w*x) = 2*(o - 1)*o*(1 - o); "
        "dL/dw = dL/d(w*x)*x",
        could_hold=may_be_of_net_inputs,
        is_wanted=lambda tried: bool(tried.faults),
        other=with_net_inputs,
        is_better=lambda other, tried: other.unsettled < tried.unsettled and other.fine > tried.fine + 1),
    Hypothesis("errors of neurons", "z_o = w x; o = tanh(z_o); E = (o - 1)^2\nδ_o = 2 (o - 1) (1 - o^2)\ndE/dw = δ_o x",
        "z_o = w*x; o = tanh(z_o); E = (o - 1)^2; dE/dz_o = 2*(o - 1)*(1 - o^2); dE/dw = dE/dz_o*x",
        could_hold=may_have_errors,
        is_wanted=lambda tried: True,
        other=with_errors_as_slopes,
        is_better=lambda other, tried: True),
    Hypothesis("a slip", "w = 0.2; x = 3\ny = w = 0.6\nL = (y - 1)^2 = 0.16\ndL/dw = 2 (y - 1) x = -2.4",
        "w = 0.2; x = 3; y = w*x; y = w = 0.6; L = (y - 1)^2 = 0.16; dL/dw = 2*(y - 1)*x = -2.4",
        could_hold=may_have_slips,
        other=with_slips_mended,
        is_better=lambda other, tried: True,
        most_spent=MOST_MENDED),
    Hypothesis("rules of steps", "b = 0.5; m_1 = 2; m_2 = 3; a_t = m_t/(1 - b^t); a_1 = 2/0.5 = 4; a_2 = 3/0.75 = 4",
        "b = 0.5; m_1 = 2; m_2 = 3; a_1 = m_1/(1 - b^1) = 2/0.5 = 4; a_2 = m_2/(1 - b^2) = 3/0.75 = 4",
        could_hold=lambda sheet: bool(rules_with_steps(sheet)),
        is_wanted=lambda tried: True,
        other=_with_rules,
        is_better=agrees_with_rules),
    Hypothesis("slopes told", "x = 3; dL/dy = 2\ndL/dw = dL/dy * x = 2*3 = 6\ndL/db = dL/dy = 2",
        "x = 3; dL/dy = 2; dL/dw = dL/dy*x = 2*3 = 6; dL/db = dL/dy = 2",
        could_hold=lambda sheet: sheet.text.count("/") > 1,
        is_wanted=slopes_may_be_told,
        other=with_slopes_told,
        is_better=tells_more,
        said=SLOPES_TOLD),
    Hypothesis("printed", "a = Block(x, {2}) = 0.6\nb = 2a = 1.2\nc = b^2 = 1.44",
        "a = 0.6; b = 2*a = 1.2; c = b^2 = 1.44",
        could_hold=may_be_printed,
        is_wanted=lambda tried: bool(tried.count(verdicts.UNREADABLE)),
        other=lambda tried: _then_named(with_printed(tried)),
        is_better=judges_much_more_right,
        said="took what is printed for results of what cannot be read"),
    Hypothesis("any numbers", "x = 2; z = w x + b = 1; a = z^2 = 1; da/dz = 2 z = 2",
        "w = 0.262562; b = 0.474876; x = 2; z = w*x + b = 1; a = z^2 = 1; da/dz = 2*z = 2",
        could_hold=may_have_any,
        is_wanted=lambda tried: bool(tried.count(verdicts.UNREADABLE, verdicts.NOT_JUDGED)),
        other=lambda tried: _then_named(with_any_numbers(tried)),
        is_better=judges_much_more_right),
    Hypothesis("uncomputed", "x = 2\nz = M x = [1, 2]\nq = 2 z = [2, 4]\ns = sum(q) = 6",
        "x = 2; z = [1, 2]; q = 2*z = [2, 4]; s = sum(q) = 6",
        could_hold=may_be_uncomputed,
        is_wanted=lambda tried: bool(tried.count(verdicts.NOT_JUDGED)),
        other=lambda tried: _then_named(with_uncomputed(tried)),
        is_better=judges_much_more_right,
        said="took what is printed for results of what cannot be computed"),
    Hypothesis("worked alone", "e = 1.5; o = 0.4\ndE/dw = -e*o = 0.6", "e = 1.5; o = 0.4; -e*o = 0.6",
        could_hold=lambda sheet: bool(worked_alone(sheet)),
        is_wanted=lambda tried: bool(tried.count(verdicts.UNREADABLE, verdicts.NOT_JUDGED)),
        other=lambda tried: tried.other(with_worked_alone(tried.sheet, _unjudged(tried))),
        is_better=lambda other, tried: True,
        said="compared formulas with what they come to, where nothing tells what they are the slopes of"),
    Hypothesis("numbers in sentences", "The first of them gets 0.6 - 0.8 = -0.2, too low by far, and costs 1.2 * 2.",
        "0.6 - 0.8 = -0.2",
        could_hold=may_hold_numbers,
        is_wanted=lambda tried: True,
        other=with_numbers_of_sentences,
        is_better=lambda other, tried: True,
        said="judged only the numbers of sentences that can't be read as a whole"),
)  # fmt: skip
"""All of them, in the order in which they are tried."""


def print_table() -> str:
    """The table: what each hypothesis is about, below it a sheet as it is typed, and as it is read."""
    rows = [(row.name, row.typed.replace("\n", "; "), row.read) for row in HYPOTHESES]
    return "\n".join(f"{name}\n  {typed}\n  {read}" for name, typed, read in rows)
