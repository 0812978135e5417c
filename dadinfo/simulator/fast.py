"""The simulator as a process of its own, fast enough for benchmarks: python -m dadinfo.simulator.fast --port 0"""

import argparse
import asyncio
import sys
from contextlib import nullcontext
from urllib.parse import parse_qsl

from aiohttp import web

from dadinfo.simulator.answers import Answer, Call, answer_call, change_faults
from dadinfo.simulator.callbacks import background_delivery, deliver_due
from dadinfo.simulator.faults import Faults
from dadinfo.simulator.messages import ACCOUNT_SID, AUTH_TOKEN, SENDER, Exchange

MESSAGES = "/2010-04-01/Accounts/{account_sid}/Messages"


def create_fast_simulator(exchange: Exchange) -> web.Application:
    """Twilio's Messages API in front of an exchange, holding many calls at once."""

    async def create(request: web.Request) -> web.Response:
        # Far quicker than request.post(), which is made for uploads.
        form = dict(parse_qsl(await request.text()))
        call = Call("create", request.match_info["account_sid"], _authorization(request), form)
        return await _send(request, answer_call(exchange, call))

    async def fetch(request: web.Request) -> web.Response:
        call = Call("fetch", request.match_info["account_sid"], _authorization(request), sid=request.match_info["sid"])
        return await _send(request, answer_call(exchange, call))

    async def list_messages(request: web.Request) -> web.Response:
        call = Call("list", request.match_info["account_sid"], _authorization(request), dict(request.query))
        return await _send(request, answer_call(exchange, call))

    async def faults(request: web.Request) -> web.Response:
        return await _send(request, change_faults(exchange, await request.text()))

    app = web.Application()
    app.router.add_post(f"{MESSAGES}.json", create)
    app.router.add_get(f"{MESSAGES}/{{sid}}.json", fetch)
    app.router.add_get(f"{MESSAGES}.json", list_messages)
    app.router.add_post("/simulator/faults", faults)
    return app


def _authorization(request: web.Request) -> str:
    return request.headers.get("Authorization", "")


async def _send(request: web.Request, answer: Answer) -> web.Response:
    if answer.hold:
        await asyncio.sleep(answer.hold)
    if answer.body is None and request.transport is not None:
        request.transport.abort()
    return web.Response(text=answer.text, status=answer.status or 500, content_type="application/json")


async def serve(exchange: Exchange, port: int) -> None:
    """Serve until stopped, printing the port first."""
    runner = web.AppRunner(create_fast_simulator(exchange), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
    # Whoever started this process reads its port here.
    print(runner.addresses[0][1], flush=True)  # noqa: T201
    while True:
        # Without callbacks delivery is brief, and threads would only take turns away from the server.
        if not exchange.faults.callbacks:
            deliver_due(exchange)
        await asyncio.sleep(0.05)


def main(arguments: list[str]) -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="dadinfo.simulator.fast", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 for any free port")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--list-lag", type=float, default=0.0, help="seconds before a message is listed")
    parser.add_argument("--no-callbacks", action="store_true", help="deliver without telling the service")
    parser.add_argument("--account-sid", default=ACCOUNT_SID)
    parser.add_argument("--auth-token", default=AUTH_TOKEN)
    parser.add_argument("--sender", default=SENDER, help="the Messaging Service's number")
    asked = parser.parse_args(arguments)
    faults = Faults(latency=asked.latency, list_lag=asked.list_lag, callbacks=not asked.no_callbacks)
    exchange = Exchange(account_sid=asked.account_sid, auth_token=asked.auth_token, sender=asked.sender, faults=faults)
    with background_delivery(exchange) if faults.callbacks else nullcontext():
        asyncio.run(serve(exchange, asked.port))


if __name__ == "__main__":
    main(sys.argv[1:])
