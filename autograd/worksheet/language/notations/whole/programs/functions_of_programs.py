"""Functions as programs define them: def f(s): return s * (1 - s) is f(s) = s * (1 - s)."""

import re

_DEFINED = re.compile(
    r"^([ \t]*)def[ \t]+([^\W\d]\w*)\(([^()\n]*)\)(?:[ \t]*->[^:\n]*)?[ \t]*:(?:[ \t]*\n)?[ \t]*return[ \t]+([^\n#=]+)",
    re.MULTILINE,
)
_LAMBDA = re.compile(r"^([ \t]*)([^\W\d]\w*)[ \t]*=[ \t]*lambda[ \t]+([^:\n]*):[ \t]*([^\n#=]+)", re.MULTILINE)


def with_functions_told(text: str) -> str:
    r"""A text with a formula for each function of one line, on the line of its name.

    >>> with_functions_told("def f(s): return s * (1 - s)\ng = lambda t: 1 - t**2")
    'f(s) = s * (1 - s)\ng(t) = 1 - t**2'
    >>> with_functions_told("def f(x):\n    return x**2\ny = f(2)")
    'f(x) = x**2\n\ny = f(2)'
    """
    if "return" not in text and "lambda" not in text:
        return text

    def told(match: re.Match[str]) -> str:
        blanks, name, letters, formula = match.groups()
        return f"{blanks}{name}({letters.strip()}) = {formula.rstrip()}" + "\n" * match[0].count("\n")

    return _LAMBDA.sub(told, _DEFINED.sub(told, text))
