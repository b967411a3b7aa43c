"""Right worksheets that no cause was tuned on when they were written: what a teacher sets, in several hands.

The figures of `python -m tests.benchmarks.causes --fresh` on them are the fair ones. Once a cause has been improved
with an eye on a sheet, the sheet is known, and new ones belong here.
"""

CROSS_ENTROPY = """
# Logistic regression with two features: ∂ and the chain rule, fraction by fraction
x1 = 0.5; x2 = -1.5; w1 = 0.8; w2 = 0.4; b = -0.2; y = 1
z = w1*x1 + w2*x2 + b = -0.4
p = σ(z) = 0.4013
L = -y*log(p) - (1 - y)*log(1 - p) = 0.9130
∂L/∂p = -y/p + (1 - y)/(1 - p) = -2.4918
∂p/∂z = p(1 - p) = 0.2403
∂L/∂z = ∂L/∂p · ∂p/∂z = p - y = -0.5987
∂z/∂w1 = x1; ∂z/∂w2 = x2; ∂z/∂b = 1
∂z/∂x1 = w1
∂L/∂w1 = ∂L/∂z · ∂z/∂w1 = (p - y)*x1 = -0.2993
∂L/∂w2 = ∂L/∂z · ∂z/∂w2 = (p - y)*x2 = 0.8980
∂L/∂b = ∂L/∂z · ∂z/∂b = p - y
∂L/∂x2 = (p - y)*w2
"""

LSTM = """
# One LSTM cell, scalars
x = 0.6; h0 = -0.2; c0 = 0.5
wf = 0.4; uf = 0.3; bf = 1.0
wi = -0.5; ui = 0.7; bi = 0.1
wg = 1.2; ug = -0.6; bg = 0.0
wo = 0.9; uo = 0.2; bo = -0.3
f = σ(wf*x + uf*h0 + bf)
n = σ(wi*x + ui*h0 + bi)
g = tanh(wg*x + ug*h0 + bg)
o = σ(wo*x + uo*h0 + bo)
c = f*c0 + n*g
h = o*tanh(c)
dh/do = tanh(c)
dh/dc = o*(1 - tanh(c)^2)
dc/df = c0
dc/dn = g
dc/dg = n
dc/dc0 = f
dh/dg = dh/dc*dc/dg = o*(1 - tanh(c)^2)*n
dh/df = dh/dc*c0
dh/dwf = dh/dc*c0*f*(1 - f)*x
dh/dui = o*(1 - tanh(c)^2)*g*n*(1 - n)*h0
dh/dbg = o*(1 - tanh(c)^2)*n*(1 - g^2)
dh/dwo = tanh(c)*o*(1 - o)*x
dh/dbo = tanh(c)*o*(1 - o)
dh/dc0 = o*(1 - tanh(c)^2)*f
"""

GRU = """
# One step of a gated recurrent unit
x = -0.8; h = 0.5
wz = 0.6; uz = -0.4; wr = 0.3; ur = 0.9; wn = 1.1; un = 0.7
z = sigmoid(wz x + uz h)
r = sigmoid(wr x + ur h)
n = tanh(wn x + un r h)
q = (1 - z) n + z h
dq/dz = h - n
dq/dn = 1 - z
dn/dr = (1 - n^2) un h
dz/duz = z(1 - z) h
dq/dwz = (h - n) z(1 - z) x
dq/dun = (1 - z)(1 - n^2) r h
dq/dwr = (1 - z)(1 - n^2) un h r(1 - r) x
dq/dwn = (1 - z)(1 - n^2) x
dq/dh = z + (h - n) z(1 - z) uz + (1 - z)(1 - n^2) un (r + h r(1 - r) ur)
"""

ATTENTION = """
# Attention of one query to two keys
q = [1.0, -0.5]; k0 = [0.3, 0.8]; k1 = [-0.6, 0.2]; v0 = 1.5; v1 = -0.4; d = 2
s0 = dot(q, k0)/sqrt(d)
s1 = dot(q, k1)/sqrt(d)
a0 = exp(s0)/(exp(s0) + exp(s1))
a1 = exp(s1)/(exp(s0) + exp(s1))
o = a0*v0 + a1*v1
do/dv0 = a0
do/dv1 = a1
do/da0 = v0
da0/ds0 = a0*(1 - a0)
da1/ds0 = -a0*a1
do/ds0 = a0*(1 - a0)*v0 - a0*a1*v1 = a0*(v0 - o)
do/ds1 = a1*(v1 - o)
do/dq[j] = (a0*(v0 - o)*k0[j] + a1*(v1 - o)*k1[j])/sqrt(d)
do/dk0[j] = a0*(v0 - o)*q[j]/sqrt(d)
do/dk1[j] = a1*(v1 - o)*q[j]/sqrt(d)
ds0/dq = k0/sqrt(d)
"""

