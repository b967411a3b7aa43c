"""A whole text before any line of it is read: what it goes through, in order."""

import re
from collections.abc import Callable, Iterable
from functools import partial

from autograd.worksheet.language.notations.patterns import NAME, NUMBER
from autograd.worksheet.language.notations.whole.layers.activations_said import with_activations
from autograd.worksheet.language.notations.whole.layers.entrywise_dots import with_entrywise_dots
from autograd.worksheet.language.notations.whole.layers.layers_in_brackets import with_layers_numbered
from autograd.worksheet.language.notations.whole.layers.layers_in_letters import (
    with_rows_of_examples,
    with_sizes_of_layers,
)
from autograd.worksheet.language.notations.whole.layers.layers_of_entries import with_layers_of_entries
from autograd.worksheet.language.notations.whole.layers.normalized import with_mean_told
from autograd.worksheet.language.notations.whole.layers.numbered_layers import with_numbered_layers
from autograd.worksheet.language.notations.whole.layers.rules_of_layers import with_rules_of_layers
from autograd.worksheet.language.notations.whole.lists.columns import with_columns, with_usual_cost
from autograd.worksheet.language.notations.whole.lists.data_in_pairs import with_data_named
from autograd.worksheet.language.notations.whole.lists.each_entry import with_each_entry
from autograd.worksheet.language.notations.whole.lists.entries_in_brackets import with_entries_below
from autograd.worksheet.language.notations.whole.lists.features import with_features_named
from autograd.worksheet.language.notations.whole.lists.ones_of_rows import with_ones_of_rows
from autograd.worksheet.language.notations.whole.lists.pooled import with_windows_told
from autograd.worksheet.language.notations.whole.lists.right_class import with_class
from autograd.worksheet.language.notations.whole.lists.spelled_convolutions import with_convolutions_spelled
from autograd.worksheet.language.notations.whole.lists.stuck_entries import with_entries, with_factors_apart
from autograd.worksheet.language.notations.whole.lists.sums_over_outputs import with_sums_spelled
from autograd.worksheet.language.notations.whole.lists.told_by_entries import with_lists_told
from autograd.worksheet.language.notations.whole.lists.unpacked import with_lists_unpacked
from autograd.worksheet.language.notations.whole.lists.used_whole import with_lists_used_whole
from autograd.worksheet.language.notations.whole.losses.bare_sums import with_bare_sums
from autograd.worksheet.language.notations.whole.losses.chances_of_values import with_chances_of_values
from autograd.worksheet.language.notations.whole.losses.chances_told import with_chances_told
from autograd.worksheet.language.notations.whole.losses.deltas_of_weights import with_deltas_of_weights
from autograd.worksheet.language.notations.whole.losses.divergences import with_divergences_named
from autograd.worksheet.language.notations.whole.losses.log_derivatives import with_log_derivatives
from autograd.worksheet.language.notations.whole.losses.losses_by_name import with_losses_written_out
from autograd.worksheet.language.notations.whole.losses.losses_of_examples import with_losses_of_examples
from autograd.worksheet.language.notations.whole.losses.losses_of_layers import with_losses_of_layers
from autograd.worksheet.language.notations.whole.losses.losses_of_outputs import with_losses_of_outputs
from autograd.worksheet.language.notations.whole.losses.other_losses import with_other_losses
from autograd.worksheet.language.notations.whole.losses.told_of_pairs import with_losses_of_pairs
from autograd.worksheet.language.notations.whole.losses.words_for_slopes import (
    with_slopes_of_losses,
    with_upstream_slopes,
)
from autograd.worksheet.language.notations.whole.losses.words_said_to_be import with_words_said_to_be
from autograd.worksheet.language.notations.whole.programs.columns_of_batches import with_columns_of_batches
from autograd.worksheet.language.notations.whole.programs.functions_of_programs import with_functions_told
from autograd.worksheet.language.notations.whole.programs.in_place import with_changes_in_place
from autograd.worksheet.language.notations.whole.programs.octave import with_products_joined
from autograd.worksheet.language.notations.whole.programs.results_in_remarks import with_results_in_remarks
from autograd.worksheet.language.notations.whole.programs.temporaries import with_new_names
from autograd.worksheet.language.notations.whole.steps.at_points import (
    with_arguments,
    with_points_told,
    with_steps_below,
)
from autograd.worksheet.language.notations.whole.steps.compositions import with_compositions
from autograd.worksheet.language.notations.whole.steps.counters import without_counters
from autograd.worksheet.language.notations.whole.steps.now_another import with_functions_told_anew
from autograd.worksheet.language.notations.whole.steps.of_each_step import (
    with_numbers_below,
    with_sequences,
    with_small_cells,
    with_steps,
)
from autograd.worksheet.language.notations.whole.steps.raised_steps import with_raised_steps
from autograd.worksheet.language.notations.whole.steps.reassigned import with_versions
from autograd.worksheet.language.notations.whole.steps.summed_arguments import with_indices
from autograd.worksheet.language.notations.whole.steps.told_in_chains import with_names_in_chains
from autograd.worksheet.language.notations.whole.steps.told_in_stages import with_stages_told
from autograd.worksheet.language.notations.whole.tables.given_in_rows import with_given_names
from autograd.worksheet.language.notations.whole.tables.steps_in_rows import with_steps_in_rows
from autograd.worksheet.language.notations.whole.typography.barred_words import with_bars
from autograd.worksheet.language.notations.whole.typography.bold import without_bold
from autograd.worksheet.language.notations.whole.typography.code_in_sentences import with_code_alone
from autograd.worksheet.language.notations.whole.typography.comma_indices import with_usual_layers, without_commas_below
from autograd.worksheet.language.notations.whole.typography.dots import without_dots
from autograd.worksheet.language.notations.whole.typography.eastern_words import without_eastern_words
from autograd.worksheet.language.notations.whole.typography.headings import with_headings_read, with_questions_read
from autograd.worksheet.language.notations.whole.typography.nested_indices import with_flat_indices
from autograd.worksheet.language.notations.whole.typography.pasted_latex import without_latex
from autograd.worksheet.language.notations.whole.typography.raised_brackets import with_layers_raised
from autograd.worksheet.language.notations.whole.typography.raised_indices import with_lowered_indices
from autograd.worksheet.language.notations.whole.typography.raised_letters import with_samples_counted
from autograd.worksheet.language.notations.whole.typography.small_steps import with_small_steps
from autograd.worksheet.language.notations.whole.typography.tags import without_numbers, without_tags
from autograd.worksheet.language.notations.whole.typography.underscored_slopes import without_underscored_slopes
from autograd.worksheet.language.notations.whole.words.arguments_of_slopes import with_arguments_of_slopes
from autograd.worksheet.language.notations.whole.words.called_this import with_results_called, with_slopes_called
from autograd.worksheet.language.notations.whole.words.cases_joined import with_cases_joined
from autograd.worksheet.language.notations.whole.words.differentials import with_differentials
from autograd.worksheet.language.notations.whole.words.functions_said import with_functions_said
from autograd.worksheet.language.notations.whole.words.gradients_in_words import with_gradients_named
from autograd.worksheet.language.notations.whole.words.logs_told import with_logs_told
from autograd.worksheet.language.notations.whole.words.names_of_words import with_names_of_words
from autograd.worksheet.language.notations.whole.words.one_spelling import (
    with_one_numbering,
    with_one_spelling,
    with_words_for_names,
)
from autograd.worksheet.language.notations.whole.words.parameters import with_parameters_told, without_parameters
from autograd.worksheet.language.notations.whole.words.products_said import with_products_said
from autograd.worksheet.language.notations.whole.words.weights_said import with_weights_said
from autograd.worksheet.language.vocabulary import is_function
from autograd.worksheet.sheet.prose import without_legends

