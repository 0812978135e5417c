"""The simulator on a free port of this machine, for as long as a test needs it."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Thread

from werkzeug.serving import WSGIRequestHandler, make_server

from dadinfo.simulator.api import create_simulator
from dadinfo.simulator.callbacks import background_delivery
from dadinfo.simulator.messages import Exchange


class QuietHandler(WSGIRequestHandler):
    """A request handler that does not write every request into a test's output."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def running_simulator(exchange: Exchange | None = None, *, background: bool = False) -> Iterator[tuple[Exchange, str]]:
    """Serve an exchange, giving it and its URL; with `background`, messages deliver themselves."""
    exchange = Exchange() if exchange is None else exchange
    server = make_server("127.0.0.1", 0, create_simulator(exchange), threaded=True, request_handler=QuietHandler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        with background_delivery(exchange) if background else nullcontext():
            yield exchange, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
