"""Checkpoints: all that going on with a run needs, in one file, which is taken whole or not at all."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from autograd.nn.modules.module import Module
from autograd.nn.modules.states import planned, read, write
from autograd.optim import Optimizer, Schedule
from autograd.optim.comparison import is_count, is_number, shortened
from autograd.support.interrupts import held
from autograd.training.history import History


@dataclass
class Run:
    """What changes in a run of `fit`."""

    model: Module
    optimizer: Optimizer
    schedules: list[Schedule]
    rng: random.Random | None
    history: History


def keep(path: Any, run: Run) -> None:
    """Write all that going on needs."""
    content = {
        "model": run.model.state_dict(),
        "optimizer": run.optimizer.state_dict(),
        "schedule": [schedule.state_dict() for schedule in run.schedules] or None,
        "rng": None if run.rng is None else run.rng.getstate(),
        "history": run.history.as_dict(),
    }
    write(path, "checkpoint", content)


def resume(path: Any, run: Run) -> None:
    """Take over what `keep` wrote; ValueError, and nothing changed, if it is damaged or not of this run."""
    content = read(path, "checkpoint")
    try:
        changes = compared(content, run)
    except ValueError as fault:
        raise ValueError(f"{path}: {fault}") from None
    with held():
        for change in changes:
            change()


def compared(content: Any, run: Run) -> list[Callable[[], None]]:
    """What takes each part of a checkpoint over, after all of it was compared with the run; ValueError otherwise."""
    if not isinstance(content, Mapping) or set(content) != {"model", "optimizer", "schedule", "rng", "history"}:
        raise ValueError("not the parts of a checkpoint")
    for name, given in ("schedule", run.schedules), ("rng", run.rng is not None):
        if (content[name] is None) == bool(given):
            state = "without" if content[name] is None else "with"
            raise ValueError(f"this checkpoint is of a run {state} {name}=; go on in the same way")
    run.optimizer.check(content["optimizer"])
    changes = [lambda: run.optimizer.load_state_dict(content["optimizer"])]
    if run.schedules:
        changes += taken_schedules(content["schedule"], run.schedules)
    if not isinstance(content["model"], Mapping):
        raise ValueError("the state of the model is missing")
    changes.append(planned(run.model, content["model"], finite=True))
    if run.rng is not None:
        state = rng_state(content["rng"])
        changes.append(lambda: run.rng.setstate(state))  # type: ignore[union-attr]
    check_history(content["history"])
    return [*changes, lambda: take_history(content["history"], run.history)]


def taken_schedules(states: Any, schedules: list[Schedule]) -> list[Callable[[], None]]:
    """What loads the states of schedules; ValueError unless there are as many, each of its schedule."""
    if not isinstance(states, list) or len(states) != len(schedules):
        count = len(states) if isinstance(states, list) else "no"
        raise ValueError(f"this checkpoint is of a run with {count} schedules, here are {len(schedules)}")
    for schedule, state in zip(schedules, states, strict=True):
        schedule.check(state)
    return [
        lambda schedule=schedule, state=state: schedule.load_state_dict(state)  # type: ignore[misc]
        for schedule, state in zip(schedules, states, strict=True)
    ]


def rng_state(state: Any) -> Any:
    """The state of a generator as `setstate` takes it; ValueError unless it is one."""
    try:
        version, numbers, left = state
        whole = all(is_count(number) and number < 2**32 for number in numbers)
        if not whole or not (left is None or is_number(left)):
            raise ValueError
        found = version, tuple(numbers), left
        random.Random().setstate(found)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"this is no state of a random generator: {shortened(state)}") from None
    return found


def check_history(state: Any) -> None:
    """ValueError unless this is a history: lists of numbers, one for each epoch, and what was said at the end."""
    names = [field.name for field in fields(History)]
    lists = [name for name in names if name != "stopped"]
    if not isinstance(state, Mapping) or set(state) != set(names) or not isinstance(state["stopped"], str):
        raise ValueError(f"the history is not made of {', '.join(names)}")
    for name in lists:
        if not isinstance(state[name], list) or not all(map(is_number, state[name])):
            raise ValueError(f"the history has a {name} of {shortened(state[name])}, expected a list of numbers")
    if len({len(state[name]) for name in lists}) > 1:
        raise ValueError(f"the history has {', '.join(lists)} of different lengths")


def take_history(state: Any, history: History) -> None:
    """Go on with what was noted; why it was stopped is over."""
    for name, numbers in state.items():
        setattr(history, name, numbers)
    history.stopped = ""
