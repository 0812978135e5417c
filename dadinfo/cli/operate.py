"""What an operator runs: tick, worker, seed, db, doctor, demo."""

import sys
from datetime import UTC, datetime

import click

from dadinfo import log
from dadinfo.settings import Settings, load


def _instant(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("write it like 2027-03-14T18:30 or 2027-03-14T18:30:00+00:00") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


now_option = click.option("--now", callback=_instant, help="Pretend that it is this instant (not on a live gateway).")


def _not_live(settings: Settings, what: str) -> None:
    if settings.live:
        raise click.UsageError(f"{what} is for tests and rehearsals; it is refused while texts reach real people")


@click.command()
@now_option
def tick(now: datetime | None) -> None:
    """Plan and send everything due, once."""
    from dadinfo.jobs import jobs
    from dadinfo.service import build

    log.configure()
    settings = load()
    service = build(settings)
    if now:
        _not_live(settings, "--now")
        service = service.at(lambda: now)
    planned, count = jobs.tick(service)
    jobs.forget_answers(service)
    jobs.beat(service)
    click.echo(f"planned {planned}, sent {count.sent}, failed {count.failed}, held {count.held}")


@click.command()
def worker() -> None:
    """Run the jobs until stopped."""
    from dadinfo.jobs import embedded
    from dadinfo.service import build

    log.configure(json=True)
    embedded.run(build(load()))


@click.command()
@click.option("--dads", type=click.IntRange(1, 9_000_000), required=True)
@now_option
@click.option("--random-seed", type=int, default=1, show_default=True)
def seed(dads: int, now: datetime | None, random_seed: int) -> None:
    """Fill the database with made-up dads on numbers that no network can reach."""
    from dadinfo.clock import utcnow
    from dadinfo.jobs import population
    from dadinfo.service import build

    settings = load()
    _not_live(settings, "seed")
    service = build(settings)
    with click.progressbar(length=dads, label="Making dads", file=sys.stderr) as bar:
        made = population.seed(service, dads, now or utcnow(), random_seed, progress=bar.update)
    click.echo(f"made {made} dads")


@click.group()
def db() -> None:
    """The database: set it up, check it."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the shape that this version needs."""
    from dadinfo.db import base, schema

    schema.upgrade(base.connect(load().database_url).write)
    click.echo("The database is up to date.")


@db.command("check")
def db_check() -> None:
    """Integrity, and drift from the models."""
    from dadinfo.db import base, schema

    faults = schema.faults(base.connect(load().database_url).read)
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    click.echo("The database is whole.")


@click.command()
def doctor() -> None:
    """Check settings, keys, database, gateway, clock and jobs: one line each."""
    from dadinfo.cli import checkup

    found = checkup.run(load())
    for one in found:
        click.echo(f"{click.style('ok  ', fg='green') if one.well else click.style('FAIL', fg='red')}  {one.what}")
    if not all(one.well for one in found):
        sys.exit(1)


@click.command()
@click.option("--port", type=click.IntRange(1024, 65535), default=8000, show_default=True)
def demo(port: int) -> None:
    """The whole service on this machine, with a Twilio that it brings along and a phone to try it on."""
    from dadinfo.demo import serve

    serve.serve(port)