_WIDE = str.maketrans(
    {"∆": "Δ", "◦": "∘", "：": ": ", "，": ", ", "；": "; ", "。": ". ", "、": ", ", "（": " (", "）": ") "}
    | dict.fromkeys(["∴", *map(chr, range(ord("①"), ord("⒛") + 1))], " ")
)
"""Wide signs, which have no blank beside them, small circles, the sign of a difference, "therefore", and numbers in
circles.
"""

_CALLED_IN_CHAIN = re.compile(r"(?<==)\s*((?:D_)?[A-Z]{1,4})\((?:[^()=\n]|\([^()=\n]{0,20}\)){1,40}\)\s*=(?!=)")
"""J = CE(y, p) = -Σ_i y_i log p_i: what the loss is called."""


def _without_names_in_chains(text: str) -> str:
    """A text with blanks for such names, if it says nothing else of them."""

    def blanked(found: re.Match[str]) -> str:
        is_told = is_function(found[1]) or re.search(rf"^\s*{found[1]}\(|[d∂]{found[1]}(?!\w)", text, re.MULTILINE)
        called = set(re.findall(rf"(?<!\w){found[1]}\(([^()=\n]*)\)", text))
        return found[0] if is_told or len(called) > 1 else " " * len(found[0])  # H(s) = H(3.4) = 1

    return _CALLED_IN_CHAIN.sub(blanked, text)


