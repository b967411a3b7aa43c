"""Where modules of earlier versions are now, so that what was pickled with those can be read."""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType

from autograd.support.clash import MODULES, not_here
from autograd.support.types import Any

MOVED = {
    "flat": "engine.pickling",
    "graph": "engine.graph",
    "operation": "engine.operation",
    "ops": "engine.ops",
    "symbols": "formulas.symbols",
    "value": "engine.value",
    "writing": "records.explain",
    "nn.activations": "nn.layers.activations",
    "nn.attention": "nn.layers.attention",
    "nn.containers": "nn.layers.containers",
    "nn.convolution": "nn.layers.convolution",
    "nn.dense": "nn.layers.dense",
    "nn.module": "nn.modules.module",
    "nn.normalisation": "nn.layers.normalisation",
    "nn.perceptron": "nn.layers.perceptron",
    "nn.tables": "nn.counts.tables",
    "worksheet.figures": "worksheet.reporting.figure",
    "worksheet.grading": "worksheet.reporting.grading",
    "worksheet.nodes": "worksheet.language.earlier",
    "worksheet.points": "worksheet.sheet.model",
    "worksheet.report": "worksheet.reporting.report",
    "worksheet.steps": "worksheet.sheet.model",
    "worksheet.verdicts": "worksheet.judging.verdicts",
}
"""The modules whose names stand in pickles written by 0.1.0, and the module each is in now."""


class Moved:
    """Finds a module by the name it had in an earlier version."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> Any:
        """How to load what has moved; None for everything else. ImportError for what the other package has."""
        here = name.removeprefix("autograd.") if name.startswith("autograd.") else ""
        if here in MODULES:
            raise not_here(here)
        known = here in MOVED
        return ModuleSpec(name, self) if known else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> None:
        """Nothing of its own."""

    def exec_module(self, module: ModuleType) -> None:
        """Put the module of today in its place."""
        name = module.__name__
        sys.modules[name] = import_module(f"autograd.{MOVED[name.removeprefix('autograd.')]}")
