"""The kinds of events that the trail tells of: how each is brought about, and which others are written as it is.

A verb that stands neither in ``EVENTS`` nor in ``LIKE`` fails ``test_events``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from courses.actions import exam_setup
from courses.enums import Release
from lms import retention
from lms.operations.actions import make_operator
from lms.people import actions
from lms.people.models import Person

PASSWORD = "correct-horse-9"


@dataclass(frozen=True)
class Event:
    """``by`` does it at the address named ``at`` (or ``at(house, client)`` does), sending ``sent`` over what its form holds.

    ``by`` is the user name that the line tells (empty: nobody), ``about`` what it was done to; ``alone``: in a district that
    asks for no second person; ``rows``: what else is there before.
    """

    verb: str
    at: str | Callable
    about: str
    by: str = "district"
    sent: dict = field(default_factory=dict)
    at_a_page: bool = True
    alone: bool = False
    rows: tuple[str, ...] = ()


def _sign_in(*passwords):
    def do(house, client):
        actions.set_password(person=house.learner, password=PASSWORD)
        for password in passwords:
            client.post("/login/", {"username": "learner", "password": password})

    return do


def _sign_out(house, client):
    _sign_in(PASSWORD)(house, client)
    client.post("/logout/")


def _many_fail(house, client):
    for number in range(121):
        client.post("/login/", {"username": f"nobody{number}", "password": "guess"})


def _change_password(house, client):
    _sign_in(PASSWORD)(house, client)
    new = "another-horse-8"
    client.post("/account/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})


def _release(house, client):
    exam_setup.edit_exam(actor=None, exam=house.exam, scores_after=Release.DECIDED)
    client.force_login(house.people["district"], backend="lms.people.backends.IdentifierBackend")
    client.post(f"/desk/exams/{house.exam.pk}/release/", {"do": "release"})


def _retain(house, client):
    retention.sweep(now=timezone.now() + timedelta(days=4000))


def _reveal(house, client):
    Person.objects.filter(pk=house.learner.pk).update(phone="14011112222")
    client.force_login(house.people["district"], backend="lms.people.backends.IdentifierBackend")
    client.post(f"/desk/people/{house.learner.pk}/telephone/", {"reason": "核对报名"})


def _end_sessions(house, client):
    for device in (Client(), client):
        device.force_login(house.people["district"], backend="lms.people.backends.IdentifierBackend")
    client.post("/account/sessions/end/")


def _correct(house, client):
    """Mark somebody, and then otherwise."""
    client.force_login(house.people["district"], backend="lms.people.backends.IdentifierBackend")
    for status in ("absent", "present"):
        path = f"/desk/sessions/{house.session.pk}/people/{house.enrolment.pk}/"
        client.post(path, {"status": status, "late_minutes": "", "early_minutes": "", "reason": "看错名册"})


def _erase(house, client):
    leaver = actions.create_person(actor=None, name="离任", username="leaver")
    actions.appoint(actor=None, person=leaver, organisation=house.branch, position="member")
    client.force_login(house.people["district"], backend="lms.people.backends.IdentifierBackend")
    client.post(f"/desk/people/{leaver.pk}/erase/", {"reason": "本人书面申请", "sure": "on"})


def _operator(house, client):
    make_operator(actor=None, username="watcher", name="系统运维", password=PASSWORD)


EVENTS = (
    # Signing in
    Event("account.sign_in", _sign_in(PASSWORD), "people.person", "learner"),
    Event("account.sign_in_refused", _sign_in("guess"), "people.person", ""),
    Event("account.locked_out", _sign_in(*["guess"] * 5), "people.person", ""),
    Event("account.slowed", _many_fail, "", ""),
    Event("account.sign_out", _sign_out, "people.person", "learner"),
    Event("account.end_sessions", _end_sessions, "people.person"),
    Event("person.set_password", _change_password, "people.person", "learner"),
    Event("person.first_code", "people:person-code", "people.person"),
    # People, permissions, and what is looked at
    Event("person.reveal", _reveal, "people.person"),
    Event("person.erase", _erase, "people.person", alone=True),
    Event("person.edit", "people:person-edit", "people.person", sent={"name": "张改名"}),
    Event("person.end_appointment", "people:appointment-end", "people.appointment"),
    Event("grant.end", "people:grant-end", "people.rolegrant"),
    Event("organisation.create", "people:organisation-new", "people.organisation"),
    # Imports
    Event("roster.discard", "people:import-discard", "people.importbatch"),
    Event("question.import", "courses:question-file-take", "courses.questionupload"),
    Event("question.discard", "courses:question-file-discard", "courses.questionupload"),
    Event("hours.discard", "courses:hour-import-discard", "courses.hourimport"),
    # Exports and files that go out
    Event("bank.export", "courses:bank-export", "courses.questionbank"),
    Event("exam.export_results", "courses:exam-results-export", "courses.exam"),
    Event("exam.analysis_export", "courses:exam-analysis-export", "courses.exam"),
    Event("job.start", "lists:export", "jobs.job"),
    Event("hand_out.ask", "cohorts:readiness-export", "hand_outs.handout", alone=True),
    Event("schedule.make", "lists:schedule-new", "lists.scheduledreport"),
    # Second person
    Event("approval.ask", "courses:marking-correct", "approvals.approval"),
    Event("approval.approve", "approvals:approve", "approvals.approval"),
    # Exams and grades
    Event("exam.correct", "courses:marking-correct", "courses.attempt", alone=True),
    Event("exam.close", "courses:exam-close", "courses.exam"),
    Event("exam.end", "courses:exam-end", "courses.exam"),
    Event("exam.extend", "courses:attempt-extend", "courses.exam"),
    Event("exam.dismiss", "courses:exam-candidate-remove", "courses.exam"),
    Event("exam.duplicate", "courses:exam-duplicate", "courses.exam"),
    Event("exam.draw_version", "courses:exam-print", "courses.exam"),
    Event("exam.submit", "courses:attempt-submit", "courses.attempt", "learner"),
    Event("exam.release", _release, "courses.exam"),
    Event("exam.regrade_preview", "courses:regrade-new", "courses.regrade"),
    Event("rubric.edit", "courses:rubric-edit", "courses.rubric"),
    Event("question.retire", "courses:question-move", "courses.question"),
    Event("bank.lock", "courses:bank-lock", "courses.questionbank"),
    # Hours
    Event("recognition.approve", "courses:recognition", "courses.recognition"),
    Event("recognition.withdraw", "courses:recognition-take-back", "courses.recognition", "learner"),
    Event("hour_rules.edit", "courses:hour-rule-year", "courses.hourruleversion"),
    Event("requirement.remove", "courses:hour-requirement-remove", "courses.hourrequirement"),
    Event("lesson.finish", "courses:lesson-done", "courses.lesson", "learner"),
    Event("course.leave", "courses:course-leave", "courses.course", "learner"),
    # Classes and attendance
    Event("cohort.cancel", "cohorts:cohort-cancel", "cohorts.cohort"),
    Event("cohort.withdraw", "cohorts:withdraw", "cohorts.enrolment"),
    Event("cohort.apply", "cohorts:my-apply", "cohorts.enrolment", "learner"),
    Event("cohort.recompute", "cohorts:recompute", "cohorts.cohort"),
    Event("timetable.publish", "cohorts:publish", "cohorts.timetableversion", rows=("session",)),
    Event("session.cancel", "cohorts:session-cancel", "cohorts.classsession"),
    Event("session.close", "cohorts:session-close", "cohorts.classsession"),
    Event("attendance.mark", "cohorts:session-person", "cohorts.classsession"),
    Event("attendance.correct", _correct, "cohorts.classsession"),
    Event("attendance.check_in", "cohorts:check-in", "cohorts.attendancemark", "learner"),
    Event("leave.cancel", "cohorts:leave-cancel", "cohorts.leave", "learner"),
    Event("attendance.rules_withdraw", "cohorts:attendance-rules-withdraw", "cohorts.attendancepolicy"),
    Event("kiosk.close", "cohorts:kiosk-close", "cohorts.kiosk"),
    Event("call.close", "cohorts:call-close", "cohorts.rollcall"),
    Event("booking.accept", "cohorts:booking", "cohorts.sitebooking"),
    Event("trainer.away", "cohorts:absence-new", "cohorts.trainerabsence"),
    Event("order.policy", "cohorts:order-policy", "cohorts.orderpolicy"),
    # Supervision
    Event("points.enter", "cohorts:points-enter", "people.person", rows=("point_rule",)),
    Event("points.answer", "cohorts:point-appeal-answer", "cohorts.pointappeal"),
    Event("point_rule.end", "cohorts:point-rule-end", "cohorts.pointrule"),
    Event("filing.call_update", "cohorts:filing-call-edit", "cohorts.filingcall"),
    Event("nudge_template.update", "cohorts:nudge-text-edit", "cohorts.nudgetemplate"),
    # Certificates
    Event("certificate.revoke", "certificates:revoke", "certificates.certificate", sent={"reason": "发错"}, alone=True),
    Event("certificate_image.retire", "certificates:image-retire", "certificates.certificateimage"),
    Event("number_pattern.save", "certificates:pattern", "certificates.numberpattern"),
    # The installation
    Event("api.revoke_token", "api:token-revoke", "api.apitoken"),
    Event("operator.make", _operator, "people.person", "", at_a_page=False),
    Event("retention.remove", _retain, "", "", at_a_page=False, rows=("batch",)),
)

# Verbs that are written as the one of their kind is, by an action of the same form. Their own tests bring some of them about.
LIKE = {
    "account.end_sessions": "account.session_over account.end_session account.own_copy",
    "person.set_password": """
        second_factor.begin second_factor.on second_factor.off second_factor.refused second_factor.paused
        second_factor.recovery second_factor.new_codes second_factor.reset person.first_codes person.create
        person.appoint
    """,
    "person.first_code": "card.renew",
    "grant.end": "grant.give",
    "organisation.create": "organisation.change venue.create venue.update venue.code",
    "roster.discard": "roster.upload roster.map roster.apply roster.undo",
    "question.import": """
        question.add question.revise question.revive question.accept question.lock question.unlock question.tidy
        question.upload content.duplicate content.moderation content.import content.build
    """,
    "hours.discard": "hours.upload hours.map hours.apply hours.undo",
    "bank.export": "bank.create bank.unlock",
    "exam.export_results": """
        list.export person.export certificate.register_export exam.free exam.other_device exam.extra_time
        exam.invigilators exam.rules exam.withdraw exam.create exam.edit exam.paper exam.open exam.rubric exam.admit
        exam.delete_version exam.print exam.print_key exam.key_in exam.start exam.mark exam.mark_change
        exam.regrade_discard exam.regrade attendance.export readiness.export hours.export demand.export teaching.export
        survey.export results.export points.export content.export
    """,
    "job.start": "job.cancel job.retry job.download delivery.again",
    "hand_out.ask": "hand_out.approve hand_out.decline hand_out.make hand_out.download hand_out.expire readiness.snapshot",
    "schedule.make": "filter.save filter.remove schedule.pause schedule.resume schedule.end",
    "approval.ask": "approval.decline approval.withdraw approval.expire",
    "exam.correct": """
        work.submit work.mark work.return work.choose work.unchoose work.recommend work.unrecommend work.show work.hide
        work.consent work.unconsent
    """,
    "exam.close": "assignment.create assignment.edit assignment.open assignment.close assignment.admit",
    "rubric.edit": "rubric.create survey_template.create survey_template.update survey_template.retire",
    "recognition.approve": "recognition.apply recognition.return",
    "hour_rules.edit": "hour_rules.draft hour_rules.discard hour_rules.force",
    "requirement.remove": "requirement.add requirement.edit",
    "lesson.finish": """
        lesson.register lesson.update lesson.retire lesson.revive lesson.open lesson.media scorm.store scorm.play
        scorm.remove scorm.report lesson_question.ask lesson_question.answer lesson_question.publish
        lesson_question.withdraw
    """,
    "course.leave": "course.register course.update course.retire course.join course.revive syllabus.freeze",
    "cohort.cancel": """
        programme.create programme.update cohort.open cohort.update cohort.upgrade cohort.close cohort.enrol cohort.seat
        cohort.transfer cohort.copy cohort.approve cohort.decline cohort.keep cohort.give_back cohort.group
        cohort.ungroup cohort.assign programme.upgrade programme.modules survey.open survey.close cohort.reopen
        cohort.propose_excellent cohort.approve_excellent cohort.name_excellent cohort.decline_excellent cohort.print
        cohort.print_phones
    """,
    "cohort.apply": "wish.place wish.withdraw wish.meet",
    "timetable.publish": "day_template.create day_template.update day_template.delete",
    "session.cancel": "session.schedule session.schedule_many session.move session.count session.substitute",
    "attendance.mark": "attendance.rules_add attendance.device",
    "leave.cancel": """
        leave.apply leave.approve leave.decline leave.report_back make_up.choose make_up.hand_in make_up.cancel
        make_up.accept make_up.decline make_up.withdraw
    """,
    "kiosk.close": "kiosk.open",
    "call.close": "call.open call.answer",
    "booking.accept": "booking.place booking.decline booking.cancel invitation.accept invitation.decline",
    "trainer.away": "lecturer.register lecturer.update lecturer.retire lecturer.revive trainer.update trainer.back",
    "order.policy": """
        menu.create menu.update order.place order.change order.withdraw order.accept order.join order.take_out
        order.decline order.propose order.agree order.refuse order.cancel round.create round.update
    """,
    "points.enter": "participation.enter points.appeal",
    "point_rule.end": "point_rule.create",
    "filing.call_update": """
        filing.call filing.call_withdraw filing.call_restore filing.begin filing.save filing.discard filing.submit
        filing.file filing.return filing.execute filing.unexecute rectification.open rectification.report
        rectification.check
    """,
    "nudge_template.update": "nudge.send nudge.limits nudge_template.create nudge_template.retire",
    "certificate.revoke": """
        certificate.issue certificate.supersede certificate.void certificate.share certificate.unshare
        certificate.ask_review certificate.let_stand certificate.print
    """,
    "certificate_image.retire": """
        certificate_template.create certificate_template.save certificate_template.rename certificate_template.standard
        certificate_template.retire certificate_template.revive certificate_image.keep certificate_image.revive
    """,
    "api.revoke_token": "api.create_token api.read feed.make feed.revoke",
    "operator.make": "keys.rotate",
    "retention.remove": "audit.purge clock.step editor.sync",
}
