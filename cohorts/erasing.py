"""Classes of a person who is erased: attendance and results stay, words and proofs go."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import SEATED
from cohorts.models import ClassSession, Cohort, Enrolment
from lms.people.erasing import emptied, goes, hindrance, stays

goes("cohorts.CalendarFeed", "person", _("calendars followed"))
goes("cohorts.PersonalCard", "person", _("personal card"))
goes("cohorts.ReminderChoice", "person", _("reminders"))
goes("cohorts.TrainerAbsence", "person", _("times away"))
goes("cohorts.TrainerProfile", "person", _("subjects"))
emptied("cohorts.Leave", "enrolment__person", _("reasons and proofs of leave"), columns={"text": "—"}, files=("proof",))
emptied("cohorts.MakeUp", "enrolment__person", _("notes on sessions made up"), columns={"note": ""})
emptied("cohorts.NudgeMessage", "told", _("texts of nudges"), columns={"text": ""})
emptied("cohorts.Enrolment", "person", _("reasons given in classes"), columns={"reason": ""})
stays(_("classes, attendance, results and points, which figures are counted from"), "cohorts.Enrolment.person",
      "cohorts.PointEntry.person", "cohorts.Rectification.person", "cohorts.NudgeLine.person", "cohorts.SurveyTicket.person")
stays(_("what was taught, and by whom, as a number without a name"), "cohorts.ClassSession.trainer",
      "cohorts.Cohort.class_teacher", "cohorts.MenuItem.trainer", "cohorts.TeachingInvitation.trainer")


@hindrance
def _needed_by_classes(person):
    running = Cohort.objects.filter(closed_at=None, cancelled_at=None)
    seats = Enrolment.objects.filter(person=person, state__in=SEATED, cohort__in=running)
    sits = _("This person sits in the class “%(title)s”, which is not closed. Close it, or let them withdraw.")
    for title in seats.values_list("cohort__title", flat=True):
        yield sits % {"title": title}
    for title in running.filter(class_teacher=person).values_list("title", flat=True):
        yield _("This person looks after the class “%(title)s”. Give it to somebody else.") % {"title": title}
    if ClassSession.objects.filter(trainer=person, starts_at__gte=timezone.now(), cohort__in=running).exists():
        yield _("This person teaches sessions that are still to come. Give them to somebody else.")
