"""How the simulator calls a service's webhooks: a form, signed as Twilio signs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import local
from typing import Literal

import requests
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped, unused-ignore]

# Twilio gives a webhook fifteen seconds.
PATIENCE_SECONDS = 15

Signing = Literal["right", "wrong", "none"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a webhook answered."""

    status: int
    text: str

    @property
    def good(self) -> bool:
        """Whether Twilio would take this for an answer."""
        return 200 <= self.status < 300


# Takes the URL, the form and the headers; gives None when nobody answered.
Post = Callable[[str, Mapping[str, str], Mapping[str, str]], Reply | None]

_of_thread = local()


def _session() -> requests.Session:
    """This thread's session: requests does not promise that one may be shared."""
    if not hasattr(_of_thread, "session"):
        _of_thread.session = requests.Session()
        # A proxy in the environment must never come between this machine and itself.
        _of_thread.session.trust_env = False
    session: requests.Session = _of_thread.session
    return session


def post_form(url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Reply | None:
    """Post a form over HTTP."""
    try:
        answer = _session().post(
            url, data=dict(form), headers=dict(headers), timeout=PATIENCE_SECONDS, allow_redirects=False
        )
    except requests.RequestException:
        return None
    return Reply(answer.status_code, answer.text)


def signed_headers(auth_token: str, url: str, form: Mapping[str, str], signing: Signing = "right") -> dict[str, str]:
    """Twilio's headers for a form, with a signature that is right, wrong or missing."""
    headers = {"User-Agent": "TwilioProxy/1.1"}
    if signing != "none":
        token = auth_token if signing == "right" else f"not {auth_token}"
        headers["X-Twilio-Signature"] = RequestValidator(token).compute_signature(url, dict(form))
    return headers
