"""What happened in a training run, epoch by epoch."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class History:
    """One entry an epoch: `loss` (mean over the examples), `gradient_norm` (mean over the steps), `learning_rate`.

    `stopped` says why training ended before its last epoch, if it did. `fit` makes it and hands it to its callbacks.

    >>> from autograd.training import History
    >>> history = History(loss=[0.5, 0.25], gradient_norm=[1.0, 0.7], learning_rate=[0.1, 0.1])
    >>> history.epochs, history.line(10)
    (2, 'epoch 2 of 10: loss 0.25, gradient norm 0.7, learning rate 0.1')
    """

    loss: list[float] = field(default_factory=list)
    gradient_norm: list[float] = field(default_factory=list)
    learning_rate: list[float] = field(default_factory=list)
    stopped: str = ""

    @property
    def epochs(self) -> int:
        """How many epochs are complete."""
        return len(self.loss)

    def add(self, loss: float, gradient_norm: float, learning_rate: float) -> None:
        """Note an epoch."""
        self.loss.append(loss)
        self.gradient_norm.append(gradient_norm)
        self.learning_rate.append(learning_rate)

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain data."""
        return asdict(self)

    def line(self, epochs: int) -> str:
        """The last epoch in one line."""
        return (
            f"epoch {self.epochs} of {epochs}: loss {self.loss[-1]:.6g}, gradient norm {self.gradient_norm[-1]:.3g}, "
            f"learning rate {self.learning_rate[-1]:.3g}"
        )

    def plot(self) -> Any:
        """A matplotlib figure of loss and gradient norm by epoch; needs matplotlib (extra `notebooks`)."""
        from autograd.training.plots import history_figure

        return history_figure(self)
