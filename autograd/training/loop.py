"""The training loop."""

import gc
import math
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograd.engine.arguments import whole_setting
from autograd.engine.bulk import gradients_of, set_gradients
from autograd.engine.codegen.python import Value
from autograd.engine.graph import order
from autograd.engine.naming import entries
from autograd.errors import AnomalyError
from autograd.maths import is_array
from autograd.nn.modules.module import Module
from autograd.optim import Optimizer, Schedule
from autograd.support.interrupts import held
from autograd.support.lazy import np
from autograd.support.progress import progress_bar
from autograd.training.checkpoints import Run, keep, resume
from autograd.training.history import History

if TYPE_CHECKING:
    from autograd.training.compiled_loss import CompiledLoss

WORTH_COMPILING = 1_000_000
"""From this product of parameters, examples and epochs on, compiling pays: about a second of eager training."""

Callback = Callable[[History], Any]


def fit(
    model: Module,
    loss: Callable[[Any, Any], Any],
    X: Any,
    y: Any,
    optimizer: Optimizer,
    epochs: int = 1,
    batch_size: int | None = None,
    rng: random.Random | None = None,
    callbacks: Sequence[Callback] = (),
    *,
    schedule: Schedule | Sequence[Schedule] | None = None,
    checkpoint: Any = None,
    progress: bool = True,
    compiled: bool | None = None,
) -> History:
    """Train a model: `loss(model(inputs), targets)` downhill, over all examples, `epochs` times.

    X and y are lists or arrays with an example in each entry. Batches have `batch_size` examples (default: all) and
    are shuffled by `rng` each epoch if there is one. Each of `callbacks` is called with the history after each epoch;
    training stops when one returns True. `schedule`, or each of several, goes on after each epoch. Progress goes to
    the error stream.

    `compiled`: whether the graph of one example is compiled once, in place of recording each batch anew; results are
    the same to rounding. Default: if the model and the loss allow it (the loss must be a mean over the examples) and
    there is enough to do. True raises ValueError, which says why, where it is not possible.

    With a `checkpoint`, a file, the state is written there after each epoch, and if the file is there already training
    goes on from it, with the numbers an uninterrupted run has. Ctrl-C keeps what is trained; `history.stopped` says
    where; it waits for the end of a step, and of what belongs to the end of an epoch. Raises ValueError for unusable
    examples and for a checkpoint that is damaged or of another run, before anything changes, and AnomalyError when a
    loss is not finite, with the model as it was before that step.

    >>> from autograd.nn import Linear, mse
    >>> from autograd.optim import SGD
    >>> from autograd.training import fit
    >>> model = Linear(1, 1)
    >>> X, y = [[0.0], [1.0], [2.0]], [[1.0], [3.0], [5.0]]  # y = 2x + 1
    >>> history = fit(model, mse, X, y, SGD(model, lr=0.2), epochs=200, progress=False)
    >>> round(model.weight[0, 0].data, 3), round(model.bias[0].data, 3), history.loss[-1] < 1e-6
    (2.0, 1.0, True)
    """
    inputs, targets = checked_examples(X, y)
    size = len(inputs) if batch_size is None else whole_setting(batch_size, "fit", "a batch_size")
    epochs = whole_setting(epochs, "fit", "epochs", least=0)
    history = History()
    run = Run(model, optimizer, listed(schedule), rng, history)
    if checkpoint is not None and Path(checkpoint).exists():
        resume(checkpoint, run)
    places = list(range(len(inputs)))
    program = (
        None
        if compiled is False
        else compiled_loss(model, loss, inputs, targets, optimizer, size, epochs, compiled, progress)
    )
    where = ""
    try:
        with shown(history, epochs, progress) as show:
            while history.epochs < epochs:
                # from the order of the examples, not from the last epoch's, so that a resumed run shuffles alike
                drawn = rng.sample(places, len(places)) if rng is not None else places
                losses, norms = [], []
                for start in range(0, len(drawn), size):
                    where = f"epoch {history.epochs + 1} of {epochs}, batch {start // size + 1}"
                    batch = drawn[start : start + size]
                    step = compiled_step(program, batch, optimizer) if program is not None else None
                    found, norm = step or train_step(
                        model, loss, chosen(inputs, batch), chosen(targets, batch), optimizer, where
                    )
                    losses.append(found * len(batch))
                    norms.append(norm)
                with held():  # an epoch is noted, and its end kept, whole or not at all
                    history.add(math.fsum(losses) / len(inputs), math.fsum(norms) / len(norms), optimizer.lr)
                    for each in run.schedules:
                        each.step()
                    if checkpoint is not None:
                        keep(checkpoint, run)
                show()
                answers = [callback(history) for callback in callbacks]
                if True in answers:
                    history.stopped = f"a callback stopped it after epoch {history.epochs} of {epochs}"
                    break
    except KeyboardInterrupt:
        history.stopped = f"stopped by Ctrl-C in {where or 'epoch 1'}; what was trained is kept"
        print(f"fit: {history.stopped}", file=sys.stderr)
    return history


