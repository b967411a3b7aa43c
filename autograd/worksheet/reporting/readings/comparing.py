"""Whether another reading of a worksheet is better than the one so far: how both fare."""

from autograd.worksheet.judging import verdicts
from autograd.worksheet.reporting.readings.put_in.numbers_put_in import has_numbers_left
from autograd.worksheet.reporting.readings.rules_of_steps import with_rules
from autograd.worksheet.reporting.readings.tried import Tried


def fits_entry_by_entry(plain: Tried, joined: Tried) -> bool:
    """Whether fewer shapes are wrong if · multiplies entry by entry; or as many, and less else."""
    kinds = verdicts.SHAPE, verdicts.NOT_JUDGED
    ours, theirs = plain.count(*kinds), joined.count(*kinds)
    return ours < theirs or (plain.faults < joined.faults and ours <= theirs)


def fits_as_matrices(other: Tried, tried: Tried) -> bool:
    """Whether no more is without a shape, more is right, and less is wrong."""
    fits = other.count(verdicts.SHAPE) <= tried.count(verdicts.SHAPE)
    return fits and other.fine > tried.fine and other.faults < tried.faults


def judges_more(named: Tried, tried: Tried) -> bool:
    """Whether less is left unsettled; or as much, but all numbers have names: what is wrong then is a mistake."""
    if named.unsettled != tried.unsettled:
        return named.unsettled < tried.unsettled
    return named.faults > tried.faults and not has_numbers_left(named.sheet)


def leaves_less_open(other: Tried, tried: Tried) -> bool:
    """Whether less is wrong or waits; or as much, of which less waits, and no less is right."""
    ours, theirs = (each.count(verdicts.NOT_JUDGED) for each in (other, tried))
    return (other.unsettled, ours) < (tried.unsettled, theirs) and other.fine >= tried.fine


def judges_more_right(other: Tried, tried: Tried) -> bool:
    """Whether more is right, and no more of what is judged now is wrong than right; no less is read."""
    gained = other.fine - tried.fine
    return gained > 0 and other.faults - tried.faults <= gained and other.unfit <= tried.unfit


def judges_much_more_right(other: Tried, tried: Tried) -> bool:
    """Whether more is right, and of what is judged now at least twice as much is right as is wrong."""
    gained = other.fine - tried.fine
    return gained > 0 and 2 * (other.faults - tried.faults) <= gained


def fits_better(other: Tried, tried: Tried) -> bool:
    """Whether less is wrong or without a shape; or as much, and less without a shape."""
    return (other.unfit + other.faults, other.unfit) < (tried.unfit + tried.faults, tried.unfit)


def makes_sense(other: Tried, tried: Tried) -> bool:
    """Whether more than half of what is read now is right."""
    return 2 * (other.faults - tried.faults) < tried.unfit - other.unfit


def reads_more(other: Tried, tried: Tried) -> bool:
    """Whether less cannot be read, and of what is judged now more is right, and no more is wrong than right; or what is
    right stays so, and no more is open.
    """
    is_read = other.count(verdicts.UNREADABLE) < tried.count(verdicts.UNREADABLE)
    wrong, fine = other.faults - tried.faults, other.fine - tried.fine
    is_as_before = wrong <= 0 < other.fine and other.count(verdicts.NOT_JUDGED) <= tried.count(verdicts.NOT_JUDGED)
    return is_read and (is_as_before if fine == 0 else fine >= max(1, wrong))


def reads_more_numbers(other: Tried, tried: Tried) -> bool:
    """Whether less cannot be read, more is judged, and no more of that is wrong than right, or one number only."""
    is_read = other.count(verdicts.UNREADABLE) < tried.count(verdicts.UNREADABLE)
    wrong, fine = other.faults - tried.faults, other.fine - tried.fine
    return is_read and wrong + fine > 0 and wrong <= max(1, fine)


def agrees_with_rules(other: Tried, tried: Tried) -> bool:
    """Whether most of what is worked in numbers is as the rules say, half of it for each rule: the rest is wrong."""
    found = with_rules(tried.sheet)
    before = {each.line for each in tried.verdicts if not each.is_fine}
    wrong = {each.line for each in other.verdicts if not each.is_fine and each.follows is None} - before
    stems = [(stem, line in wrong) for stem, line in found[1]] if found is not None else []
    return (
        sum(1 if is_wrong else -1 for _, is_wrong in stems) < 0
        and all(stems.count((stem, False)) >= stems.count((stem, True)) for stem, _ in stems)
        and wrong <= {line for _, line in (found[1] if found is not None else ())}
    )
