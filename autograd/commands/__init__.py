"""The commands of `autograd`: a module each, which is imported when its command is called.

Exit codes: 0 done, or right; 1 something is wrong, or the computation failed; 2 the input cannot be read.
"""

from importlib import import_module

from autograd.support.types import TYPE_CHECKING

if TYPE_CHECKING:
    from autograd.commands.grammar import Parser

COMMANDS = {
    "explain": ("explain", 'the solution of a formula: autograd explain "tanh(w*x + b)" w=2 x=1 b=-1'),
    "derive": ("derive", "the backward pass of a worksheet in its own notation: autograd derive FILE"),
    "worked": ("worked", "worked examples from exercise sheets, their solutions and mistakes"),
    "draw": ("draw", 'the graph of a formula: autograd draw "tanh(w*x + b)" w=2 x=1 b=-1 -o f.svg'),
    "play": ("play", 'step by step, forward and back: autograd play "tanh(w*x + b)" w=2 x=1 b=-1 -o f.html'),
    "check": ("check", "the verdict on every claim of a worksheet: autograd check FILE"),
    "class": ("classes", "the report on a class: autograd class RESULTS, which autograd check --results wrote"),
    "exercise": ("exercise", "exercises with keys: autograd exercise FAMILY --seed 1 -o FOLDER; without one, the list"),
    "serve": ("serve", "the playground in the browser: a worksheet checked, solved and played as you type"),
    "ops": ("operations", "the table of operations with their derivatives"),
    "help": ("help", "on any name or subject: autograd help Value; without one, the list"),
    "completion": ("completion", 'for the tab key of a shell: eval "$(autograd completion bash)"'),
}
"""Each command with the module that runs it, and what it is for."""


def parser_of(name: str) -> "Parser":
    """The grammar of a command; `run` is among its defaults."""
    from autograd.commands.grammar import Parser

    module, about = COMMANDS[name]
    command = import_module(f"autograd.commands.{module}")
    parser = Parser(name, about)
    command.add_options(parser)
    parser.set_defaults(run=command.run)
    return parser
