"""Whether the service is alive, and whether it is ready to do its work."""

from datetime import timedelta

from flask import Blueprint, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from dadinfo.db import schema
from dadinfo.db.events import Mark
from dadinfo.service import Service

bp = Blueprint("health", __name__)
LATE = timedelta(minutes=5)


@bp.get("/healthz")
def healthz() -> Response:
    return Response("alive\n", mimetype="text/plain")


@bp.get("/readyz")
def readyz() -> Response:
    faults = not_ready(current_app.extensions["dadinfo"])
    return Response(
        "".join(f"{fault}\n" for fault in faults) or "ready\n", status=503 if faults else 200, mimetype="text/plain"
    )


def not_ready(service: Service) -> list[str]:
    """What is missing: the database, its migrations, the jobs' heartbeat."""
    try:
        if not schema.is_current(service.database.read):
            return ["migrations are missing: run dadinfo db upgrade"]
        with service.database.look() as session:
            mark = session.get(Mark, "jobs")
    except SQLAlchemyError:
        return ["the database does not answer"]
    if mark is None or service.clock() - mark.at > LATE:
        return ["the jobs do not run: start dadinfo worker"]
    return []
