"""Mistakes planted in right worksheets are found and explained; right but unusual forms raise no alarm.

A choice of what `python -m tests.benchmarks.causes` and `python -m tests.benchmarks.forms` go through.
"""

import pickle
import random
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograd import check
from autograd.worksheet.causes import search
from autograd.worksheet.causes.repairs.rewrites import _PARTS, _PLACES, TABLE, find_rewrites
from autograd.worksheet.evaluation.arrays import made
from autograd.worksheet.judging.cause import SENTENCES
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.language.tree import Name
from tests.benchmarks import causes, forms
from tests.benchmarks.fresh_sheets import FRESH_SHEETS
from tests.benchmarks.right_sheets import RIGHT_SHEETS
from tests.benchmarks.trial_sheets import TRIAL_SHEETS
from tests.samples import sized

SAMPLE = sized(50, 500)

SHEETS = {**RIGHT_SHEETS, **FRESH_SHEETS, **TRIAL_SHEETS}


@pytest.mark.parametrize("name", SHEETS)
def test_right_sheets_are_right(name):
    assert check(SHEETS[name])


@pytest.mark.slow
@pytest.mark.parametrize("sheets", [RIGHT_SHEETS, FRESH_SHEETS, TRIAL_SHEETS], ids=["known", "fresh", "trial"])
def test_planted_mistakes_are_found_and_explained(sheets):
    """A sample; `python -m tests.benchmarks.causes` plants them all."""
    chosen = random.Random(0).sample(list(causes.mutants(1, sheets)), SAMPLE)
    rows, odd = causes.table(chosen)
    assert len(rows) >= 12
    total = sum(rows.values(), Counter())
    assert [(mutant.claim, verdict) for outcome, mutant, verdict in odd if outcome == "missed"] == []
    assert total["found"] == total["planted"] == SAMPLE
    assert total["right"] >= 0.85 * SAMPLE
    assert total["wrong"] <= 0.02 * SAMPLE


def test_a_mistake_that_is_none_is_not_counted():
    """The test of the tester: a right claim is not found wrong, whatever it is called."""
    text = RIGHT_SHEETS["product"]
    right, _ = causes.judged(causes.Mutant("product", text, 6, "sign lost", "df/du = v"))
    assert not right


