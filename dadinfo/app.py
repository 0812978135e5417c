"""create_app: the web side of a service, wired."""

from flask import Flask, Response

from dadinfo.service import Service
from dadinfo.web import health, public, twilio

CONTENT_POLICY = "; ".join(
    ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "img-src 'self' data:"]
    + [f"{kind}-src 'self'" for kind in ("style", "script", "connect")]
    + ["form-action 'self'"]
)


def create_app(service: Service) -> Flask:
    """A Flask app that serves `service`; the service itself is at `app.extensions["dadinfo"]`."""
    app = Flask("dadinfo", template_folder="web/templates", static_folder="web/static")
    app.config.update(SECRET_KEY=service.settings.secret_key, MAX_CONTENT_LENGTH=64 * 1024)
    app.extensions["dadinfo"] = service
    app.register_blueprint(twilio.bp)
    app.register_blueprint(health.bp)
    app.register_blueprint(public.bp)
    app.context_processor(
        lambda: {
            "service_name": service.settings.service_name,
            "samaritans": service.library.values["helpline:samaritans"],
        }
    )
    app.after_request(_guard)
    return app


def _guard(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Cache-Control", "no-store")
    return response
