"""Tiny networks that learn on the page, made of single numbers; each weight opens down to its use of the chain rule.

A network is what the page says it is: its data, its layers, its numbers so far. Nothing is kept between two requests.
"""

import math
import random
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any

from autograd.commands.playground.solution import block
from autograd.engine.codegen.python import OPS, Value
from autograd.errors import LanguageError
from autograd.formulas.columns import Line
from autograd.formulas.notation import figure
from autograd.formulas.typeset import html as typeset
from autograd.nn import MLP
from autograd.optim import Adam
from autograd.records.explain import Text, explain

POINTS = 120
BATCH = 20
"""Points that are learned from, and those of a step."""

WIDEST, DEEPEST = 8, 2
"""Neurons of a hidden layer, and hidden layers."""

BUSY = 0.08
"""Seconds of steps for a request: the page shows what came of them before it asks for more."""

ACTIVATIONS = ("tanh", "relu", "sigmoid")
LETTERS = "UVW"
"""What the weights of each layer are called."""

_NOT_NAMES = re.compile(r"e[-−]?\d+|[a-z]+\(")
"""Letters in a number, and functions."""

Point = tuple[float, float, int]


def moons(rng: random.Random) -> list[Point]:
    """Two half circles, one in the other."""
    found: list[Point] = []
    for place in range(POINTS):
        label = place % 2
        angle = math.pi * rng.random()
        x, y = (1 - math.cos(angle), 0.5 - math.sin(angle)) if label else (math.cos(angle), math.sin(angle))
        found.append(((x - 0.5) * 1.3 + rng.gauss(0, 0.1), (y - 0.25) * 1.3 + rng.gauss(0, 0.1), label))
    return found


