"""Optimizers and schedules with the names, the defaults and the numbers of PyTorch.

>>> from autograd import Value
>>> from autograd.optim import SGD
>>> w = Value(1.0)
>>> optimizer = SGD([w], lr=0.1)
>>> for _ in range(3):
...     optimizer.zero_grad()
...     (w * w).backward()
...     optimizer.step()
>>> round(w.data, 3)  # 0.8 · 0.8 · 0.8
0.512
"""

import math
from collections.abc import Callable, Iterable
from typing import Any

from autograd.engine.bulk import clear_gradients
from autograd.engine.codegen.python import Value
from autograd.nn.modules.module import Module

__all__ = ["SGD", "Adam", "CosineAnnealingLR", "ExponentialLR", "LinearLR", "Optimizer", "Schedule", "StepLR"]


class Optimizer:
    """What changes parameters by their gradients: `zero_grad`, then backward, then `step`.

    `parameters` are Values or a module with them, `lr` is the learning rate, which schedules change. Frozen parameters
    and those no gradient has reached are left as they are. TypeError for anything but leaf Values, ValueError for no
    parameters. To make one of your own, subclass it and write `updated`: the new number of one parameter.

    >>> from autograd import Value
    >>> from autograd.optim import Optimizer
    >>> class Signs(Optimizer):
    ...     def updated(self, data, grad, memory):
    ...         return data - self.lr * (1 if grad > 0 else -1)
    >>> w = Value(3.0)
    >>> (w * w).backward()
    >>> Signs([w], lr=0.1).step()
    >>> w.data
    2.9
    """

    def __init__(self, parameters: Module | Iterable[Value], lr: float) -> None:
        held = parameters.parameters() if isinstance(parameters, Module) else list(parameters)
        self.parameters = list({id(parameter): parameter for parameter in held}.values())
        name = type(self).__name__
        if not self.parameters:
            raise ValueError(f"{name}: no parameters to learn")
        for parameter in self.parameters:
            if not isinstance(parameter, Value) or parameter.inputs:
                raise TypeError(f"{name}: expected leaf Values as parameters, got {parameter!r}")
        self.lr = at_least_zero(name, "lr", lr)
        self.steps = 0
        self.memory: list[dict[str, float]] = [{} for _ in self.parameters]

    def zero_grad(self) -> None:
        """Set the gradients of its parameters back to "not yet"."""
        clear_gradients(self.parameters)

    def step(self) -> None:
        """Change every parameter once."""
        self.steps += 1
        for parameter, memory in zip(self.parameters, self.memory, strict=True):
            if parameter.has_grad:
                parameter.data = self.updated(parameter.data, parameter.grad, memory)

    def updated(self, data: float, grad: float, memory: dict[str, float]) -> float:
        """The new number of one parameter; `memory` is kept for it from step to step."""
        raise NotImplementedError(f"{type(self).__name__} has no updated(): write the new number of one parameter")

    def state_dict(self) -> dict[str, Any]:
        """What it remembers, as plain numbers."""
        return {"lr": self.lr, "steps": self.steps, "memory": [dict(memory) for memory in self.memory]}

    def check(self, state: dict[str, Any]) -> None:
        """ValueError if a `state_dict` is that of other parameters."""
        if len(state["memory"]) != len(self.parameters):
            raise ValueError(
                f"{type(self).__name__}: the state is for {len(state['memory'])} parameters, "
                f"this optimizer has {len(self.parameters)}"
            )

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over what `state_dict` gave; ValueError if that was for other parameters."""
        self.check(state)
        self.lr, self.steps = state["lr"], state["steps"]
        self.memory = [dict(memory) for memory in state["memory"]]


class SGD(Optimizer):
    """Steps against the gradient, with or without momentum.

    g ← g + weight_decay·p; v ← momentum·v + (1 − dampening)·g, beginning with g; p ← p − lr·v, or with `nesterov`
    p − lr·(g + momentum·v). Here p is a parameter, g its gradient, v its velocity. ValueError for negative settings.

    >>> from autograd import Value
    >>> from autograd.optim import SGD
    >>> w = Value(1.0)
    >>> optimizer = SGD([w], lr=0.1, momentum=0.9)
    >>> for _ in range(2):
    ...     optimizer.zero_grad()
    ...     (w * w).backward()
    ...     optimizer.step()
    >>> round(w.data, 3)  # 1 − 0.1·2 = 0.8, then v = 0.9·2 + 1.6 and 0.8 − 0.1·3.4
    0.46
    """

    def __init__(
        self,
        parameters: Module | Iterable[Value],
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        super().__init__(parameters, lr)
        self.momentum = at_least_zero("SGD", "momentum", momentum)
        self.weight_decay = at_least_zero("SGD", "weight_decay", weight_decay)
        self.dampening = dampening
        self.nesterov = nesterov
        if nesterov and (not momentum or dampening):
            raise ValueError("SGD: nesterov wants momentum above 0 and dampening 0")

    def updated(self, data: float, grad: float, memory: dict[str, float]) -> float:
        """The new number of one parameter."""
        grad = grad + self.weight_decay * data
        if self.momentum:
            velocity = self.momentum * memory["v"] + (1 - self.dampening) * grad if memory else grad
            memory["v"] = velocity
            grad = grad + self.momentum * velocity if self.nesterov else velocity
        return data - self.lr * grad


class Adam(Optimizer):
    """Steps of about `lr` whatever the size of the gradient, by running means of g and g².

    `weight_decay` is added to the gradient, or with `decoupled` (AdamW) taken off the parameter itself. `betas` say how
    slowly the two means move, `eps` keeps the division finite. Source: Kingma and Ba, Adam (2015); Loshchilov and
    Hutter, Decoupled weight decay regularization (2019).

    >>> from autograd import Value
    >>> from autograd.optim import Adam
    >>> flat, steep = Value(1.0), Value(1.0)
    >>> (0.001 * flat + 1000 * steep).backward()
    >>> Adam([flat, steep], lr=0.1).step()
    >>> round(flat.data, 3), round(steep.data, 3)
    (0.9, 0.9)
    """

    def __init__(
        self,
        parameters: Module | Iterable[Value],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        decoupled: bool = False,
    ) -> None:
        super().__init__(parameters, lr)
        if not all(0 <= beta < 1 for beta in betas):
            raise ValueError(f"Adam: expected betas from 0 up to but not including 1, got {betas!r}")
        self.betas = betas
        self.eps = at_least_zero("Adam", "eps", eps)
        self.weight_decay = at_least_zero("Adam", "weight_decay", weight_decay)
        self.decoupled = decoupled

    def updated(self, data: float, grad: float, memory: dict[str, float]) -> float:
        """The new number of one parameter."""
        first, second = self.betas
        if self.decoupled:
            data = data * (1 - self.lr * self.weight_decay)
        else:
            grad = grad + self.weight_decay * data
        count = memory["n"] = memory.get("n", 0) + 1
        mean = memory["m"] = first * memory.get("m", 0.0) + (1 - first) * grad
        square = memory["v"] = second * memory.get("v", 0.0) + (1 - second) * grad * grad
        spread = math.sqrt(square) / math.sqrt(1 - math.pow(second, count)) + self.eps
        return data - self.lr / (1 - math.pow(first, count)) * mean / spread


class Schedule:
    """Sets an optimizer's learning rate: `factor(epoch)` times the first one, epochs counted by `step`.

    Call `step` after each epoch, or hand it to `fit`, which does so.

    >>> from autograd import Value
    >>> from autograd.optim import SGD, Schedule
    >>> optimizer = SGD([Value(0.0)], lr=1.0)
    >>> schedule = Schedule(optimizer, lambda epoch: 1 / (1 + epoch))
    >>> schedule.step()
    >>> optimizer.lr
    0.5
    """

    def __init__(self, optimizer: Optimizer, factor: Callable[[int], float]) -> None:
        self.optimizer = optimizer
        self.factor = factor
        self.first = optimizer.lr
        self.epoch = -1
        self.step()

    def step(self) -> None:
        """Go on by one epoch."""
        self.epoch += 1
        self.optimizer.lr = self.first * self.factor(self.epoch)

    def state_dict(self) -> dict[str, Any]:
        """Where it is, as plain numbers."""
        return {"first": self.first, "epoch": self.epoch}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from where a `state_dict` was taken."""
        self.first, self.epoch = state["first"], state["epoch"]
        self.optimizer.lr = self.first * self.factor(self.epoch)


