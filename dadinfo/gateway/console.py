"""A gateway that prints: for trying the service without a network."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from dadinfo.gateway.base import Listed, Sender, Sent


class ConsoleGateway:
    name = "console"

    @asynccontextmanager
    async def open(self, concurrency: int) -> AsyncIterator[Sender]:  # noqa: ARG002 - the protocol's
        yield ConsoleSender()


class ConsoleSender:
    async def send(self, to: str, text: str, *, delivery_id: int, valid_for: timedelta | None) -> Sent:  # noqa: ARG002
        sys.stdout.write(f"text {delivery_id} to a number ending {to[-3:]}: {text}\n")
        return Sent(f"console-{uuid4().hex}")

    async def sent_to(self, to: str, *, since: datetime) -> list[Listed]:  # noqa: ARG002
        return []