LAYER_NORM = """
# Layer normalisation of four numbers
x = [2.0, -1.0, 0.5, 3.5]; gain = [1.0, 0.8, -1.2, 0.6]; bias = [0.1, 0, -0.2, 0.3]; t = [1, 0, 0, 1]; N = 4
mu = mean(x) = 1.25
v = sum(i: (x[i] - mu)^2)/N
s = sqrt(v + 0.00001)
u[i] = (x[i] - mu)/s
y[i] = gain[i]*u[i] + bias[i]
L = 1/2*sum(i: (y[i] - t[i])^2)
dL/dy[i] = y[i] - t[i]
dL/dgain[i] = (y[i] - t[i])*u[i]
dL/dbias[i] = y[i] - t[i]
dL/du[i] = (y[i] - t[i])*gain[i]
ds/dv = 1/(2*s)
dv/dx[i] = 2/N*(x[i] - mu)
dL/ds = -sum(i: dL/du[i]*u[i])/s
dL/dx[i] = (dL/du[i] - mean(k: dL/du[k]) - u[i]*mean(k: dL/du[k]*u[k]))/s
"""

HUBER = """
# Huber loss: one small error, one large one
w = 0.5; b = 0.2; delta = 1
x1 = 1.0; t1 = 0.4; x2 = 3.0; t2 = -2.0
e1 = w*x1 + b - t1 = 0.3
e2 = w*x2 + b - t2 = 3.7
l1 = 1/2*e1^2 = 0.045
l2 = delta*(abs(e2) - delta/2) = 3.2
L = (l1 + l2)/2 = 1.6225
dl1/de1 = e1 = 0.3
dl2/de2 = delta = 1
de2/dw = x2
dL/de1 = e1/2 = 0.15
dL/de2 = delta/2 = 0.5
dL/dw = (e1*x1 + delta*x2)/2 = 1.65
dL/db = (e1 + delta)/2 = 0.65
dL/dt1 = -e1/2
dL/dx2 = delta*w/2
"""

KL = """
# Kullback-Leibler divergence from the wanted distribution to a softmax
p = [0.5, 0.3, 0.2]; z = [0.2, 1.0, -0.4]
S = sum(j: exp(z[j]))
q[i] = exp(z[i])/S
D = sum(i: p[i]*(log(p[i]) - log(q[i])))
dD/dq[i] = -p[i]/q[i]
dD/dp[i] = log(p[i]/q[i]) + 1
dS/dz[i] = exp(z[i])
dq[i]/dz[i] = q[i]*(1 - q[i])
dq[i]/dz[j] = -q[i]*q[j] for i != j
dD/dz[i] = q[i] - p[i]
dD/dz = q - p
"""

SOFTPLUS = """
# A count with a softplus rate: Poisson regression by hand
x = 1.2; w = 0.9; b = -0.4; k = 3
s = w*x + b = 0.68
r = log(1 + exp(s)) = 1.0899
L = r - k*log(r) = 0.8317
dL/dr = 1 - k/r = -1.7526
dr/ds = exp(s)/(1 + exp(s)) = 1/(1 + exp(-s)) = 0.6637
dL/ds = (1 - k/r)*σ(s) = -1.1633
dL/dw = (1 - k/r)*σ(s)*x
dL/db = (1 - k/r)*σ(s)
dL/dx = (1 - k/r)*w*σ(s)
"""

TWO_LAYERS = """
# Two layers with biases, three samples in columns, mean squared error
X = [[0.5, -1.0, 1.5], [1.0, 0.3, -0.7]]; T = [[0.2, -0.4, 0.9]]; m = 3
W1 = [[0.4, -0.6], [0.7, 0.1]]; b1 = [0.1, -0.2]; W2 = [[0.9, -0.5]]; b2 = 0.3
Z = W1@X + b1
A = tanh(Z)
Y = W2@A + b2
E = Y - T
J = sum(E^2)/(2*m)
dJ/dY = E/m
dJ/dW2 = E@A.T/m
dJ/db2 = sum(E)/m
dJ/dA = W2.T@E/m
dJ/dZ = (W2.T@E)*(1 - A^2)/m
dJ/dW1 = ((W2.T@E)*(1 - A^2))@X.T/m
dJ/db1[i] = sum(k: W2[0,i]*E[0,k]*(1 - A[i,k]^2))/m
dJ/dX = W1.T@((W2.T@E)*(1 - A^2))/m
"""

