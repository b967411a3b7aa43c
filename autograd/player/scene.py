"""What there is to play: a picture, the frames that lead to it, and what is said about the whole."""

from collections.abc import Callable
from dataclasses import dataclass

from autograd.formulas.notation import figure
from autograd.pictures.picture import Picture, pictured
from autograd.player.boxes import frames
from autograd.player.frames import DIGITS, Frame
from autograd.records.explain import Latex, Text
from autograd.records.record import Box, Forward, Steps
from autograd.records.residues import without_residues

MOST_GRADIENTS = 12
"""Up to this many gradients are told in the sentence that sums up."""


@dataclass
class Scene:
    """Something to play: `picture` gives the finished picture, "LR" or "TB", with room for what each frame shows.

    `heading` is LaTeX, `finished` a sentence: what came out.
    """

    output: str
    heading: str
    finished: str
    frames: list[Frame]
    picture: Callable[[str], Picture]


def scene(records: Steps, note: str = "") -> Scene:
    """The scene of a computation; a note stands below its picture."""

    def picture(rankdir: str) -> Picture:
        made = pictured(records, rankdir, "final")
        made.notes += [note] if note else []
        return made

    records = without_residues(records)
    output = records.forward[-1]
    complete = {record.operand: record.so_far for record in records.backward if record.source}
    leaves = [record.label for record in records.forward if record.kind == "leaf" and record.label in complete]
    gradients = {leaf: complete[leaf] for leaf in leaves}
    said = summary(output, gradients, records.refusal)
    return Scene(records.output, heading(output), said, frames(records, picture("LR")), picture)


def heading(output: Forward) -> str:
    """The output's formula as LaTeX; just its name, where that is a box's."""
    latex = Latex(DIGITS)
    name = latex.names.name(output.label)
    return name if isinstance(output, Box) else f"{name} = {latex.names(output.formula)}"


def summary(output: Forward, gradients: dict[str, float], refusal: str) -> str:
    """What came out, as a sentence: the page's last word, and its only one where scripts are off."""
    said = [f"{output.label} = {figure(output.value)}"]
    if refusal:
        return f"{said[0]}. No backward pass: {refusal}"
    text = Text(DIGITS)
    for leaf, gradient in list(gradients.items())[:MOST_GRADIENTS]:
        said.append(f"{text.derivative(output.label, leaf)} = {figure(gradient)}")
    if len(gradients) > MOST_GRADIENTS:
        said.append(f"and {len(gradients) - MOST_GRADIENTS:,} more")
    return "; ".join(said) + "."
