"""Forget a dad: every row about him goes, and the journal keeps a restored backup from bringing him back."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from dadinfo.db.people import Dad
from dadinfo.journal import StopJournal


def erase(session: Session, journal: StopJournal, dad: Dad, now: datetime) -> None:
    """His journeys, ledger and deliveries go with him; texts from him stay as counts without a number."""
    journal.append(dad.number_hash, now)
    session.flush()
    session.execute(delete(Dad).where(Dad.id == dad.id).execution_options(synchronize_session=False))
    session.expunge_all()
