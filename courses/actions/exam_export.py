"""Handing out the results of an exam as a workbook: people's names leave the house, so every time is in the trail."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.queries.exam_people import people_with_results, results_shown
from lms.audit import trail
from lms.spreadsheets import Column, Sheet, write_workbook

CHUNK = 500


@transaction.atomic
def export_results(*, actor, exam, path):
    """Write the results of the people whom ``actor`` sees to ``path``, a line each; return how many."""
    now = timezone.localtime()
    sheet = Sheet(
        name=_("Results"), title=_("Results: %(exam)s") % {"exam": exam.title},
        notes=(_("As of %(moment)s. To pass: %(percent)s %%. Counts: %(counting)s.") % {
            "moment": f"{now:%Y-%m-%d %H:%M}", "percent": exam.pass_percent, "counting": exam.get_counting_display()},),
        columns=(
            Column(_("Name"), 12), Column(_("Organisation"), 34), Column(_("Staff number"), 16), Column(_("Result, percent"), 10),
            Column(_("Result"), 12), Column(_("Attempts"), 8), Column(_("Waiting to be marked"), 10),
            Column(_("Handed in last"), 18), Column(_("On paper"), 10),
        ),
        rows=_rows(actor, exam),
    )
    count = write_workbook(path, [sheet], author=actor.name)[0]
    trail.record(
        actor=actor, verb="exam.export_results", target=exam, organisation=exam.organisation, detail={"rows": count}
    )
    return count


def _rows(actor, exam):
    people = list(people_with_results(actor, exam))
    for start in range(0, len(people), CHUNK):
        some = people[start:start + CHUNK]
        results = results_shown(actor, exam, some)
        for person in some:
            result = results[person.pk]
            yield (
                person.name, "；".join(post.organisation.name for post in person.posts), person.staff_no or "",
                result.percent, verdict(result), result.attempts, result.waiting,
                f"{timezone.localtime(person.latest):%Y-%m-%d %H:%M}", _("on paper") if person.on_paper else "",
            )


def verdict(result):
    """Return a result in words."""
    if result.percent is None:
        return _("Not marked yet")
    return _("Passed") if result.passed else _("Not passed")
