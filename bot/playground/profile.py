"""Methods about the bot itself: who it is, its commands and descriptions, its webhook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.playground.methods import Method
from bot.playground.params import Params
from bot.playground.refusal import bad_request
from bot.playground.webhook import Webhook
from bot.playground.world import World

MOST_COMMANDS = 100
LONGEST = {"name": 64, "description": 512, "short_description": 120}
_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")


def get_me(world: World, params: Params) -> Any:
    del params
    able = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return world.me | able | {"can_connect_to_business": False, "has_main_web_app": False}


def set_my_commands(world: World, params: Params) -> Any:
    commands = params.json("commands") or []
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        if not _COMMAND.fullmatch(str(one.get("command"))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(one.get("description") or "")) <= 256:  # noqa: PLR2004  (Bot API, BotCommand)
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_scope(params)] = [
        {"command": one["command"].removeprefix("/"), "description": one["description"]} for one in commands
    ]
    world.changed.happened()
    return True


def get_my_commands(world: World, params: Params) -> Any:
    return world.commands.get(_scope(params), [])


def delete_my_commands(world: World, params: Params) -> Any:
    world.commands.pop(_scope(params), None)
    world.changed.happened()
    return True


def _setter(noun: str) -> Method:
    def setter(world: World, params: Params) -> Any:
        text = params.text(noun)
        if len(text) > LONGEST[noun]:
            raise bad_request(f"{noun.replace('_', ' ')} is too long")
        world.about[noun, params.text("language_code")] = text
        return True

    return setter


def _getter(noun: str) -> Method:
    def getter(world: World, params: Params) -> Any:
        default = world.me["first_name"] if noun == "name" else ""
        text = world.about.get((noun, params.text("language_code"))) or world.about.get((noun, "")) or default
        return {noun: text}

    return getter


def set_webhook(world: World, params: Params) -> Any:
    """An empty address deletes it."""
    if not params.text("url"):
        return delete_webhook(world, params)
    world.webhook = Webhook.asked_for(params)
    if "allowed_updates" in params.raw:
        world.updates.allowed = frozenset(params.json("allowed_updates") or ())
    _changed(world, params)
    return True


def delete_webhook(world: World, params: Params) -> Any:
    world.webhook = None
    _changed(world, params)
    return True


def _changed(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    world.updates.redirected()


def get_webhook_info(world: World, params: Params) -> Any:
    del params
    waiting = len(world.updates.waiting)
    told = {"url": ""} if world.webhook is None else world.webhook.told()
    allowed = {"allowed_updates": sorted(world.updates.allowed)} if world.updates.allowed else {}
    return told | allowed | {"has_custom_certificate": False, "pending_update_count": waiting}


def _scope(params: Params) -> tuple[str, str]:
    scope = params.json("scope") or {"type": "default"}
    return str(scope.get("type")), params.text("language_code")


def _camel(noun: str) -> str:
    return "".join(part.capitalize() for part in noun.split("_"))


METHODS: Mapping[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    **{f"setMy{_camel(noun)}": _setter(noun) for noun in LONGEST},
    **{f"getMy{_camel(noun)}": _getter(noun) for noun in LONGEST},
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
