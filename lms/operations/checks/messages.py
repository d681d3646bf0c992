"""Ways out of the house: e-mail, text messages, and what did not arrive."""

from django.core.mail import get_connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.notices import conf
from lms.notices.actions.delivering import in_trouble
from lms.notices.models import Delivery
from lms.operations.registry import check, failure, ok, warning

SECONDS = 5


@check("email", gettext_lazy("E-mail"), quick=False)
def email(asked):
    ways = conf.EMAIL
    if not ways["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
        return warning(_("E-mail goes nowhere: it is written to the log."), _("Set EMAIL_URL and EMAIL_FROM."))
    server = get_connection(
        ways["EMAIL_BACKEND"], host=ways["EMAIL_HOST"], port=ways["EMAIL_PORT"], username=ways["EMAIL_HOST_USER"],
        password=ways["EMAIL_HOST_PASSWORD"], use_tls=ways["EMAIL_USE_TLS"], use_ssl=ways["EMAIL_USE_SSL"], timeout=SECONDS,
    )
    try:
        server.open()
        server.close()
    except OSError as error:
        return failure(_("The mail server does not let us in (%(kind)s).") % {"kind": type(error).__name__},
                       _("Check EMAIL_URL: name, port, user name and password."))
    return ok(_("The mail server lets us in."))


@check("sms", gettext_lazy("Text messages"))
def sms(asked):
    if conf.SMS_GATEWAY == "console":
        return warning(_("Text messages go nowhere: they are written to the log."), _("Set SMS_GATEWAY, SMS_URL and SMS_TOKEN."))
    if not conf.SMS_URL.startswith("https://"):
        return warning(_("Text messages go to their gateway unencrypted."), _("Use an https:// address in SMS_URL."))
    return ok(_("A gateway for text messages is set."))


@check("deliveries", gettext_lazy("Messages that did not go out"))
def deliveries(asked):
    count = in_trouble(Delivery.objects.all(), timezone.now()).count()
    if count:
        return warning(_("%(count)s messages did not go out, or nobody knows whether they did.") % {"count": count},
                       _("A district administrator sees them at “Messages” and decides which are sent again."))
    return ok(_("Every message went out."))