_ENTRY_OF_CALL = re.compile(rf"(?<![\w.])([∂d]?)([^\W\d_][\w'′]{{0,8}})\({NAME}\)(?=_(?:[ijkmn](?!\w)|\{{[ijkmn]\}}))")
"""s(x)_i: an entry of s, which is a function of x."""


def _with_entries_of_calls(text: str) -> str:
    """A text with s_i for s(x)_i, where that is no function of the language."""
    return _ENTRY_OF_CALL.sub(lambda found: found[0] if is_function(found[2]) else found[1] + found[2], text)


_LIST_BEHIND_WORD = re.compile(
    r"(?:^|(?<=[,;:]))([ \t]*(?:[^\W\d_]{2,12}[ \t])?)([^\W\d_]{3,12})[ \t]+"
    rf"(\([ \t]*{NUMBER}(?:[ \t]*,[ \t]*{NUMBER})+[ \t]*\))"
    r"(?=[ \t]*(?:[,;.]|$))",
    re.MULTILINE,
)
"""mask (1, 0, 1): a list that a word is, without an ="""


def _with_lists_given(text: str) -> str:
    """A text with = between a word that formulas use and the list behind it, if that is all it is told."""

    def given(found: re.Match[str]) -> str:
        word = found[2]
        is_used = re.search(rf"[-+*/·×⊙∘][ \t]*{word}(?!\w|[ \t]*\()", text)
        is_told = re.search(rf"(?<!\w){word}[ \t]*:?=", text)
        return f"{found[1]}{word} = {found[3]}" if is_used and not is_told else found[0]

    return _LIST_BEHIND_WORD.sub(given, text)


_OF_AND_GIVEN = re.compile(r"((?<![\w.])[^\W\d]\w{0,9}\((?=[^\W\d])[^()\[\]=;\n]{1,30});(?=[^()\[\]=;\n]{1,40}\))")
"""N(x; μ, σ): what stands behind the ; are arguments, too."""

_IMPLIES = re.compile(r"(?:,(?=\s*=>)\s*|(?<=\s))=>(?=\s[^=:;\n]{1,80}=)")
"""An arrow, typed as two signs, that another equation stands behind."""

_TRANSPOSED_ABOVE = re.compile(r"\^(?:[⊤⟙]|\{[⊤⟙]\})")
_TRANSPOSED_SMALL = re.compile(r"(?<=[\w)\]])ᵗ")
_LIST_TRANSPOSED_SMALL = re.compile(r"[\])]ᵗ|(?<!\w)[A-Z]ᵗ\s*@")


def _with_transposes(text: str) -> str:
    """A text with ᵀ for ^⊤, and for ᵗ if that stands behind a list, w = [1 2]ᵗ and so wᵗx, or before @: Wᵗ @ x."""
    text = _TRANSPOSED_ABOVE.sub("ᵀ", text) if "⊤" in text else text
    return _TRANSPOSED_SMALL.sub("ᵀ", text) if "ᵗ" in text and _LIST_TRANSPOSED_SMALL.search(text) else text


_PRINTED = re.compile(r"^##(?=[ \t]+[^\W\d][\w.]* =)", re.MULTILINE)


def _printed(text: str) -> str:
    """A text in which what a program of R has printed, ## z = 3, is no remark."""
    return _PRINTED.sub("  ", text) if "<-" in text else text


_DOCSTRING = re.compile(r"^([ \t]*)[rRfFuU]?(?:\"{3}|'{3})|(?:\"{3}|'{3})(?=[ \t]*$)", re.MULTILINE)
"""Where the description in a program begins, and where it ends."""

