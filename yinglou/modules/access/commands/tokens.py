"""API tokens: keys by which programs act for a person."""

from datetime import timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command
from yinglou.kernel.errors import DomainError, NotFound
from yinglou.kernel.locks import lock
from yinglou.kernel.values import Ask, Text, Whole
from yinglou.modules.access import rules
from yinglou.modules.access.models import ApiToken, User

VALID_DAYS_MAX = 365
TOKENS_MAX = 20


class TooManyTokens(DomainError):
    """A person has a handful of tokens, not a heap that nobody looks through."""


@command(permission="access.tokens", title=gettext_lazy("Make an API token"), icon="key")
def issue_token(
    *,
    by: Actor,
    name: Annotated[
        str,
        Text(max=60, min=2),
        Ask(label=gettext_lazy("Used for"), help=gettext_lazy("The program that will use it.")),
    ],
    valid_days: Annotated[
        int,
        Whole(min=1, max=VALID_DAYS_MAX, unit="d"),
        Ask(label=gettext_lazy("Valid for (days)")),
    ] = 90,
) -> ApiToken:
    """Make a token with one's own rights. Its secret is shown once and never again."""
    user = User.objects.filter(pk=by.user_id).first()
    if user is None:
        raise NotFound
    now = clock.now()
    valid = ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=now)
    if valid.count() >= TOKENS_MAX:
        raise TooManyTokens(
            _("You have %(n)s tokens. Revoke those that are no longer used.") % {"n": TOKENS_MAX}
        )
    secret = rules.new_secret()
    token = ApiToken.objects.create(
        user=user,
        name=name,
        digest=rules.digest_of(secret),
        tail=rules.tail_of(secret),
        created_at=now,
        expires_at=now + timedelta(days=valid_days),
    )
    token.secret = secret
    return token


@command(
    permission="",
    title=gettext_lazy("Revoke the token"),
    icon="ban",
    danger=True,
    consequence=gettext_lazy("The program that uses it is locked out at once."),
    available=lambda token: token.revoked_at is None,
)
def revoke_token(*, by: Actor, token: ApiToken) -> ApiToken:
    """End a token at once: an own one, or anybody's for whoever looks after people."""
    token = lock(token)
    if token.user_id != by.user_id:
        by.must("access.users")
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
    return token