GAUSSIAN = """
# Log-likelihood of four numbers under a normal distribution
x = [1.3, 0.2, 2.4, 1.1]; mu = 0.9; s = 0.7; n = 4; pi = 3.14159
l = -n/2*log(2*pi) - n*log(s) - sum(i: (x[i] - mu)^2)/(2*s^2)
dl/dmu = sum(i: x[i] - mu)/s^2
dl/ds = -n/s + sum(i: (x[i] - mu)^2)/s^3
dl/dx[i] = -(x[i] - mu)/s^2
"""

COSINE = """
# Cosine similarity of two vectors
u = [1.0, 2.0, -1.0]; v = [0.5, 1.5, 1.0]
d = dot(u, v) = 2.5
a = sqrt(dot(u, u)) = 2.449
b = sqrt(dot(v, v)) = 1.871
c = d/(a*b) = 0.5455
dc/dd = 1/(a*b)
dc/da = -d/(a^2*b)
dc/db = -c/b
da/du[i] = u[i]/a
dd/du[i] = v[i]
dc/du[i] = v[i]/(a*b) - c*u[i]/a^2
dc/dv[i] = u[i]/(a*b) - c*v[i]/b^2
"""

POLYNOMIAL = """
# A parabola fitted to five points
x = [-2, -1, 0, 1, 2]; t = [3.9, 1.2, 0.1, 0.8, 4.2]; a = 0.8; b = 0.1; c = 0.3; m = 5
y[i] = a*x[i]^2 + b*x[i] + c
r[i] = y[i] - t[i]
J = 1/(2*m)*sum(i: r[i]^2)
dJ/dr[i] = r[i]/m
dJ/dy[i] = (y[i] - t[i])/m
dJ/da = 1/m*sum(i: r[i]*x[i]^2)
dJ/db = 1/m*sum(i: r[i]*x[i])
dJ/dc = 1/m*sum(i: r[i]) = mean(r)
a <- a - 0.1*mean(i: r[i]*x[i]^2)
"""

RBF = """
# A radial basis unit with a weight
x1 = 0.4; x2 = 1.6; c1 = 1.0; c2 = 0.7; g = 0.8; w = 1.5; t = 0.5
D = (x1 - c1)^2 + (x2 - c2)^2 = 1.17
phi = exp(-g*D) = 0.3922
y = w*phi = 0.5883
L = (y - t)^2
dL/dy = 2*(y - t) = 0.1766
dL/dw = 2*(y - t)*phi
dL/dphi = 2*(y - t)*w
dphi/dD = -g*phi = -0.3138
dphi/dg = -D*phi
dD/dx1 = 2*(x1 - c1) = -1.2
dD/dc2 = -2*(x2 - c2) = -1.8
dL/dc1 = 2*(y - t)*w*phi*2*g*(x1 - c1)
dL/dx2 = -4*g*w*phi*(y - t)*(x2 - c2)
dL/dg = -2*(y - t)*w*phi*D
"""

BILINEAR = """
# A bilinear score, squashed
x = [0.7, -1.1]; y = [1.4, 0.6, -0.3]; A = [[0.2, -0.5, 1.0], [0.9, 0.3, -0.7]]
s = x.T@A@y
p = σ(s)
ds/dx = A@y
ds/dy = A.T@x
ds/dA = x@y.T
ds/dA[i,j] = x[i]*y[j]
dp/dx = p*(1 - p)*A@y
dp/dA = p*(1 - p)*x@y.T
dp/dy[j] = p*(1 - p)*sum(i: x[i]*A[i,j])
"""

RIDGE = """
# Linear regression with weight decay, three samples in rows
X = [[1.0, 0.5], [-0.3, 2.0], [0.8, -1.2]]; t = [0.6, -0.1, 1.4]; w = [0.4, -0.7]; lambda = 0.05; n = 3
y = X@w
r = y - t
L = mean(r^2) + lambda*dot(w, w)
dL/dr = 2*r/n
dL/dw = 2/n*X.T@r + 2*lambda*w
dL/dw[j] = 2/n*sum(i: r[i]*X[i,j]) + 2*lambda*w[j]
dL/dlambda = dot(w, w)
dL/dt[i] = -2/n*r[i]
"""

