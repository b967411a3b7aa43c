"""What formulas of documents mean: layers and steps counted by a letter, and what typed sheets have other words for."""

import pytest

from autograd import check
from autograd.worksheet.judging.verdicts import NOT_JUDGED, UNREADABLE

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


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (NIELSEN, [10, 11, 13, 14], [12, 15]),
        (ENTRIES, [5, 6, 7], [8]),
        (STEPS, [6, 7, 9], [8]),
        (LAST_TWO, [4], [6]),
    ],
    ids=["layers", "entries of layers", "steps", "the last two"],
)
def test_layers_and_steps_are_judged_for_each(text, right, wrong):
    report = check(text, name="notes.md")
    assert not report.unread, str(report)
    assert [verdict.line for verdict in report.verdicts if verdict.is_fine] == right, str(report)
    assert [verdict.line for verdict in report.verdicts if not verdict.is_fine] == wrong
    assert not {verdict.verdict for verdict in report.verdicts} & {NOT_JUDGED, UNREADABLE}
