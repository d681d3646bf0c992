"""A gateway that keeps what it was asked to send."""

from lms.notices.gateways import GatewayError

KIND = "lesson_question.answered"


class Sent(list):
    """A list of ``(channel, person, text)``; with ``error`` set, the gateway says it instead."""

    error = ""

    def of(self, channel):
        self.channel = channel
        return self

    def send(self, *, person, subject, text, number):
        if self.error:
            raise GatewayError(self.error)
        self.append((self.channel, person.pk, text))