def compiled_loss(
    model: Module,
    loss: Callable[[Any, Any], Any],
    inputs: Any,
    targets: Any,
    optimizer: Optimizer,
    size: int,
    epochs: int,
    compiled: bool | None,
    progress: bool = False,
) -> "CompiledLoss | None":
    """The loss, compiled; None where that cannot be or does not pay, or ValueError if it was asked for.

    What takes longer than a second says how far it is, and what it came to.
    """
    from autograd.training.compiled_loss import CompiledLoss  # needs NumPy

    first = list(range(min(size, len(inputs))))
    if compiled is None and len(inputs) * epochs * len(optimizer.parameters) < WORTH_COMPILING:
        return None
    before = gradients_of(optimizer.parameters)
    started = time.perf_counter()
    bar = progress_bar(2, "step", leave=False, delay=1.0) if progress and sys.stderr.isatty() else None
    try:
        found = CompiledLoss(model, loss, inputs, targets, optimizer.parameters)
        first = found.enough(first)
        if bar is not None:
            bar.set_postfix_str("compiled, now checked")
            bar.update()
        optimizer.zero_grad()
        value = checked_loss(loss(model(chosen(inputs, first)), chosen(targets, first)))
        value.backward()
        gradient = [parameter.grad for parameter in optimizer.parameters]
        if not found.agrees(first, value.data, gradient):
            raise ValueError("the loss of a batch is not the mean of the losses of its examples")
    except (ValueError, AnomalyError) as refusal:
        if compiled:
            raise ValueError(f"fit(compiled=True): {refusal}") from None
        return None
    finally:
        set_gradients(optimizer.parameters, before)
        if bar is not None:
            bar.close()
    if progress and (seconds := time.perf_counter() - started) > 1:
        print(f"fit: {found.told(seconds)}", file=sys.stderr, flush=True)
    return found


def checked_loss(value: Any) -> Value:
    """What a loss gave, if it can be differentiated; TypeError otherwise."""
    if not isinstance(value, Value):
        raise TypeError(f"fit: the loss must be a Value made from the outputs, got {type(value).__name__}")
    return value


def compiled_step(program: "CompiledLoss", batch: list[int], optimizer: Optimizer) -> tuple[float, float] | None:
    """One step on one batch, compiled; None, and nothing changed, if the numbers are not finite."""
    loss, gradient = program(batch)
    norm = math.hypot(*gradient.tolist())
    if not math.isfinite(loss) or not math.isfinite(norm):
        return None  # eager training finds out where it begins
    with held():
        set_gradients(optimizer.parameters, gradient.tolist())
        optimizer.step()
    return loss, norm


