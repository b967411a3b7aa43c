"""The page for teachers: its class is graded from start to end, every command as it stands, one after the other."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_readme import ROOT, parts

PAGE = ROOT / "notebooks" / "teachers.md"


def commands():
    """The commands of the page, with what each reads or runs besides, and what it prints."""
    for block in re.findall(r"```console\n\$ (.*?)```", PAGE.read_text("utf-8"), re.DOTALL):
        command, expected = parts(block)
        first, _, rest = command.partition("\n")
        reads = first.endswith(" -") or first.startswith("cat >")
        yield (f"{first} <<'END'\n{rest}\nEND" if reads else command), expected


@pytest.mark.needs("bash")
@pytest.mark.slow
def test_a_class_is_graded_from_start_to_end(tmp_path):
    script = f'autograd() {{ "{sys.executable}" -m autograd "$@"; }}\n'
    script += "\n".join(f"{command}\necho '---'" for command, _ in commands())
    found = subprocess.run(
        ["bash", "-c", script],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )
    assert found.stderr == ""
    printed = [part.strip("\n").splitlines() for part in found.stdout.split("---\n")[:-1]]
    assert printed == [expected for _, expected in commands()]


def test_every_notebook_is_planned_for():
    rows = re.findall(r"^\| \[.+?\]\((\w+\.ipynb)\) \| \d+ \| .+ \|$", PAGE.read_text("utf-8"), re.M)
    assert rows == sorted(path.name for path in Path(PAGE.parent).glob("[0-9][0-9]_*.ipynb"))
