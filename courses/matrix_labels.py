"""The rows of this app's ``matrix.toml`` in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.matrix import name_rows

name_rows(_("Question banks"), {
    "bank-view-list": pgettext_lazy("may", "open the banks"),
    "bank-create": pgettext_lazy("may", "create a bank"),
    "bank-view": pgettext_lazy("may", "see questions and answers"),
    "bank-export": pgettext_lazy("may", "export questions"),
    "bank-edit": pgettext_lazy("may", "change a bank"),
    "bank-lock": pgettext_lazy("may", "lock and unlock"),
    "question-add": pgettext_lazy("may", "write questions"),
    "question-edit": pgettext_lazy("may", "change questions"),
    "question-keep": pgettext_lazy("may", "accept and retire questions"),
})
name_rows(_("Exams"), {
    "exam-view": pgettext_lazy("may", "see exams"),
    "exam-create": pgettext_lazy("may", "create an exam"),
    "exam-edit": pgettext_lazy("may", "set an exam up, open it, release results"),
    "exam-keys": pgettext_lazy("may", "print answer keys"),
    "exam-export": pgettext_lazy("may", "export results"),
    "exam-watch": pgettext_lazy("may", "watch an exam and mark it"),
    "exam-key-in": pgettext_lazy("may", "key in results from paper"),
    "attempt-others": pgettext_lazy("may", "an attempt of another: unlock, give time, mark"),
    "attempt-own": pgettext_lazy("may", "sit an exam"),
    "grade-change": pgettext_lazy("may", "change results that are out"),
    "grade-change-decide": pgettext_lazy("may", "decide another's change of results"),
    "marking-view": pgettext_lazy("may", "open marking"),
    "marking-menu": pgettext_lazy("may", "find marking in the menu"),
})
name_rows(_("Assignments"), {
    "assignment-view": pgettext_lazy("may", "see assignments"),
    "assignment-create": pgettext_lazy("may", "set an assignment"),
    "assignment-edit": pgettext_lazy("may", "change an assignment"),
    "rubric-view": pgettext_lazy("may", "see rubrics"),
    "rubric-create": pgettext_lazy("may", "create a rubric"),
    "rubric-edit": pgettext_lazy("may", "change a rubric"),
    "work-view": pgettext_lazy("may", "see works"),
    "work-mark": pgettext_lazy("may", "mark another's work"),
    "work-recommend": pgettext_lazy("may", "recommend a work to the district"),
    "work-show": pgettext_lazy("may", "show a work in the gallery"),
})
name_rows(_("Hours"), {
    "hour-rules-view": pgettext_lazy("may", "see the rules of hours"),
    "hour-rules-create": pgettext_lazy("may", "draft rules of hours"),
    "hour-rules-edit": pgettext_lazy("may", "change rules of hours and put them in force"),
    "hour-requirement": pgettext_lazy("may", "say what a year asks"),
    "hours-import": pgettext_lazy("may", "import hours"),
    "hours-log": pgettext_lazy("may", "see which hours were imported"),
    "recognition-view": pgettext_lazy("may", "see applications for hours from elsewhere"),
    "recognition-decide": pgettext_lazy("may", "recognise another's hours from elsewhere"),
})
name_rows(_("Series"), {
    "series-view": pgettext_lazy("may", "see who learned a series"),
    "series-issue": pgettext_lazy("may", "issue certificates of a series"),
})
name_rows(_("Questions on lessons"), {
    "lesson-question-view": pgettext_lazy("may", "see questions on lessons"),
    "lesson-question-answer": pgettext_lazy("may", "answer another's question"),
})
