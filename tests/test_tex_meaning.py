"""What formulas of documents mean: layers and steps counted by a letter, and what typed sheets have other words for."""

import pytest

from autograd import check
from autograd.worksheet.judging.verdicts import NOT_JUDGED, UNREADABLE, WRONG
from autograd.worksheet.tex.constructs.table import CONSTRUCTS

NIELSEN = r"""
Let $w^l \in \mathbb{R}^{n_l \times n_{l-1}}$, $b^l \in \mathbb{R}^{n_l}$ and $y \in \mathbb{R}^{n_L}$.
\begin{align}
z^l &= w^l a^{l-1} + b^l \\
a^l &= \sigma(z^l) \\
C &= \frac12 \|y - a^L\|^2
\end{align}
\begin{align}
\delta^l &= \frac{\partial C}{\partial z^l} \\
\delta^L &= (a^L - y) \odot \sigma'(z^L) \tag{BP1}\\
\delta^l &= \left((w^{l+1})^T \delta^{l+1}\right) \odot \sigma'(z^l) \tag{BP2} \\
\delta^l &= \left((w^{l+1})^T \delta^{l+1}\right) \odot \sigma'(z^{l+1}) \\
\frac{\partial C}{\partial b^l} &= \delta^l \tag{BP3}\\
\frac{\partial C}{\partial w^l} &= \delta^l (a^{l-1})^T \tag{BP4} \\
\frac{\partial C}{\partial w^l} &= a^{l-1} (\delta^l)^T
\end{align}
"""

ENTRIES = r"""
$$z^{(l)}_j = \sum_k w^{(l)}_{jk} a^{(l-1)}_k + b^{(l)}_j$$
$$a^{(l)}_j = \sigma(z^{(l)}_j)$$
$$\delta^{(l)}_j = \frac{\partial C}{\partial z^{(l)}_j}$$
$$\delta^{(l)}_j = \sum_k w^{(l+1)}_{kj} \delta^{(l+1)}_k \sigma'(z^{(l)}_j)$$
$$\frac{\partial z^{(l+1)}_k}{\partial z^{(l)}_j} = w^{(l+1)}_{kj} \sigma'(z^{(l)}_j)$$
$$\frac{\partial C}{\partial w^{(l)}_{jk}} = a^{(l-1)}_k \delta^{(l)}_j$$
$$\frac{\partial C}{\partial b^{(l)}_j} = a^{(l)}_j \delta^{(l)}_j$$
"""

STEPS = r"""
$$h_t = \tanh(W h_{t-1} + U x_t + b)$$
$$o_t = V h_t$$
$$L_t = \frac12 \|o_t - y_t\|^2$$
$$L = \sum_{t=1}^{T} L_t$$
$$\frac{\partial L}{\partial h_T} = V^\top \frac{\partial L}{\partial o_T}$$
$$\frac{\partial L}{\partial h_t} = V^T (o_t - y_t) + W^T (\frac{\partial L}{\partial h_{t+1}} \odot (1 - h_{t+1}^2))$$
$$\frac{\partial L}{\partial h_t} = V^T (o_t - y_t) + W^T (\frac{\partial L}{\partial h_{t+1}} \odot (1 - h_t^2))$$
$$\frac{\partial L}{\partial W} = \sum_{t=1}^{T} (\frac{\partial L}{\partial h_t} \odot (1 - h_t^2)) h_{t-1}^\top$$
"""

LAST_TWO = r"""
$z^{(L)}=w^{(L)}a^{(L-1)}+b^{(L)}$, $a^{(L)}=\sigma(z^{(L)})$, $C_0 = (a^{(L)}-y)^2$

$\frac{\partial C_0}{\partial w^{(L)}} = 2(a^{(L)}-y) \sigma'(z^{(L)}) a^{(L-1)}$

$\frac{\partial C_0}{\partial b^{(L)}} = 2(a^{(L)}-y) \sigma'(z^{(L)}) w^{(L)}$
"""

ONE_EXAMPLE = r"""
The net input is $u = v^T x + c$, the output $p = \frac{1}{1 + e^{-u}}$.

$$C(v) = -\sum_{i=1}^{n} t^{(i)} \log p^{(i)} + (1 - t^{(i)}) \log(1 - p^{(i)})$$

$$\frac{\partial p}{\partial u} = p (1 - p)$$

$$\frac{\partial C}{\partial v_j} = \sum_{i=1}^n (p^{(i)} - t^{(i)}) x_j^{(i)}$$

$$\frac{\partial C}{\partial c} = \sum_{i=1}^n (t^{(i)} - p^{(i)})$$
"""


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (NIELSEN, [10, 11, 13, 14], [12, 15]),
        (ENTRIES, [5, 6, 7], [8]),
        (STEPS, [6, 7, 9], [8]),
        (LAST_TWO, [4], [6]),
        (ONE_EXAMPLE, [6, 8], [10]),
    ],
    ids=["layers", "entries of layers", "steps", "the last two", "one example of all"],
)
def test_layers_and_steps_are_judged_for_each(text, right, wrong):
    report = check(text, name="notes.md")
    assert not report.unread, str(report)
    assert [verdict.line for verdict in report.verdicts if verdict.is_fine] == right, str(report)
    assert [verdict.line for verdict in report.verdicts if not verdict.is_fine] == wrong
    assert not {verdict.verdict for verdict in report.verdicts} & {NOT_JUDGED, UNREADABLE}


GIVENS = "$x = 2$, $w = 3$, $c = 0.5$\n\n$$y = w x^2$$\n\n"


