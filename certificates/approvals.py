"""What a second person approves here: ending a certificate for good."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.actions import issuing, replacing
from certificates.enums import CertificateState
from certificates.models import Certificate
from lms.approvals.actions import settle
from lms.approvals.registry import Kind, register
from lms.people import access
from lms.people.enums import Role
from lms.people.models import Organisation

END = "certificate.revoke"
ACTS = {"revoke": issuing.revoke, "void": replacing.void}


def end(*, actor, certificate, act, reason):
    """Revoke the certificate or declare its number void, and return None; or ask a second person, and return the ``Approval``.

    The administrators of the asker's district decide: a certificate belongs to no organisation.
    """
    top = Organisation.objects.get(path=actor.scope.paths(Role.DISTRICT)[0])
    return settle(
        actor=actor, kind=END, organisation=top, person=certificate.person, about=f"certificates.certificate:{certificate.pk}",
        subject=certificate.number, reason=reason, params={"certificate": certificate.pk, "act": act, "reason": reason},
    )


def _end(*, actor, certificate, act, reason):
    try:
        ACTS[act](actor=actor, certificate=Certificate.objects.get(pk=certificate), reason=reason)
    except issuing.OwnRecord as error:
        raise ValidationError(_("Nobody decides about their own certificate.")) from error


def _may_ask(user, params):
    found = Certificate.objects.visible_to(user).filter(pk=params["certificate"]).first()
    return found is not None and access.allowed(user, f"certificate.{params['act']}", found)


def _facts(approval):
    found = Certificate.objects.get(pk=approval.params["certificate"])
    acts = {"revoke": _("Revoke the certificate"), "void": _("Declare its number void")}
    return [
        (_("What is done"), acts[approval.params["act"]]), (_("Number"), found.number),
        (_("Name on it"), found.facts.get("name", "")), (_("State"), CertificateState(found.state).label),
    ]


register(Kind(
    key=END, label=gettext_lazy("End a certificate"), icon="shield-x", run=_end, decide="certificate.decide_end",
    may_ask=_may_ask, facts=_facts,
))
