"""Secrets and settings that must not be those of a trial."""

from django.conf import settings
from django.core import checks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.operations.registry import check, failure, ok, warning
from lms.operations.rules import health
from lms.people.models import Person


@check("secrets", gettext_lazy("Secrets"))
def secrets(asked):
    reasons = {
        "short": _("SECRET_KEY is shorter than %(count)s characters.") % {"count": health.SHORTEST_KEY},
        "plain": _("SECRET_KEY repeats the same few characters."),
        "sample": _("SECRET_KEY is that of an example."),
    }
    findings = []
    if weak := health.weak_key(settings.SECRET_KEY):
        findings.append(failure(reasons[weak], _(
            "Set SECRET_KEY to a long random text: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'. "
            "Everybody signs in again after that.")))
    if settings.DEBUG:
        findings.append(failure(_("DEBUG is on: errors show code and data to whoever meets them."), _("Take DEBUG away.")))
    if "*" in settings.ALLOWED_HOSTS and not settings.DEMO_MODE:
        findings.append(failure(_("ALLOWED_HOSTS lets every host name in."),
                                _("Name the host names of the site in ALLOWED_HOSTS.")))
    return findings or ok(_("The secret key is long and random; DEBUG is off; host names are limited."))


@check("demo", gettext_lazy("Demo accounts"))
def demo(asked):
    count = Person.objects.filter(is_demo=True, is_active=True).count()
    if settings.DEMO_MODE:
        return warning(_("Demo mode is on, with %(count)s accounts whose password is known.") % {"count": count},
                       _("For real work: take DEMO_MODE away and begin with an empty database."))
    if count:
        text = _("%(count)s demo accounts stand in the database; without demo mode they cannot sign in.")
        return warning(text % {"count": count}, _("For real work begin with an empty database."))
    return ok(_("There are no demo accounts."))


@check("deploy", gettext_lazy("Settings"))
def deploy(asked):
    found = [message for message in checks.run_checks(include_deployment_checks=True)
             if not message.is_silenced() and message.level >= checks.WARNING]
    if not found:
        return ok(_("Django finds nothing wrong with the settings."))
    return (failure if any(message.level >= checks.ERROR for message in found) else warning)(
        _("Django's check of the settings names %(numbers)s.") % {"numbers": ", ".join(sorted({each.id for each in found}))},
        _("For a site that is reached from outside, set HTTPS=true. “manage.py check --deploy” says more."),
    )