LONGEST_GAP, LONGEST_RUN = 60, 200
"""Blanks in a row that are read, and letters and digits: more say nothing else, are no name and no number, and each
pattern would go through them again from each of them.
"""

_LONG_RUN = re.compile(rf"([^\S\r\n]{{{LONGEST_GAP + 1},}})|[\w'’′{{}}\u0300-\u036f]{{{LONGEST_RUN + 1},}}")
_BLANK_LINES = re.compile(rf"(?:\n[^\S\n]*){{{LONGEST_GAP}}}(?=\s)")


def without_long_runs(text: str) -> str:
    r"""A text whose long runs of blanks, or of letters and digits, end early, with a # in long runs of blank lines.

    >>> without_long_runs("x" + 99 * " " + "y") == "x" + 60 * " " + "y", without_long_runs("x" + 99 * "\n").count("#")
    (True, 1)
    """
    text = _LONG_RUN.sub(lambda match: match[0][: LONGEST_GAP if match[1] else LONGEST_RUN], text)
    return _BLANK_LINES.sub(r"\g<0>#", text)


_GIVEN_BEFORE_COLON = re.compile(
    r"^([ \t]*(?!(?i:epoch|step|iter|sample|time|layer|batch|round|example|class|case|point|input|node|neuron))"
    rf"[^\W\d_]{{3,20}}[ \t]*=[ \t]*{NUMBER}):[ \t]*$",
    re.MULTILINE,
)
"""intercept = 0: as a line of its own"""

_SIGMOID = re.compile(r"(?<![^\W_])[sS]igm[oóò][iïí]d(?:e|ea|ale|alna|is)?(?=[ \t]?\()")
"""sigmoide(z), as other languages have it"""

_NORM_BEHIND = re.compile(r"(\|\||‖|∥)(?:\^\{?2\}?|²)_\{?F\}?(?!\w)")
"""||W||^2_F"""

_TRANSPOSED_AT = re.compile(r"(?<=[A-Za-z)\]]\^T)(?=(?:d?[A-Z][a-z]{0,2}|d?[a-z]{1,2})(?![a-z]))")
"""D^TDW, W^TdW and z^Tz, a transpose and the next factor right behind it"""

_SUM_OF_SIZE = re.compile(
    r"([Σ∑])_\{([a-z])\s*=\s*[01]\}\s*\^\{[A-Za-z](?:_\w|_\{\w(?:\s*[-−+]\s*1)?\}|\^\{?\(?\w(?:\s*[-−+]\s*1)?\)?\}?)"
    r"(?:\s*[-−]\s*1)?\} *"
)
"""A sum over as many as a layer has: Σ_{j=0}^{n_l-1}"""

_WITH_RESPECT = re.compile(r"(?<![\w.])(?:w\.\s?r\.\s?t\.?|wrt)(?=\s+\S)")

_KEEPDIMS = re.compile(r"(?<=[\w)\]])\s*,\s*keepdims?\s*=\s*(?:True|False|1|0)(?=\s*[,)])")
"""What makes no difference to a sum, here."""


Rewrite = Callable[[str], str]


