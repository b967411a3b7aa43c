"""Right worksheets by another hand than the causes', and in the ways students type: what a trial of `check` began with.

No cause was tuned on them: `python -m tests.benchmarks.causes` has a table of its own for their mutants.
"""

import re

_TEXT = """
# attention
q = 1.2; k = [0.5, -0.3, 1.0]; v = [2, -1, 0.5]
s = q k = [0.60, -0.36, 1.20]
a[i] = exp(s[i]) / sum(j: exp(s[j]))
a = [0.3120, 0.1195, 0.5685]
o = sum(i: a[i] v[i]) = 0.789
do/dv[i] = a[i]
do/da[i] = v[i]
da[i]/ds[i] = a[i](1 - a[i])
da[i]/ds[j] = -a[i] a[j] for i != j
do/ds[j] = a[j](v[j] - o)
do/ds = [0.378, -0.214, -0.164]
do/dq = sum(j: do/ds[j] k[j]) = 0.089
do/dk[j] = do/ds[j] q
do/dk = [0.453, -0.256, -0.197]

# batchmat
X = [[1, 2], [0, -1], [3, 1]]; W = [[0.5], [-1]]; Y = [[1], [0], [1]]; N = 3
P = X @ W = [[-1.5], [1], [0.5]]
D = P - Y = [[-2.5], [1], [-0.5]]
L = 1/N sum(D*D) = (6.25 + 1 + 0.25)/3 = 2.5
dL/dP = 2/N (P - Y) = [[-1.67], [0.67], [-0.33]]
dL/dW = X.T @ dL/dP = [[-2.667], [-4.333]]
dL/dX = dL/dP @ W.T

# conv1d
x = [1, 2, -1, 3]; k = [0.5, -1]; t = [0, 1, -2]
y0 = k[0] x[0] + k[1] x[1] = -1.5
y1 = k[0] x[1] + k[1] x[2] = 2.0
y2 = k[0] x[2] + k[1] x[3] = -3.5
L = 1/2((y0 - t[0])^2 + (y1 - t[1])^2 + (y2 - t[2])^2) = 2.750
dL/dy0 = y0 - t[0] = -1.5
dL/dy1 = y1 - t[1] = 1.0
dL/dy2 = y2 - t[2] = -1.5
dL/dk[0] = dL/dy0 x[0] + dL/dy1 x[1] + dL/dy2 x[2] = -1.5 + 2 + 1.5 = 2.0
dL/dk[1] = dL/dy0 x[1] + dL/dy1 x[2] + dL/dy2 x[3] = -8.5
dL/dx[1] = dL/dy0 k[1] + dL/dy1 k[0] = 2.0
dL/dx[3] = dL/dy2 k[1] = 1.5

# dropout
x = [1, -2, 0.5, 3]; w = [0.4, 0.1, -0.6, 0.2]; r = [1, 0, 1, 1]; keep = 0.75; t = 1
h[i] = x[i] r[i] / keep
h = [1.333, -0.000, 0.667, 4.000]
y = w.T@h = 0.9333
L = (y - t)^2 = 0.0044
dL/dy = 2 (y - t) = -0.1333
dL/dw[i] = 2 (y - t) h[i]
dL/dw = [-0.178, 0.000, -0.089, -0.533]
dL/dh = 2 (y-t) w = [-0.0533, -0.0133, 0.0800, -0.0267]
dL/dx[i] = 2 (y-t) w[i] r[i]/keep
dL/dx = [-0.0711, -0.0000, 0.1067, -0.0356]

# embed
E = [[0.1, 0.2], [-0.3, 0.5], [0.4, -0.1]]; u = [1, -2]
h[j] = E[1,j] + E[2,j]
h = [0.1, 0.4]
s = u.T @ h = -0.7
p = sigmoid(s) = 0.3318
L = -log(p) = 1.1032
dL/ds = p - 1 = -0.6682
dL/dh = (p - 1) u = [-0.6682, 1.3364]
dL/du = (p - 1) h = [-0.0668, -0.2673]
dL/dE[0,j] = 0
dL/dE[1,j] = (p - 1) u[j]
dL/dE = [[0, 0], [-0.6682, 1.3364], [-0.6682, 1.3364]]

# gauss
x = 2.3; mu = 1.5; sigma = 0.6
NLL = log(sigma) + 1/2 log(2 pi) + (x - mu)^2/(2 sigma^2) = -0.5108 + 0.9189 + 0.8889 = 1.297
dNLL/dmu = -(x - mu)/sigma^2 = -2.222
dNLL/dx = (x-mu)/sigma^2 = 2.22
dNLL/dsigma = 1/sigma - (x - mu)^2/sigma^3 = 1.667 - 2.963 = -1.296

# gd2
x = 2; t = 1; w = 0.5; b = 0.1
y = w x + b = 1.1
L = 1/2 (y - t)^2 = 0.005
dL/dw = (y - t) x = 0.2
dL/db = y - t = 0.1
w <- w - 0.1 dL/dw
b <- b - 0.1*0.1
w = 0.48
b = 0.09
y = 1.05
dL/dw = (y - t) x = 0.1

# hinge
x1 = 2; x2 = -1; w1 = 0.3; w2 = 0.5; b = 0.2; y = -1
s = w1 x1 + w2 x2 + b = 0.6 - 0.5 + 0.2 = 0.3
L = max(0, 1 - y s) = 1 + 0.3 = 1.3
dL/ds = -y = 1
dL/dw1 = -y x1 = 2
dL/dw2 = -y x2 = -1
dL/db = -y = 1
eta = 0.1
w1 <- w1 - eta dL/dw1
w1 = 0.1
w2 <- w2 - eta dL/dw2
w2 = 0.6

# huber
delta = 1; w = 2; x = 1.5; t = 0.4
y = w x = 3
r = y - t = 2.6
L = delta (|r| - 1/2 delta) = 2.1
dL/dr = delta = 1
dL/dw = delta x = 1.5
dL/dt = -delta = -1
Q = r^2/2 = 3.38
dQ/dr = r = 2.6
dQ/dw = r x = 3.9
dQ/dt = -r = -2.6

# l2
x = 2; w = -0.7; b = 0.4; t = 1; lambda = 0.05
y = w x + b = -1.0
L = 1/2 (y - t)^2 + lambda w^2 = 2.00 + 0.0245 = 2.0245
dL/dy = y - t = -2.0
dL/dw = (y - t) x + 2 lambda w = -4.0 - 0.07 = -4.07
dL/db = y - t = -2.0
eta = 0.1
w <- w - eta dL/dw
w = -0.293
b <- b - eta (y - t)
b = 0.6

# layernorm
x = [1.0, 3.0, -2.0]; gamma = [1, 2, 0.5]; beta = [0, 0.1, -0.2]; t = [0, 1, -1]; eps = 0.01
mu = mean(x) = 0.667
var = mean((x - mu)^2) = 4.222
s = sqrt(var + eps) = 2.057
xhat = (x - mu)/s = [0.162, 1.134, -1.296]
y = gamma*xhat + beta = [0.162, 2.368, -0.848]
L = 1/2 sum((y - t)^2) = 0.961
dL/dy = y - t = [0.162, 1.368, 0.152]
dL/dgamma = (y - t)*xhat = [0.026, 1.552, -0.197]
dL/dbeta = y - t
dL/dxhat = gamma*(y - t) = [0.162, 2.737, 0.076]
dL/dvar = -1/2 sum(i: dL/dxhat[i] (x[i]-mu)) / s^3 = -0.3582
dL/dmu = -sum(i: dL/dxhat[i])/s = -1.4460
dL/dx = 1/s (dL/dxhat - mean(dL/dxhat) - xhat mean(dL/dxhat*xhat)) = [-0.4828, 0.2911, 0.1917]

# leaky
x = -1.5; w = 2; b = 0.5; v = 3; t = 1
z = w*x + b = -2.5
a = max(z, 0.1z) = -0.25
y = v*a = -0.75
L = (y-t)^2 = 3.0625
dL/dy = 2(y-t) = -3.5
dL/da = 2(y-t)v = -10.5
da/dz = 0.1
dL/dz = -1.05
dL/dw = dL/dz x = 1.575
dL/db = dL/dz = -1.05
dL/dv = 2(y-t) a = 0.875

# linreg
x = [1, 2, 4]
y = [2, 3, 7]
w = 1.5; b = 0.2
yhat = w*x + b = [1.7, 3.2, 6.2]
e = yhat - y = [-0.3, 0.2, -0.8]
MSE = mean(e^2) = (0.09 + 0.04 + 0.64)/3 = 0.257
dMSE/de[i] = 2/3 e[i]
dMSE/dyhat = 2/3 (yhat - y) = [-0.20, 0.13, -0.53]
dMSE/dw = 2/3 sum(i: e[i] x[i]) = 2/3*(-0.3 + 0.4 - 3.2) = -2.07
dMSE/db = 2/3 sum(e) = 2/3*(-0.9) = -0.6

# logreg1
x1 = 1.5; x2 = -2; w1 = 0.8; w2 = 0.3; b = -0.1; y = 1
z = w1 x1 + w2 x2 + b = 1.2 - 0.6 - 0.1 = 0.5
p = σ(z) = 1/(1+e^(-z)) = 0.6225
L = -(y ln(p) + (1-y) ln(1-p)) = -ln(0.6225) = 0.4741
∂L/∂p = -y/p + (1-y)/(1-p) = -1.607
∂p/∂z = p(1-p) = 0.2350
∂L/∂z = p - y = -0.3775
∂L/∂w1 = (p-y)x1 = -0.566
∂L/∂w2 = (p-y)x2 = 0.755
∂L/∂b = p - y = -0.378

# logregbatch
x = [1.0, 2.0, -1.0]; y = [1, 1, 0]; w = 0.5; b = -0.25; m = 3
z = w x + b = [0.25, 0.75, -0.75]
p = sigmoid(z) = [0.562, 0.679, 0.321]
J = -1/m sum(i: y[i] log(p[i]) + (1 - y[i]) log(1 - p[i])) = 0.450
dJ/dp[i] = -1/m (y[i]/p[i] - (1-y[i])/(1-p[i]))
dp[i]/dz[i] = p[i](1-p[i])
dJ/dz[i] = (p[i]-y[i])/m
dJ/dz = (p - y)/3 = [-0.1459, -0.1069, 0.1069]
dJ/dw = 1/m sum(i: (p[i]-y[i]) x[i]) = -0.4668
dJ/db = 1/m sum(i: p[i]-y[i]) = -0.1459
w <- w - 0.1 dJ/dw
w = 0.547

# lstm
c0 = 0.5; x = 1.2; wf = 0.4; wi = -0.6; wo = 0.8; wg = 0.5
f = σ(wf x) = 0.618
i = σ(wi x) = 0.327
o = σ(wo x) = 0.723
g = tanh(wg x) = 0.537
c = f c0 + i g = 0.485
h = o tanh(c) = 0.325
dh/do = tanh(c) = 0.450
dh/dc = o (1 - tanh(c)^2) = 0.577
dc/df = c0 = 0.5
dc/di = g
dc/dg = i = 0.327
dh/dwf = dh/dc c0 f (1-f) x = 0.0817
dh/dwg = dh/dc i (1 - g^2) x = 0.1612
dh/dwo = tanh(c) o(1-o) x = 0.1081
dh/dc0 = dh/dc f

# maxpool
a = 1.2; b = -0.3; c = 2.5; d = 0.4; w = 2; u = -1
m1 = max(a, b) = 1.2
m2 = max(c, d) = 2.5
y = w m1 + u m2 = 2.4 - 2.5 = -0.1
L = y^2/2 = 0.005
dL/dy = y = -0.1
dL/dm1 = y w = -0.2
dL/dm2 = y u = 0.1
dL/da = dL/dm1 = -0.2
dL/db = 0
dL/dc = y u = 0.1
dL/dd = 0
dL/dw = y m1 = -0.12
dL/du = y m2 = -0.25

# mlp
x = [0.5, -1.0]
W1 = [[0.2, -0.4], [0.7, 0.1]]
b1 = [0.1, 0]
w2 = [0.6, -0.9]
b2 = 0.05; t = 1
z1 = W1 @ x + b1 = [0.60, 0.25]
a1 = tanh(z1) = [0.5370, 0.2449]
z2 = w2.T @ a1 + b2 = 0.1518
yhat = σ(z2) = 0.538
L = 1/2 (yhat - t)^2 = 0.1068
dL/dyhat = yhat - t = -0.462
dL/dz2 = (yhat - t) yhat (1 - yhat) = -0.1149
dL/dw2 = dL/dz2 a1 = [-0.0617, -0.0281]
dL/db2 = dL/dz2 = -0.1149
dL/da1 = dL/dz2 w2 = [-0.0689, 0.1034]
dL/dz1 = dL/da1 * (1 - a1^2) = [-0.0490, 0.0972]
dL/dW1 = dL/dz1 @ x.T = [[-0.0245, 0.0490], [0.0486, -0.0972]]
dL/db1 = dL/dz1

# momentum
x = 2; t = 5; w = 1; v = 0; eta = 0.1; beta = 0.9
L = (w x - t)^2 = 9
dL/dw = 2 (w x - t) x = -12
v <- beta v + dL/dw
v = -12
w <- w - eta v
w = 2.2
L = 0.36
dL/dw = 2 (w x - t) x = -2.4
v <- beta v + dL/dw
v = -13.2
w <- w - eta v
w = 3.52

# quotient
x = 2; a = 3
u = x^2 + 1 = 5
v = 2x + a = 7
f = u/v = 0.7143
du/dx = 2x = 4
dv/dx = 2
df/du = 1/v = 0.143
df/dv = -u/v^2 = -0.1020
df/dx = (2x v - 2u)/v^2 = (28 - 10)/49 = 0.3673
g = ln(u) = 1.6094
dg/dx = 1/u * 2x = 2x/(x^2 + 1) = 0.8
h = sqrt(u) = 2.2361
dh/dx = x/sqrt(x^2+1) = 0.8944
k = exp(-x²/2) = 0.1353
dk/dx = -x k = -0.2707

# rnn
x1 = 1; x2 = -0.5; x3 = 0.8; w = 0.6; u = 0.9; h0 = 0; t = 0.5
h1 = tanh(u x1 + w h0) = tanh(0.9) = 0.7163
h2 = tanh(u x2 + w h1) = tanh(-0.0202) = -0.0202
h3 = tanh(u x3 + w h2) = 0.6093
L = (h3 - t)^2/2 = 0.00598
dL/dh3 = h3 - t = 0.1093
dh3/dh2 = w (1 - h3^2) = 0.3772
dh2/dh1 = w (1 - h2^2) = 0.5998
dL/dh2 = dL/dh3 dh3/dh2 = 0.0412
dL/dh1 = dL/dh2 dh2/dh1 = 0.0247
dL/dw = dL/dh3 (1-h3^2) h2 + dL/dh2 (1-h2^2) h1 + dL/dh1 (1-h1^2) h0 = 0.0281
dL/du = dL/dh3 (1-h3^2) x3 + dL/dh2 (1-h2^2) x2 + dL/dh1 (1-h1^2) x1 = 0.0464

# rounded
x = 1.7; w1 = 0.43; b1 = 0.12; w2 = -1.35; b2 = 0.8; t = 1
z1 = w1*x + b1 = 0.43*1.7 + 0.12 = 0.851
a1 = tanh(z1) = tanh(0.85) = 0.69
z2 = w2*a1 + b2 = -1.35*0.69 + 0.8 = -0.13
y = σ(z2) = 1/(1 + e^0.13) = 0.468
L = -ln(y) = -ln(0.468) = 0.759
dL/dy = -1/y = -1/0.468 = -2.137
dL/dz2 = -1/y * y(1-y) = y - 1 = 0.468 - 1 = -0.532
dL/dw2 = (y-1) a1 = -0.532*0.69 = -0.367
dL/da1 = (y-1) w2 = -0.532*(-1.35) = 0.718
dL/dz1 = dL/da1 (1 - a1^2) = 0.718*(1 - 0.69^2) = 0.718*0.524 = 0.376
dL/dw1 = dL/dz1 x = 0.376*1.7 = 0.639
dL/db1 = 0.376

# skip
x = 0.5; w = 1.4; v = -0.8
h = tanh(w x) = 0.6044
y = x + v h = 0.0165
L = y² = 0.0003
∂L/∂y = 2y = 0.0330
∂y/∂h = v
∂h/∂x = w(1 − h²) = 0.8886
∂y/∂x = 1 + v·w·(1 − h²) = 0.289
∂L/∂x = 2y·(1 + v w (1 − h²)) = 0.0095
∂L/∂w = ∂L/∂y · ∂y/∂h · (1 − h²) · x = -0.0084
∂L/∂v = 2 y h = 0.0200

# softmaxce
z1 = 2; z2 = 1; z3 = -1
S = e^z1 + e^z2 + e^z3 = 10.475
p1 = e^z1/S = 0.705; p2 = e^z2/S = 0.259; p3 = e^z3/S = 0.035
L = -ln(p2) = 1.349
∂L/∂p2 = -1/p2 = -3.85
∂p2/∂z2 = p2(1-p2) = 0.192
∂p2/∂z1 = -p1 p2 = -0.183
∂L/∂z1 = p1 = 0.705
∂L/∂z2 = p2 - 1 = -0.741
∂L/∂z3 = p3 = 0.035

# swish
x = 0.8
s = 1/(1+exp(-x)) = 0.6900
f = x s = 0.5520
ds/dx = s(1-s) = 0.2139
df/dx = s + x s (1-s) = 0.690 + 0.171 = 0.861
u = 0.8(x + 0.045x^3) = 0.6584
g = 0.5 x (1 + tanh(u)) = 0.631
du/dx = 0.8(1 + 0.135 x^2) = 0.8691
dg/du = 0.5 x (1 - tanh(u)^2) = 0.2667
dg/dx = 0.5(1 + tanh(u)) + dg/du du/dx = 1.020

# vae
mu = 0.4; logvar = -0.6; eps = 1.3; t = 1
sigma = exp(logvar/2) = 0.7408
z = mu + sigma eps = 1.3631
rec = 1/2 (z - t)^2 = 0.0659
KL = -1/2 (1 + logvar - mu^2 - exp(logvar)) = 0.1544
L = rec + KL = 0.2203
dz/dmu = 1
dz/dsigma = eps = 1.3
dsigma/dlogvar = 1/2 sigma = 0.3704
dKL/dmu = mu = 0.4
dKL/dlogvar = -1/2 (1 - exp(logvar)) = -0.2256
dL/dmu = (z - t) + mu = 0.763
dL/dlogvar = (z - t) eps sigma/2 - 1/2(1 - exp(logvar)) = -0.0508
"""

TRIAL_SHEETS = dict(re.findall(r"^# (\w+)\n(.*?)(?=^# |\Z)", _TEXT, re.MULTILINE | re.DOTALL))
