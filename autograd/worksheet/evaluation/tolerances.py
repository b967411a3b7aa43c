"""How close is close enough: every tolerance of the checker, and why. All are in proportion to the truth."""

import sys

ROUNDING = 1e-11
"""Two ways to compute one number differ by rounding only: a thousand times less than this in sheets one can write."""

EPSILONS = 64 * sys.float_info.epsilon
"""What is lost at each number a result is computed from: half an epsilon, with room for a few dozen operations."""

CANCELLED = 1e-4
"""Where terms cancel, rounding may be this much of what is left; beyond it a difference is one."""

COARSE = 0.01
"""A formula further off than this must be so for a number that something here rounds to; not any digits will do."""

MOST_LEEWAY = 0.05
"""What all rounded numbers inside a formula may make of it: two of two digits each are off by as much at most."""

SUM_OF_SHARES = 1e-9
"""Shares add up to 1 as printed: 0.2 + 0.3 + 0.5, with the rounding of a few sums."""

STEP_FROM_KINK = 1e-7
"""How far from a kink one looks at both its sides: far more than rounding, far less than what else would change."""

ACROSS_KINK = 1e-4
"""Next to a kink numbers differ by about a step times their slopes: a thousand times that is allowed."""

WHOLE_UNITS = 1e-6
"""A number this near to a whole count of units of the last digit ends there: no rounding went into its last digit."""

FIRST_LOOK = 1e-6
"""A repair further off than this at the first number is none: that saves computing it everywhere."""

SMALLEST_LOOK = 1e-3
"""At the first look, numbers smaller than this are compared as if they were so large: they may have cancelled."""


def agree(x: float, y: float, within: float = ROUNDING) -> bool:
    """Whether two numbers are the same but for this part of the larger.

    >>> agree(0.1 + 0.2, 0.3), agree(0.3, 0.3001), agree(0.3, 0.3001, within=1e-2)
    (True, False, True)
    """
    return abs(x - y) <= within * max(abs(x), abs(y))


def agree_but_for(noise: float, x: float, y: float) -> bool:
    """Whether a claim y differs from a truth x by rounding errors at most, which may be as large as `noise`."""
    return abs(x - y) <= noise and (abs(x) <= noise or agree(x, y, CANCELLED))


def is_printed_as(number: float, printed: float, half_unit: float) -> bool:
    """Whether a number is printed so, half a unit of the last digit at most from it; signs count.

    >>> is_printed_as(2/3, 0.67, 0.005), is_printed_as(2/3, 0.66, 0.005), is_printed_as(0.125, 0.13, 0.005)
    (True, False, True)
    """
    return abs(number - printed) <= half_unit + ROUNDING * abs(printed)
