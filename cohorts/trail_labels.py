"""The verbs of programmes, cohorts, timetable, attendance, orders and reports in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cohorts.enums import AttendanceStatus, FeedKind, LeaveLevel, MarkMethod, RectificationAct, Sheet
from lms.audit.labels import register, register_details

register(_("Programmes and cohorts"), {
    "programme.create": _("created a programme"),
    "programme.update": _("changed a programme"),
    "cohort.open": _("opened a cohort"),
    "cohort.update": _("changed a cohort"),
    "cohort.upgrade": _("asked the newer lessons of a cohort"),
    "cohort.cancel": _("cancelled a cohort"),
    "cohort.close": _("closed a cohort"),
    "cohort.enrol": _("enrolled people"),
    "cohort.seat": _("gave free seats to those waiting"),
    "cohort.withdraw": _("withdrew someone from a cohort"),
    "cohort.transfer": _("moved someone to another cohort"),
    "cohort.copy": _("copied a cohort"),
    "cohort.apply": _("applied for a place"),
    "cohort.approve": _("approved applications"),
    "cohort.decline": _("declined applications"),
    "cohort.keep": _("kept places for an organisation"),
    "cohort.give_back": _("stopped keeping places"),
    "cohort.group": _("made or changed groups"),
    "cohort.ungroup": _("removed a group"),
    "cohort.assign": _("put people into groups"),
    "programme.upgrade": _("took newer versions of a programme's courses"),
    "programme.modules": _("changed the modules of a programme"),
})
register(_("Timetable and attendance"), {
    "venue.create": _("entered a venue"),
    "venue.update": _("changed a venue"),
    "venue.code": _("gave a site a new code"),
    "session.schedule": _("scheduled a session"),
    "session.schedule_many": _("scheduled several sessions"),
    "session.move": _("moved a session"),
    "day_template.create": _("made a template of a day"),
    "day_template.update": _("changed a template of a day"),
    "day_template.delete": _("deleted a template of a day"),
    "session.cancel": _("cancelled a session"),
    "timetable.publish": _("published a timetable"),
    "feed.make": _("made a calendar link"),
    "feed.revoke": _("revoked a calendar link"),
    "session.close": _("closed a session"),
    "attendance.check_in": _("checked in"),
    "attendance.mark": _("marked attendance"),
    "attendance.correct": _("corrected attendance"),
    "attendance.device": _("decided about a phone that checked in several people"),
    "card.renew": _("took a new personal card"),
    "kiosk.open": _("opened a check-in tablet"),
    "kiosk.close": _("ended a check-in tablet"),
    "call.open": _("began a second call"),
    "call.answer": _("answered a second call"),
    "call.close": _("ended a second call"),
    "session.count": _("entered the people counted in the room"),
})
register(_("Leave and make-ups"), {
    "attendance.rules_add": _("added rules of attendance"),
    "attendance.rules_withdraw": _("took back rules of attendance"),
    "leave.apply": _("asked for leave"),
    "leave.approve": _("approved leave"),
    "leave.decline": _("declined leave"),
    "leave.cancel": _("took back a leave"),
    "leave.report_back": _("reported back from leave"),
    "make_up.choose": _("chose how to make up for a session"),
    "make_up.hand_in": _("handed in a make-up"),
    "make_up.cancel": _("took back a make-up"),
    "make_up.accept": _("accepted a make-up"),
    "make_up.decline": _("declined a make-up"),
    "make_up.withdraw": _("withdrew a make-up that was accepted"),
})
register(_("Orders of lessons"), {
    "menu.create": _("put a lesson on the menu"),
    "menu.update": _("changed a lesson of the menu"),
    "order.place": _("ordered a lesson"),
    "order.change": _("changed an order"),
    "order.withdraw": _("withdrew an order"),
    "order.accept": _("accepted an order"),
    "order.join": _("put an order into a joint session"),
    "order.take_out": _("took an order out of a joint session"),
    "order.decline": _("declined an order"),
    "order.propose": _("proposed another time for an order"),
    "order.agree": _("accepted the time proposed for an order"),
    "order.refuse": _("declined the time proposed for an order"),
    "order.cancel": _("cancelled an order"),
    "order.policy": _("changed the rules of a school's orders"),
    "wish.place": _("asked for a topic that the menu lacks"),
    "wish.withdraw": _("withdrew a wish for a topic"),
    "wish.meet": _("put a topic on the menu that was wished for"),
})
register(_("Exports"), {
    "attendance.export": _("exported attendance"),
    "readiness.export": _("exported election readiness"),
    "readiness.snapshot": _("froze a snapshot of election readiness"),
    "round.create": _("set up an election round"),
    "round.update": _("changed an election round"),
    "hours.export": _("exported learning hours"),
    "demand.export": _("exported demand that was not met"),
})
register_details({
    "withdrawn": _("marks taken back"),
    "absent": _("absent"), "posted": _("hours posted"), "completed": _("completed"), "not_completed": _("not completed"),
    "left_open": _("left open"), "programme": _("programme"), "quota": _("places"), "cohort": _("cohort"),
    "session": _("session"), "sessions": _("sessions"), "enrolments": _("enrolments"), "status": _("attendance"),
    "method": _("how"), "answers": _("answers"), "item": _("lesson of the menu"), "as_of": _("as of"),
    "organisations": _("organisations"),
    "sha256": _("checksum"), "marks": _("marks"), "corrections": _("corrections"), "enrolled": _("enrolled"),
    "waitlisted": _("waiting"), "former": _("former cohort"), "seats": _("places kept"), "modules": _("modules"),
    "left_out": _("left out"), "excused": _("excused"), "level": _("decided by"), "other": _("session of another class"),
    "from_on": _("from"), "number": _("version"), "changes": _("changes"), "shape": _("shape"),
    "approved_by": _("approved by"),
}, {"status": AttendanceStatus, "method": MarkMethod, "level": LeaveLevel, "kind": FeedKind})
register(_("Open sites"), {
    "booking.place": _("asked for a visit"),
    "booking.accept": _("confirmed a visit"),
    "booking.decline": _("declined a visit"),
    "booking.cancel": _("cancelled a visit"),
})
register(_("Trainers"), {
    "trainer.update": _("changed subjects and load of a trainer"),
    "trainer.away": _("kept a time away"),
    "trainer.back": _("took back a time away"),
    "invitation.accept": _("accepted to teach a session"),
    "invitation.decline": _("declined to teach a session"),
    "session.substitute": _("gave a session to another trainer"),
    "teaching.export": _("exported teaching hours"),
})
register(_("Evaluation and final results"), {
    "survey.open": _("began a survey"),
    "survey.close": _("closed a survey"),
    "survey.export": _("exported averages of surveys"),
    "survey_template.create": _("wrote a questionnaire"),
    "survey_template.update": _("changed a questionnaire"),
    "survey_template.retire": _("took a questionnaire out of use"),
    "participation.enter": _("entered participation"),
    "results.export": _("exported final results"),
    "cohort.recompute": _("reckoned completion anew"),
    "cohort.reopen": _("opened a closed cohort again"),
    "cohort.propose_excellent": _("proposed excellent trainees"),
    "cohort.approve_excellent": _("approved excellent trainees"),
    "cohort.name_excellent": _("named excellent trainees by rule"),
    "cohort.decline_excellent": _("declined or took off excellent trainees"),
})
register_details({"questions": _("questions")})
register(_("Printing"), {
    "cohort.print": _("printed a list of names"),
    "cohort.print_phones": _("printed a list with whole telephone numbers"),
})
register_details({"venue": _("venue"), "sheet": _("sheet"), "year": _("year")}, {"sheet": Sheet})
register(_("Filing"), {
    "filing.call": _("called for filing"),
    "filing.call_update": _("changed a call for filing"),
    "filing.call_withdraw": _("took back a call for filing"),
    "filing.call_restore": _("made a call for filing again"),
    "filing.begin": _("began a version of a filing"),
    "filing.save": _("saved a draft of a filing"),
    "filing.discard": _("threw a draft of a filing away"),
    "filing.submit": _("handed in a filing"),
    "filing.file": _("put a version on file"),
    "filing.return": _("returned a filing"),
    "filing.execute": _("recorded a planned item as held"),
    "filing.unexecute": _("took back that a planned item was held"),
})
register(_("Nudges and rectification"), {
    "nudge.send": _("sent a nudge"),
    "nudge.limits": _("changed how often people may be nudged"),
    "nudge_template.create": _("wrote a text for nudges"),
    "nudge_template.update": _("changed a text for nudges"),
    "nudge_template.retire": _("took a text for nudges out of use"),
    "rectification.open": _("recorded what is to be put right"),
    "rectification.report": _("reported something as put right"),
    "rectification.check": _("re-checked something put right"),
})
register_details({
    "act": _("answer"), "answer": _("answer"), "days": _("days"), "slots": _("wanted times"), "trainer": _("trainer"),
    "when": _("when"),
}, {"act": RectificationAct})
register(pgettext_lazy("members", "Points"), {
    "point_rule.create": _("made a rule of points"),
    "point_rule.end": _("ended a rule of points"),
    "points.enter": _("entered points by hand"),
    "points.appeal": _("appealed about points"),
    "points.answer": _("answered an appeal about points"),
    "points.export": _("exported points"),
})
