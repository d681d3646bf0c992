"""Who may do what with exams, question banks and the ledger."""

from lms.people.access import covers, holds, register
from lms.people.enums import Role

SETTERS = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT)

register({
    "exam.browse": holds(*SETTERS, Role.AUDITOR),
    "exam.edit": covers(lambda exam: exam.organisation.path, *SETTERS),
})
