"""Documents as people write them: kinds of notation, each with what is right in it and the lines that are wrong."""

from types import SimpleNamespace

import pytest

from autograd import Value, check, derive, explain
from autograd.worked import sheet
from autograd.worksheet.judging.steps.updates import _losses
from autograd.worksheet.language.latex.scanning import scan
from autograd.worksheet.language.tree import Name
from autograd.worksheet.reporting.formats import as_html
from tests.graphs import random_graph

LSTM = r"""
$$\begin{aligned}
i_t &= \sigma(W_i x_t + U_i h_{t-1} + b_i) \\
f_t &= \sigma(W_f x_t + U_f h_{t-1} + b_f) \\
o_t &= \sigma(W_o x_t + U_o h_{t-1} + b_o) \\
g_t &= \tanh(W_g x_t + U_g h_{t-1} + b_g) \\
c_t &= f_t \odot c_{t-1} + i_t \odot g_t \\
h_t &= o_t \odot \tanh(c_t)
\end{aligned}$$
$$\frac{\partial L}{\partial c_t} = \frac{\partial L}{\partial h_t} \odot o_t \odot (1 - \tanh^2(c_t))$$
$$\frac{\partial L}{\partial i_t} = \frac{\partial L}{\partial c_t} \odot g_t$$
$$\frac{\partial L}{\partial g_t} = \frac{\partial L}{\partial c_t} \odot f_t$$
$$\frac{\partial L}{\partial c_{t-1}} = \frac{\partial L}{\partial c_t} \odot f_t$$
"""

