"""Optimizers: what a step makes of a parameter and its gradient."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from autograd.engine.arguments import number, setting
from autograd.engine.bulk import clear_gradients
from autograd.engine.codegen.python import Value
from autograd.nn.modules.module import Module
from autograd.optim.comparison import compared, is_count, is_number, settings_of, shortened
from autograd.support.interrupts import held


def distinct_parameters(given: Any, where: str) -> list[Any]:
    """The parameters of a module, or those in a list, each once; TypeError for what has none."""
    if isinstance(given, Module):
        given = given.parameters()
    elif not isinstance(given, Iterable):
        raise TypeError(f"{where}: expected a module or a list of Values as parameters, got {given!r:.60}")
    return list({id(parameter): parameter for parameter in given}.values())


class Optimizer:
    """What changes parameters by their gradients: `zero_grad`, then backward, then `step`.

    `parameters` are Values or a module with them, `lr` is the learning rate, which schedules change. Frozen parameters
    and those no gradient has reached are left as they are. TypeError for anything but leaf Values, ValueError for no
    parameters and for an `lr` that is negative or not finite. To make one of your own, subclass it and write `updated`:
    the new number of one parameter.

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

    settings: tuple[str, ...] = ()
    """The attributes that a state must share with the optimizer that takes it over."""

    remembers: Mapping[str, float] | None = None
    """What is kept for a parameter, all of it or nothing, and the least each number can be; None: any numbers."""

    initial_lr: float | None = None
    """The learning rate that the first schedule found; those that come later begin with it, too."""

    def __init__(self, parameters: Module | Iterable[Value], lr: float) -> None:
        name = type(self).__name__
        self.parameters = distinct_parameters(parameters, name)
        if not self.parameters:
            raise ValueError(f"{name}: no parameters to learn")
        for parameter in self.parameters:
            if not isinstance(parameter, Value) or parameter.inputs:
                raise TypeError(f"{name}: expected leaf Values as parameters, got {parameter!r}")
        self.lr = setting(lr, name, "lr")
        self.steps = 0
        self.memory: list[dict[str, float]] = [{} for _ in self.parameters]

    def zero_grad(self) -> None:
        """Set the gradients of its parameters back to "not yet"."""
        clear_gradients(self.parameters)

    def step(self) -> None:
        """Change every parameter once, or none: Ctrl-C waits, and an error in `updated` leaves all as it was."""
        with held():
            self.steps += 1
            try:
                changes = self._changes()
            except BaseException:
                self.steps -= 1
                raise
            for place, parameter, data, memory in changes:
                parameter.data = data
                self.memory[place] = memory

    def _changes(self) -> list[tuple[int, Value, float, dict[str, float]]]:
        """The new number of each parameter that changes, and what is kept for it; nothing is changed yet."""
        where = f"{type(self).__name__}.updated"
        found = []
        for place, parameter in enumerate(self.parameters):
            if parameter.has_grad:
                memory = dict(self.memory[place])
                data = self.updated(parameter.data, parameter.grad, memory)
                found.append((place, parameter, number(data, where) if type(data) is not float else data, memory))
        return found

    def updated(self, data: float, grad: float, memory: dict[str, float]) -> float:
        """The new number of one parameter; `memory` is kept for it from step to step."""
        raise NotImplementedError(f"{type(self).__name__} has no updated(): write the new number of one parameter")

    def state_dict(self) -> dict[str, Any]:
        """What it is and what it remembers, as plain data."""
        return {
            "kind": type(self).__name__,
            "settings": settings_of(self),
            "lr": self.lr,
            "initial_lr": self.initial_lr,
            "steps": self.steps,
            "memory": [dict(memory) for memory in self.memory],
        }

    def check(self, state: Any) -> None:
        """ValueError unless a `state_dict` is whole, and of an optimizer of this kind, for as many parameters.

        Its settings (momentum, betas …) must be the same; the learning rate, which schedules change, need not be.
        """
        name = type(self).__name__
        compared(self, state, ("lr", "initial_lr", "steps", "memory"))
        lr, first, steps, memory = (state[key] for key in ("lr", "initial_lr", "steps", "memory"))
        if not isinstance(memory, list) or len(memory) != len(self.parameters):
            count = len(memory) if isinstance(memory, list) else "no"
            raise ValueError(f"{name}: the state is for {count} parameters, this optimizer has {len(self.parameters)}")
        if not is_number(lr) or not (first is None or is_number(first)):  # chained schedules may lead below 0
            raise ValueError(f"{name}: the state has a learning rate of {shortened(lr)}, at first {shortened(first)}")
        if not is_count(steps):
            raise ValueError(f"{name}: the state has made {shortened(steps)} steps")
        for place, kept in enumerate(memory):
            if not self._is_memory(kept):
                raise ValueError(f"{name}: the state remembers {shortened(kept)} of parameter {place}")

    def _is_memory(self, kept: Any) -> bool:
        """Whether this can be what is kept for a parameter."""
        if not isinstance(kept, dict) or not all(isinstance(name, str) and is_number(x) for name, x in kept.items()):
            return False
        if self.remembers is None or not kept:
            return True
        return set(kept) == set(self.remembers) and all(kept[name] >= least for name, least in self.remembers.items())

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over what `state_dict` gave; ValueError, and nothing changed, if it does not fit: see `check`."""
        self.check(state)
        with held():
            self.lr, self.initial_lr, self.steps = state["lr"], state["initial_lr"], state["steps"]
            self.memory = [dict(memory) for memory in state["memory"]]


class SGD(Optimizer):
    """Steps against the gradient, with or without momentum.

    g ← g + weight_decay·p; v ← momentum·v + (1 − dampening)·g, beginning with g; p ← p − lr·v, or with `nesterov`
    p − lr·(g + momentum·v). Here p is a parameter, g its gradient, v its velocity. ValueError for settings that are
    negative or not finite, and for `nesterov` without momentum or with dampening.

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

    settings = ("momentum", "dampening", "weight_decay", "nesterov")

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
        self.momentum = setting(momentum, "SGD", "momentum")
        self.weight_decay = setting(weight_decay, "SGD", "weight_decay")
        self.dampening = setting(dampening, "SGD", "dampening", least=-math.inf)
        self.nesterov = bool(nesterov)
        self.remembers = {"v": -math.inf} if self.momentum else {}
        if self.nesterov and (not self.momentum or self.dampening):
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

    `weight_decay` is added to the gradient, or with `decoupled` (as in AdamW) taken off the parameter itself. `betas`
    say how slowly the two means move, `eps` keeps the division finite. ValueError for settings that are negative or not
    finite and for betas of 1 or more. Source: Kingma and Ba, Adam (2015).

    >>> from autograd import Value
    >>> from autograd.optim import Adam
    >>> flat, steep = Value(1.0), Value(1.0)
    >>> (0.001 * flat + 1000 * steep).backward()
    >>> Adam([flat, steep], lr=0.1).step()
    >>> round(flat.data, 3), round(steep.data, 3)
    (0.9, 0.9)
    """

    settings: tuple[str, ...] = ("betas", "eps", "weight_decay", "decoupled")
    remembers: Mapping[str, float] | None = {"n": 1, "m": -math.inf, "v": 0}

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
        name = type(self).__name__
        self.betas = checked_betas(betas, name)
        self.eps = setting(eps, name, "eps")
        self.weight_decay = setting(weight_decay, name, "weight_decay")
        self.decoupled = bool(decoupled)

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


class AdamW(Adam):
    """Adam that takes the weight decay off the parameter itself, p ← p − lr·weight_decay·p, before each step.

    Source: Loshchilov and Hutter, Decoupled weight decay regularization (2019).

    >>> from autograd import Value
    >>> from autograd.optim import AdamW
    >>> w = Value(1.0)
    >>> (0 * w).backward()
    >>> AdamW([w], lr=0.1, weight_decay=0.5).step()
    >>> w.data  # the gradient is 0: only the decay is left
    0.95
    """

    settings = ("betas", "eps", "weight_decay")

    def __init__(
        self,
        parameters: Module | Iterable[Value],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        super().__init__(parameters, lr, betas, eps, weight_decay, decoupled=True)


class RMSprop(Optimizer):
    """Steps of about `lr` whatever the size of the gradient, by a running mean of g².

    g ← g + weight_decay·p; s ← alpha·s + (1 − alpha)·g²; p ← p − lr·g/(√s + eps). With `centered` the square of the
    running mean of g is taken off s before the root; with `momentum` the quotients add up to a velocity as in SGD.
    ValueError for settings that are negative or not finite and for an `alpha` above 1. Source: Tieleman and Hinton,
    lecture 6.5 (2012).

    >>> from autograd import Value
    >>> from autograd.optim import RMSprop
    >>> flat, steep = Value(1.0), Value(1.0)
    >>> (0.001 * flat + 1000 * steep).backward()
    >>> RMSprop([flat, steep], lr=0.01).step()
    >>> round(flat.data, 3), round(steep.data, 3)  # 0.01/√(1 − 0.99) off each
    (0.9, 0.9)
    """

    settings = ("alpha", "eps", "weight_decay", "momentum", "centered")

    def __init__(
        self,
        parameters: Module | Iterable[Value],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        momentum: float = 0.0,
        centered: bool = False,
    ) -> None:
        super().__init__(parameters, lr)
        self.alpha = setting(alpha, "RMSprop", "alpha", most=1.0)
        self.eps = setting(eps, "RMSprop", "eps")
        self.weight_decay = setting(weight_decay, "RMSprop", "weight_decay")
        self.momentum = setting(momentum, "RMSprop", "momentum")
        self.centered = bool(centered)
        kept = {"s": 0.0} | ({"m": -math.inf} if self.centered else {}) | ({"v": -math.inf} if self.momentum else {})
        self.remembers = kept

    def updated(self, data: float, grad: float, memory: dict[str, float]) -> float:
        """The new number of one parameter."""
        grad = grad + self.weight_decay * data
        square = memory["s"] = self.alpha * memory.get("s", 0.0) + (1 - self.alpha) * grad * grad
        if self.centered:
            mean = memory["m"] = memory.get("m", 0.0) + (1 - self.alpha) * (grad - memory.get("m", 0.0))
            square = square - mean * mean if square > mean * mean else 0.0  # rounding must not make it negative
        quotient = grad / (math.sqrt(square) + self.eps)
        if self.momentum:
            quotient = memory["v"] = self.momentum * memory.get("v", 0.0) + quotient
        return data - self.lr * quotient


def checked_betas(betas: Any, where: str) -> tuple[float, float]:
    """The two betas as floats; TypeError or ValueError for anything else."""
    try:
        first, second = betas
    except (TypeError, ValueError):
        raise ValueError(f"{where}: expected two numbers as betas, got {betas!r}") from None
    found = setting(first, where, "betas", least=-math.inf), setting(second, where, "betas", least=-math.inf)
    if not all(0 <= beta < 1 for beta in found):
        raise ValueError(f"{where}: expected betas from 0 up to but not including 1, got {betas!r}")
    return found
