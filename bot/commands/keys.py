"""`lumbar key new`."""

import typer

from bot.store.vault import new_key, write_key

app = typer.Typer(no_args_is_help=True, help="Make the key that seals what people tell the bot.")


@app.callback()
def key() -> None:
    pass


@app.command()
def new() -> None:
    """Print a fresh key. Keep it apart from the database: who has both can read everything, who lost it nothing."""
    typer.echo(write_key(new_key()))