CAUSES = [  # each is plainer than another that gives the same numbers
    # numbers put in are the names that the right formula has left, whole exponents stay
    (
        "rho = 0.5; s1 = 2; g2 = -3\ns2 = rho*s1 + (1 - rho)*g2^2\ns2 = -(0.5*2) + (1 - 0.5)*(-3)^2",
        "sign",
        "the sign of -(rho*s1) is wrong",
    ),
    (
        "w0 = 4; eta = 0.25; g1 = -1; s1 = 0.2\nw1 = w0 - eta*g1/sqrt(s1)\nw1 = 4 - 0.25*(-1)*sqrt(0.2)",
        "inverse",
        "multiplied by sqrt(s1): it is the other way round",
    ),
    ("w0 = 4; c = 2; a = 2\ng = a*(w0 - c)\ng = 2/(4 - 2)", "inverse", "divided by w0 - c: it is the other way round"),
    (
        "g1 = 0.5; m1 = 0.4; beta = 0.9; g2 = 2\nm2 = beta*m1 + (1 - beta)*g2\nm2 = 0.9*0.4 + (1 - 0.9)",
        "factor",
        "the factor g2 is missing in the term 1 - beta",
    ),
    # lists written out entry by entry, and entry by entry where the sheet has them whole
    (
        "x = [1, 2, 5]; w = [0.5, 3]; c = [4, -3]\ny = [w[0]*x[0] + w[1]*x[1], w[0]*x[1] + w[1]*x[2]]\n"
        "L = sum(c*y)\ndL/dw[0] = c[0]*x[0] + x[1]",
        "factor",
        "the factor c[1] is missing in the term x[1]",
    ),
    (
        "x = [1, 2, 5]; c = [3, -1, 4]\nmu = mean(x); v = mean((x - mu)^2)\ny = (x - mu)/sqrt(v + 1)\nf = sum(c*y)\n"
        "df/dy[i] = c[i]\ndf/dv = -1/2*sum(i: df/dy[i])/(v + 1)^(3/2)",
        "factor",
        "the factor (x[i] - mu) is missing",
    ),
    (
        "x = [1, 2, 5]; c = [3, -1, 4]\nmu = mean(x); v = mean((x - mu)^2)\ny = (x - mu)/sqrt(v + 1)\nf = sum(c*y)\n"
        "df/dy[i] = c[i]\ndf/dv = -1/2*sum(i: df/dy[i]*(x[i] - mu))",
        "factor",
        "the factor 1/(v + 1)^(3/2) is missing",
    ),
    # a point slips in a number, not in a formula
    (
        "A = conv([30, 30, 5], filters=10, kernel=3, padding=1, bias=1)\nparameters(A) = 1*(3*3*5 + 1)",
        "the filters are missing",
        "the filters are missing",
    ),
    (  # as many filters as channels: what is written out tells which are missing
        "A = conv([30, 30, 5], filters=5, kernel=3, bias=1)\nmultiplies(A) = 28*28*5*(3*3*1)",
        "the input channels are missing",
        "the input channels are missing",
    ),
    ("x1 = 0.6; w1 = -0.2; b1 = 0.15; z = x1*w1 + b1\ndz/db1 = x1", "other derivative", "this is dz/dw1"),
    ("w = 0.7; h = 0.4; t = 0.1; y = w*h; L = (y - t)^2\ndL/dw = 2*(y - t)", "factor", "the factor h is missing"),
    ("g = 0.8; D = 1.17; p = exp(-g*D)\ndp/dg = p", "factor", "the factor -D is missing"),
    ("c = 0.4; o = 0.3; h = o*tanh(c)\ndh/dc = o", "local", "the factor (1 - tanh(c)^2) is missing"),
    ("x = 3; u = x^2; v = sin(x); y = u*v\ndy/dx = v*2x", "path", "the path through v is left out"),
    ("x = 3; u = x^2; v = 3x; y = u*v\ndy/dx = v*2x", "path", "the path through v is left out"),  # rather than x*v
    ("x = 0.5; a = tanh(x)\nda/dx = a*(1 - a)", "local", "the slope of tanh, which gives a, is 1 - a^2"),
    (
        "x = 0.5; w = 2; y = w*tanh(x)\ndy/dx = w*(1 - tanh(x))*tanh(x)",
        "local",
        "the slope of tanh, which gives tanh(x), is 1 - tanh(x)^2",
    ),
    (
        "x = 0.5; a = tanh(x); b = tanh(2*a)\ndb/dx = 2*b*(1 - b)*(1 - a)*a",
        "local",
        "the slope of tanh, which gives b, is 1 - b^2",
    ),
    (
        "x = 0.5; w = 2; a = sigmoid(w*x)\nda/dw = (1 - a^2)*x",
        "local",
        "the slope of sigmoid, which gives a, is a*(1 - a)",
    ),
    ("d = 1.7; a = 0.6; b = 2.2; c = d/(a^2*b)\ndc/dd = 1/b", "factor", "the factor 1/a^2 is missing"),
    ("d = 0.7; a = 0.6; b = 2.2; c = d*a/b^2\ndc/dd = a", "factor", "the factor 1/b^2 is missing"),
    ("s = 0.7; n = 4; l = 2/s - n*log(s)\ndl/ds = -n/s", "path", "the term 2/s of l is left out"),
    (
        "x = 0.6; v = 1.7; a = tanh(v*x); b = sin(x); y = a*b + a\ndy/dx = a*cos(x) + cos(x)*0",
        "path",
        "the path through a is left out",
    ),
    (
        "W = [[1.5, 2, 0.4], [3, 4, 1.1]]; x = [0.3, -0.7, 1.2]; y = sum(W@x)\ndy/dW[i,j] = x[i]",
        "index",
        "i runs to 2 in x[…] and to 1 in W[…]",
    ),
    (
        "x = [0.3, 0, 1.2]; v = [1.5, 2, 0.4]; y = sum(i: v[i]*x[i]^2)\ndy/dx[i] = 2*v[i]/x[i]",
        "inverse",
        "4/0 is infinite: divided by x[i]: it is the other way round",
    ),
    (
        "x = 1.2; mu = 0.4; sigma = 0.7; L = (x - mu)^2/(2 sigma^2)\ndL/dmu = -(x - mu)/(2 sigma^2)",
        "half",
        "one factor too many: 1/2",
    ),
    ("x = 1.3; w = 0.4; y = w x^2\ndy/dx = w", "local", "the factor 2*x is missing"),
    ("e = [0.3, 0.7]; L = sum(e^2)\ndL/de[i] = 2e[i]^2", "power", "the power of e[i] is too high"),
    (
        "r = 0.7; x = 1.1; w = 0.3; y = r x^2 + w x\ndy/dx = 2x + w",
        "factor",
        "the factor r is missing in the term 2*x",
    ),
    ("w = 0.7; x = 1.3; b = 0.2; y = w x + b\ny = w x", "term", "the term b is missing"),
    ("w = 0.5; x = 2; t = 3; L = (w x - t)^2\ndL/dw = -2", "", ""),  # L = 4 is no factor of its own derivative
    ("p = 0.3; L = -ln(p)\ndL/dp = ln(p)/p", "", ""),
    ("x = 0.6; y = exp(2x)\ndy/dx = 2", "factor", "the factor y is missing"),
    ("w = 1.0; x = 2; L = (w x - 5)^2\nw <- w - 0.1*(-12)\nw = 2.1", "", ""),  # 2.2 exactly: nothing to round
    ("w = 1.5; x = 2; L = (w x - 1)^2\nw = w - 0.1 dL/dw = 1.3", "", ""),
    (
        "x = [1.27, 0.31, 0.72]; t = [0.3, 1.7, 0.4]; w = 0.37; b = 0.12; m = 3\n"
        "J = 1/(2m) sum(i: (w x[i] + b - t[i])^2)\n"
        "dJ/db = -1.1890",
        "mean",
        "the factor 1/m is missing",
    ),
    (
        "w = 1.37; x = 2.11; L = (w*x)^2; r = 0.1\nw <- w - r*dL/dw\nw = 2.5899",
        "sign",
        "the step goes the wrong way: plus and minus are swapped",
    ),
    (
        "w = 1.37; x = 2.11; L = (w*x)^2; r = 0.1\nw <- w - r*dL/dw\nw = -10.8288",
        "factor",
        "the factor r is missing in the step",
    ),
    (
        "W = [[1,2],[3,4]]; x = [1,-1]; z = W @ x; L = 1/2 sum(z*z)\ndL/dW = z @ x.T = [[-1,-1],[1,1]]",
        "transpose",
        "it is transposed: rows and columns are swapped",
    ),
    (
        "W = [[1,2],[3,4]]; x = [1,-1]; z = W @ x; L = 1/2 sum(z*z)\ndL/dW = z @ x.T = [[-1,1],[-1,2]]",
        "arithmetic",
        "the formula before it is right, but its entry [1,1] comes to 1",
    ),
    (
        "W = [[1,2],[3,4]]; x = [1,-1]; z = W @ x; L = 1/2 sum(z*z)\ndL/dW = z @ x.T = [[1,1],[-1,2]]",
        "arithmetic",
        "the formula before it is right, but comes to [[−1, 1], [−1, 1]]",
    ),
    (
        "W = [[0.8, -0.6]]; u = [0.3, 0.9]; d = [2, 5]; e = [0.4, -1.5]; z = W@(u*d) + W@(u*e)\ndz/du = W*d + W*e",
        "transpose",
        "W needs its transpose",  # both times: mended at one place only, the other is still wrong
    ),
    (
        "a = 0.7; x = 1.3; y = exp(a x)\ndy/dx = a x exp(a x - 1)",
        "power",
        "the power rule is not for exp: the slope of exp(u) is exp(u) itself, times that of u",
    ),
    ("p = 0.3; L = -ln(p)\ndL/dp = -p", "inverse", "the slope of log(p) is 1/p, not p"),
    (
        "x = 1.2; mu = 0.4; sigma = 0.7; L = log(sigma) + (x-mu)^2/(2 sigma^2)\ndL/dsigma = sigma - (x-mu)^2/sigma^3",
        "inverse",
        "the slope of log(sigma) is 1/sigma, not sigma",
    ),
    (
        "sigma = 0.7; L = 3 log(sigma) + 2\ndL/dsigma = 3 sigma",
        "inverse",
        "multiplied by sigma: it is the other way round",
    ),
    (
        "y = 0.8; p = 0.3; L = -y ln(p) - (1-y) ln(1-p)\ndL/dp = -y p + (1-y)(1-p)",
        "inverse",
        "the slope of log(p) is 1/p, not p",
    ),
    ("x = 1.3; y = x^3\ndy/dx = 2x^2", "power", "the power rule brings 3 as a factor, not 2"),
    ("x = 1.3; y = 5x^3\ndy/dx = 10x^2 = 16.9", "power", "the power rule brings 3 as a factor, not 2"),
    ("x = 1.31; y = 5x^3\ndy/dx = 17.161", "power", "the power rule brings 3 as a factor, not 2"),
    ("x = 0.8; y = x^3\ndy/dx = x^4/4", "rule", "the power of x is integrated, not differentiated"),
    (
        "x = 0.8; s = sigmoid(x); f = x s\ndf/dx = s(1-s)",
        "rule",
        "the slope of a product u*v is u'*v + u*v', not u'*v'",
    ),
    ("x = 0.8; f = x tanh(x)\ndf/dx = 1 - tanh(x)^2", "rule", "the slope of a product u*v is u'*v + u*v', not u'*v'"),
    (
        "x = 0.8; f = x tanh(x)\ndf/dx = tanh(x)",
        "term",
        "the product rule has two terms: the one with the slope of tanh(x) is left out",
    ),
    (
        "x = 0.8; u = sin(x); v = x^2; y = u/v\ndy/dx = (du/dx)/(dv/dx)",
        "rule",
        "the slope of a quotient u/v is (u'*v - u*v')/v^2, not u'/v'",
    ),
    (
        "x = 0.8; y = sin(x^2)\ndy/dx = cos(2x)",
        "rule",
        "the slope of x² is a factor beside that of sin: it does not go inside",
    ),
    (
        "w = 0.8; x = 1.3; a = tanh(w x); y = a^2\ndy/dw = dy/da + da/dw",
        "rule",
        "dy/da and da/dw are added: along a path derivatives are multiplied",
    ),
    (
        "c = 2.5; w = 2; b = 1.1\nm = max(c, b)\ny = w m\ndy/db = dy/dm",
        "mask",
        "max(c, b) is c here: the slope of b was taken",
    ),
    (
        "w = 0.6; x = 1.4; t = 2.2; lambda = 0.3; y = w x\nL = 1/2 (y-t)^2 + lambda w^2\ndL/dw = (y-t) x",
        "path",
        "the term lambda*w^2 of L is left out",
    ),
    (
        "w = 0.6; x = 1.4; t = 2.2; lambda = 0.3; y = w x\nL = 1/2 (y-t)^2 + lambda w^2\ndL/dw = -1.904",
        "path",
        "the term lambda*w^2 of L is left out",
    ),
    (
        "w = 0.6; x = 1.4; y = sin(x w)\nL = y w^2\ndL/dw = cos(w x) x w^2",
        "path",
        "w stands in L itself, too: that path is left out",
    ),
    (
        "x = [0.5, -1.2, 0.8, 1.7]; k = [0.6, -0.4]; h0 = k[0]x[0] + k[1]x[1]; h1 = k[0]x[1] + k[1]x[2]\n"
        "h2 = k[0]x[2] + k[1]x[3]\n"
        "y = h0^2 + 2h1 + 4h2\ndy/dk[0] = 2h0 x[0]",
        "path",
        "2 of 3 paths are left out: those through h1 and h2",
    ),
    (
        "x = 0.5; z = -1.2; u = 0.8; m = (x + z + u)/3; v = ((x - m)^2 + (z - m)^2 + (u - m)^2)/3\n"
        "s = sqrt(v + 0.1); y = (x - m)/s\n"
        "dy/dx = 1/s",
        "path",
        "2 of 3 paths are left out: those through m and v",
    ),
    ("x = 0.5; w = 2; h = tanh(w x)\ndh/dx = w h (1 - h)", "local", "the slope of tanh, which gives h, is 1 - h^2"),
    (
        "x = 0.5; c = 2; i = 0.3; g = tanh(c x); h = i g\ndh/dc = i g(1 - g) x",
        "local",
        "the slope of tanh, which gives g, is 1 - g^2",
    ),
    ("z = 0.7; s = 1/(1+exp(-z))\nds/dz = 1 - s^2", "local", "the slope of sigmoid, which gives s, is s*(1 - s)"),
    (
        "z = 0.7; w = 2; s = 1/(e^(-w z) + 1)\nds/dw = (1 - s^2) z",
        "local",
        "the slope of sigmoid, which gives s, is s*(1 - s)",
    ),
    (
        "z = 0.7; w = 2; a = tanh(w z)\nda/dw = sigmoid(w z)(1-sigmoid(w z)) z",
        "local",
        "the slope of tanh, which gives tanh(w*z), is 1 - tanh(w*z)^2",
    ),
    (
        "z = 0.7; a = sigmoid(z)\nda/dz = 1 - tanh(z)^2",
        "local",
        "the slope of sigmoid, which gives sigmoid(z), is sigmoid(z)*(1 - sigmoid(z))",
    ),
    ("c = 2.5; w = 2; b = 1.1\nm = max(c, b)\ny = w m\ndy/db = w^2", "zero", "it is 0: y does not depend on b here"),
    (
        "E = [[0.3, 0.7], [1.1, -0.4]]; p = 0.6; h = row(E, 0); y = p*h[0] + h[1]\ndy/dE[1,0] = p",
        "zero",
        "it is 0: y does not depend on E[1,0]",
    ),
    (
        "E = [[0.3, 0.7], [1.1, -0.4]]; p = 0.6; h = row(E, 0); y = p*h[0] + h[1]\ndy/dE[1,0] = 0.6",
        "zero",
        "it is 0: y does not depend on E[1,0]",
    ),
    ("x = -1.5; a = max(x, 0.1x)\nda/dx = 1", "mask", "max(x, 0.1·x) is 0.1·x here: the slope of x was taken"),
    (
        "x = -1.5; w = 0.7; a = max(w x, 0.1w x)\nda/dx = w",
        "mask",
        "max(w·x, 0.1·w·x) is 0.1·w·x here: the slope of w·x was taken",
    ),
    ("a = -1.5; b = 0.7; y = 3 min(a, b)\ndy/db = 3", "mask", "min(a, b) is a here: the slope of b was taken"),
    (
        "t = 4; y = 1.9; e = y - t; K = |e| - 1/2\ndK/de = e",
        "local",
        "the slope of abs(e) is -1 here, not e",
    ),
    (
        "x = 1.5; w = 0.8; v = 0.7; z = w x; h = max(0, z); o = v h; L = (o - 1)^2\ndL/dv = 2(o-1) v",
        "name",
        "v is written where h belongs",  # not for z, which is the same here only
    ),
    (
        "p = 3; q = -1; g = 1.5; b = 0.5; m = (p + q)/2; v = ((p-m)^2 + (q-m)^2)/2\n"
        "n = (p-m)/sqrt(v); k = (q-m)/sqrt(v); y = g n + b; z = g k + b; L = y^2 + z^2\n"
        "dL/dg = dL/dy n + dL/dz k\ndL/db = dL/dy",
        "term",
        "the term dL/dz is missing",  # dL/dz*k is as large, but has another sign
    ),
    (
        "A = 0.8; P = 1.28; N = 0.24; p = (A - P)^2; n = (A - N)^2; L = max(0, p - n + 0.5)\ndL/dA = 2(A - P)",
        "path",
        "the path through n is left out",
    ),
    (
        "z = -0.9; s = sigmoid(z); f = z s\ndf/dz = s + s (1 - s)",
        "factor",
        "the factor z is missing in the term s*(1 - s)",
    ),
    (
        "x = 0.7; k = 1.702; u = k x; s = sigmoid(u); y = x s\ndy/dx = s + x s(1 - s)",
        "factor",
        "the factor k is missing in the term x*s*(1 - s)",
    ),
    (
        "p = [0.7, 0.2, 0.1]; q = [0.6, 0.3, 0.1]; K = sum(i: p[i] log(p[i]/q[i]))\ndK/dq[i] = -q[i]/p[i]",
        "inverse",
        "-q[i]/p[i] is upside down",
    ),
    ("c = 0.4; o = 0.3; h = o*tanh(c)\ndh/do = c", "name", "c is written where tanh(c) belongs"),
    (
        "w = 0.5; u = 0.9; h0 = 0.2; p = 1; q = -0.5; a = u p + w h0; h1 = tanh(a); b = u q + w h1; h2 = tanh(b)\n"
        "L = (h2 - 1)^2\ndL/dw = dL/da*h1 + dL/db*h2",
        "index",
        "h1 and h2 are written where h0 and h1 belong",
    ),
    (
        "p = 1.2; q = -0.7; w = 0.4; y = w p; z = w q; J = y^2 + 3 z^3\ndJ/dw = 2y q + 9z^2 p",
        "name",
        "q and p are swapped",
    ),
    (
        "z = [2, 1, 0.1]; p = softmax(z)\ndp[1]/dz[1] = 1 - p[1]^2",
        "local",
        "the slope of softmax, which gives p[1], is p[1]*(1 - p[1])",
    ),
    (
        "z = [2, 1, 0.1]; p[i] = exp(z[i])/sum(j: exp(z[j]))\ndp[i]/dz[i] = 1 - p[i]^2",
        "local",
        "the slope of softmax, which gives p[i], is p[i]*(1 - p[i])",
    ),
    (
        "x = [1, 2]; W = [[0.1, 0.2], [0.3, 0.4]]; b = [0.1, -0.2]; V = [[0.5, -0.6]]; z = W@x + b; a = sigmoid(z)\n"
        "y = V@a; L = (y - 1)^2; p = dL/dy; q = dL/dz\ndL/db = p",
        "name",
        "p is written where q belongs",
    ),
    (
        "x = [1, 2, 6]; mu = mean(x); var = mean((x - mu)^2); s = sqrt(var); y = (x - mu)/s\n"
        "g = [1, 0, -1]; L = sum(g*y)\ndL/dx = dL/dy/s",
        "path",
        "2 of 3 paths are left out: those through var and mu",
    ),
    (
        "z = -2.5; w = 3; h = max(0.01 z, z); E = 1/2 (w h - 1)^2\ndE/dz = 0",
        "mask",
        "max(0.01·z, z) is 0.01·z here: its slope is not 0",
    ),
    ("x = 0.7; w = 1.3; y = exp(w x); z = y^2\ndz/dx = dz/dy*w y\nz = w + 3x", "", ""),  # no derivative
    ("a = 0.5; w = 0.4; v = -1.5; y = w*3 + v a; L = (y - 1.7)^2/2\ndL/da = -1.25 * 1.5", "sign", "sign error"),
]


