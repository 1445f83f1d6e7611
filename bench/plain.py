"""The bot that one would write first: a handler of python-telegram-bot that reads and writes a row with SQLAlchemy.

What has come in and was not handled when it crashes is lost.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import BigInteger, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram import Update
from telegram.ext import Application, TypeHandler

from bench.lumbar import TOKEN
from bot.store.engine import prepare

Handler = Callable[[Update, AsyncSession], Awaitable[None]]


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    seen: Mapped[int] = mapped_column(default=0)


@asynccontextmanager
async def polling(address: str, handled: Callable[[Update], Awaitable[None]]) -> AsyncIterator[Any]:
    """`handled` is called within the transaction, which is as durable as ours."""
    with TemporaryDirectory() as folder:
        engine = create_async_engine(f"sqlite+aiosqlite:///{Path(folder) / 'plain.sqlite'}")
        prepare(engine, begin="BEGIN IMMEDIATE")
        sessions = async_sessionmaker(engine, expire_on_commit=False)
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)

        async def handle(update: Update, _: Any) -> None:
            assert update.effective_chat is not None
            async with sessions.begin() as session:
                chat_id = update.effective_chat.id
                user = (await session.execute(select(User).where(User.chat_id == chat_id))).scalar_one_or_none()
                if user is None:
                    user = User(chat_id=chat_id, seen=0)
                    session.add(user)
                user.seen += 1
            await handled(update)

        application: Any = Application.builder().token(TOKEN).base_url(f"{address}/bot").build()
        application.add_handler(TypeHandler(Update, handle))
        async with application:
            await application.updater.start_polling()
            await application.start()
            yield application
            await application.updater.stop()
            await application.stop()
        await engine.dispose()
