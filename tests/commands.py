"""Commands run as the command line runs them, without leaving the process."""

from autograd.commands import parser_of


def run_command(*arguments):
    """The exit code of a command with its arguments."""
    name, *words = map(str, arguments)
    options = parser_of(name).read(words)
    return options.run(options) or 0
