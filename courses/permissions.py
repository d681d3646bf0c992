"""Who may do what with exams, question banks and the ledger."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.people.access import covers, holds, register
from lms.people.enums import Role

SETTERS = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT)

register({
    "exam.browse": holds(*SETTERS, Role.AUDITOR),
    "exam.create": holds(*SETTERS),
    "exam.edit": covers(lambda exam: exam.organisation.path, *SETTERS),
    "bank.browse": holds(*SETTERS),
    "bank.create": holds(*SETTERS),
    "bank.edit": covers(lambda bank: bank.organisation.path, *SETTERS),
})

navigation.register(navigation.NavItem(14, _("Exams"), "courses:exams", "file-question-mark", "exam.browse"))
