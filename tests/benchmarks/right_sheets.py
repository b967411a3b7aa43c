"""Right worksheets beside the worked examples: what mistakes are planted in, and what must not raise false alarms."""

import re

from autograd.worked import WORKED, sheet

REGRESSION = """
x = 1.7; w = -0.6; b = 0.35; t = 0.9
y = w*x + b
e = y - t
L = 1/2 e^2
dL/de = e
dL/dy = e
dL/dw = e*x = -2.669
dL/db = y - t
dL/dx = (y - t)*w
dL/dt = -(y - t) = 1.57
"""

PRODUCT = """
a = 1.3; b = -0.7; c = 2.1
u = a*b + c
v = a*c - b
f = u*v + a^2
df/du = v
df/dv = u
df/da = v*b + u*c + 2*a
df/db = v*a - u
df/dc = v + u*a
"""

TANH_CHAIN = """
x = 0.8; w1 = 1.1; b1 = -0.3; w2 = 0.7; b2 = 0.2
h = tanh(w1*x + b1)
o = tanh(w2*h + b2)
do/dh = (1 - o^2)*w2
do/dw2 = (1 - o^2)*h
do/db2 = 1 - o^2
do/dw1 = (1 - o^2)*w2*(1 - h^2)*x
do/db1 = (1 - o^2)*w2*(1 - h^2)
do/dx = (1 - o^2)*w2*(1 - h^2)*w1
"""

RECURRENT = """
x1 = 0.5; x2 = -1.2; w = 0.9; u = 0.4; h0 = 0.3
h1 = tanh(u*x1 + w*h0)
h2 = tanh(u*x2 + w*h1)
dh2/dh1 = (1 - h2^2)*w
dh2/dx2 = (1 - h2^2)*u
dh2/dw = (1 - h2^2)*(h1 + w*(1 - h1^2)*h0)
dh2/du = (1 - h2^2)*(x2 + w*(1 - h1^2)*x1)
dh1/dw = (1 - h1^2)*h0
"""

RELU_PAIR = """
x = 1.4; w1 = 0.6; b1 = 0.1; w2 = -0.8; b2 = 0.3; v1 = 1.1; v2 = 0.7; t = 0.25
p = relu(w1*x + b1)
q = relu(w2*x + b2)
y = v1*p + v2*q
L = (y - t)^2
dL/dy = 2*(y - t)
dL/dp = 2*(y - t)*v1
dL/dv1 = 2*(y - t)*p
dL/dw1 = 2*(y - t)*v1*x
dL/db1 = 2*(y - t)*v1
dL/dw2 = 2*(y - t)*v2*H(w2*x + b2)*x = 0
dL/db2 = 0
dL/dx = 2*(y - t)*v1*w1
"""

LOGISTIC = """
x = [0.4, -1.3, 2.2]; w = [0.7, 0.2, -0.5]; b = 0.15; t = 1
s = dot(w, x) + b
p = σ(s)
L = -(t*log(p) + (1 - t)*log(1 - p))
dL/dp = (p - t)/(p*(1 - p))
dp/ds = p*(1 - p)
dL/ds = p - t
dL/dw[i] = (p - t)*x[i]
dL/db = p - t
dL/dx[i] = (p - t)*w[i]
"""

MEAN_SQUARE = """
x = [0.4, 1.3, -2.2, 0.9]; t = [1.1, 0.2, -0.7, 0.6]; w = 0.8; b = -0.25; n = 4
y[i] = w*x[i] + b
L = mean(i: (y[i] - t[i])^2)
dL/dy[i] = 2*(y[i] - t[i])/n
dL/dw = 2/n*sum(i: (y[i] - t[i])*x[i])
dL/db = 2/n*sum(i: y[i] - t[i])
dL/dt[i] = -2*(y[i] - t[i])/n
dL/dx[i] = 2*(y[i] - t[i])*w/n
"""

DENSE = """
W = [[0.5, -1.2], [0.8, 0.3], [-0.4, 0.9]]; x = [1.5, -0.7]; b = [0.1, 0.2, -0.3]; t = [0.4, 0.6, -0.2]
z = W@x + b
a = tanh(z)
L = 1/2*sum(i: (a[i] - t[i])^2)
dL/da[i] = a[i] - t[i]
dL/dz[i] = (a[i] - t[i])*(1 - a[i]^2)
dL/db = (a - t)*(1 - a^2)
dL/dW[i,j] = (a[i] - t[i])*(1 - a[i]^2)*x[j]
dL/dW = ((a - t)*(1 - a^2))@x.T
dL/dx = W.T@((a - t)*(1 - a^2))
"""

VARIANCE = """
x = [0.7, -1.9, 2.6]; n = 3
m = mean(x)
v = mean((x - m)^2)
s = sqrt(v)
dv/dx[i] = 2*(x[i] - m)/n
ds/dv = 1/(2*s)
ds/dx[i] = (x[i] - m)/(n*s)
dm/dx[i] = 1/n
"""

DESCENT = """
w = 1.5; x = 0.8; t = 2.0; rate = 0.1
y = w*x
L = (y - t)^2
dL/dw = 2*(y - t)*x = -1.28
w <- w - rate*2*(y - t)*x
y = 1.3024
L = 0.48664576
dL/dw = 2*(y - t)*x = -1.11616
"""

NUMBERS = """
x = 1.83; w = -0.57; b = 0.41; v = 1.29
h = tanh(w*x + b) = -0.5602
y = v*h = -0.7226
dy/dv = -0.5602
dy/dh = 1.29
dy/dw = 1.6199
dy/db = 0.88519
dy/dx = -0.50456
z = y^2 = 0.5222
dz/dv = 0.80962
dz/dw = -2.3412
dz/dh = -1.8644
"""

TWICE = """
x = 1.27; u = sin(x); v = x^2
f = u*v
df/du = v = 1.6129
df/dv = u = 0.95510
df/dx = v*cos(x) + u*2*x = 2.9038
"""


def right_text(text: str) -> str:
    """A worksheet without the lines that are marked as wrong."""
    wrong = re.compile("#!.*(wrong|follows|undefined)")
    return "\n".join(line.partition("#")[0].rstrip() for line in text.splitlines() if not wrong.search(line))


EXTRA = {
    "regression": REGRESSION,
    "product": PRODUCT,
    "tanh-chain": TANH_CHAIN,
    "recurrent": RECURRENT,
    "relu-pair": RELU_PAIR,
    "logistic": LOGISTIC,
    "mean-square": MEAN_SQUARE,
    "dense": DENSE,
    "variance": VARIANCE,
    "descent": DESCENT,
    "numbers": NUMBERS,
    "twice": TWICE,
}

RIGHT_SHEETS = {**{name: right_text(sheet(name)) for name in WORKED}, **EXTRA}
"""Every right sheet by name."""
