"""Two interleaved half circles, the points of micrograd's demo, made without scikit-learn."""

import math
import random


def two_moons(count: int, noise: float, rng: random.Random) -> tuple[list[list[float]], list[float]]:
    """`count` points in the plane and their classes, -1.0 (upper moon) and 1.0, in turn; `noise` is a deviation."""
    points, labels = [], []
    for number in range(count):
        angle = math.pi * (number // 2) / max(1, count // 2 - 1)
        upper = number % 2 == 0
        x, y = (math.cos(angle), math.sin(angle)) if upper else (1 - math.cos(angle), 0.5 - math.sin(angle))
        points.append([x + rng.gauss(0, noise), y + rng.gauss(0, noise)])
        labels.append(-1.0 if upper else 1.0)
    return points, labels