DROPOUT = """
# Dropout: the hidden numbers that are left are scaled up
x = 1.5; w = [0.4, -0.9, 0.7]; v = [1.1, 0.6, -0.8]; m = [1, 0, 1]; keep = 0.5; t = 0.3
h[i] = sigmoid(w[i]*x)
d[i] = h[i]*m[i]/keep
y = sum(i: v[i]*d[i])
L = (y - t)^2
dL/dy = 2(y - t)
dy/dv[i] = d[i]
dy/dd[i] = v[i]
dd[i]/dh[i] = m[i]/keep
dy/dh[i] = v[i]*m[i]/keep
dL/dv[i] = 2(y - t)*d[i]
dL/dw[i] = 2(y - t)*v[i]*m[i]/keep*h[i](1 - h[i])*x
dL/dx = 2(y - t)*sum(i: v[i]*m[i]/keep*h[i]*(1 - h[i])*w[i])
"""

EMBEDDING = """
# An embedding looked up with a one-hot, then a linear score
E = [[0.3, -0.8, 0.5, 1.2], [1.0, 0.4, -0.6, 0.1]]; w = [0.9, -1.3]; b = 0.2; t = 1
o = onehot(2, 4)
e = E@o = [0.5, -0.6]
s = w.T@e + b = 1.43
L = 1/2*(s - t)^2
dL/ds = s - t = 0.43
dL/de = (s - t)*w
dL/dw = (s - t)*e = [0.215, -0.258]
dL/dE = (s - t)*w@o.T
dL/dE[i,2] = (s - t)*w[i]
dL/dE[i,j] = 0 for j != 2
dL/db = s - t
"""

HIGHWAY = """
# A highway layer: a gate mixes what is new with what came in
x = 0.9; w = -0.7; b = 0.4; u = 1.3; a = -0.5; y = 1.2
g = σ(u*x + a)
h = relu(w*x + 1)
o = g*h + (1 - g)*x + b
L = abs(o - y)
dL/do = -1
do/dg = h - x
do/dh = g
dg/du = g*(1 - g)*x
dg/da = g*(1 - g)
dL/du = -(h - x)*g*(1 - g)*x
dL/da = (x - h)*g*(1 - g)
dL/dw = -g*x
dL/db = -1
do/dx = g*w + (1 - g) + (h - x)*g*(1 - g)*u
"""

ELU = """
# ELU on both sides of 0
x = 0.8; w1 = 1.2; w2 = -1.5; alpha = 1; v1 = 0.6; v2 = -0.9
p = w1*x = 0.96
q = w2*x = -1.2
e = alpha*(exp(q) - 1) = -0.699
y = v1*p + v2*e = 1.205
de/dq = alpha*exp(q) = e + alpha = 0.301
de/dalpha = exp(q) - 1
dy/dv1 = p; dy/dv2 = e
dy/dq = v2*alpha*exp(q) = -0.271
dy/dw1 = v1*x = 0.48
dy/dw2 = v2*(e + alpha)*x = -0.217
dy/dx = v1*w1 + v2*alpha*exp(q)*w2 = 1.127
"""

FACTORISATION = """
# A rating predicted from two factors of a user and two of a film, with weight decay
p1 = 0.8; p2 = -0.4; q1 = 1.1; q2 = 0.6; bu = 0.2; bi = -0.1; mu = 3.5; r = 4; lambda = 0.1; eta = 0.05
s = p1*q1 + p2*q2 + bu + bi + mu = 4.24
e = r - s = -0.24
R = p1^2 + p2^2 + q1^2 + q2^2 = 2.37
L = 1/2*e^2 + lambda/2*R
∂L/∂e = e
∂e/∂s = -1
∂L/∂s = -e = 0.24
∂s/∂p1 = q1; ∂s/∂q2 = p2
∂R/∂q1 = 2*q1 = 2.2
∂L/∂bu = -e
∂L/∂p1 = -e*q1 + lambda*p1 = 0.344
∂L/∂p2 = -e*q2 + lambda*p2
∂L/∂q1 = (s - r)*p1 + lambda*q1
∂L/∂lambda = R/2
p1 <- p1 + eta*(e*q1 - lambda*p1)
"""