KINDS = {
    "a function of several letters at other numbers": (
        r"$f(x, y) = x^2 y + 3 y$, $f(2, 1) = 7$, $f_x(1, 2) = 4$, $f_{xy} = 2x$,"
        r" $\frac{\partial f}{\partial y}(1, 2) = 4$, $\nabla f(1, 2) = (4, 4)$, $\|\nabla f(1, 2)\| = \sqrt{32}$"
        "\n\n"
        r"$f(2, 1) = 8$"
        "\n\n"
        r"$\nabla f(1,2) = \begin{bmatrix} 4 \\ 5 \end{bmatrix}$"
        "\n\n"
        r"$f_{xy} = 2y$",
        6,
        [3, 5, 7],
    ),
    "second derivatives by their name": (
        r"$f(x, y) = x^2 y + 3 y$. The Hessian: $$H(x, y) = \begin{bmatrix} 2y && 2x \\ 2x && 0 \end{bmatrix}$$"
        r" $\det H(1, 2) = -4$, $H(1, 2) = \begin{bmatrix} 4 & 2 \\ 2 & 0 \end{bmatrix}$"
        "\n\n"
        r"$\det H(1, 2) = 4$"
        "\n\n"
        r"$$H(x, y) = \begin{bmatrix} 2y & 2x \\ 2y & 0 \end{bmatrix}$$",
        3,
        [3, 5],
    ),
    "a place at which slopes are numbers": (
        r"$f(x, y) = x^2 y + 3 y$. At the point $(1, 2)$ we have $f_x = 2xy = 4$, so $\nabla f = (4, 4)$."
        "\n\n"
        r"At $(-1, 2)$, $\frac{\partial f}{\partial x} = -4$."
        "\n\n"
        r"$\frac{\partial f}{\partial x} = 4$",
        4,
        [5],
    ),
    "the loss of one sample as a function": (
        r"$\hat{y}^{(i)} = \sigma(w x^{(i)} + b)$, $J = \frac{1}{m} \sum_{i=1}^m \text{Cost}(\hat{y}^{(i)}, y^{(i)})$"
        r" with $\text{Cost}(\hat{y}^{(i)}, y^{(i)})"
        r" = -y^{(i)} \log \hat{y}^{(i)} - (1 - y^{(i)}) \log(1 - \hat{y}^{(i)})$"
        "\n\n"
        r"$\frac{\partial J}{\partial w} = \frac{1}{m} \sum_{i=1}^m (\hat{y}^{(i)} - y^{(i)}) x^{(i)}$"
        "\n\n"
        r"$\frac{\partial J}{\partial w} = \frac{1}{m} \sum_{i=1}^m (\hat{y}^{(i)} - y^{(i)})$",
        1,
        [5],
    ),
    "a function told at a sample, and differentiated without it": (
        r"$h_\theta(x^{(i)}) = \frac{1}{1 + e^{-\theta_0 - \theta_1 x^{(i)}}}$,"
        r" $\frac{\partial h_\theta}{\partial \theta_0} = h_\theta(x) (1 - h_\theta(x))$,"
        r" $$\frac{\partial}{\partial \theta_0} \log(h_\theta(x^{(i)})) = \frac{\partial}{\partial h_\theta}"
        r" \left(\log(h_\theta(x^{(i)}))\right) \frac{\partial h_\theta}{\partial \theta_0} = 1 - h_\theta(x^{(i)})$$"
        "\n\n"
        r"$\frac{\partial h_\theta}{\partial \theta_1} = h_\theta(x) (1 - h_\theta(x))$"
        "\n\n"
        r"$\frac{\partial}{\partial \theta_1} \log(h_\theta(x^{(i)})) = 1 - h_\theta(x^{(i)})$",
        3,
        [3, 5],
    ),
    "new values without numbers": (
        r"$z = w x + b$, $L = (z - y)^2$, $w \leftarrow w - \eta \frac{\partial L}{\partial w}$,"
        r" $b := b - \alpha \cdot 2 (z - y)$"
        "\n\n"
        r"$w \leftarrow w - \eta \cdot 2 (z - y)$"
        "\n\n"
        r"$w := w + \eta \cdot 2 (z - y) x$",
        2,
        [3, 5],
    ),
    "why it is so, beside rows and between them": (
        r"$y = w x$, $$\begin{aligned} z &= y^2 \\ &= (w x)^2 \quad \because y = w x \\ &= w^2 x^2 \\"
        "\n"
        r"\because (a b)^2 &= a^2 b^2 \\ &= w^2 x \end{aligned}$$",
        3,
        [2],
    ),
    "what an equation is solved for, and rows of cases": (
        r"$p = \sigma(z)$, $z = w x$ $$\begin{aligned} => 50\% &= 0.5 \\ => 0.5 &= \frac{1}{1 + e^{-z}} \\ => z &= 0"
        r" \end{aligned}$$ $$\begin{aligned} y = 1, p = 0 \\ y = 0, p = 1 \end{aligned}$$"
        "\n\n"
        r"$\frac{dp}{dz} = p (1 - p)$, $\frac{dp}{dw} = p (1 - p) x$"
        "\n\n"
        r"$\frac{dp}{dw} = p (1 - p) w$",
        3,
        [5],
    ),
    "steps counted above without brackets": (
        r"$a^t = w x^t + v h^{t-1} + b$, $h^t = \sigma(a^t)$, $L^t = \frac{1}{2} (y^t - h^t)^2$,"
        r" $\frac{\partial L^t}{\partial a^t} = (h^t - y^t) h^t (1 - h^t)$,"
        r" $\frac{\partial a^t}{\partial b} = v \frac{\partial h^{t-1}}{\partial b} + 1$"
        "\n\n"
        r"$\frac{\partial a^t}{\partial v} = v h^{t-1}$"
        "\n\n"
        r"$\frac{\partial L^t}{\partial a^t} = (h^t - y^t) h^t$",
        2,
        [3, 5],
    ),
    "lists of ones with their length, in two examples": (
        r"$X \in \mathbb{R}^{n \times m}$, $y = X \mathbf{1}_m$, $\frac{\partial L}{\partial X}"
        r" = \frac{\partial L}{\partial y} \mathbf{1}_m^T$. Let $W \in \mathbb{R}^{n \times m}$ and $Y = X \odot W$:"
        r" $\frac{\partial L}{\partial X} = \frac{\partial L}{\partial Y} \odot W$"
        "\n\n"
        r"$\frac{\partial L}{\partial W} = \frac{\partial L}{\partial Y} \odot X$"
        "\n\n"
        r"$\frac{\partial L}{\partial W} = \frac{\partial L}{\partial Y} \odot W$",
        1,
        [5],
    ),
    "an entry with what it is of, and one below which an equation stands": (
        r"$$y_i(z_i) = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}$$ $$y_k = \frac{e^{z_k}}{\sum_{j=1}^J e^{z_j}}$$"
        r" $$\frac{\partial y_{k=i}}{\partial z_i} = y_{k=i} (1 - y_i)$$"
        "\n\n"
        r"$$\frac{\partial y_k}{\partial z_i} = y_k (1\{k = i\} - y_i)$$"
        "\n\n"
        r"$$\frac{\partial y_{k=i}}{\partial z_i} = y_{k=i} (1 + y_i)$$",
        2,
        [5],
    ),
    "examples counted in a list": (
        "1. $f(x, y) = x^2 - 4xy$\n$\\frac{df}{dx} = 2x - 4y$\n\n"
        "2. $f(x, y) = x^4 + y$\n$\\frac{df}{dx} = 4x^3$\n$\\frac{df}{dx} = 2x - 4y$",
        2,
        [6],
    ),
    "numbers told as code within a line": (
        "With `x = 1.5`, `w1 = 0.5` and `y = 1`:\n\n"
        r"$$z = x \cdot w_1 = 0.75, \quad L = \frac{1}{2} (z - y)^2 = 0.03125$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial w_1} = (z - y) x = -0.375$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial w_1} = (z - y) x = 0.375$$",
        4,
        [7],
    ),
    "what is only supposed within a line": (
        r"$h_\theta(x) = \sigma(\theta^T x)$. If $y = 1$, $h$ should be large, and if $y = 0$, small."
        r" $$J = -\frac{1}{m} \sum_{i=1}^m"
        r" [y^{(i)} \ln(h_\theta(x^{(i)})) + (1 - y^{(i)}) \ln(1 - h_\theta(x^{(i)}))]$$"
        "\n\n"
        r"$$\frac{\partial J}{\partial \theta_j} = \frac{1}{m} \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) x_j^{(i)}$$"
        "\n\n"
        r"$$\frac{\partial J}{\partial \theta_j} = \frac{1}{m} \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) y^{(i)}$$",
        1,
        [5],
    ),
    "a function differentiated without its argument": (
        r"$z = \theta^T x$, $h_\theta(x) = \sigma(z)$, $L = (h_\theta(x) - y)^2$, $h_\theta(u) = \sigma(\theta^T u)$."
        "\n\n"
        r"$$\frac{\partial L}{\partial z} = \frac{\partial L}{\partial h_\theta} \frac{\partial h_\theta}{\partial z}$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial z} = 2 (h_\theta(x) - y) h_\theta(x) (1 - h_\theta(x))$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial z} = (h_\theta(x) - y) h_\theta(x) (1 - h_\theta(x))$$",
        1,
        [7],
    ),
    "layers counted below by a letter": (
        r"$Z_i = A_i W_i + B_i$ and $H_i = \tanh(Z_i)$, with $W_1$ and $Z_2$ for example."
        "\n\n"
        r"$$\frac{\partial L}{\partial Z_2} = \frac{\partial L}{\partial H_2} \odot (1 - H_2^2)$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial Z_2} = \frac{\partial L}{\partial H_2} \odot (1 - H_2)$$",
        1,
        [5],
    ),
    "a derivative by the value of a function": (
        r"$z = w x + b$, $L = -y \log \sigma(z)$."
        "\n\n"
        r"$$\frac{\partial L}{\partial w} = \frac{\partial L}{\partial \sigma(z)}"
        r" \frac{\partial \sigma(z)}{\partial z} \frac{\partial z}{\partial w}$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial \sigma(z)} = -\frac{y}{\sigma(z)}$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial \sigma(z)} = \frac{y}{\sigma(z)}$$",
        2,
        [7],
    ),
    "features above, samples below": (
        r"For $x = (x^{(1)} \cdots x^{(d)})$, $\hat{x}^{(k)} = \frac{x^{(k)} - E[x^{(k)}]}{\sqrt{Var[x^{(k)}]}}$,"
        r" $y^{(k)} = \gamma^{(k)} \hat{x}^{(k)} + \beta^{(k)}$."
        "\n\n"
        r"$$\frac{\partial \ell}{\partial \gamma} = \sum_{i=1}^m \frac{\partial \ell}{\partial y_i} \hat{x}_i$$"
        "\n\n"
        r"$$\frac{\partial \ell}{\partial \gamma} = \sum_{i=1}^m \frac{\partial \ell}{\partial y_i}$$",
        1,
        [5],
    ),
    "what a function is said to be of": (
        r"$\sigma(z) = \sigma(w x + b) = \hat{y}$, $C = (\hat{y} - y)^2$."
        "\n\n"
        r"$$\frac{\partial C}{\partial w} = 2 (\hat{y} - y) \sigma'(z) x$$"
        "\n\n"
        r"$$\frac{\partial C}{\partial w} = 2 (\hat{y} - y) \sigma'(z) w$$",
        1,
        [5],
    ),
    "a matrix and lists whose entries are only called something": (
        r"$w = \begin{bmatrix} w_{11} & \cdots & w_{1n} \\ \vdots & \ddots & \vdots \\ w_{m1} & \cdots & w_{mn}"
        r"\end{bmatrix}$, $\theta = [\theta_0, \theta_1, \dots]$, $z = w x$,"
        r" $C = \frac{1}{2} \sum_{j=1}^m (z_j - y_j)^2$."
        "\n\n"
        r"$$\frac{\partial C}{\partial w_{jk}} = (z_j - y_j) x_k$$"
        "\n\n"
        r"$$\frac{\partial C}{\partial w_{jk}} = (z_j + y_j) x_k$$",
        1,
        [5],
    ),
    "rows that end with newline, a slope that is nowhere at the kink": (
        "\\[ \\begin{align*} f(z) &= \\tanh(z) \\newline\nf'(z) &= \\frac{d}{dz} \\tanh(z) \\newline\n"
        "&= 1 - \\tanh^2(z) \\newline\n&= 1 + \\tanh^2(z) \\end{align*} \\]\n"
        r"\[ \frac{d}{dz} \text{ReLU}(z) = \begin{cases} 1 & z > 0 \newline \text{undefined} & z = 0 \newline"
        r" 0 & z < 0 \end{cases} \]",
        3,
        [4],
    ),
    "an operator before a number, and one without its sign above": (
        r"$p = (1 + e^{-z})^{-1}$, $u = w x + b$."
        "\n\n"
        r"$$\frac{dp}{dz} = -(1 + e^{-z})^{-2} (\frac{d}{dz} 1 + e^{-z})$$"
        "\n\n"
        r"$$\frac{\partial u}{\partial w} = \frac{1}{\partial w} (w x + b) = x$$"
        "\n\n"
        r"$$\frac{dp}{dz} = (1 + e^{-z})^{-2} (\frac{d}{dz} 1 + e^{-z})$$",
        3,
        [7],
    ),
    "what only explains an arrow": (
        "$$\\theta = \\begin{bmatrix} -4 \\\\ 2 \\end{bmatrix} \\begin{aligned} &\\leftarrow \\text{the bias} \\\\\n"
        "&\\leftarrow \\text{the slope} \\end{aligned}$$ $x = [1, 3]$\n\n$$z = \\theta^T x = 2$$\n\n$$z = 3$$",
        1,
        [6],
    ),
    "a number said once more within a line": (
        r"$x = 2$, $w = 3$, $$z = w x = 6, \quad a = \text{ReLU}(z) = 6$$"
        "\n# Backward\n"
        r"Since $z = 6 > 0$, $\frac{da}{dz} = 1$, and"
        "\n\n"
        r"$$\frac{da}{dw} = \frac{da}{dz} x = 2$$"
        "\n\n"
        r"$$\frac{da}{dw} = \frac{da}{dz} x = 3$$",
        6,
        [7],
    ),
    "matrices told by their entries": (
        r"$z = w x + b$, $C = \frac{1}{2} \sum_{j=1}^m (z_j - y_j)^2$, since $C = 0 \Rightarrow y = z$."
        "\n\n"
        r"$$\frac{\partial C}{\partial w} = \left[ \frac{\partial C}{\partial w_{jk}} \right]_{m \times n}"
        r" = \left[ (z_j - y_j) x_k \right]_{m \times n} = (z - y) x^T$$"
        "\n\n"
        r"$$\frac{\partial C}{\partial b} = [z_j - y_j]_{m \times 1} = z - y$$"
        "\n\n"
        r"$$\frac{\partial C}{\partial w} = \left[ (z_j + y_j) x_k \right]_{m \times n}"
        r" = \left[ \frac{\partial C}{\partial w_{jk}} \right]_{m \times n}$$",
        6,
        [7],
    ),
    "a matrix that has dots beside its diagonal": (
        r"$y_i = \tanh(z_i)$, $L = \sum_{i=1}^m y_i^2$, $D = \begin{bmatrix} 1 - y_1^2 & 0 & \cdots & 0 \\"
        r" 0 & 1 - y_2^2 & \cdots & 0 \\ \vdots & \vdots & \ddots & 0 \\ 0 & 0 & \cdots & 1 - y_m^2"
        r" \end{bmatrix}_{m \times m}$."
        "\n\n"
        r"$$\frac{\partial L}{\partial z} = D \frac{\partial L}{\partial y}$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial z} = 2 D \frac{\partial L}{\partial y}$$",
        1,
        [5],
    ),
    "signs by their names in HTML": (
        r"For&nbsp;$x &gt; 0$ &mdash; with $x = 2$ and&nbsp;$w = 3$"
        "\n\n"
        r"$$\begin{aligned} y &amp;= w x^2 \\ &amp;= 12 \end{aligned}$$"
        "\n\n"
        r"$$\begin{aligned} \frac{dy}{dx} &amp;= 2 w x \\ &amp;= 6 \end{aligned}$$",
        2,
        [5],
    ),
    "a chain behind a chance, and chances within others": (
        "With $w = 2$, $x = 3$ $$P(Y = 1 | x)$$\n$$= \\frac{1}{1 + e^{-w x}}$$\n$$= \\frac{e^{w x}}{e^{w x} + 1}$$\n"
        "$$= \\frac{e^{w x}}{e^{w x} - 1}$$\n\n$\\ell = \\sum_i \\log(P(y\\rvert x))$",
        1,
        [4],
    ),
    "full stops between factors, rooms without a backslash": (
        r"$x = 2$, $w = 3$, $z = w x,qquad L = z^2$."
        "\n\n"
        r"$$\frac{dL}{dw} = \frac{dL}{dz} . \frac{dz}{dw} = 2 z . x = 24$$"
        "\n\n"
        r"$$\frac{dL}{dw} = \frac{dL}{dz} . w$$",
        3,
        [5],
    ),
    "several numbers given at once, words below": (
        r"$(w_1, w_2) = (0.5, -1)$, $(x_1, x_2) = (2, 3)$."
        "\n\n"
        r"$$z_{antigo} = w_1 x_1 + w_2 x_2 = -2$$"
        "\n\n"
        r"$$z_{antigo} = w_1 x_1 + w_2 x_2 = 2$$",
        1,
        [5],
    ),
    "rows of numbers that are lists": (
        r"$x = \begin{bmatrix} 0.5 & -0.2 \end{bmatrix}$, $b = \begin{bmatrix} 0.1 & -0.2 \end{bmatrix}$,"
        r" $W = \begin{bmatrix} 0.3 & -0.1 \\ 0.2 & 0.4 \end{bmatrix}$, $V = \begin{bmatrix} 1 & 2 \end{bmatrix}$."
        "\n\n"
        r"$$z = W x + b = \begin{bmatrix} 0.27 \\ -0.18 \end{bmatrix}, \quad u = V z = -0.09$$"
        "\n\n"
        r"$$u = \begin{bmatrix} 1 & 2 \end{bmatrix} \cdot \begin{bmatrix} 0.27 \\ -0.18 \end{bmatrix} = -0.09$$"
        "\n\n"
        r"$$z = \begin{bmatrix} 0.27 & 0.18 \end{bmatrix}$$",
        4,
        [7],
    ),
    "a loss that is said otherwise for one sample": (
        r"$$L = \frac{1}{N} (y - p)^2$$ Since there is a single sample, $$L = (y - p)^2$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial p} = \frac{2}{N} (p - y)$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial p} = \frac{2}{N} (p + y)$$",
        1,
        [5],
    ),
    "lists told apart by their letters": (
        r"$net_j = \sum_i v_{ij} x_i + b_j$, $h_j = \tanh(net_j)$, $net_k = \sum_j w_{jk} h_j + b_k$,"
        r" $y_k = \sigma(net_k)$, $E = \frac12 \sum_k (t_k - y_k)^2$."
        "\n\n"
        r"$$\delta_k^o = \frac{\partial E}{\partial net_k} = (y_k - t_k) \sigma'(net_k), \quad"
        r" \frac{\partial E}{\partial w_{jk}} = \delta_k^o h_j, \quad \frac{\partial E}{\partial b_k} = \delta_k^o$$"
        r" $$\delta_j^h = \tanh'(net_j) \sum_k \delta_k^o w_{jk}, \quad"
        r" \frac{\partial E}{\partial v_{ij}} = \delta_j^h x_i, \quad \frac{\partial E}{\partial b_j} = \delta_j^h$$"
        "\n\n"
        r"$$\frac{\partial E}{\partial v_{ij}} = \delta_j^h x_j$$"
        "\n\n"
        r"$$\frac{\partial E}{\partial w_{jk}} = (y_k - t_k) h_j$$",
        5,
        [7],
    ),
    "names of another example, and how large something is": (
        "## Example 1: $y = (3x + 1)^2$\n\nInner: $u = 3x + 1$ $$\\frac{dy}{dx} = 2u \\cdot 3$$\n"
        "$$\\frac{dy}{dx} = 2u$$\n"
        "## Example 2: $y = (x^2 + 1)^3$\n\nOuter: $u^3$ $$\\frac{dy}{dx} = 3u^2 \\cdot 2x = 6x(x^2 + 1)^2$$\n"
        "$$0.25^{10} \\approx 10^{-6}$$\n\nThe MSE $= (0.25 + 0.25 + 1)/3 = 0.5$ here.\n\n"
        "$$\\frac{dy}{dx} = 6x(x^2 + 1)$$\n",
        3,
        [4, 12],
    ),
    "the loss of another net": (
        "## One layer\n\n$y = w x$, $L = (y - t)^2$ $$\\frac{\\partial L}{\\partial w} = 2 (w x - t) x$$\n"
        "## Several\n\n$$z_1 = W_1 x, \\quad z_2 = W_2 z_1$$\n\n"
        "$$\\frac{dL}{dW_2} = \\frac{dL}{dz_2} z_1^T, \\quad \\frac{dL}{dz_1} = W_2^T \\frac{dL}{dz_2}$$\n"
        "\n$$\\frac{dL}{dW_2} = -\\frac{dL}{dz_2} \\cdot z_1^T$$\n",
        3,
        [10],
    ),
    "a part named twice": (
        r"$X \in \mathbb{R}^{n \times d}$, $J = \frac{1}{2} \|X w - y\|^2$, $r_i = x_i^\top w - y_i$, $r = X w - y$."
        "\n\n"
        r"$$\nabla_w J = X^\top (X w - y)$$ $$\frac{\partial J}{\partial r} = r$$"
        "\n\n"
        r"$$\nabla_w J = -X^\top (X w - y)$$",
        1,
        [5],
    ),
    "a gate called i, without steps": (
        r"$i = \sigma(W_i x + b_i)$, $o = \sigma(W_o x + b_o)$, $c = i \odot g$, $h = o \odot \tanh(c)$."
        "\n\n"
        r"$$\frac{\partial L}{\partial c} = \frac{\partial L}{\partial h} \odot o \odot (1 - \tanh^2(c))$$"
        r"$$\frac{\partial L}{\partial i} = \frac{\partial L}{\partial c} \odot g$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial i} = \frac{\partial L}{\partial c} \odot o$$",
        2,
        [5],
    ),
    "a prediction of each sample, the samples above": (
        r"$h_i = g(\theta^T x^{(i)})$, $g(z) = \frac{1}{1+e^{-z}}$, $g'(z) = g(z)(1 - g(z))$,"
        r" $J = \frac{1}{m} \sum_{i=1}^m (h_i - y^{(i)})^2$, $J_{reg} = J + \lambda \sum_j \theta_j^2$."
        "\n\n"
        r"$$\frac{\partial J}{\partial \theta_j} = \frac{2}{m} \sum_{i=1}^m (h_i - y^{(i)}) h_i (1 - h_i) x_j^{(i)}$$"
        "\n\n"
        r"$$\frac{\partial J_{reg}}{\partial \theta_j} = \frac{\partial J}{\partial \theta_j} + \lambda \theta_j$$",
        2,
        [5],
    ),
    "a convolution, its entries computed one by one": (
        r"$$y_i = \sum_{k=1}^{2} w_k x_{i+k-1} + b, \quad i = 1, 2$$ $x = (1, 2, -1)$, $w = (0.5, 3)$, $b = 0.1$."
        "\n\n"
        r"$$y_1 = 0.5 \cdot 1 + 3 \cdot 2 + 0.1 = 6.6$$ $$y_2 = -1.9$$ $$L = \frac{1}{2} \sum_i y_i^2$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial w_k} = \sum_{i=1}^{2} \frac{\partial L}{\partial y_i} x_{i+k-1}$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial w_k} = \sum_{i=1}^{2} \frac{\partial L}{\partial y_i} x_{i+1}$$",
        4,
        [7],
    ),
    "a part of a definition named behind it": (
        r"$$h = \tanh(w x + b)$$ $$L = (h - y)^2$$ Let $a = w x + b$."
        "\n\n"
        r"$$\frac{\partial L}{\partial a} = 2 (h - y)(1 - h^2)$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial a} = 2 (h - y)(1 - h)$$",
        1,
        [5],
    ),
    "the entries of a vector listed where it is said to be one": (
        r"$x = (x_1, \dots, x_n)^\top \in \mathbb{R}^n$, $B = \{x_1, \dots, x_n\}$, $\mu = \frac{1}{n} \sum_i x_i$."
        "\n\n"
        r"$$\frac{\partial \mu}{\partial x_i} = \frac{1}{n}$$"
        "\n\n"
        r"$$\frac{\partial \mu}{\partial x_i} = n$$",
        1,
        [5],
    ),
    "definitions that need each other, the last first": (
        "Here $y = m s$ with $m = x^2$, $s = m + x$.\n\n"
        r"$$\frac{dy}{dx} = 2x s + m (2 x + 1)$$"
        "\n\n"
        r"$$\frac{dy}{dx} = 2x s + m$$",
        1,
        [5],
    ),
    "a slope with a prime": (
        r"$$g(z) = \frac{1}{1 + e^{-z}}$$ $$g'(z) = g(z)(1 - g(z)), \qquad g' = g(1 - g)$$" "\n\n$$g' = g(1 + g)$$",
        2,
        [3],
    ),
    "two primes": (r"$$s(x) = x^3$$ $$s'(x) = 3x^2$$ $$s''(x) = 6x$$" "\n\n$$s''(x) = 3x$$", 2, [3]),
    "a slope at a number": (r"We have $f(x) = x^3$, so $f'(x) = 3x^2$ and $f'(2) = 12$," "\n$f'(1) = 4$.", 2, [2]),
    "its derivative as a fraction": (
        r"$$g(w) = \frac{\lambda}{2} w^2$$ $$g'(w) = \lambda w$$" "\n\n" r"$$\frac{dg}{dw} = 3\lambda$$",
        1,
        [3],
    ),
    "sigma by itself": (
        r"$$\sigma(x) = \frac{1}{1 + e^{-x}}$$"
        "\n\n"
        r"$$\frac{d\sigma}{dx} = \sigma(1 - \sigma) = \sigma - \sigma^2 = \sigma'$$"
        "\n\n"
        r"$$\frac{d\sigma}{dx} = \sigma(1 + \sigma)$$",
        4,
        [5],
    ),
    "printed and read by a machine": (
        r"$x = 1 . 5$, $w _ { 1 } = 0 . 2$"
        "\n\n"
        r"$$\begin{array} { l } { h = \operatorname { t a n h } \left( w _ { 1 } x \right) = 0 . 2 9 1 3 } \\"
        r" { y = 2 h = 0 . 5 8 } \end{array}$$"
        "\n\n"
        r"$$\frac { \partial y } { \partial w _ { 1 } } = 2 \left( 1 - h ^ { 2 } \right) x = 1 . 8 3$$",
        2,
        [5],
    ),
    "text between rows": (
        r"""$$\begin{align*}
p_k &= \frac{e^{z_k}}{\sum_j e^{z_j}} \\
\intertext{For $j \neq k$,}
\frac{\partial p_k}{\partial z_j} &= -p_k p_j \\
\frac{\partial p_k}{\partial z_j} &= p_k p_j
\end{align*}$$""",
        1,
        [5],
    ),
    "a note below a brace": (
        r"$x = 2$, $w = 3$, $b = 1$"
        "\n"
        r"\begin{align} y &= \underbrace{w x}_{z} + b \\"
        "\n"
        r"\frac{\partial y}{\partial x} &= w \\"
        "\n"
        r"\frac{\partial y}{\partial z} &= w \end{align}",
        1,
        [4],
    ),
    "a product over an index": (
        r"$$P = \prod_{i=1}^n x_i$$ $$\frac{\partial P}{\partial x_j} = \prod_{\substack{i=1 \\ i \neq j}}^n x_i$$"
        "\n\n"
        r"$$\frac{\partial P}{\partial x_j} = \prod_{i \neq j} x_i = \frac{P}{x_j}, \qquad"
        r" \frac{\partial \log P}{\partial x_j} = \frac{1}{x_j}$$"
        "\n\n"
        r"$$\frac{\partial P}{\partial x_j} = P x_j$$",
        4,
        [5],
    ),
    "a sum of terms without brackets": (
        r"$$J = -\frac1m \sum_{i=1}^m y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log (1 - a^{(i)})$$"
        "\n\n"
        r"$$a^{(i)} = \sigma(w x^{(i)} + b)$$"
        r" $$\frac{\partial J}{\partial w} = \frac1m \sum_{i=1}^m (a^{(i)} - y^{(i)}) x^{(i)}$$"
        "\n\n"
        r"$$\frac{\partial J}{\partial b} = \sum_{i=1}^m (a^{(i)} - y^{(i)})$$",
        1,
        [5],
    ),
    "an outer product": (
        r"Let $W \in \mathbb{R}^{2 \times 3}$, $x \in \mathbb{R}^3$, $z = W x$."
        r" $\delta = \frac{\partial L}{\partial z}$."
        "\n\n"
        r"As outer products: $$\frac{\partial L}{\partial W} = \delta \otimes x$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial W} = x \otimes \delta$$",
        1,
        [5],
    ),
    "dots in columns": (
        r"Let $x = (x_1, \dots, x_n)$ and $w \in \mathbb{R}^n$. $$f = \sum_i w_i x_i^2$$"
        "\n\n"
        r"$$\nabla_x f = \begin{bmatrix} \frac{\partial f}{\partial x_1} \\ \vdots \\ \frac{\partial f}{\partial x_n}"
        r" \end{bmatrix} = \begin{bmatrix} 2 w_1 x_1 \\ \vdots \\ 2 w_n x_n \end{bmatrix}$$"
        "\n\n"
        r"$$\nabla_x f = \begin{bmatrix} w_1 x_1 \\ \vdots \\ w_n x_n \end{bmatrix}$$",
        2,
        [5],
    ),
    "dots in a matrix": (
        r"$$W = \begin{bmatrix} w_{11} & \cdots & w_{1n} \\ \vdots & \ddots & \vdots \\ w_{m1} & \cdots & w_{mn}"
        r" \end{bmatrix}, \quad x = \begin{bmatrix} x_1 \\ \vdots \\ x_n \end{bmatrix}$$"
        "\n\n"
        r"$$z = W x, \quad L = \sum_i z_i^2$$ $$\frac{\partial L}{\partial x} = 2 W^\top z$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial x} = W^\top z$$",
        1,
        [5],
    ),
    "the gradient of a function": (
        r"Let $f(w) = \frac12 w^\top A w - b^\top w$, $w \in \mathbb{R}^n$ and $A$ symmetric."
        "\n\n"
        r"$$\nabla f(w) = A w - b$$"
        "\n\n"
        r"$$\nabla f = A w + b$$",
        1,
        [5],
    ),
    "chances, and an index that only one sum binds": (
        r"$$\hat{y}_w = P(O = w \mid C = c) = \frac{e^{z_w}}{\sum_v e^{z_v}}$$"
        "\n\n"
        r"$$\frac{\partial \hat{y}_w}{\partial z_w} = \hat{y}_w (1 - \hat{y}_w)$$"
        "\n\n"
        r"$$\frac{\partial \hat{y}_w}{\partial z_w} = \hat{y}_w (1 + \hat{y}_w)$$",
        1,
        [5],
    ),
    "rows": (
        r"$$h = \mathrm{ReLU}(x W_1 + b_1), \quad \theta = h W_2 + b_2, \quad \hat{y} = \mathrm{softmax}(\theta)$$"
        "\n\n"
        r"$$J = CE(y, \hat{y}) = -\sum_i y_i \log \hat{y}_i, \quad \delta_1 = \frac{\partial J}{\partial \theta}$$"
        r"$$\delta_1 = \hat{y} - y, \quad \delta_2 = \frac{\partial J}{\partial h} = \delta_1 W_2^\top$$"
        r"$$\frac{\partial J}{\partial W_2} = h^\top \delta_1$$"
        r"$$\frac{\partial J}{\partial x} = (\delta_2 \circ \mathbb{1}(h > 0)) W_1^T$$"
        "\n\n"
        r"$$\frac{\partial J}{\partial W_2} = h^\top (\hat{y} + y)$$",
        4,
        [5],
    ),
    "evaluated at several names": (
        r"$f = x^2 y$ $$\left. \frac{\partial f}{\partial x} \right|_{(x, y) = (2, 3)} = 12$$"
        "\n\n"
        r"$$\frac{\partial f}{\partial x}\bigg|_{x=2, y=1} = 5$$",
        1,
        [3],
    ),
    "new values of what has none": (
        r"$$z = w x + b$$ $$L = -(y \log a + (1 - y) \log (1 - a)), \quad a = \sigma(z)$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial w} = (a - y) x$$ $$w = w - \alpha (a - y) x$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial b} = a + y$$",
        1,
        [5],
    ),
    "one sample of all": (
        r"$$J = \frac1m \sum_{i=1}^m (w x_i - y_i)^2$$ For a single example"
        "\n\n"
        r"$$\frac{\partial J}{\partial w} = 2 (w x_i - y_i) x_i$$ and for all of them",
        0,
        [],
    ),
    "a product of entries before one of matrices, and labels in a row": (
        r"$x \in \mathbb{R}^{1 \times d}$, $y \in \mathbb{R}^{1 \times k}$, $W_1 \in \mathbb{R}^{d \times h}$,"
        r" $W_2 \in \mathbb{R}^{h \times k}$ $$a = x W_1, \quad h = \sigma(a), \quad p = \mathrm{softmax}(h W_2)$$"
        r"$$J = -\sum_i y_i \log p_i$$"
        "\n\n"
        r"$$\frac{\partial J}{\partial x} = (\sigma'(a) \circ (p - y) W_2^\top) W_1^\top$$"
        "\n\n"
        r"$$\frac{\partial J}{\partial x} = (\sigma'(a) \circ (p + y) W_2^\top) W_1^\top$$",
        1,
        [5],
    ),
    "a name in the middle of a chain": (
        r"$$z = w x + b, \quad p = a = \sigma(z), \quad L = -(y \log p + (1 - y) \log (1 - p))$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial z} = a - y, \qquad \frac{\partial L}{\partial a} = \frac{a - y}{a (1 - a)}$$"
        "\n\n"
        r"$$\frac{\partial a}{\partial z} = a (1 + a)$$",
        1,
        [5],
    ),
    "one step of several": (LSTM, 3, [12]),
    "commands of packages": (
        r"$x = 2$, $y = x^3$, $f(u, v) = u^2 v$"
        "\n\n"
        r"$$\dv{y}{x} = 3 x^2 = \num{12}, \quad \pdv[2]{y}{x} = \qty(6 x), \quad \eval{\dv{y}{x}}_{x=2} = 12$$"
        "\n\n"
        r"$$\frac{\mathrm{d} y}{\mathrm{~d} x}=3 x^2, \quad \pdv{f}{u}(1, 3) = 6, \quad 3\,500 + 1{,}000 = 4~500$$"
        "\n\n"
        r"$$\dv{y}{x} = \abs{x}$$",
        7,
        [7],
    ),
    "samples that are lists": (
        r"$\mathbf{x}^{(i)} \in \mathbb{R}^d$, $z^{(i)} = \mathbf{w}^\top \mathbf{x}^{(i)} + b$,"
        "\n\n"
        r"$$J = \frac{1}{N} \sum_{i=1}^N (z^{(i)} - y^{(i)})^2$$"
        "\n\n"
        r"$$\nabla_{\mathbf w} J = \frac{2}{N} \sum_{i=1}^N (z^{(i)} - y^{(i)}) \mathbf{x}^{(i)}$$"
        "\n\n"
        r"$$\frac{\partial J}{\partial b} = \frac{1}{N} \sum_{i=1}^N (z^{(i)} - y^{(i)})$$",
        1,
        [7],
    ),
    "notes at braces": (
        r"$$u = a x + c, \quad h = u^2$$"
        "\n\n"
        r"$$\begin{aligned} \frac{\partial h}{\partial a} &= \underbrace{\frac{\partial h}{\partial u}}_{2 u}"
        r" \underbrace{\frac{\partial u}{\partial a}}_{= x} \\ &= 2 u x \\ &= u x \end{aligned}$$",
        4,
        [3],
    ),
    "new values in a later part": (
        "$w = 2$, $b = 1$, $y = 3 w + b$\n\n## step\n"
        r"$$w := w - 0.1 \frac{\partial y}{\partial w} = 1.7$$"
        "\n"
        r"$$b := b - 0.1 = 0.8$$",
        2,
        [5],
    ),
    "how far letters run, and units": (
        r"For $j = 1, 2, \ldots, n$: $s_j = \ln \sigma_j^2$, i.e. $\sigma_j = e^{s_j / 2}$, $\lambda > 0$,"
        r" $q = 3\,\text{nats}$"
        "\n\n"
        r"$$K = \frac{1}{2} \sum_{j=1}^n (e^{s_j} - s_j), \quad \sqrt{\lambda^2} = \lambda,"
        r" \quad q + 1 = 4\ \mathrm{nats}$$"
        "\n\n"
        r"$$\frac{\partial K}{\partial s_j} = \frac{1}{2} (e^{s_j} - 1)$$"
        "\n\n"
        r"$$\frac{\partial K}{\partial s_j} = \frac{1}{2} (e^{s_j} + 1)$$",
        4,
        [7],
    ),
    "samples differentiated as they stand": (
        r"$x^{(i)} \in \mathbb{R}^n$, $J(\theta) = \sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)})^2$"
        "\n\n"
        r"$$\nabla_\theta J = \sum_{i=1}^m 2 (\theta^T x^{(i)} - y^{(i)}) \nabla_\theta (\theta^T x^{(i)})$$"
        "\n\n"
        r"$$\nabla_\theta J = \sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)}) x^{(i)}$$",
        1,
        [5],
    ),
    "sums over all samples within one": (
        r"$q \in \mathbb{R}^d$, $k_i \in \mathbb{R}^d$, $s_i = q^\top k_i$, $o = \sum_{i=1}^n \alpha_i v_i$,"
        r" $$\alpha_i = \frac{e^{s_i}}{\sum_{j=1}^n e^{s_j}}$$"
        "\n\n"
        r"$$\frac{\partial o}{\partial s_i} = \alpha_i (v_i - o), \quad"
        r" \frac{\partial o}{\partial q} = \sum_{i=1}^n \alpha_i (v_i - o) k_i$$"
        "\n\n"
        r"$$\frac{\partial o}{\partial s_i} = \alpha_i (o - v_i)$$",
        2,
        [5],
    ),
    "lists of numbers, and matrices said to be symmetric": (
        r"$x = (1, 2, -1)$, $w = [3, 1]$, $y = w_1 x_2 + w_2 x_3 = 5$,"
        r" let $A \in \mathbb{R}^{n \times n}$ be symmetric, $r = b^\top A b$"
        "\n\n"
        r"$$\frac{\partial y}{\partial w_1} = x_2 = 2, \qquad \nabla_b r = 2 A b$$"
        "\n\n"
        r"$$\frac{\partial y}{\partial w_1} = x_3$$",
        4,
        [5],
    ),
    "the loss of one sample": (
        r"$$a_i = w^\top x_i, \quad E_i = (a_i - y_i)^2, \quad J = \frac{1}{n} \sum_{i=1}^n E_i$$"
        "\n\n"
        r"$$\frac{\partial E_i}{\partial a_i} = 2 (a_i - y_i), \quad"
        r" \frac{\partial E_i}{\partial w} = 2 (a_i - y_i) x_i$$"
        "\n\n"
        r"$$\frac{\partial E_i}{\partial a_i} = a_i - y_i$$",
        2,
        [5],
    ),
    "softmax called by another name": (
        r"$$\sigma(\mathbf{z})_i = \frac{e^{z_i}}{\sum_{j=1}^K e^{z_j}}$$"
        "\n\n"
        r"$$\frac{\partial \sigma(\mathbf{z})_i}{\partial z_j} = \sigma_i (\delta_i^j - \sigma(\mathbf{z})_j)$$"
        "\n\n"
        r"$$\frac{\partial \sigma(\mathbf{z})_i}{\partial z_j} = \sigma(\mathbf{z})_i (1 - \sigma(\mathbf{z})_j)$$",
        2,
        [5],
    ),
    "a quotation": (
        "> Given $x = 3$, $w1 = 2$:\n>\n> $$\n> y = w1 x^2\n> = 18\n> $$\n> $$\\frac{\\partial y}{w1} = \\mathbf{9}$$\n"
        "> $$\\frac{\\partial y}{\\partial w1} = \\mathbf{-9}$$\n",
        2,
        [8],
    ),
    "several functions": (
        r"$a = g_1(s)$, $b = g_2(a)$ with $g_i(x) = \tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}$ or $g_i(x) = x$."
        "\n\n"
        r"$$s = w.x + \dots$$",
        0,
        [],
    ),
    "a list of ones": (
        r"$X \in \mathbb{R}^{n \times d}$, $W \in \mathbb{R}^{d \times k}$, $b \in \mathbb{R}^{k}$,"
        r" $T \in \mathbb{R}^{n \times k}$"
        "\n\n"
        r"$$Z = X W + \mathbf{1} b^\top, \quad L = \frac{1}{2} \sum_{i,j} (Z - T)_{ij}^2$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial W} = X^\top (Z - T) \text{（as }W^{(\top)^\top}\text{ is})$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial b} = X (Z - T)^\top$$",
        1,
        [7],
    ),
    "the same name once more": (
        r"$$z = x + y$$"
        "\n\n"
        r"$$\frac{\partial z}{\partial x} = 1$$"
        "\n\nAnother example:\n\n"
        r"$$z = x y$$"
        "\n\n"
        r"$$\frac{\partial z}{\partial x} = y$$",
        1,
        [],
    ),
    "a function of more and more": (
        r"$f(x, y) = x y$, $g(u) = u^2$; then $f(x, y, z) = x y$, $\frac{\partial f}{\partial x} = y$,"
        r" $\frac{\partial f}{\partial y} = 2 x$",
        2,
        [1],
    ),
    "two equations in a row, of a loss that is any function": (
        r"$u \in \mathbb{R}^n$, $\ell = f(v)$, $J = J(v)$"
        "\n\n"
        r"\begin{align} v_i &= \gamma u_i + \beta & q_i &= v_i + 1 \\"
        r" \frac{\partial\ell}{\partial\gamma} &= \sum_i \frac{\partial\ell}{\partial v_i} u_i &"
        r" \frac{\partial\ell}{\partial\beta} &= \sum_i \frac{\partial\ell}{\partial v_i} \end{align}"
        "\n\n"
        r"\begin{eqnarray} \frac{\partial J}{\partial\gamma} &=& \frac{\partial J}{\partial v_i} u_i \end{eqnarray}"
        "\n",
        2,
        [5],
    ),
    "a sum over what is in a set": (
        "$$\nL(w, b) = -\\sum_{x_i \\in M} y_i (w x_i + b) + w^2\n$$\n$$\n"
        "\\frac{\\partial L}{\\partial b} = -\\sum_{(x_i, y_i) \\in M} y_i, \\quad M = \\{1, 2\\}\n$$\n$$\n"
        "\\frac{\\partial L}{\\partial w} = -\\sum_{x_i \\in M} y_i x_i + w\n$$\n",
        1,
        [8],
    ),
    "two bars for a norm": (r"$$||u||^2 = u^\top u, \quad |a - b| |a + b| = |a^2 - b^2|, \quad a = 1, b = 2$$", 1, []),
    "entries written out": (
        r"$$z_i = w x_i + b, \quad \frac{\partial L}{\partial b} = \frac{\partial L}{\partial z_1}"
        r" + \frac{\partial L}{\partial z_2}, \quad \frac{\partial L}{\partial b} = \sum_i"
        r" \frac{\partial L}{\partial z_i}$$",
        1,
        [],
    ),
    "as many samples as have numbers": (
        r"$x^{(1)} = (1, 2)$, $x^{(2)} = (3, -1)$, $y^{(1)} = 1$, $y^{(2)} = 0$, $w = (0.5, -0.5)$, $n = 2$,"
        "\n\n"
        r"$$J = \frac{1}{n} \sum_{i=1}^n (w^\top x^{(i)} - y^{(i)})^2 = 3.125$$"
        "\n\n"
        r"$$\nabla_w J = \frac{2}{n} \sum_{i=1}^n (w^\top x^{(i)} - y^{(i)}) x^{(i)} = (4.5, -5)$$"
        "\n\n"
        r"$$\nabla_w J = (4.5, 5)$$",
        3,
        [7],
    ),
    "a function of one's own, squared": (
        r"$g(z) = \tanh(z)$, $u = g(z)^2 + 1$."
        "\n\n"
        r"$$\frac{dg}{dz} = 1 - g(z)^2, \quad \frac{du}{dz}(z) = 2 g(z) (1 - g(z)^2)$$"
        "\n\n"
        r"$$\frac{du}{dz} = 2 g(z) (1 - g(z))$$",
        2,
        [5],
    ),
    "parameters below a function": (
        r"$p(x) = \sigma(m x + b)$,"
        r" $\ell(m, b) = -\sum_{i=1}^N y_i \log(p_{m,b}(x_i)) + (1 - y_i) \log(1 - p_{m,b}(x_i))$."
        "\n\n"
        r"$$\frac{\partial \ell}{\partial m} = \sum_{i=1}^N x_i (p_{m,b}(x_i) - y_i)$$"
        "\n\n"
        r"$$\frac{\partial \ell}{\partial m} = \sum_{i=1}^N x_i p_{m,b}(x_i) - y_i$$"
        "\n\n"
        r"$$\frac{\partial^2 \ell}{\partial b^2} = \frac{\partial}{\partial b} \sum_{i=1}^N p_{m,b}(x_i) - y_i$$",
        2,
        [5],
    ),
    "functions of layers, with primes behind these": (
        r"$g^{[1]}(z) = \tanh(z)$, $a = g^{[1]}(z)$, $L = f(a; \theta)$."
        "\n\n"
        r"$$\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} g^{[1]\prime}(z),"
        r" \quad g^{[1]'}(z) = 1 - a^2$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} (1 - a)$$",
        2,
        [5],
    ),
    "one layer, with its letter": (
        r"$z^l = \sum_i w_i x_i + b$, $a^l = \sigma(z^l)$."
        "\n\n"
        r"$$\frac{\partial a^l}{\partial z^l} = a^l (1 - a^l), \quad \frac{\partial a^l}{\partial b} = a^l$$",
        1,
        [3],
    ),
    "cases between a brace and nothing, aligned": (
        r"$$f(x) = \left\{ \begin{align} & 2x, & x \ge 0 \\ & 0, & x < 0 \end{align} \right.$$"
        "\n\n"
        r"$f(2) = 4$, $f(-2) = 0$"
        "\n\n"
        r"$f(-2) = -4$",
        2,
        [5],
    ),
    "sums that do not say over what": (
        r"$$E = \frac{1}{2} \sum (t - o)^2, \quad \frac{\partial E}{\partial o} = -(t - o)$$"
        "\n\n"
        r"$x = [1, 2, 3]$, $s = \sum x^2 = 14$"
        "\n\n"
        r"$s = 13$, $E = (t - o)^2$",
        2,
        [5],
    ),
    "a name of two letters by which one differentiates": (
        r"$kt = k^T$, $x = q \, kt$ with $q, k \in \mathbb{R}^{2 \times 3}$."
        "\n\n"
        r"$$\frac{\partial L}{\partial kt} = q^T \frac{\partial L}{\partial x},"
        r" \quad \frac{\partial L}{\partial k} = \left(\frac{\partial L}{\partial kt}\right)^T$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial kt} = -q^T \frac{\partial L}{\partial x}$$",
        2,
        [5],
    ),
    "what is near, what is a line, what is least": (
        r"$z = w x$, $x_1 = 0.5$, $x_2 = 0.5$; the line $x_1 + x_2 = 4$,"
        r" and $\theta^\star = \arg\min_\theta L(\theta)$."
        "\n\n"
        r"$$\log(1 + e^z) \approx \max(0, z), \quad -\log(\sigma(-z)) = \log(1 + e^z)$$"
        "\n\n"
        r"$$-\log(\sigma(-z)) = \log(2 + e^z)$$",
        1,
        [5],
    ),
    "a name that is something else behind it": (
        r"$h = \sigma(w x)$, $o = v h$, $t = \tanh x$."
        "\n\n# Linear\n\n"
        r"Now $h = w x + q$."
        "\n\n# Linear, both\n\n"
        r"$$\frac{\partial o}{\partial x} = v w, \quad \frac{\partial o}{\partial v} = h$$",
        1,
        [],
    ),
    "lists multiplied with · and ×": (
        r"$a, y, z \in \mathbb{R}^n$, $W \in \mathbb{R}^{n \times m}$, $z = W \cdot x$, $a = \sigma(z)$,"
        r" $C = \frac{1}{2} \|a - y\|^2$, $\delta = (a - y) \cdot \sigma'(z)$."
        "\n\n"
        r"$$\frac{\partial C}{\partial z} = \delta, \quad \frac{\partial C}{\partial W} = \delta x^T,"
        r" \quad \frac{\partial a}{\partial z} = a \times (1 - a)$$"
        "\n\n"
        r"$$\frac{\partial C}{\partial x} = W \cdot \delta$$",
        3,
        [5],
    ),
    "conditions in headings, a base that is e, a sum over what the left side has not": (
        r"$p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$, $L = -\sum_k y_k \log_e(p_k)$, $s_j = \sum x_i w_{ij} + b_j$."
        "\n\n### Case 2: $\\frac{\\partial p_i}{\\partial z_j}, i \\not = j$\n\n"
        r"$$\frac{\partial p_i}{\partial z_j} = -p_i p_j, \quad \frac{\partial s_j}{\partial w_{ij}} = x_i$$"
        "\n\n"
        r"$$\frac{\partial p_i}{\partial z_j} = p_i p_j$$",
        2,
        [7],
    ),
    "a change, with its sign": (
        r"$E = (w x)^2$, $\Delta w = -\eta \frac{\partial E}{\partial w}$."
        "\n\n"
        r"$$\frac{\partial \Delta w}{\partial \eta} = -2 w x^2$$"
        "\n\n"
        r"$$\frac{\partial \Delta w}{\partial \eta} = 2 w x^2$$",
        1,
        [5],
    ),
    "an equation that goes on behind another": (
        r"$L = -\sum_k y_k \log p_k$."
        "\n\n"
        r"$$\frac{\partial L}{\partial p_i} = \frac{\partial}{\partial p_i}[-y_i \log(p_i)]$$"
        "\n"
        r"$$\frac{\partial}{\partial p_i} \log(p_i) = \frac{1}{p_i}$$"
        "\n"
        r"$$= -y_i \frac{1}{p_i}$$"
        "\n"
        r"$$= y_i \frac{1}{p_i}$$",
        3,
        [6],
    ),
    "new values told by steps": (
        r"$L = (w x - y)^2$, $w_{t+1} = w_t - \alpha \frac{\partial L}{\partial w}$,"
        r" $b^{(t+1)} = b^{(t)} - \alpha \cdot 0$."
        "\n\n"
        r"$$\frac{\partial L}{\partial w} = 2 (w x - y) x$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial w} = 2 (w x - y)$$",
        1,
        [5],
    ),
    "what functions came to": (
        r"$$\text{logits} = [2, 0.5], \quad \max = 2, \quad \text{logits} - \max = [0, -1.5]$$"
        "\n\n"
        r"$$\text{sum} = 1 + e^{-1.5} = 1.223,"
        r" \quad \text{softmax} = [\frac{1}{\text{sum}}, \frac{0.223}{\text{sum}}]$$"
        "\n\n"
        r"$$\text{logits} - \max = [0, 1.5]$$",
        1,
        [5],
    ),
    "a case within a sentence": (
        r"$o = \tanh s$, $E = (d - o)^2$."
        "\n\n"
        r"For a linear unit $o = s$ this is $\frac{\partial E}{\partial s} = -2(d - o)$."
        "\n\n"
        r"$$\frac{\partial E}{\partial s} = -2 (d - o)$$",
        0,
        [5],
    ),
    "differentials and Frobenius products": (
        r"A colon denotes the Frobenius product, $A:B = {\rm Tr}(A^TB)$."
        "\n\n"
        r"$$\eqalign{R &= X v - t \quad\implies dR = dX\,v \cr f &= \tfrac12 R:R \cr df &= R:dR \cr"
        r" &= R v^T:dX \cr \frac{\partial f}{\partial X} &= R v^T \cr}$$"
        "\n\n"
        r"$$df = 2 R v^T:dX$$"
        "\n\n"
        r"$$\frac{\partial f}{\partial X} = 2 R v^T$$",
        4,
        [5, 7],
    ),
    "differentials of several names": (
        r"$z = W x + b$, $a = \sigma(z)$, $\phi = \tfrac12 (a-y):(a-y)$"
        "\n\n"
        r"$$\begin{aligned} d\phi &= (a-y):(\sigma'(z)\odot dz) \\"
        r" &= \big((a-y)\odot\sigma'(z)\big)x^T:dW + \big((a-y)\odot\sigma'(z)\big):db \end{aligned}$$"
        "\n\n"
        r"$$d\phi = \big((a-y)\odot\sigma'(z)\big)x^T:dW + (a-y):db$$",
        2,
        [5],
    ),
    "inverses transposed": (
        r"Let $X \in \mathbb{R}^{n \times n}$ and $\phi = \log\det(X)$. Then"
        "\n\n"
        r"$$d\phi = X^{-T}:dX \implies \frac{\partial\phi}{\partial X} = X^{-T}$$"
        "\n\n"
        r"$$\frac{\partial\phi}{\partial X} = X^{-1}$$",
        2,
        [5],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_right_is_called_right_and_what_is_wrong_wrong(kind):
    text, right, wrong = KINDS[kind]
    report = check(text, name="notes.md")
    assert not report.unread, report.text()
    assert [verdict.line for verdict in report.verdicts if verdict.is_fault] == wrong, report.text()
    assert sum(verdict.is_fine for verdict in report.verdicts) >= right, report.text()


def test_a_page_has_no_names_of_signs():
    text = "# A&nbsp;title\n\nHere&nbsp;we &mdash; have x &lt;b&gt;\n\n$$y = 2 \\cdot 3 = 6$$"
    page = as_html([check(text, name="notes.md")])
    assert "nbsp" not in page
    assert "Here we — have x &lt; b&gt;" in page


def test_what_both_sides_leave_out_is_not_called_right():
    slopes = r"$$\frac{\partial C}{\partial b} = \frac{\partial z}{\partial b} (p - y)$$"
    text = f"$C = (p - y)^2$\n\n{slopes}\n\n$z = w x + b$"
    assert [each.verdict for each in check(text, name="notes.md").verdicts] == ["not judged"]


def test_what_is_behind_a_formula_that_is_not_read_is_held_against_its_left_side():
    text = "$L = (w x)^2$\n\n$$\\begin{aligned} \\frac{\\partial L}{\\partial w} &= \\foo w \\\\\n&= 2 w x^2 \\\\\n"
    report = check(text + "&= \\bar{\\foo} \\\\\n&= 2 w x \\end{aligned}$$", name="notes.md")
    assert [(each.line, each.verdict) for each in report.verdicts] == [
        *((3, "can't be read"), (4, "right"), (5, "can't be read"), (6, "wrong"))
    ]


def test_a_short_text_is_not_too_large_for_its_mistakes():
    slope = r"\frac{\partial L}{\partial %s}"
    steps = r"$H_t = \tanh(X_t B^T) \odot X_t B^T + \tanh(H_{t-1} A^T) \odot H_{t-1} A^T$, $Y_t = H_t C^T + X_t D^T$"
    wrong = [f"$${slope % name} = \\sum_t ({slope % 'Y_t'})^T {by}$$" for name, by in (("C", "H_t"), ("D", "X_t"))]
    through = r"\frac{\partial H_{t+1}}{\partial H_t}"
    chain = f"$${slope % 'H_t'} = {slope % 'Y_t'} C + {slope % 'H_{t+1}'} \\odot {through}$$"
    report = check("\n\n".join([steps, *wrong, chain]), name="notes.md")
    assert "too large" not in report.text()


def test_no_loss_is_looked_for_behind_a_name_that_could_not_be_computed():
    point = SimpleNamespace(graph={"L": Value(2.0) * 3})
    samples = SimpleNamespace(base=point, definitions=[SimpleNamespace(name="L")])
    assert not list(_losses("w", Name("w"), samples))


@pytest.mark.parametrize("seed", [7, 118, 148, 168, 325])
def test_a_solution_with_carried_digits_and_slopes_of_0_is_read_back_as_right(seed):
    report = check(explain(random_graph(seed, 12)[0].inputs[1]).latex, name="solution.tex")
    assert all(verdict.is_fine for verdict in report.verdicts), report.text()
    assert len(report.verdicts) > 10


@pytest.mark.parametrize("name", ["residual", "sigmoid-chain", "two-layer-matrix"])
def test_what_derive_writes_is_right_behind_the_sheet_it_is_derived_from(name):
    typed = sheet(name)
    report = check(f"```sheet\n{typed}\n```\n\n{derive(typed).latex}", name="notes.md")
    derived = [each for each in report.verdicts if each.line > typed.count("\n") + 3]
    assert len(derived) > 5
    assert all(each.is_fine for each in derived), report.text()


def test_givens_in_a_fence_are_called_as_formulas_call_them():
    givens = "```sheet\nx1 = 2; w1 = 3; b = 1\nv = [1, 2, 3]\n```\n\n"
    formulas = (
        r"$$z = w_1 x_1 + b = 7, \quad \frac{\partial z}{\partial w_1} = 2, \quad s = v_1 + v_3 = 4, \quad w1 = 3$$"
    )
    assert [verdict.verdict for verdict in check(givens + formulas, name="notes.md").verdicts] == ["right"] * 4


def test_what_is_said_of_one_step_names_it():
    remarks = {verdict.line: verdict.remark for verdict in check(LSTM, name="notes.md").verdicts if verdict.remark}
    assert remarks == {10: "for t = 4, the last", 13: "for t = 1, the first"}


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("0 . 2 9", ["0.29"]),
        ("1 2", ["12"]),
        ("1.5 0.3", ["1.5", "0.3"]),
        ("3. 5", ["3", "5"]),
        ("1 . 2 . 3", ["1.2", "3"]),
        (r"12 \quad 3", ["12", "3"]),
    ],
)
def test_blanks_within_a_number_are_not_set(typed, numbers):
    assert [token.text for token in scan(typed) if token.kind == "number"] == numbers


