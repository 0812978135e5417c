"""Alive is alive; ready means database, migrations and jobs; every page carries its guards."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dadinfo.db.base import connect
from dadinfo.jobs import jobs
from tests.house import House


def ready(house: House) -> tuple[int, str]:
    answer = house.client.get("/readyz")
    return answer.status_code, answer.text.strip()


def test_alive_without_anything(house: House) -> None:
    house.service.database.dispose()
    assert house.client.get("/healthz").status_code == 200


def test_ready_once_the_jobs_run_and_no_longer_when_they_stop(house: House) -> None:
    assert ready(house) == (503, "the jobs do not run: start dadinfo worker")
    jobs.send(house.service)
    assert ready(house) == (200, "ready")
    house.now += timedelta(minutes=6)
    assert ready(house)[0] == 503
    jobs.send(house.service)
    assert ready(house)[0] == 200


def test_not_ready_without_migrations(house: House, tmp_path: Path) -> None:
    empty = connect(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    house.app.extensions["dadinfo"] = replace(house.service, database=empty)
    assert ready(house) == (503, "migrations are missing: run dadinfo db upgrade")
    empty.dispose()


def test_not_ready_without_a_database(house: House, tmp_path: Path) -> None:
    gone = connect("postgresql+psycopg://nobody@127.0.0.1:9/nothing")
    house.app.extensions["dadinfo"] = replace(house.service, database=gone)
    assert ready(house) == (503, "the database does not answer")


@pytest.mark.parametrize("path", ["/", "/stop", "/healthz", "/readyz", "/nothing-here"])
def test_every_answer_is_guarded(house: House, path: str) -> None:
    headers = house.client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers


def test_the_home_page_says_what_to_do_now(house: House) -> None:
    page = house.client.get("/").text
    assert all(words in page for words in ("999", "111", "116 123", "Never, ever shake", "Text STOP at any time"))
