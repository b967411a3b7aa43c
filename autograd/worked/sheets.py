"""The sheets of the worked examples, by name."""

from autograd.errors import LanguageError

WORKED = (
    "mlp-shapes",
    "conv-parameters",
    "batchnorm",
    "residual",
    "conv-costs",
    "softmax-cross-entropy",
    "softmax-jacobian",
    "convnet-parameters",
    "pooling",
    "sigmoid-chain",
    "hard-coded",
    "two-layer-matrix",
    "twin-branch",
    "logsumexp",
)
"""The examples, in the order of the sheets, W1 to W14."""


def names() -> list[str]:
    """The examples there are."""
    return list(WORKED)


def sheet(name: str) -> str:
    """The text of an example; LanguageError for an unknown one, the nearest suggested."""
    from importlib.resources import files

    if name not in WORKED:
        from autograd.worksheet.language.suggestions import nearest

        known = nearest(name, WORKED) or f": there are {', '.join(WORKED)}"
        raise LanguageError(f"there is no worked example {name}{known}", name, 0, max(1, len(name)))
    return files(__package__).joinpath(f"{name}.sheet").read_text("utf-8")


def title(name: str) -> str:
    """What an example is about, in one sentence: the first line of its sheet."""
    return sheet(name).partition("\n")[0].lstrip("# ")