@pytest.mark.parametrize(("text", "kind", "cause"), CAUSES)
def test_the_plainest_cause_is_named(text, kind, cause):
    verdict = next(each for each in check(text).verdicts if not each.is_fine)
    assert (verdict.kind, verdict.cause) == (kind, cause)


@pytest.mark.parametrize("right", ["1/n", "sum(i: x[i])"])
def test_where_one_path_leads_none_is_left_out(right):
    text = f"x = [0.5, 1.5]; n = 2; k = 0.0; y = {right}*k\ndy/dk = 0"
    assert "path" not in check(text).first().kind


MISTAKES = [  # a claim that each row of the table undoes, and the formula without the mistake
    ("signs", "w*x + b - c", {"-(w*x + b - c)", "-(w*x) + b - c", "w*x - b - c", "w*x + b + c"}),
    ("signs", "-x", {"x"}),
    ("transposes", "W*x.T", {"W*x", "W.T*x.T", "W@x.T"}),
    ("transposes", "W@x", {"W.T@x", "W@x.T", "W*x", "x@W"}),
    ("transposed", "W", {"W.T"}),
    ("extra", "2*w/x", {"w/x", "2/x", "2*w"}),
    ("extra", "tanh(w - b)", {"tanh(-b)", "tanh(w)", "w - b"}),
    ("extra", "1/x", {"1/x", "1"}),
    ("powers", "w*x^2", {"w^2*x^2", "w*x", "w*x^(2 - 1)", "w*x^(2 + 1)"}),
    ("means", "sum(x) + mean(i: x[i])", {"mean(x) + mean(i: x[i])", "sum(x) + sum(i: x[i])"}),
    ("means", "max(a, b)", {"min(a, b)"}),
    ("sums", "w*x", {"sum(w*x)", "sum(w)*x", "w*sum(x)"}),
    ("inverses", "w/x*b", {"w*x*b", "w/x/b"}),
    ("inverses", "w/x", {"w*x", "x/w"}),
    ("halves", "w + x", {"2*(w + x)", "1/2*(w + x)", "2*w + x", "1/2*w + x", "w + 2*x", "w + 1/2*x"}),
    ("cubes", "w^2 + x", {"w^2 + x^3"}),
]


