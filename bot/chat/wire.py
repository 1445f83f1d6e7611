"""How python-telegram-bot's requests leave: through aiohttp, which takes a quarter of the time of its own (bench/).

Nothing is tried again here: whether a request that failed may have arrived is for `errors.classify` to say.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from aiohttp import ClientTimeout, FormData
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

CONNECTIONS = 64
CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0
POOL_SECONDS = 10.0
"""Until a connection is there, whether it waits for a free one or for a new one."""
TOTAL_SECONDS = 75.0
"""Less than the lease of a message: nobody else may begin to send it meanwhile."""


class Wire(BaseRequest):
    """A long read timeout: a request that timed out may have arrived."""

    def __init__(self, *, read_seconds: float = READ_SECONDS) -> None:
        self._read_seconds = read_seconds
        self._proxies: Mapping[str, str] = {}
        self._session: aiohttp.ClientSession | None = None

    @property
    @override
    def read_timeout(self) -> float:
        return self._read_seconds

    @override
    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            # By itself aiohttp looks for a proxy, and for a password, in a thread, before each request.
            self._proxies = getproxies()
            # Cookies are nothing that Telegram sets.
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    @override
    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("The connections to Telegram are closed.")
        timeout = ClientTimeout(
            total=TOTAL_SECONDS,
            connect=_given(pool_timeout, POOL_SECONDS),
            sock_connect=_given(connect_timeout, CONNECT_SECONDS),
            sock_read=_given(read_timeout, self._read_seconds),
        )
        try:
            async with self._session.request(
                method,
                url,
                data=_form(request_data),
                proxy=self._proxy(url),
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise failure(error) from error

    def _proxy(self, url: str) -> str | None:
        """From HTTPS_PROXY, as everywhere, unless NO_PROXY names the host."""
        to = urlsplit(url)
        proxy = self._proxies.get(to.scheme)
        return None if proxy is None or proxy_bypass(to.hostname or "") else proxy


def failure(error: Exception) -> TelegramError:
    """What python-telegram-bot raises for it. The address holds the token and is in no message."""
    if isinstance(error, TimeoutError):
        return TimedOut()
    return NetworkError(type(error).__name__)


def _given(timeout: Any, usual: float) -> Any:
    return usual if timeout is BaseRequest.DEFAULT_NONE else timeout


def _form(data: RequestData | None) -> Any:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = FormData(data.json_parameters)
    for name, (filename, content, content_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form