def spiral(rng: random.Random) -> list[Point]:
    """Two arms that wind around the middle."""
    found: list[Point] = []
    for place in range(POINTS):
        label, part = place % 2, (place // 2 + 1) / (POINTS / 2)
        angle = 3.4 * part + math.pi * label
        noise = (rng.gauss(0, 0.05), rng.gauss(0, 0.05))
        found.append((1.9 * part * math.cos(angle) + noise[0], 1.9 * part * math.sin(angle) + noise[1], label))
    return found


DATA = {"moons": moons, "spiral": spiral}


class Network:
    """The network that a request speaks of, with the points it learns from."""

    def __init__(self, request: Mapping[str, Any]) -> None:
        hidden = request.get("hidden")
        sizes = hidden if isinstance(hidden, list) and all(isinstance(size, int) for size in hidden) else [6, 6]
        self.sizes = [min(max(size, 1), WIDEST) for size in sizes[:DEEPEST]]
        self.data = request["data"] if request.get("data") in DATA else "moons"
        self.activation = request["activation"] if request.get("activation") in ACTIVATIONS else "tanh"
        self.rate = _within(request.get("rate"), 1e-4, 1.0, 0.03)
        self.seed = int(_within(request.get("seed"), 0, 1e6, 1))
        self.points = DATA[self.data](random.Random(f"points {self.seed}"))
        self.model = MLP(2, [*self.sizes, 1], activation=self.activation, rng=random.Random(self.seed))
        self.parameters = self.model.parameters()
        self.optimizer = Adam(self.parameters, lr=self.rate)
        self.steps = 0
        if isinstance(request.get("state"), Mapping):
            self.take(request["state"])

    def take(self, state: Mapping[str, Any]) -> None:
        """Go on from a state; one of another network is refused."""
        weights, first, second = (state.get(name) for name in ("weights", "first", "second"))
        if not all(_are_numbers(each, len(self.parameters)) for each in (weights, first, second)):
            raise LanguageError("this network was saved by another version: start anew")
        for parameter, number in zip(self.parameters, weights or (), strict=True):
            parameter.data = number
        self.steps = self.optimizer.steps = int(_within(state.get("steps"), 0, 1e9, 0))
        if self.steps:
            memory = zip(first or (), second or (), strict=True)
            self.optimizer.memory = [{"n": self.steps, "m": m, "v": abs(v)} for m, v in memory]

    def learn(self, steps: int) -> list[float]:
        """Take some steps, and tell the loss before each; fewer where they take long."""
        losses: list[float] = []
        until = time.perf_counter() + BUSY
        while len(losses) < steps and (not losses or time.perf_counter() < until):
            rng = random.Random(f"step {self.seed} {self.steps}")
            loss = self.loss(rng.sample(self.points, BATCH))
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            self.steps += 1
            losses.append(loss.data)
        return losses

    def loss(self, points: Sequence[Point]) -> Value:
        """The mean of softplus(−y) over the points of one kind, of softplus(y) over those of the other."""
        return sum((_loss(self.model([x1, x2]), label) for x1, x2, label in points), Value(0.0)) / len(points)


def train(request: Mapping[str, Any]) -> dict[str, Any]:
    """The network after a few more steps: its numbers, the loss at each step, how many points it puts right."""
    network = Network(request)
    losses = network.learn(int(_within(request.get("steps"), 0, 100, 0)))
    layers = [
        [[*(weight.data for weight in neuron.w), neuron.b.data] for neuron in layer.neurons]
        for layer in network.model.layers
    ]
    if not all(math.isfinite(number) for layer in layers for neuron in layer for number in neuron):
        raise LanguageError("the numbers have become infinite: start anew with a smaller rate")
    memory = [network.optimizer.memory[place] for place in range(len(network.parameters))]
    return {
        "layers": layers,
        "losses": losses,
        "points": network.points,
        "state": {
            "weights": [parameter.data for parameter in network.parameters],
            "first": [each.get("m", 0.0) for each in memory],
            "second": [each.get("v", 0.0) for each in memory],
            "steps": network.steps,
        },
    }


def weight(request: Mapping[str, Any]) -> dict[str, Any]:
    """How the loss at one point changes with one weight: every use of the chain rule on the way to it, in numbers."""
    network = Network(request)
    layer, neuron, place = (int(_within(request.get(name), 0, 100, 0)) for name in ("layer", "neuron", "input"))
    at = int(_within(request.get("point"), 0, POINTS - 1, 0))
    if layer >= len(network.model.layers) or neuron >= len(network.model.layers[layer].neurons):
        raise LanguageError("there is no such weight")
    if place > len(network.model.layers[layer].neurons[neuron].w):
        raise LanguageError("there is no such weight")
    built, asked, path = _named(network, network.points[at], layer, neuron, place)
    found = explain(built)
    text = Text(found.digits)  # not in the digits in which every line of so large a page comes out
    forward = [
        line
        for line, each in zip(text.statements(found.page), found.page.statements, strict=True)
        if each.record.label in path
    ]
    lines = zip(text.gradients(found.records, found.page), found.page.gradients, strict=True)
    backward = [line for line, each in lines if each.operand in (*path, asked)]
    network.optimizer.zero_grad()
    network.loss(network.points).backward()
    chosen = network.model.layers[layer].neurons[neuron]
    mean = (chosen.b if place == len(chosen.w) else chosen.w[place]).grad
    return {
        "name": asked,
        "html": f'<h3 class="forward">One point, forward</h3>{block(rounded(forward))}'
        f'<h3 class="backward">and back to {typeset(asked)}</h3>{block(rounded(backward))}'
        f"<p>The mean over all {POINTS} points is <b>∂L/∂{typeset(asked)} = {figure(mean or 0.0)}</b>.</p>",
    }


def rounded(lines: list[Line]) -> list[Line]:
    """Lines in few digits: what is a number is about equal to what stands before it."""
    for line in lines:
        line.signs = [
            sign if any(letter.isalpha() for letter in _NOT_NAMES.sub("", form)) else Text.about
            for sign, form in zip(line.signs, line.forms, strict=True)
        ]
    return lines


def _named(network: Network, point: Point, layer: int, neuron: int, place: int) -> tuple[Value, str, set[str]]:
    """The loss at a point with a name for each neuron and weight; the name of the weight, those on the way to it."""
    numbers: list[Value] = [Value(point[0], "x1"), Value(point[1], "x2")]
    asked, path = "", {"L", "y"}
    layers = network.model.layers
    for depth, each in enumerate(layers):
        is_last = depth == len(layers) - 1
        outputs = []
        for row, unit in enumerate(each.neurons, start=1):
            weights = [
                Value(weight.data, f"{LETTERS[depth]}[{row},{column}]") for column, weight in enumerate(unit.w, start=1)
            ]
            bias = Value(unit.b.data, f"{'bcd'[depth]}{'' if is_last else row}")
            total = sum((by * number for number, by in zip(numbers, weights, strict=True)), bias)
            before, name = ("", "y") if is_last else (f"{'pq'[depth]}{row}", f"{'gh'[depth]}{row}")
            output = total if is_last else OPS[network.activation](total.named(before))
            outputs.append(output.named(name))
            if depth > layer or (depth, row - 1) == (layer, neuron):
                path |= {name, before}
            if (depth, row - 1) == (layer, neuron):
                asked = (bias if place == len(weights) else weights[place]).name or ""
        numbers = outputs
    (y,) = numbers
    return _loss(y, point[2]).named("L"), asked, path


def _loss(y: Any, label: int) -> Value:
    found: Value = (-y if label else y).softplus()
    return found


def _within(number: Any, least: float, most: float, usual: float) -> float:
    is_number = isinstance(number, (int, float)) and not isinstance(number, bool) and math.isfinite(number)
    return min(max(number, least), most) if is_number else usual


def _are_numbers(numbers: Any, count: int) -> bool:
    return (
        isinstance(numbers, list)
        and len(numbers) == count
        and all(isinstance(number, (int, float)) and math.isfinite(number) for number in numbers)
    )
