"""A scalar reverse-mode autodiff engine that shows its work and checks yours.

>>> from autograd import Value, explain
>>> x, w = Value(2.0, "x"), Value(3.0, "w")
>>> (w * x + 1).backward()
>>> w.grad
2.0

Names load when they are first used, so that importing the package costs next to nothing.
"""

import builtins
import sys
from importlib import import_module
from os.path import exists

from autograd.support.clash import NAMES, mixed, not_here
from autograd.support.types import TYPE_CHECKING, Any

if exists(f"{__path__[0]}/core.py"):  # a file of the other package called autograd; to ask costs 2 µs
    raise mixed(__path__[0])

from autograd.support.moved import Moved

sys.meta_path.append(Moved())

if TYPE_CHECKING:
    from autograd import nn as nn, optim as optim, training as training
    from autograd.compiled import Program as Program, compile as compile
    from autograd.derivation.derive import Derivation as Derivation, derive as derive
    from autograd.engine.anomalies import anomalies as anomalies
    from autograd.engine.arrays import gradients as gradients, numbers as numbers, values as values
    from autograd.engine.codegen.functions import *  # noqa: F403  the operations of the table
    from autograd.engine.codegen.python import (
        OPS as OPS,
        Value as Value,
        forget as forget,
        no_grad as no_grad,
        op as op,
    )
    from autograd.engine.derivatives.gradcheck import gradcheck as gradcheck
    from autograd.engine.derivatives.gradients import grad as grad, hessian as hessian, jacobian as jacobian
    from autograd.engine.naming import name_all as name_all
    from autograd.engine.recording import recording as recording
    from autograd.errors import (
        AnomalyError as AnomalyError,
        AutogradError as AutogradError,
        BranchError as BranchError,
        GraphError as GraphError,
        LanguageError as LanguageError,
        NoDerivativeError as NoDerivativeError,
    )
    from autograd.pictures.drawing import draw as draw, draw_dot as draw_dot
    from autograd.player import play as play
    from autograd.records.explain import explain as explain
    from autograd.records.steps import Steps as Steps, steps as steps
    from autograd.worksheet.reporting.checking import check as check
    from autograd.worksheet.reporting.report import Report as Report

__version__ = "0.1.0"

_HOMES = {
    "errors": "AnomalyError AutogradError BranchError GraphError LanguageError NoDerivativeError",
    "engine.anomalies": "anomalies",
    "engine.arrays": "gradients numbers values",
    "engine.recording": "recording",
    "engine.codegen.python": "OPS Value forget no_grad op",  # Value, complete with its operations
    "engine.derivatives.gradients": "grad hessian jacobian",
    "engine.derivatives.gradcheck": "gradcheck",
    "engine.naming": "name_all",
    "engine.ops": "atan clip cos cosh elu erf exp gelu indicator leaky_relu log log2 maximum minimum relu sigmoid "
    "silu sin sinh softplus sqrt step tan tanh",
    "records.steps": "Steps steps",
    "records.explain": "explain",
    "compiled": "Program compile",
    "pictures.drawing": "draw draw_dot",
    "player": "play",
    "worksheet.reporting.checking": "check",
    "worksheet.reporting.report": "Report",
    "derivation.derive": "Derivation derive",
}
"""Which module each public name is from: the one list of them, which a test holds the imports above against.

What is imported from here besides: every operation of the table by its name, nn, optim, training.
"""

_ROOMS = ("nn", "optim", "training")

_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = sorted(_HOME.keys() - vars(builtins), key=lambda name: (not name.isupper(), name))  # compile hides Python's


if not TYPE_CHECKING:  # to type checkers, what is not named above is not there

    def __getattr__(name: str) -> Any:
        if name in _HOME:
            found = getattr(import_module(f"autograd.{_HOME[name]}"), name)
            globals()[name] = found
            return found
        table = getattr(sys.modules.get("autograd.engine.codegen.python"), "OPS", {})
        if name in table:
            return table[name]
        from importlib.util import find_spec  # here, because it costs more to import than everything above

        if not name.startswith("__"):
            if find_spec(f"autograd.{name}"):  # before the table, which may be what is loading
                return import_module(f"autograd.{name}")
            table = import_module("autograd.engine.codegen.python").OPS
            if name in table:
                return table[name]
            if name in NAMES:
                raise not_here(name)
        from autograd.engine.arguments import closest

        raise AttributeError(f"module 'autograd' has no attribute {name!r}{closest(name, __dir__())}")


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext autograd` does in a notebook: cells that begin with `%%sheet` are worksheets from then on."""
    import_module("autograd.worksheet.reporting.notebook").load_ipython_extension(shell)


def __dir__() -> list[str]:
    """The public names: what a tab key offers."""
    return sorted({*_HOME, *_ROOMS, *import_module("autograd.engine.codegen.python").OPS, "__version__", "__all__"})
