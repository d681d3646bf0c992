"""Write programmes: a year's plan of whom to train, and what it asks of them."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment, Programme, ProgrammeModule
from cohorts.rules.modules import proposed
from courses.actions.assignments import admit_participants
from courses.actions.syllabus import freeze_syllabus
from lms.audit.trail import record

FIELDS = (
    "title", "year", "theme", "positions", "newly_appointed", "minutes_by_kind", "exam", "assignment", "required_minutes",
    "attendance_percent", "concentrated", "result_rules", "excellence_rules", "session_survey", "cohort_survey", "survey_days",
)
MODULE_FIELDS = ("title", "category", "kind", "minutes", "weight")


@transaction.atomic
def create_programme(
    *, actor, organisation, title, year, theme="", categories=(), positions=(), newly_appointed=False, courses=(), exam=None,
    assignment=None, required_minutes=0, minutes_by_kind=None, attendance_percent=80, concentrated=True, session_survey=None,
    cohort_survey=None, survey_days=7,
):
    """Create and return a programme of ``organisation``; raise ``ValidationError`` when the year has one of that title.

    It begins with the modules that the emphasis of its categories asks for, and with the present versions of its courses.
    """
    programme = Programme(
        organisation=organisation, title=title, year=year, theme=theme, positions=[str(p) for p in positions], exam=exam,
        newly_appointed=newly_appointed, assignment=assignment, required_minutes=required_minutes,
        minutes_by_kind=_kinds(minutes_by_kind), attendance_percent=attendance_percent, concentrated=concentrated,
        session_survey=session_survey, cohort_survey=cohort_survey, survey_days=survey_days,
    )
    _save(programme)
    programme.categories.set(categories)
    programme.courses.set(courses)
    _pin(actor, programme)
    record(actor=actor, verb="programme.create", target=programme, organisation=organisation)
    propose_modules(actor=actor, programme=programme)
    return programme


@transaction.atomic
def update_programme(*, actor, programme, **changes):
    """Change what is named (any argument of :func:`create_programme` but the organisation) and return the programme.

    A course that is added is pinned in its present version, the others keep theirs. Cohorts that are open keep the
    syllabuses they were opened with; the other demands hold for them as well.
    """
    related = {name: changes.pop(name) for name in ("categories", "courses") if name in changes}
    unknown = changes.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"a programme has no {sorted(unknown)}")
    if "positions" in changes:
        changes["positions"] = [str(p) for p in changes["positions"]]
    if "minutes_by_kind" in changes:
        changes["minutes_by_kind"] = _kinds(changes["minutes_by_kind"])
    changed = sorted(name for name, value in changes.items() if getattr(programme, name) != value)
    for name in changed:
        setattr(programme, name, changes[name])
    if changed:
        _save(programme)
    for name, rows in related.items():
        manager = getattr(programme, name)
        if set(manager.values_list("pk", flat=True)) != {row.pk for row in rows}:
            manager.set(rows)
            changed.append(name)
    if "courses" in changed:
        _pin(actor, programme)
    if "assignment" in changed and programme.assignment is not None:
        _admit_seated(actor, programme)
    if changed:
        record(actor=actor, verb="programme.update", target=programme, organisation=programme.organisation,
               detail={"changed": changed})
    return programme


@transaction.atomic
def upgrade_programme(*, actor, programme):
    """Pin the present versions of the programme's courses; return those that are new to it. Open cohorts keep theirs."""
    before = set(programme.syllabuses.values_list("pk", flat=True))
    today = [freeze_syllabus(actor=actor, course=course) for course in programme.courses.order_by("pk")]
    fresh = [syllabus for syllabus in today if syllabus.pk not in before]
    if fresh or len(before) != len(today):
        programme.syllabuses.set(today)
        record(actor=actor, verb="programme.upgrade", target=programme, organisation=programme.organisation,
               detail={"lessons": sum(syllabus.items.count() for syllabus in fresh)})
    return fresh


@transaction.atomic
def propose_modules(*, actor, programme):
    """Add the modules that the emphasis of the programme's categories asks for, while it has none; return them."""
    if programme.modules.exists():
        return []
    categories = list(programme.categories.values_list("pk", "name", "emphasis"))
    minutes = sum(programme.minutes_by_kind.values()) or programme.required_minutes
    rows = [
        ProgrammeModule(programme=programme, title=row.title, category_id=row.category, weight=row.weight,
                        minutes=row.minutes, place=place)
        for place, row in enumerate(proposed(categories, common=_("Common lectures"), minutes=minutes))
    ]
    ProgrammeModule.objects.bulk_create(rows)
    if rows:
        record(actor=actor, verb="programme.modules", target=programme, organisation=programme.organisation,
               detail={"modules": len(rows)})
    return rows


@transaction.atomic
def set_modules(*, actor, programme, rows):
    """Make ``rows`` the programme's modules, in their order; return them.

    Each is a dictionary of ``pk`` (None for a new one) and ``MODULE_FIELDS``. A module that is left out is removed: its
    sessions stay, and belong to none.
    """
    titles = [row["title"] for row in rows]
    if len(set(titles)) != len(titles):
        raise ValidationError(_("Two modules have the same title. Give each a title of its own."), code="twice")
    standing = {module.pk: module for module in programme.modules.all()}
    kept = [row["pk"] for row in rows if row["pk"] in standing]
    programme.modules.exclude(pk__in=kept).delete()
    # Titles may change places: the old ones are out of the way before the new ones come.
    for module in (old := [standing[pk] for pk in kept]):
        module.title = f"#{module.pk}"
    ProgrammeModule.objects.bulk_update(old, ["title"])
    written = []
    for place, row in enumerate(rows):
        module = standing.get(row["pk"]) or ProgrammeModule(programme=programme)
        for name in MODULE_FIELDS:
            setattr(module, name, row[name])
        module.place = place
        written.append(module)
    ProgrammeModule.objects.bulk_update([module for module in written if module.pk], [*MODULE_FIELDS, "place"])
    ProgrammeModule.objects.bulk_create([module for module in written if not module.pk])
    record(actor=actor, verb="programme.modules", target=programme, organisation=programme.organisation,
           detail={"modules": len(written)})
    return written


def _admit_seated(actor, programme):
    """Admit whoever has a place in a running cohort already; those who come later are admitted with their place."""
    people = Enrolment.objects.filter(
        cohort__programme=programme, cohort__closed_at=None, cohort__cancelled_at=None, state=EnrolmentState.ENROLLED
    ).values_list("person_id", flat=True)
    admit_participants(actor=actor, assignment=programme.assignment, person_ids=people)


def _pin(actor, programme):
    """Pin a version of each course that has none pinned, and let go of courses that went."""
    pinned = {syllabus.course_id: syllabus for syllabus in programme.syllabuses.all()}
    programme.syllabuses.set([
        pinned.get(course.pk) or freeze_syllabus(actor=actor, course=course) for course in programme.courses.order_by("pk")
    ])


def _kinds(minutes_by_kind):
    return {str(kind): minutes for kind, minutes in (minutes_by_kind or {}).items() if minutes}


def _save(programme):
    try:
        with transaction.atomic():
            programme.save()
    except IntegrityError as error:
        raise ValidationError({"title": _("This year already has a programme with this title. Choose another title.")}) from error
