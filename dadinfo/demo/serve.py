"""`make demo`: web, jobs and a Twilio in one process, with a phone to try them on."""

import base64
import logging
import secrets
import shutil
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

from dadinfo import log
from dadinfo.app import create_app
from dadinfo.clock import utcnow
from dadinfo.db import schema
from dadinfo.demo import pages
from dadinfo.demo.world import World
from dadinfo.jobs import embedded, population
from dadinfo.service import build
from dadinfo.settings import ROOT, Settings
from dadinfo.simulator.api import create_simulator
from dadinfo.simulator.callbacks import background_delivery
from dadinfo.simulator.messages import ACCOUNT_SID, Exchange
from dadinfo.sms import segments

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DADS = 200
FOLDER = ROOT / "instance"


def serve(port: int) -> None:
    """Run the demo until Ctrl-C. Raises click.ClickException when the port is taken."""
    log.configure()
    logging.getLogger().setLevel(logging.WARNING)
    _check_free(port)  # before another demo's files are touched
    folder = FOLDER / f"demo-{port}"
    shutil.rmtree(folder, ignore_errors=True)
    origin = f"http://127.0.0.1:{port}"
    settings = demo_settings(origin, f"{origin}/simulator", folder / "service.sqlite")
    service = build(settings)
    schema.upgrade(service.database.write)
    population.seed(service, DADS, utcnow(), 1)
    exchange = Exchange(
        account_sid=settings.twilio_account_sid, auth_token=settings.twilio_auth_token,
        sender=settings.twilio_from, count_parts=lambda text: segments.count(text).parts,
    )  # fmt: skip
    world = World(demo_settings(f"{origin}/demo/service", f"{origin}/demo/twilio", folder / "phone.sqlite"))
    app = create_app(service)
    app.extensions["demo_world"] = world
    app.register_blueprint(pages.bp)
    mounts: dict[str, WSGIApplication] = {
        "/simulator": create_simulator(exchange),
        "/demo/service": world.app,
        "/demo/twilio": _phone_twilio(world),
    }
    server = make_server("127.0.0.1", port, DispatcherMiddleware(app, mounts), threaded=True)
    scheduler = embedded.start_in_background(service)
    click.echo(f"The phone: {origin}/demo\nThe site:  {origin}/\nReady?     {origin}/readyz   (Ctrl-C ends it all)")
    try:
        with background_delivery(exchange):
            server.serve_forever()  # until Ctrl-C
    finally:
        scheduler.shutdown(wait=False)
        click.echo("\nThe demo has ended.")


def demo_settings(public_url: str, api_url: str, database: Path) -> Settings:
    """Settings of a service that lives on this machine only, with keys made for this one run."""
    return Settings(
        secret_key=secrets.token_urlsafe(48),
        data_keys=(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),),
        lookup_keys=(secrets.token_urlsafe(48),),
        public_url=public_url,
        database_url=f"sqlite:///{database}",
        stop_journal=database.with_suffix(".journal"),
        gateway="twilio",
        twilio_account_sid=ACCOUNT_SID,
        twilio_auth_token=secrets.token_urlsafe(24),
        twilio_from="+447700900000",
        twilio_api_url=api_url,
        send_rate=1000,
        allow_test_numbers=True,
        demo=True,
    )


def _phone_twilio(world: World) -> "WSGIApplication":
    """The simulator of whichever exchange the phone has now: each start makes a new one."""

    def call(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return create_simulator(world.exchange)(environ, start_response)

    return call


def _check_free(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            raise click.ClickException(f"port {port} is taken; choose another: make demo PORT=8010") from None
