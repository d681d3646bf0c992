"""Make and revoke tokens, and note what they read."""

import secrets
import uuid

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from lms.api.digests import PREFIX, digest_of
from lms.api.models import ApiToken, ApiUse
from lms.audit.trail import record

SHOWN = 5  # letters of the secret that the list tells


class MadeAlready(Exception):
    """The same form made a token before; its secret cannot be shown again."""


@transaction.atomic
def create_token(*, actor, name, purpose, organisation, resources, starts_on, ends_on, telephones=False,
                 telephones_reason="", form_key=None):
    """Return ``(token, secret)``; the secret is nowhere afterwards. Raises :class:`MadeAlready` for a form sent twice."""
    secret = PREFIX + secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            token = ApiToken.objects.create(
                name=name, purpose=purpose, organisation=organisation, resources=sorted(resources), starts_on=starts_on,
                ends_on=ends_on, telephones=telephones, telephones_reason=telephones_reason if telephones else "",
                digest=digest_of(secret), hint=secret[: len(PREFIX) + SHOWN], form_key=form_key or uuid.uuid4(),
                created_by=actor,
            )
    except IntegrityError:
        if ApiToken.objects.filter(form_key=form_key).exists():
            raise MadeAlready from None
        raise
    record(actor=actor, verb="api.create_token", target=token, organisation=organisation,
           detail={"resources": token.resources, "telephones": telephones})
    return token, secret


@transaction.atomic
def revoke_token(*, actor, token):
    """Let the token end now: the next request with it is refused. Revoked once, it stays so."""
    revoked = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=actor)
    if revoked:
        record(actor=actor, verb="api.revoke_token", target=token, organisation=token.organisation)
    token.refresh_from_db()
    return token


@transaction.atomic
def note_read(*, actor, token, resource, rows, day):
    """Count a read of ``rows`` rows on ``day``; the first of a token, resource and day writes a line of the trail.

    ``actor`` is None: a token belongs to no person. Two first reads at once are counted twice, and written once.
    """
    noted = ApiUse.objects.filter(token=token, resource=resource, day=day)
    more = {"requests": F("requests") + 1, "rows": F("rows") + rows}
    if noted.update(**more):
        return
    try:
        with transaction.atomic():
            ApiUse.objects.create(token=token, resource=resource, day=day, requests=1, rows=rows)
    except IntegrityError:
        noted.update(**more)
        return
    ApiToken.objects.filter(pk=token.pk).update(last_used_on=day)
    record(actor=actor, verb="api.read", target=token, organisation=token.organisation, detail={"resource": resource})
