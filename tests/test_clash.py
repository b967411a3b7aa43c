"""The other package of the same import name: what is said where both are installed in one place."""

import shutil
import subprocess
import sys
from pathlib import Path

import autograd

HERE = Path(autograd.__file__).parent

MESSAGE = (
    "two packages called autograd are mixed in {}: chalkgrad, and the one that the package index calls autograd. "
    "They cannot share an environment. Install one of them in a new one: python3 -m venv .venv"
)


def run(folder, *arguments):
    """What Python with that folder first on its path says."""
    return subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); " + "; ".join(arguments)],
        capture_output=True,
        text=True,
        cwd=folder,
    )


def copied(folder):
    """A copy of this package there."""
    return shutil.copytree(HERE, folder / "autograd", ignore=shutil.ignore_patterns("__pycache__"))


def test_alone_it_says_nothing(tmp_path):
    copied(tmp_path)
    found = run(tmp_path, "import autograd", "print(autograd.Value(2) * 3)")
    assert (found.returncode, found.stdout, found.stderr) == (0, "Value(6.0)\n", "")


def test_ours_over_theirs_is_told_at_import(tmp_path):
    package = copied(tmp_path)
    (package / "core.py").write_text("# a file of the other package\n")
    found = run(tmp_path, "import autograd")
    assert found.returncode == 1
    assert found.stderr.splitlines()[-1] == f"ImportError: {MESSAGE.format(package)}"


def test_theirs_over_ours_is_told_by_the_command(tmp_path):
    package = copied(tmp_path)
    (package / "__init__.py").write_text("# the other package's\n")
    found = run(tmp_path, "from autograd import cli", "sys.exit(cli.main(['worked']))")
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == f"autograd: {MESSAGE.format(package)}\n"
