"""What is read from a state is compared whole before anything is changed: kind, settings, and every number."""

import math
from collections.abc import Iterable, Mapping
from typing import Any


def compared(owner: Any, state: Any, names: Iterable[str]) -> None:
    """ValueError unless a state has these entries and is of the owner's kind and settings."""
    kind = type(owner).__name__
    if not isinstance(state, Mapping):
        raise ValueError(f"{kind}: expected a state_dict, got {type(state).__name__}")
    missing = [name for name in ("kind", "settings", *names) if name not in state]
    if missing:
        raise ValueError(f"{kind}: the state lacks {', '.join(missing)}")
    if state["kind"] != kind:
        raise ValueError(f"{kind}: the state is that of {shortened(state['kind'])}; only {kind} can continue it")
    ours, theirs = settings_of(owner), state["settings"]
    if not isinstance(theirs, Mapping) or set(theirs) != set(ours):
        raise ValueError(f"{kind}: the state has settings {shortened(theirs)}, expected {', '.join(ours) or 'none'}")
    for name, setting in ours.items():
        if theirs[name] != setting or isinstance(theirs[name], bool) != isinstance(setting, bool):
            raise ValueError(
                f"{kind}: the state is of a run with {name}={shortened(theirs[name])}, here {name}={setting!r}"
            )


def settings_of(owner: Any) -> dict[str, Any]:
    """The settings that belong to a state, as plain data."""
    found = {name: getattr(owner, name) for name in owner.settings}
    return {name: list(setting) if isinstance(setting, tuple) else setting for name, setting in found.items()}


def is_number(x: Any, least: float = -math.inf) -> bool:
    """Whether x is a finite number of at least `least`; True and False are none."""
    return isinstance(x, (int, float)) and not isinstance(x, bool) and least <= x and abs(x) < math.inf


def is_count(x: Any, least: int = 0) -> bool:
    """Whether x is a whole number of at least `least`."""
    return isinstance(x, int) and not isinstance(x, bool) and x >= least


def shortened(x: Any) -> str:
    """What came, in at most 60 characters."""
    text = x if isinstance(x, str) and x.isidentifier() else repr(x)
    return text if len(text) <= 60 else f"{text[:57]}…"
