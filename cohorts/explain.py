"""Sentences for the answers of ``cohorts.rules.completion``: page, PDF and export say the same."""

from django.utils.translation import gettext as _

from cohorts.explain_results import reason_text as final_reason_text
from lms.templatetags.house import hours


def reason_text(reason):
    """Return what is missing as a sentence."""
    numbers = reason.numbers
    if reason.code.startswith("final_"):
        return final_reason_text(reason.code, numbers)
    match reason.code:
        case "attendance":
            said = (
                _("Attended %(attended)s of %(counted)s half-days: %(percent)s %%, %(required)s %% are asked for")
                if numbers.get("half_days")
                else _("Attended %(attended)s of %(counted)s sessions: %(percent)s %%, %(required)s %% are asked for")
            ) % numbers
            return _late_too(said, numbers)
        case "no_session_closed":
            return _("No session is closed yet")
        case "all_excused":
            return _("Excused from every session; at least one must be attended")
        case "leave":
            if numbers["half_days"]:
                return _("On leave for %(excused)s of %(units)s half-days: %(percent)s %%, at most %(most)s %% are allowed"
                         ) % numbers
            return _("On leave for %(excused)s of %(units)s sessions: %(percent)s %%, at most %(most)s %% are allowed") % numbers
        case "lessons":
            return _("Learned %(done)s of %(required)s lessons") % numbers
        case "exam_not_taken":
            return _("Exam not taken yet")
        case "exam_waiting":
            return _("Exam handed in; its result is not out yet")
        case "exam_not_passed":
            return _("Exam not passed: best %(best)s %%, %(required)s %% are asked for") % numbers
        case "minutes":
            return _("Earned %(done)s of %(required)s hours") % {
                "done": hours(numbers["done"]), "required": hours(numbers["required"])
            }
    raise ValueError(reason.code)


def _late_too(said, numbers):
    """Add how many absences are made of lates, where some are."""
    absences = numbers.get("late_absences")
    if not absences:
        return said
    return said + _(" (%(lates)s times late or gone early, counted as %(late_absences)s absent)") % numbers


def attendance_text(standing):
    """Return how much of the class someone attended, in a few words: ``queries.completion.Standing`` as it is or was kept."""
    facts = standing.facts
    if not facts.sessions_closed:
        return ""
    said = [
        (_("%(attended)s of %(counted)s half-days") if facts.half_days else _("%(attended)s of %(counted)s sessions"))
        % {"attended": facts.attended, "counted": facts.sessions_counted}
    ]
    if facts.excused:
        said.append(_("%(count)s on leave") % {"count": facts.excused})
    if facts.made_up:
        said.append(_("%(count)s made up") % {"count": facts.made_up})
    if facts.lates:
        said.append(_("%(count)s late or gone early") % {"count": facts.lates})
    return " · ".join(said)


def reason_texts(verdict):
    return [reason_text(reason) for reason in verdict.reasons]


def requirement_texts(requirements):
    """Return what the class asks for, a sentence each."""
    asked = []
    if requirements.attendance_percent:
        asked.append(_("Attend at least %(percent)s %% of the sessions") % {"percent": requirements.attendance_percent})
    if requirements.leave_most_percent:
        asked.append(_("Be on leave for at most %(percent)s %% of the sessions") % {"percent": requirements.leave_most_percent})
    if requirements.lessons:
        asked.append(_("Learn all required lessons"))
    if requirements.exam:
        asked.append(_("Pass the exam with %(percent)s %%") % {"percent": requirements.exam_percent})
    if requirements.minutes:
        asked.append(_("Earn %(hours)s hours") % {"hours": hours(requirements.minutes)})
    if requirements.final:
        asked.append(_("Pass with a final result of %(percent)s of 100") % {"percent": requirements.final_percent})
    return asked
