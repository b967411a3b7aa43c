"""LaTeX, Markdown and notebooks as they stand: what is read of them, where, and what is said of it."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from autograd import LanguageError, check, explain
from autograd.worksheet.judging.verdicts import NOT_JUDGED, UNREADABLE, WRONG
from autograd.worksheet.reporting.formats import as_html, as_tex
from tests.benchmarks import tex_fuzz
from tests.graphs import random_graph

ALIGN = r"""\begin{align*}
x &= 1.5, \quad w = 0.8, \quad b = -0.3, \quad t = 1 \\
z &= w x + b = 0.8 \cdot 1.5 - 0.3 = 0.9 \\
a &= \sigma(z) = \frac{1}{1 + e^{-0.9}} \approx 0.711 \\
L &= \tfrac12 (a - t)^2 \approx 0.042 \\
\frac{\partial L}{\partial w} &= (a - t)\, a (1 - a)\, x \approx -0.089 \\
  &= (a - t) \cdot a (1 + a) \cdot x
\end{align*}
"""


def said(text, name="homework.tex"):
    """The line and verdict of each claim."""
    return [(verdict.line, verdict.verdict) for verdict in check(text, name=name).verdicts]


def test_a_chain_over_rows_is_judged_row_by_row():
    report = check(ALIGN, name="homework.tex")
    assert [verdict.line for verdict in report.verdicts if not verdict.is_fine] == [7]
    assert report.outcome() == "9 formulas read; 8 claims: 7 right, 1 wrong; line 7 is the first wrong one"


def test_carets_stand_in_the_file_under_the_part():
    assert str(check(ALIGN, name="homework.tex")).splitlines()[1:5] == [
        "line 7: wrong",
        r"    &= (a - t) \cdot a (1 + a) \cdot x",
        "                            ^",
        "  read as (a - t)*a*(1 + a)*x",
    ]


GIVENS = "$x = 2$, $w = 3$, $t = 5$, $c = 0.5$\n\n$$y = w x$$\n\n"


@pytest.mark.parametrize(
    "formula",
    [
        r"y = 6",
        r"\frac{\partial y}{\partial w} = x = 2",
        r"\frac{dy}{dw} = x",
        r"\frac{\mathrm{d} y}{\mathrm{d} w} = x",
        r"\partial y / \partial w = x",
        r"dy/dw = x",
        r"{dy \over dw} = x",
        r"\frac{d}{dw} (w x) = x",
        r"\frac{\partial}{\partial w} \left( w x^2 \right) = x^2",
        r"\frac{\partial (x^2 / t)}{\partial t} = -\frac{x^2}{t^2}",
        r"\nabla_w y = x",
        r"q = \sqrt{x^2 + t} = 3",
        r"q = \sqrt[3]{x + 6} = 2",
        r"q = \left| c - x \right| = 1.5",
        r"q = |c - x| = \frac32",
        r"q = \exp\left(0\right) + e^{c - 0.5} + \log e = 3",
        r"q = \ln \exp x = x",
        r"q = \tanh c \cdot 2 = 2 \tanh(c)",
        r"q = \sin^2 c + \cos^2 c = 1",
        r"q = \max(0, x) + \max\{c, x\} = 4",
        r"q = \mathrm{ReLU}(c) + relu(x) + \operatorname{relu}(-x) = 2.5",
        r"\underbrace{w x}_{6} + t = 11",
        r"\boxed{y = 6}",
        r"y \coloneqq 6",
        r"y \stackrel{!}{=} 6",
        r"x^2 = \color{red}{4} \tag{1} \label{eq:x}",
        r"q = 2 \times 10^{3} = 2000",
        r"q = 1{,}000 \cdot 2 = 2000",
        r"q = x\,w\;t\!\cdot\!c = 15",
        r"\begin{bmatrix} x & w \\ t & c \end{bmatrix} \begin{bmatrix} 1 \\ 0 \end{bmatrix}"
        r" = \begin{pmatrix} 2 \\ 5 \end{pmatrix}",
        r"\begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases} = 2",
        r"\Rightarrow y = 6 \quad \text{(by definition)}",
        r"y = 6, \qquad t = 5",
        r"\begin{aligned} y &= 8 \\ &{} - 2 \end{aligned}",
        r"z = 5 > 0, y = 6",
    ],
)
def test_what_people_write_is_read(formula):
    report = check(f"{GIVENS}$${formula}$$\n", name="notes.md")
    verdicts = [verdict for verdict in report.verdicts if verdict.line == 5]
    assert {verdict.is_fine for verdict in verdicts} == {True}, str(report)


MACROS = r"""\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}
\DeclareMathOperator{\relu}{relu}
\def\half{\tfrac{1}{2}}
\newcommand{\sq}[1][2]{^{#1}}
$x = 3$, $w = 0.5$, $t = 1$
\[ h = \relu(w x) = 1.5 \]
\[ L = \half (h - t)\sq = 0.125 \]
\[ \pd{L}{w} = \pd{L}{h} \pd{h}{w} = (h - t) w \]
"""


def test_macros_are_written_out_and_carets_point_at_what_was_typed():
    report = check(MACROS, name="homework.tex")
    assert [verdict.verdict for verdict in report.verdicts] == ["right"] * 3 + ["wrong"]
    wrong = report.verdicts[-1]
    assert (wrong.line, wrong.cause) == (8, "w is written where x belongs")
    assert wrong.text[wrong.part[0] : wrong.part[0] + wrong.part[1]] == "w"


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        (r"y = \a", r"\a is made of itself"),
        (r"y = \b", r"\b is made of itself"),
        (r"\frac{\partial y}{\partial w = x", "this { is never closed"),
        (r"y = \left( w x", "this \\left( is never closed: a \\right is missing"),
        (r"y = w x)", "this ) closes nothing: a bracket too many, or one missing before it"),
        (r"y = \frobnicate{w}", r"the command \frobnicate is not known"),
        (r"W^{(\dagger+)} = W - \alpha", None),
        (r"y = w +", "the formula ends too early: a number, a name or a bracket was expected here"),
        (r"y = " + "{" * 300 + "w" + "}" * 300, "more than 50 levels inside one another: too deep to be read"),
        (r"y = " + r"\frac{1}{" * 300 + "w" + "}" * 300, "more than 50 levels inside one another: too deep to be read"),
        (r"P = \prod_{i=k+1}^{n} x_i", "a product with these bounds is not read"),
    ],
)
def test_what_is_not_read_costs_only_itself(formula, why):
    macros = "\\newcommand{\\a}{\\a\\a}\n\\newcommand{\\b}{\\c}\\newcommand{\\c}{\\b}\n"
    report = check(f"{macros}$x = 2$, $w = 3$, \n\\[{formula}\\]\n\\[ x w = 6 \\]\n", name="homework.tex")
    unread = [verdict for verdict in report.verdicts if verdict.verdict == UNREADABLE]
    assert [each.line for each in unread] == [4], str(report)
    assert why is None or unread[0].cause == why
    assert [each.verdict for each in report.verdicts if each.line == 5] == ["right"]
    assert report
    assert report.exit_code == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            r"$$\frac{\partial J}{\partial \theta} = y$$",
            "J is defined nowhere, so only chains of its derivatives are judged",
        ),
        (
            "$$\\theta = U v$$\n$$\\frac{\\partial J}{\\partial \\theta} = 0$$",
            "J is defined nowhere, so only chains of its derivatives are judged",
        ),
        (
            "$w = 2$, $x = 3$\n$$y = w x$$ $$z = w x + 1$$ $$\\frac{\\partial y}{\\partial z} = 1$$",
            "nothing says that y depends on z: write z where it is used",
        ),
    ],
)
def test_what_is_not_said_is_not_judged(text, why):
    report = check(text, name="notes.md")
    assert [(each.verdict, each.cause) for each in report.verdicts] == [(NOT_JUDGED, why)]
    assert report.exit_code == 0
    assert check(text, name="notes.md", strict=True).exit_code == 2


def test_a_heading_begins_a_part_and_definitions_are_inherited_where_they_fit():
    text = r"""## a neuron
$$a = \sigma(z)$$
$$\frac{da}{dz} = a (1 - a)$$
## softmax
$$a_j = \frac{e^{z_j}}{\sum_k e^{z_k}}$$
$$\frac{\partial a_j}{\partial z_j} = a_j (1 - a_j)$$
## a neuron again
$$\frac{da}{dz} = a - a^2$$
$$\frac{da}{dz} = a + a^2$$
"""
    assert said(text, "notes.md") == [(3, "right"), (6, "right"), (8, "right"), (9, "wrong")]


def test_definitions_may_come_after_their_use():
    assert said("$y = w x = 6$ with $w = 2$ and $x = 3$", "notes.md") == [(1, "right")]


def test_markdown_hides_code_and_reads_fences_of_givens():
    text = "```sheet\nx = 2; w = 3\n```\n\n"
    text += "`$x = 9$` costs $5, not $6\n\n```python\n$y = 1$\n```\n\n```math\ny = w x = 6\n```\n"
    assert said(text, "notes.md") == [(12, "right")]


def test_a_formula_of_markdown_never_closed_is_told_and_a_price_is_none():
    report = check("Let $x = 2.\n\nIt costs $5 or $6, so\n\n$$y = 3 + 4 = 7$$\n", name="notes.md")
    assert [(each.line, each.cause) for each in report.verdicts if not each.is_fine] == [(1, "this $ is never closed")]


def test_comments_of_latex_are_hidden_but_givens_are_read():
    text = "% check: x = 2; w = 3\n% $x = 4$\n\\[ y = w x % + 3 \n = 6 \\]\n"
    assert said(text) == [(4, "right")]


def test_a_notebook_is_checked_cell_by_cell(tmp_path):
    cells = [
        {
            "cell_type": "markdown",
            "source": ["# one neuron\n", "\n", "$$z = w x + b$$ with $w = 2$, $x = 3$, $b = 1$\n"],
        },
        {"cell_type": "code", "source": ["z = 9  # $z = 9$\n"], "outputs": []},
        {
            "cell_type": "markdown",
            "source": ["$$\\frac{\\partial z}{\\partial w} = x = 3$$\n", "$$\\frac{\\partial z}{\\partial x} = x$$\n"],
        },
    ]
    path = tmp_path / "notes.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    from autograd.commands.check import checked

    (report,) = checked(str(path), key=None, hints=2)
    assert [(row["cell"], row["line"], row["verdict"]) for row in report.rows()] == [
        (3, 1, "right"), (3, 1, "right"), (3, 2, "wrong"),
    ]  # fmt: skip
    assert "cell 3, line 2: wrong" in str(report)


def test_at_the_prompt_a_report_is_its_text():
    report = check("# Squares\n\nLet $w = 3$ and $y = w^2$. Then\n\n$$\\frac{dy}{dw} = w$$\n")
    assert repr(report) == str(report)
    assert "a factor 2 is missing" in repr(report)


def test_a_plain_sheet_names_the_way():
    cause = check(r"y = $\frac{1", name="notes.sheet").verdicts[0].cause
    assert (
        cause == "unexpected '$': formulas stand without dollar signs; LaTeX is read from a file saved as .tex or .md"
    )


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (r"$$\frac{d}{dx} x^2 = 2x$$", [True]),
        (r"With $x = 2$ we get $$y = x^2 = 5$$", [False]),
        (r"\[ \frac{d}{dx} x^2 = 2x \]", [True]),
        (r"\begin{align} x &= 2 \\ y &= x^2 = 4 \end{align}", [True]),
    ],
)
def test_a_single_line_without_a_name_is_read_as_what_it_is(text, right):
    assert [verdict.is_fine for verdict in check(text).verdicts] == right


def test_names_are_shown_as_the_document_has_them():
    text = r"""$x = (1.0, 2.0, 4.0)$
$$\gamma = 0.5$$
$$\hat{x}_i = \gamma x_i$$
$$\frac{\partial \hat{x}_i}{\partial \gamma} = \hat{x}_i$$
"""
    wrong = check(text, name="notes.md").verdicts[-1]
    assert wrong.cause == "x̂_i is written where x_i belongs"


DOCUMENTS = Path(__file__).parent / "data" / "documents"

FOUND = {
    "batchnorm.tex": (18, {25: "the sum over i is missing", 35: "df/dy_i*γ is written where x̂_i belongs"}),
    "batchnorm_underbraces.tex": (
        18,
        {24: "the sum over i is missing", 33: "df/dy_i*γ is written where x̂_i belongs"},
    ),
    "losses.tex": (13, {30: "sum is written where mean belongs"}),
    "homework.tex": (
        17,
        {
            17: "one factor too many: x_i",
            23: "the formula before it is right, but comes to 1.1",
            32: "the whole formula needs a transpose",
        },
    ),
    "two_layers.md": (5, {24: "a_1 is written where x belongs"}),
}
"""For each document how many claims are right, and the cause of each mistake by its line; there are no others."""


@pytest.mark.parametrize("name", FOUND)
def test_whole_documents_are_judged_as_they_stand(name):
    report = check((DOCUMENTS / name).read_text(), name=name)
    right, causes = FOUND[name]
    assert {each.line: each.cause for each in report.verdicts if not each.is_fine} == causes
    assert sum(each.is_fine for each in report.verdicts) == right


"""No numbers anywhere: what each line of a document comes to."""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            r"""$$s_i = \frac{e^{z_i}}{\sum_{k=1}^n e^{z_k}}$$
$$\frac{\partial s_i}{\partial z_j} =
\begin{cases} s_i (1 - s_i) & \text{if } i = j \\ -s_i s_j & \text{if } i \neq j \end{cases}$$
$$\frac{\partial s_i}{\partial z_j} = s_i (\delta_{ij} - s_j)$$
$$\frac{\partial s_i}{\partial z_j} = s_i s_j, \quad i \neq j$$
$$L = -\sum_k y_k \log s_k$$
$$\frac{\partial L}{\partial z_i} = -y_i (1 - s_i) + \sum_{k \neq i} y_k s_i$$
""",
            [(3, "right"), (3, "right"), (4, "right"), (5, "wrong"), (7, "right")],
        ),
        (
            r"""$\mathbf{x} \in \mathbb{R}^4$, $\mathbf{W} \in \mathbb{R}^{3 \times 4}$, $\mathbf{t} \in \mathbb{R}^3$
$$\mathbf{o} = \mathbf{W} \mathbf{x}, \qquad J = \tfrac{1}{2} \|\mathbf{o} - \mathbf{t}\|^2$$
$$\frac{\partial J}{\partial \mathbf{o}} = \mathbf{o} - \mathbf{t}$$
$$\frac{\partial J}{\partial \mathbf{W}} = \frac{\partial J}{\partial \mathbf{o}} \mathbf{x}^\top$$
$$\frac{\partial J}{\partial \mathbf{x}} = \mathbf{W} \frac{\partial J}{\partial \mathbf{o}}$$
""",
            [(3, "right"), (4, "right"), (5, "wrong shape")],
        ),
        (
            r"""$$\bar{x} = \frac{1}{n} \sum\limits_{i=1}^{n} x_i$$
$$V = \frac{1}{n} \sum_i (x_i - \bar{x})^2$$
$$\frac{\partial V}{\partial x_j} = \frac{2}{n} (x_j - \bar{x})$$
$$\frac{\partial V}{\partial x_j} = 2 (x_j - \bar{x})$$
""",
            [(3, "right"), (4, "wrong")],
        ),
        (
            r"""$$a = g(z), \quad z = w x + b, \quad L = l(a, y)$$
$$\frac{\partial L}{\partial w} = \frac{\partial L}{\partial a} g'(z) x$$
$$\frac{\partial L}{\partial w} = \frac{\partial L}{\partial a} g'(z) w$$
$$\frac{\partial a}{\partial z} = a (1 - a)$$
""",
            [(2, "right"), (3, "wrong"), (4, NOT_JUDGED)],
        ),
    ],
)
def test_what_has_no_numbers_is_judged_at_any(text, found):
    assert said(text, "notes.md") == found


@pytest.mark.slow
def test_damaged_documents_cost_a_clear_message():
    r"""The long run, `python -m tests.benchmarks.tex_fuzz`, takes 100,000."""
    for number in range(10):
        tex_fuzz.outcome(*tex_fuzz.damaged(number, 1))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (r"\newcommand{\a}[1]{#1#1}$y = " + r"\a{" * 30 + "x" + "}" * 30 + "$", "too much to be read"),
        (r"\newcommand{\a}[1]{\a{#1#1}} $y=\a{x}$", r"\a is made of itself"),
        ("$y = " + "{" * 9000 + "x" + "}" * 9000 + "$", "too deep to be read"),
        ("$y = " + "(" * 9000 + "x" + ")" * 9000 + "$", "too deep to be read"),
        ("$y = " + r"\left(" * 900 + "x" + r"\right)" * 900 + "$", "too deep to be read"),
        ("$y = " + "+".join(["x"] * 100_000) + "$", "characters are too many for a formula: at most 20000"),
        ("$y = x" + "_{i" * 900 + "}" * 900 + "$", "too deep to be read"),
        ("$y = x" + "^2" * 900 + "$", "two of these upon one another have no meaning"),
        (r"\begin{align} y = 2", r"this \begin{align} is never closed"),
        ("y = $2", "this $ is never closed"),
        (r"\input{chapter}", "other files are not followed"),
    ],
)
def test_what_is_hostile_is_refused_with_its_place(text, why):
    report = check(text, name="homework.tex")
    assert len(report.verdicts) == 1
    assert report.verdicts[0].cause.endswith(why)
    assert (report.verdicts[0].line, report.exit_code) == (1, 2)


def test_what_explain_writes_is_read_and_right():
    """Sums of a dozen terms at the root among them, of which text leaves the middle out."""
    for seed in range(24):
        solution = explain(random_graph(seed, 12)[0])
        report = check(solution.markdown if seed % 2 else solution.latex, name="x.md" if seed % 2 else "x.tex")
        assert len(report.verdicts) > 10
        assert not report.unread
        assert all(each.is_fine for each in report.verdicts), report.text()


@pytest.mark.parametrize("name", FOUND)
def test_a_page_sets_the_formulas_and_marks_what_is_wrong(name):
    report = check((DOCUMENTS / name).read_text(), name=name)
    page = as_html([report])
    formulas = re.findall(r"<math.*?</math>", page, re.DOTALL)
    assert len(formulas) > 15
    for formula in formulas:
        ElementTree.fromstring(formula)
    wrong = sum(not each.is_fine for each in report.verdicts)
    assert page.count('class="fault"') == page.count('<tr class="wrong">') == wrong
    assert page.count("<summary>source</summary>") >= wrong
    assert as_html([check("$x = \\text{<script>}</x>$ <b> $$y = 1 <script> 2$$", name="a.md")]).count("<script>") == 0


@pytest.mark.parametrize("name", FOUND)
def test_the_document_is_given_back_with_colours_and_notes(name):
    text = (DOCUMENTS / name).read_text()
    report = check(text, name=name)
    marked = as_tex([report])
    wrong = [each for each in report.verdicts if not each.is_fine]
    assert marked.count(r"\textcolor{red}{") == len(wrong)
    bare = re.sub(r"\\textcolor\{red\}\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}", r"\1", marked)
    bare = re.sub(r"\\marginpar\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}", "", bare).replace(
        "\\usepackage{xcolor}\n", ""
    )
    assert re.sub(r"\n\n> \*\*line .*\n", "", bare) == text
    assert as_tex([check("$x = 2$ $x = 3$", name="a.tex")]).startswith("\\documentclass{article}\n")
    with pytest.raises(LanguageError, match="gives one document back"):
        as_tex([check("x = 2")])


def test_what_stands_there_once_more_is_judged_at_its_own_place():
    wrong = "$$\\frac{dy}{dx} = x^2, \\quad \\frac{dy}{dx} = 2 x$$\n\n"
    report = check(
        f"$$y = x^2$$\n\n{wrong}Once more,\n\n  {wrong}$$q = \\nothing$$\n\n$$q = \\nothing$$\n", name="a.md"
    )
    assert [(each.line, each.column) for each in report.verdicts if each.verdict == WRONG] == [(3, 18), (7, 20)]
    assert [each.line for each in report.verdicts if each.is_fine] == [3, 7]
    assert [each.line for each in report.verdicts if each.verdict == UNREADABLE] == [9, 11]
    faults = re.findall(r'<mrow class="fault">(.*?)</mrow>', as_html([report]))
    assert len(faults) == 2
    assert len(set(faults)) == 1


def test_letters_side_by_side_are_a_word_or_a_product():
    text = "$w = 2$ $x = 3$ $Loss = wx$ $net_1 = 5$ $$\\frac{\\partial Loss}{\\partial w} = x$$ $$dLoss/dx = net_1$$"
    assert said(text, "notes.md") == [(1, "right"), (1, "wrong")]


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        (r"$y_i = \gamma x_i$ $$\frac{\partial y_i}{\partial x_i} = y_i$$", "y", "γ"),
        (r"$L = (a - t)^2$ $$\frac{\partial L}{\partial a} = z (a - t)$$ $z = 3 a$", "z", "2"),
        (r"$a = \sigma(z)$ $$\frac{\partial a}{\partial z} = 6(z) (1 - \sigma(z))$$", "σ", "6"),
        (r"$z = \omega x$ $$\frac{\partial z}{\partial x} = w$$", "w", "ω"),
        (r"$L = \frac{1}{2} (w x - y)^2$ $$\frac{\partial L}{\partial w} = (\omega x - y) x$$", "w", "ω"),
        (r"$v = (x - \mu)^2$ $$\frac{\partial v}{\partial x} = 2 (x - u)$$", "u", "μ"),
        (r"$p = \sigma(s)$ $$\frac{\partial p}{\partial s} = (1 - p) \rho$$", "p", "ρ"),
        (r"$f = \alpha u^2$ $$\frac{\partial f}{\partial u} = 2 a u$$", "a", "α"),
        (r"$s = z^2$ $$\frac{\partial s}{\partial z} = z z$$", "z", "2"),
        (r"$y = l x$ $$\frac{\partial y}{\partial x} = 1$$", "l", "1"),
        (r"$y = \beta x^2$ $$\frac{\partial y}{\partial x} = 2 B x$$", "B", "β"),
    ],
)
def test_signs_that_look_alike_may_be_misread(text, one, other):
    report = check(text, name="notes.md")
    assert f"perhaps misread, as {one} and {other} look alike" in report.text()
    assert not any(verdict.is_fine for verdict in report.verdicts)


def test_a_derivative_that_calls_a_function_nobody_defines_is_not_judged():
    text = r"$p = \sigma(s)$ $$\frac{\partial p}{\partial s} = \rho(1 - p)$$"
    assert [verdict.verdict for verdict in check(text, name="notes.md").verdicts] == [NOT_JUDGED]


def test_what_is_no_other_sign_is_not_called_misread():
    text = r"$L = (w x - y)^2$, $\omega = 3$ $$\frac{\partial L}{\partial w} = (w x - y) x$$"
    assert "misread" not in check(text, name="notes.md").text()


def test_a_document_mostly_not_read_has_one_line_for_it():
    text = "\n\n".join(f"$a_{{{number}}} = \\dagger {number}$" for number in range(20))
    assert str(check(text, name="notes.md")).splitlines()[1:] == [
        "most of it is not read, first line 1: \\dagger has no meaning here"
    ]


KEYS = (
    "x = 2; w = 3; b = 1; t = 4\nz = w*x + b\nL = (z - t)^2/2\ndL/dw = 6\n",
    r"\begin{align} x &= 2, w = 3, b = 1, t = 4 \\ z &= w x + b \\ L &= \tfrac12 (z - t)^2 \end{align}",
    r"""With $x = 2$, $w = 3$, $b = 1$, $t = 4$
$$z = w x + b \qquad L = \tfrac12 (z - t)^2$$""",
)
ANSWERS = {
    "a.sheet": "z = w*x + b = 7\nL = (z - t)^2\ndL/dw = (z - t)*w\ndL/db = 3\n",
    "a.tex": r"""\begin{align} z &= w x + b = 7 \\
L &= (z - t)^2 \\
\frac{\partial L}{\partial w} &= (z - t) w \\
\frac{\partial L}{\partial b} &= 3 \end{align}""",
    "a.md": """$z = w x + b = 7$
$$L = (z - t)^2$$
$$dL/dw = (z - t) w$$
so that $\\frac{dL}{db} = 3$""",
}


@pytest.mark.parametrize("key", KEYS, ids=["sheet", "latex", "markdown"])
@pytest.mark.parametrize("name", ANSWERS)
def test_answers_are_held_against_a_key_whatever_both_are_typed_in(name, key):
    report = check(ANSWERS[name], key, name=name)
    assert [verdict.line for verdict in report.verdicts if not verdict.is_fine] == [2, 3], str(report)
    assert {verdict.line for verdict in report.verdicts if verdict.is_fine} == {1, 4}


def test_a_key_that_is_wrong_is_refused():
    with pytest.raises(LanguageError, match=r"key, line 2: .* = w is wrong: w is written where x belongs"):
        check(ANSWERS["a.tex"], "$x = 2$, $w = 3$, $$z = w x$$\n$$\\frac{dz}{dw} = w$$", name="a.tex")


def test_a_report_for_machines_counts_formulas_and_tells_how_signs_were_read():
    found = check("$x_i = i$ $y_i = 2 x_i$ $\\dagger = 2$", name="a.md").to_dict()
    assert found["formulas"] == {"read": 2, "not_read": 1, "claim_nothing": 0}
    assert found["signs"] == ["i: index letter, from 1"]


def test_what_is_defined_once_more_otherwise_is_not_wrong():
    text = "$L = (y - p)^2$, $p = w x$\n\n$$\\frac{\\partial L}{\\partial p} = 2 (p - y)$$\n\n$$L = -y \\log p$$\n"
    assert said(text, "notes.md") == [(3, "right"), (5, NOT_JUDGED)]


def test_a_new_value_typed_with_a_colon_is_a_step():
    text = "$x = 2$, $w = 1$, $t = 5$, $L = (w x - t)^2$\n\n$$w := w - 0.1 \\frac{\\partial L}{\\partial w} = 2.2$$\n"
    text += "$$w := w + 0.1 \\cdot 2 (w x - t) x$$\n"
    assert said(text, "notes.md") == [(3, "right"), (3, "right"), (4, "wrong")]


def test_a_comment_of_givens_tells_sizes_and_what_a_function_is_of():
    text = r"""% check: x in R^m; W in R^{n x m}; f(z)
\[ z = W x, \quad L = \|z\|^2 \]
\[ \frac{\partial L}{\partial x} = 2 W^T z \]
\[ \frac{\partial L}{\partial x} = 2 W z \]
"""
    report = check(text, name="sheet.tex")
    assert [verdict.verdict for verdict in report.verdicts] == ["right", "wrong shape"], report.text()