CONVOLUTION = """
# A kernel of two slid over five numbers, a relu on each, and the mean
x = [1.0, -0.5, 2.0, 0.3, -1.2]; k = [0.7, -0.4]; b = 0.1; t = 0.2; m = 4
z0 = k[0]*x[0] + k[1]*x[1] + b = 1
z1 = k[0]*x[1] + k[1]*x[2] + b = -1.05
z2 = k[0]*x[2] + k[1]*x[3] + b = 1.38
z3 = k[0]*x[3] + k[1]*x[4] + b = 0.79
y = (relu(z0) + relu(z1) + relu(z2) + relu(z3))/m = 0.7925
L = (y - t)^2/2 = 0.1755
dL/dy = y - t = 0.5925
dy/dz0 = 1/m; dy/dz1 = 0
dL/dz2 = (y - t)/m
dL/dk[0] = (y - t)/m*(x[0] + x[2] + x[3])
dL/dk[1] = (y - t)/m*(x[1] + x[3] + x[4])
dL/db = 3*(y - t)/m = 0.444
dL/dx[0] = (y - t)/m*k[0]
dL/dx[3] = (y - t)/m*(k[1] + k[0])
"""

GRAPH_LAYER = """
# A layer on a graph of three nodes: neighbours are averaged, then a matrix and a tanh
A = [[0.5, 0.5, 0], [0.3, 0.4, 0.3], [0, 0.5, 0.5]]; X = [[1.0, -0.6], [0.4, 0.8], [-1.1, 0.2]]
W = [[0.6, -0.9], [0.3, 0.7]]; T = [[0.1, 0.4], [-0.3, 0.2], [0.5, -0.1]]; n = 3
N = A@X
Z = N@W
H = tanh(Z)
D = H - T
J = sum(D^2)/(2*n)
dJ/dH = D/n
dJ/dZ = D*(1 - H^2)/n
dJ/dW = N.T@(D*(1 - H^2))/n
dJ/dN = (D*(1 - H^2))@W.T/n
dJ/dX = A.T@(D*(1 - H^2))@W.T/n
dJ/dZ[i,j] = (H[i,j] - T[i,j])*(1 - H[i,j]^2)/n
dJ/dT[i,j] = -D[i,j]/n
"""

MIXTURE = """
# The log-likelihood of one number under two bells, one weight squashed
x = 0.7; m1 = -0.4; m2 = 1.3; s = 0.8; a = 0.5
g = σ(a)
u = (x - m1)/s = 1.375
v = (x - m2)/s = -0.75
p = exp(-u^2/2)
q = exp(-v^2/2)
f = g*p + (1 - g)*q
l = log(f) - log(s)
r = g*p/f
∂l/∂f = 1/f
∂f/∂g = p - q
∂f/∂p = g
∂p/∂u = -u*p
∂u/∂m1 = -1/s = -1.25
∂u/∂s = -(x - m1)/s^2 = -u/s
∂l/∂a = (p - q)*g*(1 - g)/f
∂l/∂m1 = g*p*u/(f*s) = r*u/s
∂l/∂m2 = (1 - r)*v/s
∂l/∂x = -(r*u + (1 - r)*v)/s
∂l/∂s = (r*u^2 + (1 - r)*v^2 - 1)/s
"""

FRESH_SHEETS = {
    "cross-entropy": CROSS_ENTROPY,
    "lstm": LSTM,
    "gru": GRU,
    "attention": ATTENTION,
    "layer-norm": LAYER_NORM,
    "huber": HUBER,
    "kl": KL,
    "softplus": SOFTPLUS,
    "two-layers": TWO_LAYERS,
    "gaussian": GAUSSIAN,
    "cosine": COSINE,
    "polynomial": POLYNOMIAL,
    "rbf": RBF,
    "bilinear": BILINEAR,
    "ridge": RIDGE,
    "dropout": DROPOUT,
    "embedding": EMBEDDING,
    "highway": HIGHWAY,
    "elu": ELU,
    "factorisation": FACTORISATION,
    "convolution": CONVOLUTION,
    "graph-layer": GRAPH_LAYER,
    "mixture": MIXTURE,
}
"""Every fresh sheet by name."""

UNSEEN = ("factorisation", "convolution", "graph-layer", "mixture")
"""The sheets that were written last, when the causes were as they are now."""
