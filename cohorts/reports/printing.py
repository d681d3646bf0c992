"""Paper of a cohort as PDF: sign-in sheet, roster, name badges, table cards, timetable, group list.

Telephone numbers are masked; whoever may (``cohort.phones``) can ask for them whole.
"""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import strip_tags

from cohorts.enums import Sheet
from cohorts.queries.paper import meetings_by_day, people_by_group, people_on
from lms.printing import Paper, qr_png

ASSETS = Path(__file__).resolve().parent / "assets"


# With how many people a sheet is made in the background: each takes WeasyPrint some ten milliseconds.
AT_ONCE = 120


def cohort_paper(what, *, cohort, session=None, phones=False):
    """Return the PDF of ``what``; a sign-in sheet is of one ``session``. Raises ``lms.printing.CharacterMissing``."""
    context = {"cohort": cohort, "title": what.label, "phones": phones, "printed_at": timezone.now()}
    match what:
        case Sheet.SIGN_IN:
            context |= {"session": session, "people": people_on(cohort, group=session.group)}
        case Sheet.ROSTER | Sheet.BADGES | Sheet.CARDS:
            context["people"] = people_on(cohort)
        case Sheet.TIMETABLE:
            context["published"], context["days"] = meetings_by_day(cohort)
        case Sheet.GROUPS:
            context["groups"] = people_by_group(cohort)
    return draw(f"cohorts/print/{what.replace('-', '_')}_pdf.html", context, sans=what not in (Sheet.BADGES, Sheet.CARDS))


def site_poster(venue, address):
    """Return the PDF of the code that hangs at an open site; ``address`` is what it leads to."""
    return draw(
        "cohorts/print/site_code_pdf.html", {"venue": venue, "address": address}, assets={"qr.png": qr_png(address, scale=12)}
    )


def draw(template, context, *, sans=True, assets=None):
    page = render_to_string(template, context)
    style = (ASSETS / "paper.css").read_text(encoding="utf-8")
    return Paper(strip_tags(page) + "0123456789/ ", style, assets=assets, sans=sans).pdf(page)
