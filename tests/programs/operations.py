"""The lecture's engine with what many programs add to it: a seed for backward, item, clip and the larger of two."""

from tests.programs import closures


class Value(closures.Value):
    """A number with a gradient, as in closures.py; results are of this kind too."""

    @staticmethod
    def lifted(other):
        return other if isinstance(other, closures.Value) else Value(other)

    def made(self, data, others, op, *slopes):
        out = super().made(data, others, op, *slopes)
        out.__class__ = type(self)
        return out

    def backward(self, seed=1.0):
        root = self * seed
        closures.Value.backward(root)

    def item(self):
        return self.data

    def clip(self, low, high):
        inside = low <= self.data <= high
        return self.made(min(max(self.data, low), high), (), "clip", float(inside))

    clamp = clip

    def max_with(self, other):
        first = self.data >= other.data
        return self.made(max(self.data, other.data), (other,), "max", float(first), float(not first))
