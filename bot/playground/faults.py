"""Faults to order: what can go wrong between the bot and Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp

from bot.playground.refusal import Answer, Refusal


class DroppedError(aiohttp.ServerDisconnectedError):
    """The connection ended without an answer. Over real HTTP the server breaks the body off."""


class StalledError(aiohttp.SocketTimeoutError):
    """No answer came in time. In memory nothing else can end the wait, so it is raised; on a port it is waited out."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """A 5xx with HTML, or whatever else stands between with whatever words. `accepted`: Telegram had already done it."""

    status: int = 502
    accepted: bool = False
    body: str = ""


@dataclass(frozen=True, slots=True)
class Drop:
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Stall:
    """Silence for `seconds` of real time, longer than the bot's read timeout on a real port."""

    accepted: bool = True
    seconds: float = 0


Fault = Refusal | Gateway | Drop | Stall


@dataclass(slots=True)
class Order:
    method: str
    fault: Fault
    chat_id: int | None
    times: int


class Faults:
    def __init__(self) -> None:
        self.orders: list[Order] = []

    def next_for(self, method: str, chat_id: int | None) -> Fault | None:
        for order in self.orders:
            if order.method in {method, "*"} and order.chat_id in {None, chat_id}:
                order.times -= 1
                if order.times == 0:
                    self.orders.remove(order)
                return order.fault
        return None


async def suffer(fault: Fault, do: Callable[[], Awaitable[Answer]]) -> Answer:
    """Raises DroppedError or StalledError where no answer arrives."""
    if isinstance(fault, Refusal):
        return fault.answer()
    if fault.accepted:
        await do()
    if isinstance(fault, Gateway):
        return Answer(fault.status, fault.body or f"<html><body><h1>{fault.status} Bad Gateway</h1></body></html>")
    if isinstance(fault, Drop):
        raise DroppedError("Server disconnected without sending a response.")
    await asyncio.sleep(fault.seconds)
    raise StalledError
