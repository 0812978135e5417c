"""Tell the operators that something needs them; at most once in ten minutes for each kind."""

import json
import smtplib
import threading
import time
import urllib.request
from email.message import EmailMessage

from dadinfo import log
from dadinfo.settings import Settings

QUIET_SECONDS = 600
_lock = threading.Lock()
_last_raised: dict[str, float] = {}


def raise_alarm(settings: Settings, kind: str, advice: str) -> None:
    """Log `kind` and pass it to ALERT_URL or ALERT_EMAIL in the background. Neither may hold anything personal."""
    log.get_logger().error("alarm", kind=kind, advice=advice)
    with _lock:
        if time.monotonic() - _last_raised.get(kind, -QUIET_SECONDS) < QUIET_SECONDS:
            return
        _last_raised[kind] = time.monotonic()
    if settings.alert_url or settings.alert_email:
        threading.Thread(target=_pass_on, args=(settings, kind, advice), daemon=True).start()


def _pass_on(settings: Settings, kind: str, advice: str) -> None:
    try:
        if settings.alert_url:
            body = json.dumps({"service": settings.service_name, "alarm": kind, "advice": advice}).encode()
            request = urllib.request.Request(  # noqa: S310 - the operator's own address
                settings.alert_url, data=body, headers={"Content-Type": "application/json"}
            )
            urllib.request.urlopen(request, timeout=10).close()  # noqa: S310
        if settings.alert_email:
            mail = EmailMessage()
            mail["Subject"] = f"{settings.service_name}: {kind}"
            mail["From"] = mail["To"] = settings.alert_email
            mail.set_content(advice)
            with smtplib.SMTP("localhost", timeout=10) as server:
                server.send_message(mail)
    except OSError:
        log.get_logger().exception("alarm_not_passed_on", kind=kind)
