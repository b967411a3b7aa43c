"""What is said where the other package of the same import name is installed in the same place."""


def mixed(folder: str) -> ImportError:
    """The error for a folder in which the files of both packages lie."""
    return ImportError(
        f"two packages called autograd are mixed in {folder}: chalkgrad, and the one that the package index calls "
        f"autograd. They cannot share an environment. Install one of them in a new one: python3 -m venv .venv",
        name="autograd",
        path=folder,
    )
