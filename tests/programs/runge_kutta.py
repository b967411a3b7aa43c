"""A neural ODE: Runge-Kutta through time, gradients by the starting point; in-place operators everywhere."""

from itertools import accumulate, pairwise

from tests.programs.operations import Value


def field(y, w):
    s = w[0] * y[0]
    s += w[1] * y[1]
    s -= 0.1
    r = 2 - y[1] * w[2]
    r *= 0.5
    r /= 1 + y[0] ** 2
    return [s.tanh(), r]


def rk4(y, w, h):
    def moved(k, f):
        return [yi + f * ki for yi, ki in zip(y, k)]

    k1 = field(y, w)
    k2 = field(moved(k1, h / 2), w)
    k3 = field(moved(k2, h / 2), w)
    k4 = field(moved(k3, h), w)
    return [yi + (a + 2 * b + 2 * c + d) * (h / 6) for yi, a, b, c, d in zip(y, k1, k2, k3, k4)]


y0 = [Value(0.5), Value(-1.0)]
w = [Value(0.3), Value(-0.7), Value(1.1)]
track = list(accumulate(range(12), lambda y, _: rk4(y, w, 0.1), initial=y0))
length = sum(((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2 + 1e-12) ** 0.5 for a, b in pairwise(track))
end = track[-1]
loss = (end[0] - 1) ** 2 + (end[1] - 0.25) ** 2 + 0.01 * length
loss.backward()
print(loss.item(), [v.grad for v in (*y0, *w)])
print(length.grad, end[0].grad, track[5][1].grad)