class StepLR(Schedule):
    """Multiplies the learning rate by `gamma` every `step_size` epochs. ValueError for a `step_size` below 1.

    >>> from autograd import Value
    >>> from autograd.optim import SGD, StepLR
    >>> optimizer = SGD([Value(0.0)], lr=1.0)
    >>> schedule = StepLR(optimizer, step_size=2, gamma=0.5)
    >>> for _ in range(4):
    ...     schedule.step()
    ...     print(optimizer.lr, end=" ")
    1.0 0.5 0.5 0.25
    """

    def __init__(self, optimizer: Optimizer, step_size: int, gamma: float = 0.1) -> None:
        at_least_one("StepLR", "step_size", step_size)
        super().__init__(optimizer, lambda epoch: gamma ** (epoch // step_size))


class ExponentialLR(Schedule):
    """Multiplies the learning rate by `gamma` every epoch.

    >>> from autograd import Value
    >>> from autograd.optim import SGD, ExponentialLR
    >>> optimizer = SGD([Value(0.0)], lr=1.0)
    >>> schedule = ExponentialLR(optimizer, gamma=0.5)
    >>> for _ in range(3):
    ...     schedule.step()
    ...     print(optimizer.lr, end=" ")
    0.5 0.25 0.125
    """

    def __init__(self, optimizer: Optimizer, gamma: float) -> None:
        super().__init__(optimizer, lambda epoch: gamma**epoch)


class LinearLR(Schedule):
    """Leads the factor in a straight line from `start_factor` to `end_factor` over `total_iters` epochs. Then it stays.

    >>> from autograd import Value
    >>> from autograd.optim import SGD, LinearLR
    >>> optimizer = SGD([Value(0.0)], lr=1.0)
    >>> schedule = LinearLR(optimizer, start_factor=0.5, total_iters=2)
    >>> for _ in range(3):
    ...     schedule.step()
    ...     print(optimizer.lr, end=" ")
    0.75 1.0 1.0
    """

    def __init__(
        self, optimizer: Optimizer, start_factor: float = 1 / 3, end_factor: float = 1.0, total_iters: int = 5
    ) -> None:
        at_least_one("LinearLR", "total_iters", total_iters)
        span = end_factor - start_factor
        super().__init__(optimizer, lambda epoch: start_factor + span * min(epoch, total_iters) / total_iters)


class CosineAnnealingLR(Schedule):
    """Leads the learning rate down to `eta_min` along half a cosine of `T_max` epochs.

    ValueError for a `T_max` below 1. Source: Loshchilov and Hutter, SGDR (2017).

    >>> from autograd import Value
    >>> from autograd.optim import SGD, CosineAnnealingLR
    >>> optimizer = SGD([Value(0.0)], lr=1.0)
    >>> schedule = CosineAnnealingLR(optimizer, T_max=4)
    >>> for _ in range(4):
    ...     schedule.step()
    ...     print(round(optimizer.lr, 3), end=" ")
    0.854 0.5 0.146 0.0
    """

    def __init__(self, optimizer: Optimizer, T_max: int, eta_min: float = 0.0) -> None:
        at_least_one("CosineAnnealingLR", "T_max", T_max)
        lowest = eta_min / optimizer.lr if optimizer.lr else 0.0
        super().__init__(optimizer, lambda epoch: lowest + (1 - lowest) * (1 + math.cos(math.pi * epoch / T_max)) / 2)


def at_least_zero(where: str, what: str, number: float) -> float:
    """A setting as it came; ValueError if it is negative or not a number."""
    if not number >= 0:
        raise ValueError(f"{where}: expected {what} of at least 0, got {number!r}")
    return number


def at_least_one(where: str, what: str, number: int) -> None:
    """ValueError if a number of epochs is less than 1."""
    if not number >= 1:
        raise ValueError(f"{where}: expected {what} of at least 1, got {number!r}")
