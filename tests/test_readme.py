"""The README: every command prints what stands below it, every file it names is there. Its Python runs as doctests."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text("utf-8")

BLOCKS = re.findall(r"```console\n\$ (.*?)```", TEXT, re.DOTALL)


def parts(block):
    """A command, with what it reads (lines that begin with >), and what it prints."""
    lines = block.splitlines()
    reads = [line.removeprefix("> ") for line in lines[1:] if line.startswith("> ")]
    return "\n".join([lines[0], *reads]), lines[1 + len(reads) :]


@pytest.mark.needs("bash")
@pytest.mark.parametrize("block", BLOCKS, ids=[block.partition("\n")[0] for block in BLOCKS])
def test_every_command_prints_what_the_readme_shows(tmp_path, block):
    command, expected = parts(block)
    assert expected
    found = subprocess.run(
        ["bash", "-c", f'autograd() {{ "{sys.executable}" -m autograd "$@"; }}\n{command}\n'],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )
    assert (found.stdout + found.stderr).rstrip().splitlines() == expected


def test_six_things_are_shown():
    section = TEXT.partition("## What you can do")[2].partition("\n## ")[0]
    assert len(re.findall(r"^\*\*", section, re.M)) == 6
    assert len(re.findall(r"```(console|python)\n", section)) == 6


def test_every_file_it_links_to_is_there():
    links = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert links
    assert [link for link in links if "://" not in link and not (ROOT / link).is_file()] == []


def test_every_notebook_is_in_the_table():
    named = re.findall(r"^\| \[(.+?)\]\(notebooks/(\w+\.ipynb)\) \| .+ \|$", TEXT, re.M)
    assert [name for _, name in named] == sorted(path.name for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))


def test_every_module_named_in_the_map_is_there_and_every_module_is_named():
    rows = re.findall(r"^\| (`[^|]+`) \| ", TEXT.partition("## Map of the code")[2].partition("\n## ")[0], re.M)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    files = {path.stem for path in (ROOT / "autograd").glob("*.py")}
    files |= {path.parent.name for path in (ROOT / "autograd").glob("*/__init__.py")}
    assert sorted(named) == sorted(files - {"__init__", "__main__"})
