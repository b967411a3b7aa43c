"""Builds the native core along with the package, where there is a compiler; without one the package is pure Python."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
SOURCES = ROOT / "autograd" / "engine" / "native"
OLDEST = "0x030A0000"
"""One file serves Python 3.10 and all later versions."""

FLAGS = {
    # No contraction: x*y + z must be rounded twice, as Python does it.
    "unix": [
        "-O2",
        "-ffp-contract=off",
        "-fno-math-errno",
        "-fwrapv",
        "-g0",
        "-fvisibility=hidden",
        "-Werror=implicit-function-declaration",
    ],
    "msvc": ["/O2", "/fp:precise", "/std:c11"],
}


class NativeCore(BuildHookInterface):
    """Compiles one extension module, in the source tree if that is installed as it stands (`pip install -e`)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the module to the wheel, or say on one line why there is none."""
        if self.target_name != "wheel" or os.environ.get("AUTOGRAD_PURE"):
            return
        in_place = version == "editable"
        if in_place:
            for old in SOURCES.glob("_core.*"):
                old.unlink()
        try:
            built = compiled(SOURCES if in_place else Path(self.directory) / "native")
        except Exception as fault:  # whatever ails the compiler, there is a package without it
            self.app.display_warning(without_core(fault))
            return
        build_data["pure_python"] = False
        build_data["tag"] = f"cp310-abi3-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"
        if not in_place:
            build_data["force_include"][str(built)] = f"autograd/engine/native/{built.name}"


def compiled(folder: Path) -> Path:
    """The extension module, compiled into a folder."""
    if sys.implementation.name != "cpython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise RuntimeError("it is for CPython with its global lock")
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        write_table(Path(scratch) / "table.h")
        name = "_core"
        extension = Extension(
            name,
            [str(SOURCES / "core.c")],
            include_dirs=[scratch, str(SOURCES)],
            define_macros=[("Py_LIMITED_API", OLDEST)],
            py_limited_api=True,
        )
        command = build_ext(Distribution({"name": name, "ext_modules": [extension]}))
        command.build_lib, command.build_temp, command.force = str(folder), scratch, True
        command.ensure_finalized()
        extension.extra_compile_args = FLAGS["msvc" if os.name == "nt" else "unix"]
        command.run()
        return folder / command.get_ext_filename(name)


def write_table(path: Path) -> None:
    """The operations of the table as C, written by the package itself, which is pure Python then."""
    done = subprocess.run(
        [sys.executable, "-m", "autograd.engine.codegen.c"],
        cwd=ROOT,
        env={**os.environ, "AUTOGRAD_PURE": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip().rpartition("\n")[2])
    path.write_text(done.stdout, encoding="utf-8")


def without_core(fault: Exception) -> str:
    """What is said, on one line, where there is no compiler or it fails."""
    return f"chalkgrad: no native core, pure Python is installed ({' '.join(str(fault).split())[:200]})"


if __name__ == "__main__":  # in place, or in the folder given
    try:
        print(compiled(Path(sys.argv[1]) if sys.argv[1:] else SOURCES))
    except Exception as fault:
        sys.exit(without_core(fault))
