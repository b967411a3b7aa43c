"""Worksheets in colours, for Pygments: in Sphinx, MkDocs and Jupyter Book, and by `pygmentize -l sheet`.

Pygments finds the lexer by its entry point; this module needs Pygments, and nothing else here imports it.
"""

from typing import ClassVar

from pygments.lexer import RegexLexer, bygroups
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, Text

_NAME = r"[^\W\d]\w*[\u0302-\u0305]?'*"
_INDEX = r"(?:\[[^\[\]\n]*\])?"


class SheetLexer(RegexLexer):  # type: ignore[misc]  # Pygments has no types
    """Names, numbers, derivatives and remarks of a worksheet.

    >>> from autograd.interchange.lexer import SheetLexer
    >>> [text for kind, text in SheetLexer().get_tokens("dy/dw = 2*tanh(x)  # so") if "Name" in str(kind)]
    ['dy/dw', 'tanh', 'x']
    """

    name = "Chalkgrad worksheet"
    aliases: ClassVar[list[str]] = ["sheet", "chalkgrad"]
    filenames: ClassVar[list[str]] = ["*.sheet"]
    url = "https://pypi.org/project/chalkgrad/"

    tokens: ClassVar[dict[str, list[tuple[object, ...]]]] = {
        "root": [
            (r"\A%%sheet.*", Keyword.Namespace),  # the cell magic
            (r"#.*", Comment.Single),
            (r"\s+", Text.Whitespace),
            (r"(?:find|for|if|else|given)\b", Keyword),
            (rf"[d∂][²2]?\(?{_NAME}{_INDEX}\)?/[d∂]{_NAME}[²]?{_INDEX}", Name.Function.Magic),
            (rf"({_NAME})(\s*)(\()", bygroups(Name.Function, Text.Whitespace, Punctuation)),
            (r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+−-]?\d+)?", Number),
            (_NAME, Name.Variable),
            (r"…|\.\.\.", Keyword.Pseudo),  # left to be found
            (r"<-|:=|!=|[<>]=?|[-+*/@^=≈←−·×÷∘√∑⁰¹²³⁴⁵⁶⁷⁸⁹]", Operator),
            (r"[()\[\]{}|,;:.]", Punctuation),
            (r".", Text),
        ]
    }
