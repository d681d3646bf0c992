"""The ways out of the house: e-mail, and text messages through a gateway. An address or a number is never logged whole."""

import json
import logging
import urllib.error
import urllib.request

from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from lms.notices import conf
from lms.notices.enums import Channel
from lms.sealing.fields import LockedText

logger = logging.getLogger(__name__)

SECONDS = 10  # a gateway that says nothing for so long is given up


class GatewayError(Exception):
    """The message did not go out, in a sentence that names neither address nor number."""


class Email:
    """Sends by what ``EMAIL_URL`` names."""

    def send(self, *, person, subject, text, number):
        if not person.email:
            raise GatewayError(_("There is no e-mail address of this person."))
        message = EmailMessage(subject, text, conf.EMAIL_FROM, [person.email], connection=self._connection())
        try:
            message.send()
        except OSError as error:  # smtplib's own are among them
            raise GatewayError(_("The mail server did not take it (%(kind)s).") % {"kind": type(error).__name__}) from None

    def _connection(self):
        ways = conf.EMAIL
        return get_connection(
            ways["EMAIL_BACKEND"], host=ways["EMAIL_HOST"], port=ways["EMAIL_PORT"], username=ways["EMAIL_HOST_USER"],
            password=ways["EMAIL_HOST_PASSWORD"], use_tls=ways["EMAIL_USE_TLS"], use_ssl=ways["EMAIL_USE_SSL"], timeout=SECONDS,
        )


class ConsoleSms:
    """Writes the message to the log, for trying the product out."""

    def send(self, *, person, subject, text, number):
        _number_of(person)
        logger.info("text message %s to %s: %s", number, person.masked_phone, text)


class HttpSms:
    """Posts ``{"id", "to", "text"}`` as JSON to ``SMS_URL``; ``id`` lets the gateway recognise a message it has."""

    def send(self, *, person, subject, text, number):
        body = json.dumps({"id": f"notice-{number}", "to": _number_of(person), "text": text}).encode()
        request = urllib.request.Request(conf.SMS_URL, data=body, method="POST", headers={  # noqa: S310 -- http(s), see conf
            "Content-Type": "application/json", "Authorization": f"Bearer {conf.SMS_TOKEN}",
        })
        try:
            urllib.request.urlopen(request, timeout=SECONDS).close()  # noqa: S310 -- http(s), see conf
        except urllib.error.HTTPError as error:
            raise GatewayError(_("The gateway refused it (answer %(status)s).") % {"status": error.code}) from None
        except OSError as error:
            unknown = _("The gateway did not answer (%(kind)s). Whether it took the message is not known.")
            raise GatewayError(unknown % {"kind": type(error).__name__}) from None


def gateway_of(channel):
    if channel == Channel.EMAIL:
        return Email()
    return HttpSms() if conf.SMS_GATEWAY == "http" else ConsoleSms()


def _number_of(person):
    if not person.phone:
        raise GatewayError(_("There is no telephone number of this person."))
    if isinstance(person.phone, LockedText):
        raise GatewayError(_("The telephone number cannot be read: its key is not here. Run “manage.py doctor keys”."))
    return person.phone