@pytest.mark.parametrize(("family", "formula", "fixed"), MISTAKES)
def test_a_row_undoes_its_mistake_wherever_it_stands(family, formula, fixed):
    point = SimpleNamespace(floats={"W": made(2, 2, [1.0] * 4), "x": made(2, 1, [1.0] * 2)})
    claim = SimpleNamespace(formula=read_expression(formula), samples=SimpleNamespace(base=point), chosen=[{}])
    assert {echo(cause.fixed).replace("(1/2)", "1/2") for cause in find_rewrites(family, claim)} == fixed


def test_every_family_of_the_table_is_looked_for_and_tested():
    families = {row.family for row in TABLE}
    assert families - {"added"} == {family for family, _, _ in MISTAKES}  # slopes are read on sheets only: see CAUSES
    assert {row.where for row in TABLE} <= {*_PARTS, *_PLACES}


def test_every_sentence_is_used():
    folder = Path(search.__file__).parent
    text = "".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    assert [sentence for sentence in SENTENCES if sentence not in text] == []
    assert {row.sentence for row in TABLE} <= set(SENTENCES)


def test_a_cause_is_a_value_and_english_is_made_of_it():
    mistake = check("w = 0.7; h = 0.4; t = 0.1; y = w*h; L = (y - t)^2\ndL/dw = 2*(y - t)").first().mistake
    assert (mistake.kind, mistake.sentence, mistake.about) == ("factor", "factor missing", {"meant": Name("h")})
    assert (str(mistake), echo(mistake.fixed)) == ("the factor h is missing", "(2*(y - t))*h")
    assert pickle.loads(pickle.dumps(mistake)) == mistake


