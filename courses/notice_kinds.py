"""What the notices of lessons and exams say."""

from django.utils.translation import gettext_lazy as _

from lms.notices.kinds import register

register("lesson_question.asked", text=_("A learner asks about “%(lesson)s”: the question waits for an answer."),
         icon="message-circle-question-mark")
register("lesson_question.answered", text=_("Your question on “%(lesson)s” was answered."), icon="message-circle-reply")
register("exam.result", text=_("“%(exam)s” is marked: your result is there."), icon="file-question-mark")
register("exam.result_changed", text=_("Your result of “%(exam)s” was corrected. Look at it again."), icon="file-question-mark")
