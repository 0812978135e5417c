"""Twilio's error codes, with the HTTP status and the words each is answered with."""

from typing import Final

EXPLANATIONS: Final[dict[int, tuple[int, str]]] = {
    11200: (502, "HTTP retrieval failure"),
    12100: (502, "Document parse failure"),
    20001: (400, "Invalid parameter"),
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too Many Requests"),
    20500: (500, "An internal server error has occurred"),
    21211: (400, "Invalid 'To' Phone Number"),
    21408: (400, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number"),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21614: (400, "'To' number is not a valid mobile number"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    30003: (400, "Unreachable destination handset"),
    30005: (400, "Unknown destination handset"),
    30006: (400, "Landline or unreachable carrier"),
    30007: (400, "Message filtered"),
    30008: (400, "Unknown error"),
    30036: (400, "Validity period expired"),
}


def explain(code: int) -> tuple[int, str]:
    """The HTTP status and the message that go with a code."""
    return EXPLANATIONS.get(code, (400, f"Error {code}"))


def error_body(code: int) -> dict[str, object]:
    """The JSON Twilio answers a refused request with."""
    status, message = explain(code)
    return {
        "code": code,
        "message": message,
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }
