"""Sentences for the answers of ``cohorts.rules.completion``: page, PDF and export say the same."""

from django.utils.translation import gettext as _

from lms.templatetags.house import hours


def reason_text(reason):
    """Return what is missing as a sentence."""
    numbers = reason.numbers
    match reason.code:
        case "attendance":
            return _("Attended %(attended)s of %(counted)s sessions: %(percent)s %%, %(required)s %% are asked for") % numbers
        case "no_session_closed":
            return _("No session is closed yet")
        case "all_excused":
            return _("Excused from every session; at least one must be attended")
        case "lessons":
            return _("Learned %(done)s of %(required)s lessons") % numbers
        case "exam_not_taken":
            return _("Exam not taken yet")
        case "exam_not_passed":
            return _("Exam not passed: best %(best)s %%, %(required)s %% are asked for") % numbers
        case "minutes":
            return _("Earned %(done)s of %(required)s hours") % {
                "done": hours(numbers["done"]), "required": hours(numbers["required"])
            }
    raise ValueError(reason.code)


def reason_texts(verdict):
    return [reason_text(reason) for reason in verdict.reasons]


def requirement_texts(requirements):
    """Return what the class asks for, a sentence each."""
    asked = []
    if requirements.attendance_percent:
        asked.append(_("Attend at least %(percent)s %% of the sessions") % {"percent": requirements.attendance_percent})
    if requirements.lessons:
        asked.append(_("Learn all required lessons"))
    if requirements.exam:
        asked.append(_("Pass the exam with %(percent)s %%") % {"percent": requirements.exam_percent})
    if requirements.minutes:
        asked.append(_("Earn %(hours)s hours") % {"hours": hours(requirements.minutes)})
    return asked
