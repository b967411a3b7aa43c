"""The command `autograd completion`: what a shell is told, so that its tab key knows commands, options and names."""

import argparse

from autograd import worked
from autograd.commands import COMMANDS, parser_of
from autograd.commands.grammar import Parser, one_of, write

SHELLS = ("bash", "zsh", "fish")

_BASH = """\
_autograd() {{
    local words word=${{COMP_WORDS[COMP_CWORD]}}
    if (( COMP_CWORD == 1 )); then words="{commands} --help --version"
    else case ${{COMP_WORDS[1]}} in
{cases}
    esac; fi
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    if [[ $word != -* ]]; then COMPREPLY+=($(compgen -f -- "$word")); fi
}}
complete -o filenames -F _autograd autograd
"""


def add_options(command: Parser) -> None:
    """Add to the command what it takes."""
    command.add_argument("shell", type=one_of("shell", SHELLS), help=", ".join(SHELLS))
    command.add_output(["text"])


def run(options: argparse.Namespace) -> None:
    """Print or save what the shell is to read."""
    words = {name: [*parser_of(name).known, *names(name)] for name in COMMANDS}
    if options.shell == "fish":
        write("\n".join(_fish(words)), options)
        return
    cases = "\n".join(f'        {name}) words="{" ".join(known)}" ;;' for name, known in words.items())
    start = "autoload -U +X bashcompinit && bashcompinit\n" if options.shell == "zsh" else ""
    write(start + _BASH.format(commands=" ".join(COMMANDS), cases=cases).rstrip(), options)


def names(command: str) -> list[str]:
    """The words that a command takes besides its options."""
    if command == "help":
        from autograd.commands.guide.index import index

        return ["commands", *(name for _, name, _ in index()), *COMMANDS]
    if command == "completion":
        return list(SHELLS)
    return worked.names() if command in ("worked", "explain", "derive", "draw", "play") else []


def _fish(words: dict[str, list[str]]) -> list[str]:
    lines = [
        f"complete -c autograd -n __fish_use_subcommand -a {name} -d '{about.partition(':')[0]}'"
        for name, (_, about) in COMMANDS.items()
    ]
    for command, known in words.items():
        here = f"complete -c autograd -n '__fish_seen_subcommand_from {command}'"
        for word in known:
            kind = f"-l {word[2:]}" if word.startswith("--") else f"-s {word[1:]}" if word[0] == "-" else f"-a {word}"
            lines.append(f"{here} {kind}")
    return lines