def train_step(
    model: Module, loss: Callable[[Any, Any], Any], inputs: Any, targets: Any, optimizer: Optimizer, where: str
) -> tuple[float, float]:
    """One step on one batch: its loss and the norm of its gradient. AnomalyError if they are not finite."""
    buffers = [(module, name, getattr(module, name)) for _, module in model.named_modules() for name in module.buffers]
    before = optimizer.steps
    try:
        with uncollected():
            value = checked_loss(loss(model(inputs), targets))
        if not math.isfinite(value.data):
            raise AnomalyError(f"fit, {where}: the loss is {value.data}. {first_bad(value)}")
        optimizer.zero_grad()
        value.backward()
        norm = math.hypot(*(parameter.grad for parameter in optimizer.parameters))
        if not math.isfinite(norm):
            raise AnomalyError(f"fit, {where}: the norm of the gradient is {norm}, though the loss is {value.data:.6g}")
        optimizer.step()
    except BaseException:
        if optimizer.steps == before:  # else Ctrl-C came during the step, which was made
            with held():
                for module, name, number in buffers:  # running statistics have moved already
                    setattr(module, name, number)
        raise
    return value.data, norm


@contextmanager
def uncollected() -> Iterator[None]:
    """Inside a `with` block the garbage collector rests: graphs have no cycles, and it takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def first_bad(value: Value) -> str:
    """A sentence about the first Value of a graph that is not finite."""
    for node in order(value):
        if not math.isfinite(node.data):
            name = f"{node.name} = " if node.name else ""
            if not node.inputs:
                return f"It begins with the leaf {name}{node.data}."
            numbers = ", ".join(map(repr, node.recorded))
            return f"It begins with {name}{node.op}({numbers}) = {node.data}."
    return "Every Value in it is finite now: some data has changed since."


def checked_examples(X: Any, y: Any) -> tuple[Any, Any]:
    """Inputs and targets as they came; ValueError if there are none, not as many, or a number is NaN."""
    inputs: Any = X if is_array(X) else list(X)
    targets: Any = y if is_array(y) else list(y)
    if not len(inputs):
        raise ValueError("fit: there are no examples")
    if len(inputs) != len(targets):
        raise ValueError(f"fit: {len(inputs)} inputs but {len(targets)} targets")
    for name, given in ("X", inputs), ("y", targets):
        if is_array(given) and given.dtype.kind in "biuf" and not np.isnan(given).any():
            continue  # one by one only to say where it is
        for place, number in entries(given.tolist() if is_array(given) else given):
            if float(number) != float(number):
                raise ValueError(f"fit: {name}[{', '.join(map(str, place))}] is NaN")
    return inputs, targets


def chosen(examples: Any, places: list[int]) -> Any:
    """Some of the examples, in the kind they came in."""
    return examples[places] if is_array(examples) else [examples[place] for place in places]


def listed(schedule: Schedule | Sequence[Schedule] | None) -> list[Schedule]:
    """The schedules as a list; TypeError for anything else."""
    found = [schedule] if isinstance(schedule, Schedule) else [] if schedule is None else list(schedule)
    for each in found:
        if not isinstance(each, Schedule):
            raise TypeError(f"fit: expected a schedule or a list of them as schedule, got {each!r}")
    return found


@contextmanager
def shown(history: History, epochs: int, progress: bool) -> Iterator[Callable[[], None]]:
    """Show progress on the error stream: a tqdm bar at a terminal where tqdm is installed, else plain lines."""
    if not progress:
        yield lambda: None
        return
    bar = progress_bar(epochs, "epoch") if sys.stderr.isatty() else None
    if bar is None:
        every = max(1, epochs // 10)  # some ten lines, and the last epoch

        def line() -> None:
            if history.epochs % every == 0 or history.epochs == epochs:
                print(history.line(epochs), file=sys.stderr, flush=True)

        yield line
        return

    def move() -> None:
        bar.set_postfix(loss=f"{history.loss[-1]:.4g}")
        bar.update(history.epochs - bar.n)

    with bar:
        bar.update(history.epochs)
        yield move
