"""Worksheets in lecture notes: the lexer loses nothing, the directive checks, warns where it should, and escapes."""

import re
import subprocess
import sys

import pytest

from autograd import worked
from tests import optional

optional.package("pygments")

from autograd.interchange import directive  # noqa: E402  after what it needs is known to be there
from autograd.interchange.lexer import SheetLexer  # noqa: E402


@pytest.mark.parametrize("name", worked.names())
def test_the_lexer_reads_every_worked_sheet(name):
    text = worked.sheet(name)
    tokens = list(SheetLexer(stripnl=False, ensurenl=False).get_tokens(text))
    assert "".join(piece for _, piece in tokens) == text
    assert [piece for kind, piece in tokens if str(kind) in ("Token.Text", "Token.Error")] == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("find dL/dw[k]", ["Keyword", "Name.Function.Magic"]),
        ("∂z/∂x₁ = −0.5", ["Name.Function.Magic", "Operator", "Operator", "Literal.Number"]),
        ("d²y/dx² = …", ["Name.Function.Magic", "Operator", "Keyword.Pseudo"]),
        ("tanh(u)", ["Name.Function", "Punctuation", "Name.Variable", "Punctuation"]),
        ("%%sheet --hints 1\nx = 2", ["Keyword.Namespace", "Name.Variable", "Operator", "Literal.Number"]),
        ("finding = 1", ["Name.Variable", "Operator", "Literal.Number"]),
        ("€", ["Text"]),
    ],
)
def test_what_a_sheet_is_made_of(text, kinds):
    found = [str(kind).removeprefix("Token.") for kind, piece in SheetLexer().get_tokens(text) if piece.strip()]
    assert found == kinds


def test_pygments_finds_the_lexer_by_its_name():
    from pygments.lexers import get_lexer_by_name, get_lexer_for_filename

    assert type(get_lexer_by_name("sheet")).__name__ == "SheetLexer"
    assert type(get_lexer_for_filename("residual.sheet")).__name__ == "SheetLexer"


@pytest.fixture
def published(tmp_path):
    """`published(text)`: the page that docutils makes of it, and the warnings."""
    docutils = optional.package("docutils.core")
    directives = optional.package("docutils.parsers.rst.directives")
    directives.register_directive("sheet", directive.directive())
    (tmp_path / "key.sheet").write_text("x = 2; w = 3\ny = w*x^2\n", "utf-8")

    def publish(text):
        warnings = tmp_path / "warnings"
        settings = {"warning_stream": warnings.open("w", encoding="utf-8"), "halt_level": 6, "report_level": 2}
        page = docutils.publish_parts(
            text, source_path=str(tmp_path / "notes.rst"), writer="html5", settings_overrides=settings
        )["body"]
        settings["warning_stream"].close()
        return page, warnings.read_text("utf-8")

    yield publish
    directives._directives.pop("sheet")


SHEET = ".. sheet::\n{options}\n   x = 2; w = 3\n   y = w*x^2\n   dy/dx = {line}\n"


@pytest.mark.parametrize(
    ("options", "line", "warning"),
    [
        ("", "2*w*x", ""),
        ("", "w*x", r"notes\.rst:5: \(WARNING/2\) sheet: 1 claim: wrong at line 3"),
        ("   :expect: wrong\n", "w*x", ""),
        ("   :expect: wrong\n", "2*w*x", r"sheet: a mistake was expected, and there is none"),
        ("   :expect: any\n", "w*x", ""),
        ("   :expect: perhaps\n", "w*x", r'invalid option value: [\s\S]*"perhaps" unknown'),
        ("   :hints: 7\n", "w*x", r'invalid option value: [\s\S]*"7" unknown'),
        ("   :key: none.sheet\n", "w*x", r"sheet: the key none\.sheet cannot be read: No such file"),
    ],
)
def test_a_sheet_that_is_not_as_expected_is_a_warning(published, options, line, warning):
    _, found = published(SHEET.format(options=options, line=line))
    assert re.search(warning, found) if warning else found == ""


def test_in_myst_a_warning_tells_its_place_in_the_notes():
    optional.package("docutils.core")
    kind = directive.directive()
    made = kind.__new__(kind)
    made.state = type("MockState", (), {"__module__": "myst_parser.mocking"})()
    made.lineno, made.content_offset = 11, 1  # an option stands between
    assert made.line_of_notes(3) == 15


def test_sheets_are_shown_with_their_marks_and_causes(published):
    page, _ = published(SHEET.format(options="   :expect: wrong\n", line="w*x"))
    assert "chalk-sheet" in page
    assert "a factor 2 is missing" in page
    hinted, _ = published(SHEET.format(options="   :expect: any\n   :hints: 0\n", line="w*x"))
    assert "a factor 2 is missing" not in hinted
    alone, _ = published(SHEET.format(options="   :expect: any\n   :hide-report:\n", line="w*x"))
    assert "chalk-sheet" not in alone


def test_a_key_decides_what_the_names_are(published):
    text = ".. sheet::\n   :key: key.sheet\n\n   dy/dx = 2*w*x = 12\n"
    page, found = published(text)
    assert found == ""
    assert "chalk-sheet" in page


def test_hostile_sheets_show_as_text(published):
    page, _ = published(SHEET.format(options="   :expect: any\n", line="<script>alert(1)</script>"))
    assert "<script>alert" not in page
    assert "alert(1)" in page


@pytest.mark.parametrize(("builder", "shown"), [("html", "chalk-sheet"), ("text", "a factor 2 is missing")])
def test_sphinx_builds_notes_with_sheets(tmp_path, builder, shown):
    optional.package("sphinx")
    (tmp_path / "conf.py").write_text('extensions = ["autograd.interchange.directive"]\n', "utf-8")
    (tmp_path / "index.rst").write_text("Notes\n=====\n\n" + SHEET.format(options="", line="w*x"), "utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "--no-color", "-b", builder, str(tmp_path), str(tmp_path / "out")]
    found = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert "index.rst:8: WARNING: sheet: 1 claim: wrong at line 3" in found.stderr
    assert shown in next((tmp_path / "out").glob("index.*")).read_text("utf-8")
