"""Schedules: how the learning rate of an optimizer changes from epoch to epoch. Several on one optimizer chain.

Each makes the next rate from the present one, as PyTorch's do, so that the factors of several multiply.
"""

import math
from collections.abc import Callable
from typing import Any

from autograd.engine.arguments import setting, whole_setting
from autograd.optim.comparison import compared, is_count, is_number, settings_of, shortened
from autograd.optim.optimizers import Optimizer


class Schedule:
    """Sets an optimizer's learning rate: `factor(epoch)` times the first one, epochs counted by `step`.

    Call `step` after each epoch, or hand it to `fit`, which does so. This is PyTorch's LambdaLR; to make one that
    goes on from the present rate, subclass it and write `rate`. TypeError for anything but an optimizer; ValueError
    where the new rate would not be finite, and then nothing has changed.

    >>> from autograd import Value
    >>> from autograd.optim import SGD, Schedule
    >>> optimizer = SGD([Value(0.0)], lr=1.0)
    >>> schedule = Schedule(optimizer, lambda epoch: 1 / (1 + epoch))
    >>> schedule.step()
    >>> optimizer.lr
    0.5
    """

    settings: tuple[str, ...] = ()
    """The attributes that a state must share with the schedule that takes it over."""

    def __init__(self, optimizer: Optimizer, factor: Callable[[int], float]) -> None:
        if not callable(factor):
            raise TypeError(f"{type(self).__name__}: expected a function of the epoch as factor, got {factor!r}")
        self.factor = factor
        self.begin(optimizer)

    def begin(self, optimizer: Optimizer) -> None:
        """Take charge of an optimizer, and set the learning rate of its first epoch."""
        if not isinstance(optimizer, Optimizer):
            raise TypeError(f"{type(self).__name__}: expected an optimizer, got {shortened(optimizer)}")
        self.optimizer = optimizer
        self.first = optimizer.lr if optimizer.initial_lr is None else optimizer.initial_lr
        self.epoch = -1
        self.step()
        optimizer.initial_lr = self.first  # of the schedules to come, too

    def step(self) -> None:
        """Go on by one epoch."""
        where = f"{type(self).__name__}, epoch {self.epoch + 1}"
        rate = setting(self.rate(self.epoch + 1), where, "learning rate", least=-math.inf)
        self.epoch, self.optimizer.lr = self.epoch + 1, rate

    def rate(self, epoch: int) -> float:
        """The learning rate of an epoch, made from the present one, `optimizer.lr`, or from the first one."""
        return self.first * self.factor(epoch)

    def state_dict(self) -> dict[str, Any]:
        """Where it is, as plain data; the learning rate itself is in the optimizer's state."""
        return {
            "kind": type(self).__name__,
            "settings": settings_of(self),
            "first": self.first,
            "epoch": self.epoch,
        }

    def check(self, state: Any) -> None:
        """ValueError unless a `state_dict` is whole, and of a schedule of this kind with these settings."""
        compared(self, state, ("first", "epoch"))
        if not is_number(state["first"]) or not is_count(state["epoch"]):
            raise ValueError(
                f"{type(self).__name__}: the state begins with a learning rate of {shortened(state['first'])} and is "
                f"in epoch {shortened(state['epoch'])}; expected a number and a whole one"
            )

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from where a `state_dict` was taken; ValueError, and nothing changed, if it does not fit.

        As in PyTorch the learning rate is in the optimizer's state: load that, too.
        """
        self.check(state)
        self.first, self.epoch = state["first"], state["epoch"]


class StepLR(Schedule):
    """Multiplies the learning rate by `gamma` every `step_size` epochs.

    ValueError for a `step_size` below 1 or a negative `gamma`.

    >>> from autograd import Value
    >>> from autograd.optim import SGD, StepLR
    >>> optimizer = SGD([Value(0.0)], lr=1.0)
    >>> schedule = StepLR(optimizer, step_size=2, gamma=0.5)
    >>> for _ in range(4):
    ...     schedule.step()
    ...     print(optimizer.lr, end=" ")
    1.0 0.5 0.5 0.25
    """

    settings = ("step_size", "gamma")

    def __init__(self, optimizer: Optimizer, step_size: int, gamma: float = 0.1) -> None:
        self.step_size = whole_setting(step_size, "StepLR", "step_size")
        self.gamma = setting(gamma, "StepLR", "gamma")
        self.begin(optimizer)

    def rate(self, epoch: int) -> float:
        """The present one, times `gamma` where a new span of epochs begins."""
        return self.optimizer.lr * (self.gamma if epoch and epoch % self.step_size == 0 else 1.0)


class ExponentialLR(Schedule):
    """Multiplies the learning rate by `gamma` every epoch. ValueError for a negative `gamma`.

    >>> from autograd import Value
    >>> from autograd.optim import SGD, ExponentialLR
    >>> optimizer = SGD([Value(0.0)], lr=1.0)
    >>> schedule = ExponentialLR(optimizer, gamma=0.5)
    >>> for _ in range(3):
    ...     schedule.step()
    ...     print(optimizer.lr, end=" ")
    0.5 0.25 0.125
    """

    settings = ("gamma",)

    def __init__(self, optimizer: Optimizer, gamma: float) -> None:
        self.gamma = setting(gamma, "ExponentialLR", "gamma")
        self.begin(optimizer)

    def rate(self, epoch: int) -> float:
        """The present one times `gamma`, but for the first epoch."""
        return self.optimizer.lr * (self.gamma if epoch else 1.0)


class LinearLR(Schedule):
    """Leads the factor in a straight line from `start_factor` to `end_factor` over `total_iters` epochs. Then it stays.

    ValueError unless `start_factor` is above 0 and up to 1, `end_factor` from 0 to 1 and `total_iters` at least 1.

    >>> from autograd import Value
    >>> from autograd.optim import SGD, LinearLR
    >>> optimizer = SGD([Value(0.0)], lr=1.0)
    >>> schedule = LinearLR(optimizer, start_factor=0.5, total_iters=2)
    >>> for _ in range(3):
    ...     schedule.step()
    ...     print(optimizer.lr, end=" ")
    0.75 1.0 1.0
    """

    settings = ("start_factor", "end_factor", "total_iters")

    def __init__(
        self, optimizer: Optimizer, start_factor: float = 1 / 3, end_factor: float = 1.0, total_iters: int = 5
    ) -> None:
        self.start_factor = setting(start_factor, "LinearLR", "start_factor", most=1.0)
        if not self.start_factor:
            raise ValueError("LinearLR: expected start_factor above 0: what is 0 cannot be led anywhere by a factor")
        self.end_factor = setting(end_factor, "LinearLR", "end_factor", most=1.0)
        self.total_iters = whole_setting(total_iters, "LinearLR", "total_iters")
        self.begin(optimizer)

    def rate(self, epoch: int) -> float:
        """The present one, times the quotient of the line here and an epoch before."""
        if not epoch:
            return self.optimizer.lr * self.start_factor
        if epoch > self.total_iters:
            return self.optimizer.lr
        span = self.end_factor - self.start_factor
        return self.optimizer.lr * (1.0 + span / (self.total_iters * self.start_factor + (epoch - 1) * span))


class CosineAnnealingLR(Schedule):
    """Leads the learning rate down to `eta_min` along half a cosine of `T_max` epochs.

    Beyond `T_max` it climbs again. ValueError for a `T_max` below 1 or a negative `eta_min`. Source: Loshchilov and
    Hutter, SGDR (2017).

    >>> from autograd import Value
    >>> from autograd.optim import SGD, CosineAnnealingLR
    >>> optimizer = SGD([Value(0.0)], lr=1.0)
    >>> schedule = CosineAnnealingLR(optimizer, T_max=4)
    >>> for _ in range(4):
    ...     schedule.step()
    ...     print(round(optimizer.lr, 3), end=" ")
    0.854 0.5 0.146 0.0
    """

    settings = ("T_max", "eta_min")

    def __init__(self, optimizer: Optimizer, T_max: int, eta_min: float = 0.0) -> None:
        self.T_max = whole_setting(T_max, "CosineAnnealingLR", "T_max")
        self.eta_min = setting(eta_min, "CosineAnnealingLR", "eta_min")
        self.begin(optimizer)

    def rate(self, epoch: int) -> float:
        """The present one, its distance to `eta_min` changed by the quotient of the cosine here and an epoch before."""
        now, turn = self.optimizer.lr, math.pi / self.T_max
        if not epoch:
            return now
        if (epoch - 1) % (2 * self.T_max) == self.T_max:  # up again from the bottom, where the quotient has no value
            return now + (self.first - self.eta_min) * (1 - math.cos(turn)) / 2
        quotient = (1 + math.cos(turn * epoch)) / (1 + math.cos(turn * (epoch - 1)))
        return quotient * (now - self.eta_min) + self.eta_min
