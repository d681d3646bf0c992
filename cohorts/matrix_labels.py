"""The rows of this app's ``matrix.toml`` in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.matrix import name_rows

name_rows(_("Desk"), {
    "desk-open": pgettext_lazy("may", "open the desk"),
    "desk-figures": pgettext_lazy("may", "see who is trained and who is not"),
    "desk-load": pgettext_lazy("may", "see the load of trainers and rooms"),
})
name_rows(_("Programmes"), {
    "programme-view": pgettext_lazy("may", "see programmes"),
    "programme-create": pgettext_lazy("may", "create a programme"),
    "programme-edit": pgettext_lazy("may", "change a programme"),
    "programme-coverage": pgettext_lazy("may", "see whom a programme reached"),
})
name_rows(_("Cohorts"), {
    "cohort-view": pgettext_lazy("may", "see cohorts"),
    "cohort-open": pgettext_lazy("may", "open a cohort"),
    "cohort-edit": pgettext_lazy("may", "change, cancel and close a cohort"),
    "cohort-reopen": pgettext_lazy("may", "take a closing back"),
    "cohort-lead": pgettext_lazy("may", "lead a cohort: groups, cards, participation, standing"),
    "cohort-roster": pgettext_lazy("may", "see the list of names"),
    "cohort-print": pgettext_lazy("may", "print the list of names"),
    "cohort-phones": pgettext_lazy("may", "print telephone numbers in full"),
    "enrolment-enrol": pgettext_lazy("may", "enrol and approve applications"),
    "enrolment-withdraw": pgettext_lazy("may", "take a person out"),
    "share-view": pgettext_lazy("may", "see places kept for organisations"),
    "share-name": pgettext_lazy("may", "name people for kept places"),
    "share-change": pgettext_lazy("may", "keep places for organisations"),
    "excellence-propose": pgettext_lazy("may", "propose excellent trainees"),
    "excellence-decide": pgettext_lazy("may", "name excellent trainees"),
})
name_rows(_("Timetable"), {
    "timetable-view": pgettext_lazy("may", "see the timetable"),
    "timetable-edit": pgettext_lazy("may", "plan sessions and publish them"),
    "timetable-substitute": pgettext_lazy("may", "choose a substitute"),
    "day-template-view": pgettext_lazy("may", "see day templates"),
    "day-template-create": pgettext_lazy("may", "create a day template"),
    "day-template-edit": pgettext_lazy("may", "change a day template"),
    "venue-view": pgettext_lazy("may", "see venues"),
    "venue-create": pgettext_lazy("may", "enter a venue"),
    "venue-edit": pgettext_lazy("may", "change a venue"),
    "site-view": pgettext_lazy("may", "see open sites"),
    "booking-view": pgettext_lazy("may", "see bookings"),
    "booking-place": pgettext_lazy("may", "book an open site"),
    "booking-answer": pgettext_lazy("may", "answer a booking"),
    "booking-cancel": pgettext_lazy("may", "call a booking off"),
})
name_rows(_("Attendance"), {
    "attendance-check-in": pgettext_lazy("may", "check in"),
    "attendance-mark": pgettext_lazy("may", "show the code, mark, close a session"),
    "attendance-correct": pgettext_lazy("may", "correct a mark of a closed session"),
    "attendance-correct-decide": pgettext_lazy("may", "decide another's correction"),
    "attendance-export": pgettext_lazy("may", "export attendance"),
    "attendance-rules": pgettext_lazy("may", "see the rules of attendance"),
    "attendance-rules-edit": pgettext_lazy("may", "change the rules of attendance"),
    "leave-view": pgettext_lazy("may", "see leaves"),
    "leave-decide": pgettext_lazy("may", "decide another's leave"),
    "leave-report-back": pgettext_lazy("may", "note that someone is back"),
    "make-up-view": pgettext_lazy("may", "see make-ups"),
    "make-up-decide": pgettext_lazy("may", "accept another's make-up"),
})
name_rows(_("Certificates"), {
    "certificate-issue": pgettext_lazy("may", "issue certificates of a cohort to others"),
    "certificate-issue-list": pgettext_lazy("may", "see who waits for a certificate"),
})
name_rows(_("Orders"), {
    "menu-view": pgettext_lazy("may", "see the menu"),
    "menu-create": pgettext_lazy("may", "add to the menu"),
    "menu-edit": pgettext_lazy("may", "change the menu"),
    "order-view": pgettext_lazy("may", "see orders"),
    "order-place": pgettext_lazy("may", "order a lesson"),
    "order-change": pgettext_lazy("may", "change one's organisation's order"),
    "order-answer": pgettext_lazy("may", "answer an order"),
    "order-cancel": pgettext_lazy("may", "call an order off"),
    "order-policy": pgettext_lazy("may", "set a school's rules of orders"),
    "order-unmet": pgettext_lazy("may", "see what was not met"),
    "order-unmet-export": pgettext_lazy("may", "export what was not met"),
    "wish-view": pgettext_lazy("may", "see wishes"),
    "wish-place": pgettext_lazy("may", "make a wish"),
    "wish-withdraw": pgettext_lazy("may", "withdraw a wish"),
})
name_rows(_("Trainers"), {
    "trainer-view": pgettext_lazy("may", "see trainers"),
    "trainer-edit": pgettext_lazy("may", "a trainer's card and absences"),
    "teaching-own": pgettext_lazy("may", "see one's own teaching"),
    "teaching-hours": pgettext_lazy("may", "see who taught how much"),
    "teaching-export": pgettext_lazy("may", "export who taught how much"),
    "invitation-answer": pgettext_lazy("may", "answer an invitation to teach"),
})
name_rows(_("Election readiness"), {
    "readiness-view": pgettext_lazy("may", "see readiness in figures"),
    "readiness-export": pgettext_lazy("may", "ask for the election workbook"),
    "readiness-reserves": pgettext_lazy("may", "see reserves by name, take snapshots"),
    "round-create": pgettext_lazy("may", "create a round"),
    "round-edit": pgettext_lazy("may", "change a round"),
})
name_rows(_("Hours"), {
    "hours-view": pgettext_lazy("may", "see who earned how many hours"),
    "hours-export": pgettext_lazy("may", "export hours"),
})
name_rows(_("Surveys"), {
    "survey-view": pgettext_lazy("may", "see results of surveys"),
    "survey-export": pgettext_lazy("may", "export results of surveys"),
    "survey-template-view": pgettext_lazy("may", "see questionnaires"),
    "survey-template-create": pgettext_lazy("may", "create a questionnaire"),
    "survey-template-edit": pgettext_lazy("may", "change a questionnaire"),
})
name_rows(_("Filing"), {
    "filing-view": pgettext_lazy("may", "see what is filed"),
    "filing-call-create": pgettext_lazy("may", "call for filing"),
    "filing-call-edit": pgettext_lazy("may", "change a call for filing"),
    "filing-write": pgettext_lazy("may", "file for one's organisation"),
    "filing-decide": pgettext_lazy("may", "accept or return what was filed"),
})
name_rows(_("Nudges"), {
    "nudge-send": pgettext_lazy("may", "nudge people"),
    "nudge-view": pgettext_lazy("may", "see nudges"),
    "nudge-limits": pgettext_lazy("may", "set the limits of nudges"),
    "nudge-template-create": pgettext_lazy("may", "write a text for nudges"),
    "nudge-template-edit": pgettext_lazy("may", "change a text for nudges"),
})
name_rows(_("Rectification"), {
    "rectification-view": pgettext_lazy("may", "see findings"),
    "rectification-open": pgettext_lazy("may", "note a finding"),
    "rectification-report": pgettext_lazy("may", "report a finding as put right"),
    "rectification-check": pgettext_lazy("may", "check another's report"),
})
name_rows(_("Points of people"), {
    "points-view": pgettext_lazy("may", "see points"),
    "points-export": pgettext_lazy("may", "export points"),
    "points-enter": pgettext_lazy("may", "enter points for another"),
    "point-rule-view": pgettext_lazy("may", "see the rules of points"),
    "point-rule-create": pgettext_lazy("may", "write a rule of points"),
    "point-rule-edit": pgettext_lazy("may", "change a rule of points"),
    "point-appeal": pgettext_lazy("may", "answer another's appeal"),
})
