"""The README and the texts beside it: commands print what stands below them, what they name is there.

The README's Python runs as doctests.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import autograd

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text("utf-8")
TEXTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "notebooks/README.md", "notebooks/teachers.md"]

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


@pytest.mark.parametrize("text", TEXTS)
def test_every_file_it_links_to_is_there(text):
    without_code = re.sub(r"`[^`\n]*`", "", (ROOT / text).read_text("utf-8"))  # `w[2](0,1)` is no link
    links = re.findall(r"\]\(([^)#]+)\)", without_code)
    beside = (ROOT / text).parent
    assert [link for link in links if "://" not in link and not (beside / link).is_file()] == []


def test_every_notebook_is_in_the_table():
    text = (ROOT / "notebooks" / "README.md").read_text("utf-8")
    named = re.findall(r"^\| \[(.+?)\]\((\w+\.ipynb)\) \| .+ \|$", text, re.M)
    assert [name for _, name in named] == sorted(path.name for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))


def test_every_module_named_in_the_map_is_there_and_every_module_is_named():
    rows = re.findall(r"^\| (`[^|]+`) \| ", TEXT.partition("## Map of the code")[2].partition("\n## ")[0], re.M)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    files = {path.stem for path in (ROOT / "autograd").glob("*.py")}
    files |= {path.parent.name for path in (ROOT / "autograd").glob("*/__init__.py")}
    assert sorted(named) == sorted(files - {"__init__", "__main__"})


GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_what_the_guide_names_is_there():
    named = re.findall(r"`((?:autograd|tests|\.ci)/[\w/.]*)`", GUIDE)
    assert len(named) > 15
    assert [name for name in named if not (ROOT / name).exists()] == []
    benchmarks = GUIDE.partition("| measures |")[2].partition("\n\n")[0]
    names = [name for row in re.findall(r"^\| (`.+?) \|", benchmarks, re.M) for name in re.findall(r"`(\w+)`", row)]
    assert len(names) > 5
    assert [name for name in names if not (ROOT / "tests" / "benchmarks" / f"{name}.py").is_file()] == []


def test_the_evening_is_as_long_as_the_guide_says():
    section = GUIDE.partition("## Read it in an evening")[2].partition("\n## ")[0]
    files = re.findall(r"^\| `(.+?)` \|", section, re.M)
    said = int(re.search(r"about ([\d,]+) lines", section)[1].replace(",", ""))
    lines = [len((ROOT / file).read_text("utf-8").splitlines()) for file in files]
    assert len(files) == 9
    assert sum(lines) == pytest.approx(said, rel=0.15)  # "about"


def test_the_quick_tests_the_guide_names_are_marked(request):
    """What it leaves out is marked so, and the word is one that pytest knows."""
    assert '-m "not slow"' in GUIDE
    assert any(marker.startswith("slow:") for marker in request.config.getini("markers"))


def test_the_version_to_cite_is_this_one():
    assert f"\nversion: {autograd.__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")


def test_what_runs_before_a_change_begins_with_the_readme():
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.index("README.md") < script.index("pip install")
    lines = re.search(r"^```sh\n(.*?)```", TEXT, re.M | re.DOTALL)[1].splitlines()
    assert len(lines) == 2
