"""Checked worksheets in lecture notes: a directive `sheet` for Sphinx, and so for MyST and Jupyter Book.

In conf.py stands `extensions = ["autograd.interchange.directive"]`, and in the notes

    .. sheet::
       :expect: wrong

       x = 2; w = 3
       y = w*x^2
       dy/dx = w*x

Each sheet is checked whenever the notes are built, and shown with its marks. A wrong line is a warning with its place
in the notes, which `sphinx-build -W` makes an error. `:expect: wrong` is for sheets in which a mistake is to be found:
there a sheet without one is the warning; with `any` there is none. `:hints:` says how much is told of a wrong line,
from 0 to 3, and `:key:` names a file, beside the page, with an answer key. `:hide-report:` shows the sheet alone.
"""

from functools import cache
from pathlib import Path
from typing import Any

from autograd.worksheet.reporting.checking import check
from autograd.worksheet.reporting.hints import HINTS
from autograd.worksheet.reporting.html import in_notebook

EXPECTED = ("right", "wrong", "any")
"""What a sheet may be expected to be."""


def complaint(report: Any, expect: str) -> str:
    """What there is to warn of: a sheet that is not as it is expected to be; empty where all is well."""
    wrong = report.first_wrong_line is not None
    if expect == "right" and wrong:
        return f"sheet: {report.summary()}"
    return "sheet: a mistake was expected, and there is none" if expect == "wrong" and not wrong else ""


@cache
def directive() -> Any:
    """The directive, a class of docutils; ImportError without docutils."""
    from docutils import nodes
    from docutils.parsers.rst import Directive, directives

    def hints(text: str) -> int:
        return int(directives.choice(text, tuple(str(level) for level in range(len(HINTS)))))

    class Sheet(Directive):  # type: ignore[misc]  # docutils may have no types
        """A worksheet, checked."""

        has_content = True
        option_spec = {  # noqa: RUF012  as docutils has it
            "expect": lambda text: directives.choice(text, EXPECTED),
            "hints": hints,
            "key": directives.unchanged_required,
            "hide-report": directives.flag,
        }

        def run(self) -> list[Any]:
            self.assert_has_content()
            text = "\n".join(self.content)
            key = self._key()
            report = check(text, key, hints=self.options.get("hints", 2))
            if said := complaint(report, self.options.get("expect", "right")):
                self.state.document.reporter.warning(said, line=self.line_of_notes(report.first_wrong_line or 1))
            shown = nodes.literal_block(text, text, language="sheet")
            if "hide-report" in self.options:
                return [shown]
            page = nodes.raw("", in_notebook(report), format="html")
            if not hasattr(self.state.document.settings, "env"):  # docutils alone, which makes pages
                return [page]
            from sphinx.addnodes import only

            told = nodes.literal_block(str(report), str(report), language="none")
            return [only("", page, expr="html"), only("", shown, told, expr="not html")]

        def line_of_notes(self, line: int) -> int:
            """Where a line of the sheet stands in the notes: MyST counts its content from the directive on."""
            is_myst = type(self.state).__module__.startswith("myst_parser")
            return int(line + self.content_offset + (self.lineno if is_myst else 0))

        def _key(self) -> str | None:
            """The text of the answer key, if one is named; it is looked for beside the page."""
            if "key" not in self.options:
                return None
            path = Path(self.state.document.current_source or "").parent / self.options["key"]
            try:
                text: str = path.read_text("utf-8")
            except OSError as error:
                raise self.error(f"sheet: the key {self.options['key']} cannot be read: {error.strerror}") from None
            environment = getattr(self.state.document.settings, "env", None)
            if environment is not None:
                environment.note_dependency(str(path))
            return text

    return Sheet


def setup(app: Any) -> dict[str, bool]:
    """What Sphinx calls: the directive and the colours of sheets."""
    from autograd.interchange.lexer import SheetLexer

    app.add_directive("sheet", directive())
    app.add_lexer("sheet", SheetLexer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