@pytest.mark.slow
def test_unusual_forms_raise_no_alarm():
    """A sample; `python -m tests.benchmarks.forms` writes them all."""
    assert [(form.claim, said) for form, said in forms.alarms(forms.some(sized(50, 500)))] == []


BELIEVED = [
    ("x = 2; w = 0.3; v = 0.7; t = 1\nh = σ(w x)\no = v h\nL = 1/2 (o - t)^2\ndL/dv = x (o - t) h (1 - h)", ""),
    ("w = 0.7\ny = w^2\ndy/dw = 3 w", ""),
    ("w = 0.7\ny = exp(2w)\ndy/dw = exp(2w)", "the factor 2 is missing"),
    ("z = 0.6\na = σ(z)\nda/dz = z (1 - z)", "z is written where a belongs"),
    ("Z = [1.75, 0.5]\nA = softmax(Z)\ndA[0]/dZ[1] = -Z[0] Z[1]", "Z is written where A belongs"),
    (
        "X1 = 1; X2 = 2; X3 = 4; X4 = 3; F1 = 1; F2 = -1; F3 = 0.5; F4 = 2\nO1 = X1 F1 + X2 F2 + X3 F3 + X4 F4\n"
        "O2 = X2 F1 + X3 F2 + X4 F3; O3 = X3 F1 + X4 F2; O4 = X4 F1\nL = O1^2 + O2^3 + O3^2 + O4^4\n"
        "dL/dX4 = dL/dO1 F1 + dL/dO2 F2 + dL/dO3 F3 + dL/dO4 F4",
        "F1, F2, F3 and F4 are written where F4, F3, F2 and F1 belong",
    ),
]


@pytest.mark.parametrize(("text", "cause"), BELIEVED)
def test_a_cause_is_one_that_somebody_believes(text, cause):
    (verdict,) = (each for each in check(text).verdicts if not each.is_fine)
    assert verdict.cause == cause
