"""What a second person approves here: a file with data of people that leaves the house."""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lms.approvals.actions import ask
from lms.approvals.registry import Kind, is_asked, register
from lms.audit.trail import record
from lms.hand_outs import registry
from lms.hand_outs.actions import start_hand_out
from lms.hand_outs.models import HandOut
from lms.people.models import Organisation, Person

MAKE = "hand_out.make"


@transaction.atomic
def ask_hand_out(*, actor, kind, title, params, organisation, purpose, recipient):
    """Let the file be made and return its ``HandOut``; or ask a second person, and return the ``Approval``.

    ``organisation`` is the top of the subtree whose data stands in it: its administrators approve.
    """
    purpose, recipient = purpose.strip(), recipient.strip()
    if not purpose or not recipient:
        raise ValidationError(_("Say what the file is for and who receives it."))
    values = {"kind": kind, "title": title, "params": params, "purpose": purpose, "recipient": recipient}
    if is_asked(MAKE):
        row = ask(
            actor=actor, kind=MAKE, organisation=organisation, about=_about(actor, organisation, values), subject=title,
            reason=purpose, params=values | {"organisation": organisation.pk, "asked_by": actor.pk},
        )
    else:
        row = start_hand_out(actor=actor, asked_by=actor, organisation=organisation, **values)
    record(actor=actor, verb="hand_out.ask", target=row, organisation=organisation,
           detail={"kind": kind, "purpose": purpose, "recipient": recipient})
    return row


def _about(actor, organisation, values):
    """The same file for the same purpose and recipient waits once for each who asks."""
    same = json.dumps([actor.pk, values], sort_keys=True).encode()
    return f"people.organisation:{organisation.pk}:{hashlib.sha256(same).hexdigest()[:16]}"


def _start(*, actor, organisation, asked_by, **values):
    start_hand_out(actor=actor, organisation=Organisation.objects.get(pk=organisation),
                   asked_by=Person.objects.get(pk=asked_by), **values)


def _may_ask(user, params):
    kind = registry.KINDS.get(params["kind"])
    asked = HandOut(kind=params["kind"], params=params["params"], asked_by=user,
                    organisation=Organisation.objects.get(pk=params["organisation"]))
    return kind is not None and kind.allowed(user, asked)


def _facts(approval):
    params = approval.params
    kind = registry.KINDS.get(params["kind"])
    return [
        (_("File"), kind.label if kind else params["kind"]), (_("data of"), approval.organisation.name),
        (pgettext("file handed out", "Recipient"), params["recipient"]),
    ]


register(Kind(
    key=MAKE, label=gettext_lazy("Hand out a file with personal data"), icon="file-lock", run=_start, decide="hand_out.decide",
    may_ask=_may_ask, facts=_facts,
))
