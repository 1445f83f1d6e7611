"""What Telegram shows of the bot before anybody writes to it: its commands and what it is."""

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.chat.render import Renderer
from bot.chat.routes import COMMANDS
from bot.flows.talk import words
from bot.logs import logger

log = logger("introduction")


async def introduce(bot: Bot, renderer: Renderer) -> None:
    """Only where that changed: it is rate limited, and not worth a stop."""
    commands = [BotCommand(name, renderer.plain(words(f"command-{name}"))) for name in COMMANDS]
    try:
        if list(await bot.get_my_commands()) != commands:
            await bot.set_my_commands(commands)
        description = renderer.plain(words("bot-description"))
        if (await bot.get_my_description()).description != description:
            await bot.set_my_description(description)
        short = renderer.plain(words("bot-short-description"))
        if (await bot.get_my_short_description()).short_description != short:
            await bot.set_my_short_description(short)
    except TelegramError as error:
        log.warning("Telegram was not told the commands", error=type(error).__name__)
