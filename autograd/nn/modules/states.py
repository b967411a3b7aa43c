"""The numbers of a model by name: as a dictionary, into a model again, and in files."""

import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from autograd.engine.naming import entries
from autograd.maths import is_array, real
from autograd.nn.modules.holdings import attributes, is_parameter, joined
from autograd.support import interrupts
from autograd.support.files import write_whole

FORMAT = "chalkgrad"
VERSIONS = {"model": 1, "checkpoint": 2}
"""The version of each kind of file: it changes when what is written changes."""


def state_of(model: Any) -> dict[str, Any]:
    """All parameters and buffers by name, as plain (nested lists of) floats; None for what lies beside parameters.

    >>> from autograd.nn import Neuron
    >>> state_of(Neuron(2))["b"]
    0.0
    """
    return {name: plain for name, (*_, plain) in _places(model).items()}


def load_into(model: Any, state: Any) -> None:
    """Write a state into a model; ValueError unless every name and every shape is that of the model.

    Entries may be nested lists, arrays or tensors. Nothing is changed unless all of it fits.
    """
    planned(model, state)()


def planned(model: Any, state: Any, finite: bool = False) -> Callable[[], None]:
    """What writes a state into a model, all of it compared beforehand: errors as those of `load_into`.

    With `finite` numbers must be so, but where the model's own is not either (a mask of −inf, say).
    """
    if not isinstance(state, Mapping):
        raise TypeError(f"load_state_dict: expected a dictionary of names, got {type(state).__name__}")
    places = _places(model)
    missing = [name for name in places if name not in state]
    extra = [name for name in state if name not in places]
    if missing or extra:
        parts = [f"missing {_listed(missing)}"] * bool(missing) + [f"not in the model: {_listed(extra)}"] * bool(extra)
        raise ValueError(f"load_state_dict: {'; '.join(parts)}")
    writes = []
    for name, (module, attribute, held, plain) in places.items():
        given = state[name]
        given = given.tolist() if hasattr(given, "tolist") else given
        ours, theirs = dict(entries(plain)), dict(entries(given))
        if list(ours) != list(theirs):
            shape, got = _shape(plain), _shape(given)
            raise ValueError(
                f"load_state_dict: {name} has shape {shape}, got {got if got != shape else 'rows of different lengths'}"
            )
        for place, number in theirs.items():
            if ours[place] is not None and not _is_number(number, finite and math.isfinite(ours[place])):
                kind = "finite number" if finite and real(number) is not None else "number"
                raise ValueError(f"load_state_dict: {name}{list(place) or ''} is {_shown(number)}, not a {kind}")
        writes.append((module, attribute, held, given, theirs))

    def write_all() -> None:
        with interrupts.held():
            for module, attribute, held, given, theirs in writes:
                if attribute in module.buffers:
                    setattr(module, attribute, given)
                else:
                    for place, item in entries(held):
                        if is_parameter(item):
                            item.data = theirs[place]

    return write_all


def _is_number(x: Any, finite: bool) -> bool:
    """Whether x is a real number within the range of floats, and finite where it must be; True and False are none."""
    try:
        found = None if isinstance(x, bool) else real(x)
    except OverflowError:
        return False
    return found is not None and (math.isfinite(found) or not finite)


def _shown(x: Any) -> str:
    """What came, in at most 40 characters."""
    try:
        text = repr(x)
    except ValueError:  # an integer of more digits than Python writes
        return "a number of thousands of digits"
    return text if len(text) <= 40 else f"{text[:37]}…"


def write(path: Any, kind: str, content: Any) -> None:
    """Write content to a JSON file: aside first, then renamed, so that a file is never half written."""
    path = Path(path)
    text = json.dumps({"format": FORMAT, "version": VERSIONS[kind], "kind": kind, kind: content})
    write_whole(path, text.encode("utf-8"))


def read(path: Any, kind: str) -> Any:
    """What `write` wrote; ValueError for anything else, as a file that is cut short or one of another version."""
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"), parse_float=_float, parse_int=_int)
    except (ValueError, RecursionError) as error:  # the latter: brackets a thousand deep
        raise ValueError(f"{path}: not a saved {kind}, or cut short ({error})") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT or found.get("kind") != kind or kind not in found:
        raise ValueError(f"{path}: not a saved {kind}")
    version = found.get("version")
    if version != VERSIONS[kind] or isinstance(version, bool):
        raise ValueError(f"{path}: written in version {_shown(version)}, this is version {VERSIONS[kind]}")
    return found[kind]


def _float(digits: str) -> float:
    """A number of a JSON text; ValueError for 1e999, which `write` never wrote."""
    found = float(digits)
    if math.isinf(found):
        raise ValueError(f"{digits[:20]} is beyond the range of floats")
    return found


def _int(digits: str) -> int:
    """A whole number of a JSON text; ValueError for one beyond the range of floats."""
    if len(digits) > 310:
        raise ValueError(f"{digits[:20]}… is beyond the range of floats")
    return int(digits)


def _places(model: Any) -> dict[str, tuple[Any, str, Any, Any]]:
    """Where each entry of the state is: module, attribute, what it holds, and that as plain numbers."""
    found: dict[str, tuple[Any, str, Any, Any]] = {}
    for path, module in model.named_modules():
        names = dict.fromkeys(attribute for attribute, _, _ in module.own_parameters())
        held = dict(attributes(module))
        for attribute in (*names, *module.buffers):
            if attribute not in held:
                raise AttributeError(f"{type(module).__name__}.buffers names {attribute!r}, which no attribute bears")
            plain = _plain(held[attribute], attribute in module.buffers)
            found[joined(path, attribute)] = module, attribute, held[attribute], plain
    return found


def _plain(held: Any, buffer: bool) -> Any:
    """Numbers of a buffer or parameters as floats, arrays as nested lists; None for what is no parameter."""
    if is_array(held):
        held = held.tolist()
    if isinstance(held, (list, tuple)):
        return [_plain(item, buffer) for item in held]
    if not buffer:
        return held.data if is_parameter(held) else None
    return held if isinstance(held, int) else float(held)


def _shape(held: Any) -> tuple[int, ...]:
    lengths = []
    while isinstance(held, (list, tuple)):
        lengths.append(len(held))
        held = held[0] if held else None
    return tuple(lengths)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
