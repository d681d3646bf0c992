"""What each verb is asked of: a row of the east on which the matrix's plain case holds (``house -> row``)."""

from courses.enums import QuestionState
from courses.models import ExamInvigilator, HourRequirement

# By the first part of a verb, the row of ``House`` that its verbs are asked of.
BY_NOUN = {
    "api": "api_token", "appointment": "appointment", "assignment": "assignment", "attempt": "attempt", "bank": "bank",
    "booking": "booking", "certificate": "certificate", "certificate_template": "template", "cohort": "cohort",
    "day_template": "day_template", "enrolment": "enrolment", "exam": "exam", "excellence": "cohort", "filing": "filing_draft",
    "filing_call": "filing_call", "grant": "grant", "hand_out": "hand_out", "hour_rules": "hour_rules",
    "invitation": "invitation", "leave": "leave", "lesson_question": "lesson_question", "make_up": "make_up", "menu": "item",
    "nudge_template": "nudge_text", "number_pattern": "number_pattern", "order": "order", "organisation": "branch",
    "person": "learner", "point_appeal": "point_appeal", "point_rule": "point_rule", "points": "learner",
    "programme": "programme", "question": "question", "readiness": "branch", "recognition": "recognition",
    "rectification": "rectification", "round": "round", "rubric": "rubric", "series": "series", "session": "session",
    "share": "share", "survey_template": "survey_template", "timetable": "cohort", "trainer": "trainer", "venue": "venue",
    "wish": "wish", "work": "work",
}
# Verbs that are asked of another row than their noun says.
BY_VERB = {
    "certificate.issue": "cohort", "certificate_template.ink": "east", "content.approve": "east",
    "filing.write": "branch", "grant.give": "learner",
    "nudge.cohort": "cohort", "order.policy": "east", "question.add": "bank",
}


def _image(role):
    def make(house):
        house.image.role = role
        return house.image

    return make


def _requirement(house):
    """One that is asked in a place; those of the start are asked everywhere."""
    return HourRequirement(organisation=house.east)


def _watched(name):
    """An exam, or an attempt at one, for which the trainer is named."""
    def make(house):
        row = getattr(house, name)
        exam = row if name == "exam" else row.exam
        exam.invigilators_key_in = True
        ExamInvigilator.objects.get_or_create(exam=exam, person=house.trainer)
        return row

    return make


def _placed(house):
    """A place that is kept for the branch, whose liaison named the person."""
    house.enrolment.share = house.share
    return house.enrolment


def _draft(house):
    house.question.state = QuestionState.DRAFT
    return house.question


def _approval(kind):
    return lambda house: house.some_approval(kind)


MADE = {
    "approval.decide": _approval("attendance.correct"),
    "approval.withdraw": _approval("attendance.correct"),
    "attendance.correct": lambda house: house.session,
    "attendance.decide_correction": _approval("attendance.correct"),
    "certificate.decide_end": _approval("certificate.revoke"),
    "exam.decide_change": _approval("exam.regrade"),
    "grant.decide": _approval("grant.administrator"),
    "person.decide_erase": _approval("person.erase"),
    "exam.invigilate": _watched("exam"),
    "exam.mark": _watched("exam"),
    "exam.key_in": _watched("exam"),
    "attempt.invigilate": _watched("attempt"),
    "attempt.mark": _watched("attempt"),
    "enrolment.withdraw": _placed,
    "question.edit": _draft,
    "trainer.edit": lambda house: house.people["reserve"],
    "certificate_image.show": _image("seal"),
    "certificate_image.retire": _image("frame"),
    "requirement.edit": _requirement,
    "hand_out.decide": _approval("hand_out.make"),
    "hand_out.fetch": lambda house: house.ready_hand_out,
}


def subject(house, verb, row):
    """Return the row that ``verb`` is asked of, None for a verb that is asked of none."""
    if not row.of_objects or verb == "marking.browse":
        return None
    if verb in MADE:
        return MADE[verb](house)
    return getattr(house, BY_VERB.get(verb) or BY_NOUN[verb.partition(".")[0]])
