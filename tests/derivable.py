"""Worksheets of systems that `derive` is tried on, besides the worked examples."""

SYSTEMS = {
    "layer norm": """
        x = [1.1, 2.2, 4.3, -0.5]; g = [1.5, 0.3, -0.7, 1.1]; b = [0.1, 0.2, 0.3, -0.4]; eps = 0.01
        c = [0.3, -1.2, 2.1, 0.8]; n = 4
        mu = mean(x)
        var = mean((x - mu)^2)
        s = sqrt(var + eps)
        xh = (x - mu)/s
        y = g*xh + b
        L = sum(c*y^2)
    """,
    "attention of one head": """
        X = [[0.2, -0.5], [0.7, 0.1], [-0.3, 0.4]]
        Wq = [[0.6, -0.1], [0.2, 0.5]]; Wk = [[0.3, 0.8], [-0.4, 0.2]]; Wv = [[0.1, -0.9], [0.5, 0.7]]
        T = [[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]]; d = 2
        Q = X@Wq; K = X@Wk; V = X@Wv
        S = Q@K.T/sqrt(d)
        A[i,j] = exp(S[i,j])/sum(k: exp(S[i,k]))
        O = A@V
        L = 1/2*sum((O - T)^2)
    """,
    "LSTM cell": """
        x = [0.5, -0.3]; h0 = [0.1, 0.2]; c0 = [0.3, -0.1]
        Wi = [[0.1, 0.2], [0.3, -0.4]]; Ui = [[0.5, -0.6], [0.7, 0.8]]; bi = [0.1, 0.2]
        Wf = [[0.2, 0.1], [-0.3, 0.4]]; Uf = [[0.4, 0.6], [-0.7, 0.2]]; bf = [0.3, 0.4]
        Wo = [[0.3, 0.5], [0.1, -0.2]]; Uo = [[0.2, 0.9], [-0.1, 0.8]]; bo = [0.5, 0.6]
        Wg = [[0.4, 0.1], [0.6, -0.4]]; Ug = [[0.3, -0.2], [0.5, 0.1]]; bg = [0.7, 0.8]
        t = [0.2, 0.9]
        i = σ(Wi@x + Ui@h0 + bi)
        f = σ(Wf@x + Uf@h0 + bf)
        o = σ(Wo@x + Uo@h0 + bo)
        g = tanh(Wg@x + Ug@h0 + bg)
        c = f*c0 + i*g
        h = o*tanh(c)
        L = 1/2*(h - t).T@(h - t)
    """,
    "RNN over time": """
        x1 = [0.5, -0.3]; x2 = [0.2, 0.8]; x3 = [-0.4, 0.1]; h0 = [0.1, 0.2]; t = 0.3
        W = [[0.1, 0.2], [0.3, -0.4]]; U = [[0.5, -0.6], [0.7, 0.8]]; b = [0.1, 0.2]; v = [0.9, -0.8]
        h1 = tanh(W@x1 + U@h0 + b)
        h2 = tanh(W@x2 + U@h1 + b)
        h3 = tanh(W@x3 + U@h2 + b)
        y = v.T@h3
        L = (y - t)^2
    """,
    "convolution": """
        x = [1.2, 2.1, 0.5, 0.3, -0.4]; w = [0.2, -0.3]; b = 0.1; t = [0.1, 0.2, 0.3, 0.4]
        y = [w[0]*x[0] + w[1]*x[1] + b, w[0]*x[1] + w[1]*x[2] + b, w[0]*x[2] + w[1]*x[3] + b, w[0]*x[3] + w[1]*x[4] + b]
        a = relu(y)
        L = sum((a - t)^2)
    """,
    "max-pooling": """
        x = [0.1, 0.9, 0.3, 0.2, 0.8, 0.4]; t = [0.2, 0.3]
        p = [max(x[0], x[1], x[2]), max(x[3], x[4], x[5])]
        L = sum((p - t)^2)
    """,
    "logistic regression": """
        X = [[1, 0.5], [1, -1.2], [1, 2.1]]; y = [1, 0, 1]; w = [0.3, -0.7]; m = 3
        z = X@w; p = σ(z)
        L = -1/m*sum(i: y[i]*log(p[i]) + (1 - y[i])*log(1 - p[i]))
    """,
    "logistic regression in one line": """
        X = [[1, 0.5], [1, -1.2], [1, 2.1]]; y = [1, 0, 1]; w = [0.3, -0.7]
        L = -mean(y*log(σ(X@w)) + (1 - y)*log(1 - σ(X@w)))
    """,
    "two layers over a batch": """
        X = [[1, 0.5], [1.3, -1.2], [0.2, 2.1]]; T = [[0.1], [0.2], [0.3]]
        W1 = [[0.1, 0.2, 0.3], [0.3, -0.4, 0.2]]; b1 = [0.1, 0.2, -0.3]; W2 = [[0.5], [0.7], [-0.2]]; b2 = 0.4
        Z = X@W1 + b1.T
        H = relu(Z)
        Y = H@W2 + b2
        L = mean((Y - T)^2)
    """,
    "softmax cross-entropy with dot": """
        z = [0.3, -1.2, 2.1]; y = onehot(2, 3)
        p = softmax(z)
        L = -dot(y, log(p))
    """,
    "activations": """
        x = [0.3, -1.2, 2.1]; a = gelu(x); s = silu(a); e = elu(s); c = clip(e); k = leaky_relu(x, 0.2)
        L = sum(c*k) + max(x) + norm(x) + logsumexp(x) + log2(x[2]) + sum(abs(x)) + sum(softplus(x))
    """,
    "powers": """
        x = 1.3; y = 0.7; n = 3
        a = x^n; b = y^x; c = e^(x*y); d = 2^x; g = sqrt(a*b)
        L = a*b + c/d + g^3
    """,
    "sums along axes": """
        X = [[1, 0.5], [1.3, -1.2], [0.2, 2.1]]; v=[1.0,2.0,3.0]
        r = sum(X, axis=1); c = mean(X, axis=0)
        L = sum(r*v) + sum(c^2) + mean(X) + max(i: v[i])
    """,
    "ridge regression": """
        X = [[1, 0.5], [1.3, -1.2], [0.2, 2.1]]; y=[1.0,2.0,3.0]; w = [0.2, 0.4]; lambda = 0.1
        L = 1/2*norm(X@w - y)^2 + lambda/2*w.T@w
    """,
    "correlation": """
        x=[1.0,2.0,3.5]; y=[0.3,-0.2,0.9]; n=3
        mx = mean(x); my = mean(y)
        r = sum((x-mx)*(y-my))/sqrt(sum((x-mx)^2)*sum((y-my)^2))
    """,
    "quadratic form": """
        A = [[1, 0.5], [1.3, -1.2]]; x=[0.3,0.4]
        f = x.T@A@x
    """,
    "without numbers": """
        z = w*x + b; a = σ(z); L = 1/2*(a - t)^2
    """,
    "lists without numbers": """
        P[i] = exp(h[i])/sum(k: exp(h[k]))
        L = -sum(i: y[i]*log(P[i]))
    """,
    "convolution with an index": """
        x = [1.2, 2.1, 0.5, 0.3, -0.4]; w = [0.2, -0.3]; b = 0.1; t = [0.1, 0.2, 0.3, 0.4]
        y[i] = sum(k: w[k]*x[i+k]) + b
        a = relu(y)
        L = sum((a - t)^2)
    """,
    "differences": """
        x = [1.2, 2.1, 0.5, 0.3]
        d[i] = x[i+1] - x[i]
        L = sum(d^2)
    """,
    "softmax cross-entropy of a batch": """
        Z = [[1, 2], [0.5, -1], [0.3, 0.4]]; Y = [[1, 0], [0, 1], [0, 1]]; m = 3
        P[i,j] = exp(Z[i,j])/sum(k: exp(Z[i,k]))
        L = -sum(i: sum(j: Y[i,j]*log(P[i,j])))/m
    """,
    "convolution of an image": """
        X = [[1, 2, 0, 1], [0.5, -1, 2, 1], [1, 1, 0.3, 0.2]]; W = [[0.2, -0.3], [0.1, 0.7]]; b = 0.1
        Z[i,j] = sum(k: sum(l: W[k,l]*X[i+k,j+l])) + b
        H = relu(Z)
        L = sum(H^2)
    """,
    "batch norm of a matrix": """
        X = [[1, 2], [0.5, -1], [0.3, 0.4]]; m = 3; eps = 0.001; gamma = [1, 2]; beta = [0.1, 0.2]
        G = [[1, 0.5], [1, 0.3], [0.2, 0.7]]
        mu[j] = mean(i: X[i,j])
        var[j] = mean(i: (X[i,j] - mu[j])^2)
        Xhat[i,j] = (X[i,j] - mu[j])/sqrt(var[j] + eps)
        Y[i,j] = gamma[j]*Xhat[i,j] + beta[j]
        L = sum(G*Y)
    """,
    "a batch with a square product": """
        X = [[1.2, 2.1], [0.5, 0.3]]; W = [[0.2, -0.3], [0.7, 0.4]]; b = [0.1, 0.6]
        Z = X@W + b
        L = sum(Z^2)/2
    """,
    "an entry by its number": """
        E = [[0.2, -0.1], [0.5, 0.3], [-0.4, 0.6]]; t = [0.2, -1.3, 0.7]
        w = 0.6; h = tanh(E[2]); s = w*(E@h)
        L = 1/2*sum((s - t)^2)
    """,
    "a depthwise convolution": """
        x = [[1.1, 2.3, -1.2, 0.5], [0.3, -0.7, 1.4, 0.9]]; w = [[0.5, -0.2], [0.1, 0.8]]; v = [1.5, -0.6]
        y[c,i] = sum(k: w[c,k]*x[c,i+k])
        o[i] = sum(c: v[c]*y[c,i])
        L = 1/2*sum(o^2)
    """,
    "a mean of norms": """
        x = [[0.5, 1.5], [-1.1, 2.2]]; eps = 0.1
        mu[g] = mean(k: x[g,k])
        var[g] = mean(k: (x[g,k] - mu[g])^2)
        xh[g,k] = (x[g,k] - mu[g])/sqrt(var[g] + eps)
        L = sum(g: sum(k: xh[g,k]^3))
    """,
}