FIRST_REWRITES: tuple[tuple[Rewrite, bool], ...] = (
    (without_latex, True),
    (with_given_names, False),
    (with_steps_in_rows, False),
    (with_chances_told, True),
    (with_words_for_names, False),
    (with_code_alone, True),
    (without_bold, True),
    (with_layers_raised, True),
    (with_layers_of_entries, True),
    (with_losses_of_layers, False),
    (without_underscored_slopes, True),
    (with_losses_of_examples, False),
    (with_losses_of_pairs, True),
    (with_ones_of_rows, True),
    (with_features_named, True),
    (with_entries_below, True),
    (with_windows_told, True),
    (with_rules_of_layers, False),
    (without_parameters, False),
    (with_parameters_told, False),
    (with_cases_joined, False),
    (with_entrywise_dots, True),
    (_printed, True),
    (lambda text: text.replace("$$", "  "), True),
    (partial(_DOCSTRING.sub, lambda match: " " * len(match[0])), True),
    (_with_transposes, True),
    (with_products_joined, True),
    (lambda text: text.translate(_WIDE), True),
    (with_results_called, False),
    (with_samples_counted, True),
    (with_small_steps, True),
    (without_dots, True),
    (without_long_runs, True),
    (with_results_in_remarks, False),
    (with_gradients_named, True),
    (with_usual_layers, True),
    (without_commas_below, True),
    (with_names_in_chains, False),
    (with_arguments_of_slopes, False),
    (with_lowered_indices, True),
    (with_flat_indices, True),
    (with_log_derivatives, False),
    (with_chances_of_values, False),
    (with_compositions, False),
    (with_functions_told, True),
    (with_products_said, False),
    (with_functions_said, False),
    (without_eastern_words, True),
    (with_activations, False),
    (partial(_SIGMOID.sub, "sigmoid"), True),
    (partial(_NORM_BEHIND.sub, r"\1_F^2"), True),
    (partial(_TRANSPOSED_AT.sub, " "), True),
    (partial(_WITH_RESPECT.sub, "with respect to"), True),
    (with_questions_read, True),
    (without_tags, True),
    (without_numbers, True),
    (with_factors_apart, True),
    (with_bare_sums, True),
    (partial(_SUM_OF_SIZE.sub, r"\1_\2 "), True),
    (with_names_of_words, False),
    (with_logs_told, False),
    (partial(_GIVEN_BEFORE_COLON.sub, r"\1"), False),
    (with_one_spelling, False),
    (with_one_numbering, False),
    (with_lists_unpacked, False),
    (with_lists_used_whole, False),
    (with_divergences_named, True),
    (with_losses_written_out, True),
    (with_arguments, False),
    (with_points_told, False),
    (with_steps_below, False),
    (_with_lists_given, False),
    (_with_entries_of_calls, True),
    (partial(_IMPLIES.sub, " ⇒ "), True),
    (partial(_KEEPDIMS.sub, ""), True),
    (with_headings_read, True),
    (with_convolutions_spelled, True),
    (with_bars, True),
    (with_differentials, False),
    (with_changes_in_place, False),
    (with_weights_said, False),
    (with_slopes_called, False),
    (with_stages_told, False),
    (with_data_named, False),
    (with_deltas_of_weights, False),
    (with_slopes_of_losses, False),
    (with_upstream_slopes, False),
    (with_words_said_to_be, False),
    (_without_names_in_chains, True),
    (without_counters, True),
    (without_legends, True),
    (with_other_losses, False),
    (with_versions, False),
    (with_functions_told_anew, False),
    (with_raised_steps, False),
    (with_sums_spelled, False),
    (with_numbered_layers, True),
    (with_layers_numbered, True),
    (with_losses_of_outputs, False),
    (with_columns, True),
)
"""What a whole text goes through before its lines are read, in this order, and whether it does under a key, too."""

STEP_REWRITES: tuple[tuple[Rewrite, bool], ...] = (
    (with_columns_of_batches, False),
    (with_sizes_of_layers, True),
    (with_rows_of_examples, True),
    (with_small_cells, False),
    (with_numbers_below, True),
    (with_sequences, True),
    (with_steps, True),
    (with_mean_told, True),
    (with_new_names, True),
)
"""What it goes through once its usual cost is told, before lists are."""

LAST_REWRITES: tuple[tuple[Rewrite, bool], ...] = (
    (with_each_entry, False),
    (with_class, True),
    (with_entries, True),
    (with_indices, True),
    (partial(_OF_AND_GIVEN.sub, r"\1,"), True),
)
"""What it goes through when lists are told."""


def _through(text: str, rewrites: Iterable[tuple[Rewrite, bool]], has_key: bool) -> str:
    """A text that went through some rewrites."""
    for each, is_under_keys in rewrites:
        if is_under_keys or not has_key:
            text = each(text)
    return text


def rewritten(typed: str, has_key: bool) -> tuple[str, str, set[str]]:
    """What is read of a text as it is typed, the usual cost that it has not told, and the names that only say what an
    entry of a list is.
    """
    text, usual_cost = _through(typed, FIRST_REWRITES, has_key), ""
    if not has_key:
        text, usual_cost = with_usual_cost(text)
    text, told_entries = with_lists_told(_through(text, STEP_REWRITES, has_key))
    return _through(text, LAST_REWRITES, has_key), usual_cost, told_entries