def test_a_document_of_many_formulas_is_read_whole():
    block = "## part {n}\n$$z = w x + b$$\n$$a = \\sigma(z)$$\n$$\\frac{{\\partial a}}{{\\partial w}} = a(1 - a) x$$\n"
    report = check("".join(block.format(n=n) for n in range(500)), name="notes.md")
    assert (report.read, report.unread) == (1_500, 0)


def test_a_loss_that_nothing_defines_may_be_of_many_names():
    row = r"$$\frac{\partial L}{\partial w_{%d}} = \frac{\partial L}{\partial a} x_{%d}$$"
    report = check("\n\n".join(row % (n, n) for n in range(60)), name="notes.md")
    assert (report.read, report.unread) == (60, 0)


@pytest.mark.parametrize("formula", ["\\[ z = 3 w \\]", "\\begin{align} z &= 3 w \\end{align}"])
def test_a_worksheet_with_a_formula_pasted_into_it_stays_a_worksheet(formula):
    lines = ["w = 0.5", formula, "y = z^2", "dy/dw = 6*z = 9", "dy/dz = 2*z = 4"]
    report = check("\n".join(lines))
    assert [(each.line, each.is_fine) for each in report.verdicts] == [(4, True), (4, True), (5, True), (5, False)]
    unpacked = check("\n".join(["Let $w = 0.5$.", formula, "$$ y = z^2 $$", r"\[ \frac{dy}{dw} = 9 \]"]))
    assert [(each.line, each.is_fine) for each in unpacked.verdicts] == [(4, True)]  # and a document a document
