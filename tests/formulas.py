"""Random formulas with numbers for their names, as people type them."""

import random

SMOOTH = ("tanh", "sigmoid", "exp", "sin", "cos", "relu", "softplus", "abs")


def random_formula(rng: random.Random, depth: int) -> str:
    """A formula in x, y, z and w, with numbers in it."""
    if depth == 0 or rng.random() < 0.1:
        if rng.random() < 0.7:
            return rng.choice("xyzw")
        return rng.choice(["2", "3", "0.5", "1.7", "0.25", "10", "e", "pi", "1/3"])
    kind = rng.random()
    first = random_formula(rng, depth - 1)
    if kind < 0.3:
        return f"{rng.choice(SMOOTH)}({first})"
    if kind < 0.4:
        return f"({first})^{rng.choice([2, 3, 2])}"
    if kind < 0.45:
        return f"{rng.choice(['log', 'sqrt'])}(({first})^2 + {rng.choice(['1', '0.1', '2.5'])})"
    if kind < 0.5:
        return f"e^(-({first}))"
    second = random_formula(rng, depth - 1)
    if kind < 0.58:
        return f"({first})/(({second})^2 + 1)"
    return f"({first}) {rng.choice('+-*')} ({second})"


def random_given(rng: random.Random) -> dict[str, float]:
    """Numbers for the names: most of them short, some with as many digits as a float has."""
    digits = rng.choice([1, 1, 2, 2, 3, 17])
    return {name: round(rng.uniform(-2.5, 2.5), digits) for name in "xyzw"}
