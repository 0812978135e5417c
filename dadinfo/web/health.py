"""Whether the service is alive, and whether it is ready to do its work."""

from datetime import timedelta

from flask import Blueprint, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from dadinfo.content.model import EMERGENCY
from dadinfo.db import schema
from dadinfo.db.events import Mark
from dadinfo.service import Service, gated

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
    return unapproved(service)


def unapproved(service: Service) -> list[str]:
    """How many texts are held back, or answers sent, without the approval that is required."""
    if not gated(service.settings, service.library):
        return []
    lacking = service.library.unapproved()
    steps = sum(step is not None and step.id in lacking for step in service.library.steps)
    urgent = sorted(lacking.keys() & EMERGENCY)
    held = [f"{steps} programme texts are not approved and wait: see dadinfo content approvals"] if steps else []
    return held + ([f"urgent answers go out unapproved: {', '.join(urgent)}"] if urgent else [])
