"""What the notices of lessons say."""

from django.utils.translation import gettext_lazy as _

from lms.notices.kinds import register

register("lesson_question.answered", text=_("Your question on “%(lesson)s” was answered."), icon="message-circle-reply")
