"""What the notices of lessons, exams and assignments say."""

from django.utils.translation import gettext_lazy as _

from lms.notices.kinds import register

register("lesson_question.asked", text=_("A learner asks about “%(lesson)s”: the question waits for an answer."),
         icon="message-circle-question-mark")
register("lesson_question.answered", text=_("Your question on “%(lesson)s” was answered."), icon="message-circle-reply")
register("work.returned", text=_("Your work for “%(assignment)s” was returned: look at it again and hand it in once more."),
         icon="undo-2")
register("work.marked", text=_("Your work for “%(assignment)s” was marked: %(points)s of %(possible)s points."),
         icon="clipboard-check")
register("work.excellent", text=_("Your work for “%(assignment)s” was chosen as excellent. You decide whether others see it."),
         icon="award")
register("work.recommended", text=_("Your work for “%(assignment)s” was recommended to the district."), icon="thumbs-up")
register("exam.result", text=_("“%(exam)s” is marked: your result is there."), icon="file-question-mark")
register("exam.result_changed", text=_("Your result of “%(exam)s” was corrected. Look at it again."), icon="file-question-mark")
register("recognition.approved", text=_("The hours you earned with “%(title)s” were recognised."), icon="clock")
register("recognition.returned", text=_("Your application for “%(title)s” was returned: %(reason)s"), icon="undo-2")