@pytest.mark.parametrize(
    "formula",
    [
        r"\frac{\partial^2 y}{\partial x^2} = 2 w = 6",
        r"\frac{\partial^2 y}{\partial w \partial x} = 2 x = 4",
        r"\frac{d^2}{dx^2} (w x^3) = 6 w x",
        r"\frac{\mathrm{d}^2 y}{\mathrm{d} x^2} = 6",
        r"\nabla_x y = 2 w x",
        r"\nabla_{w} (w x^2 + c) = x^2 = 4",
        r"q = \begin{cases} 1 & \text{if } x > 3 \\ x & \text{if } x > 1 \\ 0 & \text{otherwise} \end{cases} = 2",
        r"q = \left\{ \begin{array}{ll} w, & x \le 0 \\ w x, & x > 0 \end{array} \right. = 6",
        r"q = \mathbb{1}[x > 1] + 1_{\{w > 5\}} = 1",
        r"q = \frac{\partial}{\partial x}\left( w x^2 \right) = 12",
        r"q = \ln x + ln w - \log(x w) = 0",
        r"1: q = x + w = 5",
        r"\frac{\delta y}{\delta x} = 2 w x",
        r"\left. \frac{dy}{dx} \right|_{x=4} = 24",
        r"\frac{dy}{dx} \Big|_{x=4, w=1} = 8",
        r"w^+ = w - c \frac{\partial y}{\partial w} = 1",
        r"q = \langle (1, x), (w, c) \rangle = 4",
    ],
)
def test_what_has_another_notation_in_sheets_is_read_and_right(formula):
    report = check(f"{GIVENS}$${formula}$$", name="notes.md")
    assert not report.unread, str(report)
    assert report.verdicts
    assert all(verdict.is_fine for verdict in report.verdicts), str(report)
    wrong = formula.rpartition("=")[0] + "= 77"
    assert [verdict.verdict for verdict in check(f"{GIVENS}$${wrong}$$", name="notes.md").verdicts][-1] == WRONG


SUMS = r"""
$x = (x_1, x_2, \dots, x_n)$, $w \in \mathbb{R}^n$

$$z = w_1 x_1 + w_2 x_2 + \dots + w_n x_n$$
$$J = \frac{1}{n} \sum_{i=1}^n (w_i - x_i)^2$$

$$z = w^\top x$$
$$\frac{\partial z}{\partial w_j} = x_j$$
$$\nabla_w z = x$$
$$\nabla_w z = w$$
$$\frac{\partial J_i}{\partial w_i} = 2 (w_i - x_i)$$
$$\frac{\partial J}{\partial w_j} = \frac{1}{n} \sum_{i=1}^n \frac{\partial J_i}{\partial w_j}$$
$$\frac{\partial J}{\partial w_j} = \sum_{i=1}^n \frac{\partial J_i}{\partial w_j}$$
$$\frac{\partial^2 J}{\partial w_j^2} = \frac{2}{n}$$
"""

FUNCTIONS = r"""
$$f(x, y) = x^2 y + y^3$$
$$\nabla f = \begin{pmatrix} 2 x y \\ x^2 + 3 y^2 \end{pmatrix}$$
$$\nabla^2 f = \begin{pmatrix} 2 y & 2 x \\ 2 x & 6 y \end{pmatrix}$$
$$\nabla^2 f = \begin{pmatrix} 2 y & 2 x \\ 2 x & 6 x \end{pmatrix}$$
$$\left. \frac{\partial f}{\partial x} \right|_{x = 1, y = 2} = 4$$
$$\left. \frac{\partial f}{\partial x} \right|_{x = 1, y = 2} = 5$$
"""


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [(SUMS, [7, 8, 9, 11, 12, 14], [10, 13]), (FUNCTIONS, [3, 4, 6], [5, 7])],
    ids=["sums", "functions"],
)
def test_notations_without_numbers(text, right, wrong):
    report = check(text, name="notes.md")
    assert not report.unread, str(report)
    assert [verdict.line for verdict in report.verdicts if verdict.is_fine] == right, str(report)
    assert [verdict.line for verdict in report.verdicts if not verdict.is_fine] == wrong, str(report)


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda construct: construct.name)
def test_the_example_of_every_construct_is_read(construct):
    givens = "$a = 2$, $b = 3$, $w = 1$, $L = (w - b)^2$, $x = (1, 2)$, $\\hat{y}_i = 2 x_i$, $z = w b$\n\n"
    report = check(f"{givens}$$q = {construct.example} + 0$$", name="notes.md")
    found = [reason for reason in report.reasons if "not" in reason or "unexpected" in reason]
    assert not found, str(report)


def test_an_equation_behind_one_that_is_0_is_to_be_solved_too():
    text = r"""$X \in \mathbb{R}^{n \times m}$, $w \in \mathbb{R}^m$, $E = (y - X w)^T (y - X w)$

$$2 X^T X w - 2 X^T y = 0 \Longleftrightarrow X^T X w = X^T y$$

$$X^T X w = X^T y$$
"""
    verdicts = check(text, name="notes.md").verdicts
    assert [verdict.verdict for verdict in verdicts if verdict.line == 3][-1] == "not judged"
    assert [verdict.is_fine for verdict in verdicts if verdict.line == 5] == [False]


def test_a_formula_set_to_zero_is_an_equation_unless_it_is_0():
    text = r"""$x \in \mathbb{R}^n$, $m = \frac{1}{n} \sum_{i=1}^n x_i$, $L = \sum_{i=1}^n (x_i - c)^2$

$$\sum_{i=1}^n (x_i - m) = 0$$

$$-2 \sum_{i=1}^n (x_i - c) = 0$$
"""
    verdicts = check(text, name="notes.md").verdicts
    assert [verdict.verdict for verdict in verdicts] == ["right", "not judged"]
