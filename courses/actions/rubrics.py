"""The only writers of rubrics."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Rubric, SubmissionMark
from courses.rules import rubrics
from lms.audit import trail


class RubricRefused(Exception):
    """The rubric cannot be kept as it stands; the text says what to do."""


TEXTS = {
    "none": lambda: _("Write at least one criterion with its points."),
    "many": lambda: _("A rubric has at most %(most)s criteria. Put some of them together.") % {"most": rubrics.MOST_CRITERIA},
    "title": lambda: _("Say what the criterion looks at, or empty the whole row."),
    "twice": lambda: _("Two criteria have the same name. Give each a name of its own."),
    "points": lambda: _("Give a criterion 1 to %(most)s points.") % {"most": rubrics.MOST_POINTS},
}


def sentence(fault):
    """Return a :class:`courses.rules.rubrics.Faulty` in words, with the number of its row."""
    text = TEXTS[fault.code]()
    return _("Row %(number)s: %(text)s") % {"number": fault.number, "text": text} if fault.number else text


@transaction.atomic
def create_rubric(*, actor, organisation, title, rows):
    """Create a rubric of ``rows``, dictionaries of title, points and hint. Raises :class:`RubricRefused`."""
    rubric = Rubric.objects.create(organisation=organisation, title=title, criteria=_checked(rows))
    trail.record(actor=actor, verb="rubric.create", target=rubric, organisation=organisation,
                 detail={"criteria": len(rubric.criteria)})
    return rubric


@transaction.atomic
def edit_rubric(*, actor, rubric, title, rows):
    """Change title and criteria; once a work was marked by it, only the title. Raises :class:`RubricRefused`."""
    kept = _checked(rows)
    if kept != rubric.criteria and was_used(rubric):
        raise RubricRefused(_("Works were marked by this rubric, so its criteria stay. Write a new one; this one can be copied."))
    rubric.title, rubric.criteria = title, kept
    rubric.save(update_fields=["title", "criteria"])
    trail.record(actor=actor, verb="rubric.edit", target=rubric, organisation=rubric.organisation,
                 detail={"criteria": len(kept)})
    return rubric


def was_used(rubric):
    return SubmissionMark.objects.filter(submission__work__assignment__rubric=rubric).exists()


def _checked(rows):
    kept = rubrics.criteria(rows)
    if found := rubrics.faults(kept):
        raise RubricRefused(" ".join(sentence(fault) for fault in found))
    return kept
