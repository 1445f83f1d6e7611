"""The command line. A command's module is imported only when it is called: `explain` starts without Telegram."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typing_extensions import override

LAZY = {
    "try": "Live a day with Lumbar in a browser: no token, no network.",
    "run": "Run the bot against Telegram.",
    "check": "Say what is wrong with this installation, and how to mend it.",
    "migrate": "Bring the database to this version.",
    "invite": "Make links that each let one person in, list them, take them back.",
    "explain": "Say why: triage, slot, practice.",
    "export": "Write down all that is kept about one person.",
    "erase": "Delete all that is kept about one person.",
    "key": "Make the key that seals what people tell the bot, or change it.",
}
MODULES = {"try": "trial", "key": "keys"}
CLICK_USAGE = 2
USAGE = 64
"""What sysexits calls a command line that cannot be understood."""


class Commands(TyperGroup):
    @override
    def main(self, *args: Any, **options: Any) -> Any:
        try:
            return super().main(*args, **options)
        except SystemExit as end:
            if end.code == CLICK_USAGE:
                raise SystemExit(USAGE) from None
            raise

    @override
    def list_commands(self, ctx: Any) -> list[str]:
        return list(LAZY)

    @override
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in LAZY:
            return None
        module = import_module(f"bot.commands.{MODULES.get(cmd_name, cmd_name)}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        command.short_help = LAZY[cmd_name]
        return command


app = typer.Typer(cls=Commands, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


@app.callback()
def lumbar() -> None:
    """Lumbar: a Telegram bot that coaches people with low back pain."""
