"""Keep the catalogue: register what was published, retire what was taken down. Nothing is ever deleted.

``key`` is the page's own for ever, whatever it is called and wherever it stands. Registering what stands there already
with the same values writes nothing; registering a retired key revives it. In the trail stands whoever published the page.
"""

from django.db import transaction
from django.utils import timezone

from courses.models import Course, Lecturer, Lesson, Series
from lms.audit.context import current_person
from lms.audit.trail import record
from lms.people.models import Category
from lms.people.pinyin import name_fields, title_fields

from .syllabus import freeze_syllabus


@transaction.atomic
def register_series(*, key, title, summary, url, published_at, readers="", school=None):
    """Register a school's series; return it. ``school`` is the organisation whose school it is."""
    return _register(Series, key, title, summary, url, published_at, readers=readers, school=school)[0]


@transaction.atomic
def register_course(
    *, key, title, summary, url, published_at, readers="", series_key=None, school=None, category_codes=(), positions=(), order=0,
    theme="", cover="", minutes=0, self_enrolment=False, lecturer_keys=(),
):
    """Register a course; return it. ``category_codes`` and ``positions`` name for whom it is; empty means everyone."""
    series = Series.objects.filter(key=series_key).first() if series_key else None
    course, changed = _register(
        Course, key, title, summary, url, published_at,
        readers=readers, series=series, school=school, positions=sorted(positions), order=order,
        theme=theme, cover=cover, minutes=minutes, self_enrolment=self_enrolment,
    )
    related = _relate(course.categories, Category.objects.filter(code__in=category_codes), "categories")
    related += _relate(course.lecturers, Lecturer.objects.filter(key__in=lecturer_keys), "lecturers")
    if related and not changed:
        _record("update", course, fields=related)
    return course


@transaction.atomic
def ask_first(*, key, prerequisite_keys):
    """Let the course of ``key`` ask for the courses of ``prerequisite_keys`` first; return whether that changed anything.

    Keys that no course has are passed over: the course asks for them from the day they are published.
    """
    course = Course.objects.filter(key=key).first()
    if course is None:
        return False
    changed = _relate(course.prerequisites, Course.objects.filter(key__in=prerequisite_keys), "prerequisites")
    if changed:
        _record("update", course, fields=changed)
    return bool(changed)


@transaction.atomic
def register_lecturer(*, key, name, title=""):
    """Register a lecturer; return the row. Registering a retired key brings them back."""
    fields = {"name": name[:60], "name_key": name_fields(name)["name_key"][:200], "title": title[:120], "retired_at": None}
    lecturer = Lecturer.objects.select_for_update().filter(key=key).first()
    if lecturer is None:
        lecturer = Lecturer.objects.create(key=key, **fields)
        _record("register", lecturer)
        return lecturer
    _update(lecturer, fields)
    return lecturer


@transaction.atomic
def register_lesson(
    *, key, title, summary, url, published_at, readers="", course_key=None, kind, minutes, required=True, order=0
):
    """Register a lesson of a course, or a micro-lesson without one; return it.

    The next version of the syllabus is made where the course's lessons changed by it.
    """
    before = Course.objects.filter(lessons__key=key).first()
    course = before if before and before.key == course_key else Course.objects.filter(key=course_key).first()
    lesson, changed = _register(
        Lesson, key, title, summary, url, published_at,
        readers=readers, course=course, kind=kind, minutes=minutes, required=required, order=order,
    )
    if changed:
        _freeze(before, course)
    return lesson


@transaction.atomic
def retire(*, keys):
    """Take what ``keys`` name out of the catalogue as of now; return how many stood in it. Records stay as they are."""
    now, count = timezone.now(), 0
    for model in (Series, Course, Lesson, Lecturer):
        for item in model.objects.active().filter(key__in=keys):
            item.retired_at = now
            item.save(update_fields=["retired_at"])
            _record("retire", item)
            _freeze(getattr(item, "course", None))
            count += 1
    return count


def _register(model, key, title, summary, url, published_at, **fields):
    """Create or update the row of ``key``; return it and whether anything was written."""
    pinyin = title_fields(title)
    fields |= {
        "title": title[:200], "title_key": pinyin["name_key"], "initials": pinyin["initials"], "summary": summary[:300],
        "url": url, "published_at": published_at, "retired_at": None,
    }
    item = model.objects.select_for_update().filter(key=key).first()
    if item is None:
        item = model.objects.create(key=key, **fields)
        _record("register", item)
        return item, True
    return item, _update(item, fields)


def _update(item, fields):
    """Write those of ``fields`` that differ; return whether any did."""
    verb = "revive" if item.retired_at else "update"
    changed = [name for name, value in fields.items() if getattr(item, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(item, name, fields[name])
    item.save(update_fields=changed)
    _record(verb, item, fields=changed)
    return True


def _relate(relation, wanted, name):
    """Let ``relation`` hold what ``wanted`` finds and nothing else; return ``[name]`` when it did not already."""
    wanted = set(wanted)
    if wanted == set(relation.all()):
        return []
    relation.set(wanted)
    return [name]


def _record(verb, item, **detail):
    school = getattr(item, "school", None)
    record(
        actor=current_person(), verb=f"{item._meta.model_name}.{verb}", target=item, organisation=school, detail=detail
    )


def _freeze(*courses):
    for course in {course.pk: course for course in courses if course is not None}.values():
        freeze_syllabus(actor=current_person(), course=course)
