"""What the bot listens to: the webhook, its health and its figures. Where it does not listen, none of this is loaded."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.parts import Lumbar
from bot.serving import listen, serving
from bot.web.figures import Figures
from bot.web.health import Health
from bot.web.series import Series
from bot.web.webhook import Endpoint

STOP_SECONDS = 2

OWN_PATHS = ("/healthz", "/readyz", "/metrics")


class Site:
    """Listens from the beginning; answers from `serving` on. Raises OSError where something else listens there."""

    def __init__(self, host: str, port: int) -> None:
        self._listener = listen(port, host)
        self.port: int = self._listener.getsockname()[1]
        self.metrics = Series()

    @asynccontextmanager
    async def serving(self, lumbar: Lumbar) -> AsyncIterator[str]:
        """Yields the address."""
        health, figures = Health(lumbar), Figures(lumbar, self.metrics)
        app = self._app(lumbar, health, figures)
        try:
            async with serving(app, self._listener, stopping=lambda: None, patience=STOP_SECONDS) as address:
                yield address
        finally:
            await health.close()
            await figures.close()

    def _app(self, lumbar: Lumbar, health: Health, figures: Figures) -> Starlette:
        async def exposed(request: Request) -> Response:
            del request
            return Response(await figures.exposed(), media_type=CONTENT_TYPE_LATEST)

        ways = dict(zip(OWN_PATHS, (health.alive, health.ready, exposed), strict=True))
        routes = [Route(path, endpoint) for path, endpoint in ways.items()]
        if lumbar.hook is not None:
            take = Endpoint(lumbar.hook, self.metrics).take
            routes.append(Route(urlsplit(lumbar.hook.webhook.url).path or "/", take, methods=["POST"]))
        return Starlette(routes=routes)
