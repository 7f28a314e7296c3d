"""The reference of the commands, made out of their own help."""

from __future__ import annotations

import inspect

import click

from docgen.cli.shell import docgen

_HEAD = """\
# Commands

<!-- Made by `python -m docgen.cli` from the help of the commands in docgen/cli; change it there. -->

Text for people goes to standard output, problems to standard error. `--json` prints JSON and nothing else on standard
output; where a command could not do its work, that is `{"problems": [...]}`.

| exit status | meaning |
|---|---|
| 0 | all well |
| 1 | done, but something was queried, doubtful or refused |
| 2 | wrong use, or a bad definition |
| 3 | could not run: store, permission, disk |

The workspace is the nearest folder upwards that holds `docgen.yaml`; `--workspace DIR` names another, before or after
the command.
"""


def manual() -> str:
    """The whole reference as Markdown, a section for each command."""
    return "\n".join([_HEAD, *(_section(name, docgen.commands[name]) for name in sorted(docgen.commands))])


def _section(name: str, command: click.Command) -> str:
    arguments = [one.metavar or "" for one in command.params if isinstance(one, click.Argument)]
    options = [one for one in command.params if isinstance(one, click.Option) and one.name != "workspace"]
    lines = [f"## docgen {name}", "", f"`{' '.join(['docgen', name, *arguments])}`", ""]
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        verbatim = paragraph.startswith("\b\n")
        lines += ["```text", paragraph[2:], "```", ""] if verbatim else [paragraph, ""]
    if options:
        lines += ["| option | |", "|---|---|"]
        lines += [f"| `{_option(option)}` | {option.help or ''} |" for option in options]
        lines.append("")
    return "\n".join(lines)


def _option(option: click.Option) -> str:
    if option.is_flag:
        return option.opts[0]
    choices = "\\|".join(option.type.choices) if isinstance(option.type, click.Choice) else ""
    return f"{option.opts[0]} {option.metavar or choices}"
