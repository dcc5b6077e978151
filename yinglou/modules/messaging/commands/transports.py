"""The ways out of the house: a dry run that only writes down, and SMTP for e-mail."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

SMTP_TIMEOUT_S = 20


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message as a way out receives it."""

    key: str  # the same for each attempt: a provider can drop doubles by it
    channel: str
    to: str
    subject: str
    text: str


class SendingFailed(Exception):
    """The way out refused. `is_final` says that trying again would not help."""

    def __init__(self, sentence: str, *, is_final: bool = False) -> None:
        super().__init__(sentence)
        self.is_final = is_final


# A way out takes an envelope, returns the provider's receipt, or raises `SendingFailed`.
Transport = Callable[[Envelope], str]
_transports: dict[str, Transport] = {}


def connect_transport(name: str, transport: Transport) -> Transport:
    """Add a way out; `settings.YINGLOU_TRANSPORTS` says which channel uses it."""
    _transports[name] = transport
    return transport


def transport_named(name: str) -> Transport:
    found = _transports.get(name)
    if found is None:
        raise SendingFailed(
            _("No way out called “%(name)s” is connected. Correct the settings.") % {"name": name},
        )
    return found


def by_dry_run(envelope: Envelope) -> str:
    """Nothing leaves the house: the message counts as sent, and its page says so."""
    return f"dry-run:{envelope.key}"


def by_smtp(envelope: Envelope) -> str:
    """E-mail through the server that `EMAIL_URL` names: `smtp://user:word@host:587/?tls=1`."""
    mail = EmailMessage(
        subject=envelope.subject or settings.DEFAULT_FROM_EMAIL,
        body=envelope.text,
        from_email=_sender(),
        to=[envelope.to],
        headers={"Message-ID": f"<{envelope.key}@yinglou>", "Auto-Submitted": "auto-generated"},
        connection=_connection(),
    )
    try:
        mail.send(fail_silently=False)
    except OSError as trouble:  # every trouble of smtplib is one
        raise SendingFailed(f"{type(trouble).__name__}: {trouble}"[:400]) from trouble
    return f"smtp:{envelope.key}"


def _connection() -> BaseEmailBackend:
    url = urlsplit(getattr(settings, "EMAIL_URL", ""))
    if not url.hostname:  # the backend of the settings: a console, or memory in tests
        return get_connection()
    asked = parse_qs(url.query)
    return get_connection(
        host=url.hostname,
        port=url.port or (465 if url.scheme == "smtps" else 25),
        username=unquote(url.username or ""),
        password=unquote(url.password or ""),
        use_ssl=url.scheme == "smtps",
        use_tls=asked.get("tls", ["0"])[0] == "1",
        timeout=SMTP_TIMEOUT_S,
        backend="django.core.mail.backends.smtp.EmailBackend",
    )


def _sender() -> str:
    asked = parse_qs(urlsplit(getattr(settings, "EMAIL_URL", "")).query)
    return asked.get("from", [settings.DEFAULT_FROM_EMAIL])[0]


connect_transport("dry_run", by_dry_run)
connect_transport("smtp", by_smtp)
