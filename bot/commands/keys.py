"""`lumbar key`: new, rotate."""

import asyncio
from contextlib import nullcontext

import typer

from bot import settings
from bot.commands.exits import explained
from bot.commands.progress import progress
from bot.commands.run import key_of, new_key_of
from bot.settings import SettingsError
from bot.store import schema
from bot.store.address import is_sqlite
from bot.store.engine import connect
from bot.store.lock import only_one
from bot.store.rotation import Rotation
from bot.store.vault import Vault, new_key, write_key

app = typer.Typer(no_args_is_help=True, help="Make the key that seals what people tell the bot, or change it.")


@app.callback()
def key() -> None:
    pass


@app.command()
def new() -> None:
    """Print a fresh key. Keep it apart from the database: who has both can read everything, who lost it nothing."""
    typer.echo(write_key(new_key()))


@app.command()
def rotate() -> None:
    """Change LUMBAR_DATA_KEY for LUMBAR_NEW_DATA_KEY, with every bot stopped. What was broken off goes on."""
    with explained():
        chosen = settings.from_environment()
        old, fresh = key_of(chosen), new_key_of(chosen)
        if old == fresh:
            raise SettingsError(
                "LUMBAR_NEW_DATA_KEY is the key that LUMBAR_DATA_KEY holds. `lumbar key new` prints another."
            )
        with only_one(chosen.data_dir) if is_sqlite(chosen.database) else nullcontext():
            asyncio.run(_rotate(chosen.database, old, fresh))
    typer.echo("Everything opens with the new key. Put it in the place of LUMBAR_DATA_KEY, and start the bot.")


async def _rotate(url: str, old: bytes, fresh: bytes) -> None:
    database = connect(url, Vault(old))
    try:
        await schema.verify(database)
        rotation = Rotation.between(database, old, fresh)
        if (people := await rotation.begin()) is not None:
            with progress("Keys under the new key", people) as done:
                async for count in rotation.run():
                    done(count)
        # What the log still holds is wrapped by the old one.
        await database.scrub()
    finally:
        await database.close()
