"""The sign-in sheet as a workbook to fill in and upload again."""

from django.utils import timezone
from django.utils.translation import gettext as _

from lms.spreadsheets import Column, Sheet, write_workbook


def write_sheet(*, path, session, rows):
    """Write the people ``rows`` of ``session`` to ``path``, numbered as on the printed sheet."""
    starts = timezone.localtime(session.starts_at)
    write_workbook(path, [Sheet(
        name=_("Sign-in"), title=f"{session.title} {starts:%Y-%m-%d %H:%M}", landscape=False,
        columns=(Column(_("No."), 7), Column(_("Name"), 14), Column(_("Organisation"), 34), Column(_("Attendance"), 14)),
        notes=(_("In the last column: √, 迟到, 早退, 请假 or 缺席; minutes may follow, as in 迟到 15."),),
        rows=((place, row.enrolment.person.name, row.enrolment.organisation.name, "")
              for place, row in enumerate(rows, start=1)),
    )])
