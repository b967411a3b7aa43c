"""What is said where the other package of the same import name is installed in the same place."""


def mixed(folder: str) -> ImportError:
    """The error for a folder in which the files of both packages lie."""
    return ImportError(
        f"two packages called autograd are mixed in {folder}: chalkgrad, and the one that the package index calls "
        f"autograd. They cannot share an environment. Install one of them in a new one: python3 -m venv .venv",
        name="autograd",
        path=folder,
    )


MODULES = ("builtins", "core", "differential_operators", "extend", "misc", "numpy", "scipy", "test_util", "tracer")
"""Modules of the other package."""

NAMES = (
    "checkpoint",
    "elementwise_grad",
    "grad_and_aux",
    "grad_named",
    "hessian_tensor_product",
    "hessian_vector_product",
    "holomorphic_grad",
    "make_ggnvp",
    "make_hvp",
    "make_jvp",
    "make_vjp",
    "multigrad_dict",
    "tensor_jacobian_product",
    "value_and_grad",
    "vector_jacobian_product",
)
"""What the other package has by name and this one has not."""


def not_here(name: str) -> ImportError:
    """The error for something that the other package has."""
    return ImportError(
        f"there is no autograd.{name} here: it belongs to the package that the index calls autograd. This one is "
        f"chalkgrad, which owns the same import name. The two cannot share an environment",
        name=f"autograd.{name}",
    )
