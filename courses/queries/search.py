"""Finding courses and lessons: by a word in the title, the summary or the text, by pinyin, by initials.

Plain ``LIKE`` over folded texts: the same on SQLite and PostgreSQL, exact for Chinese, and fast enough for a district
(``benchmarks/course_page.py`` measures it).
"""

from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Replace

from courses.models import CatalogueText, Course, Lesson, Series
from courses.rules.filters import BEST, LENGTH, NEWEST, TITLE
from courses.rules.search import fewer, terms
from lms.people.pinyin import title_fields

from .catalogue import courses_fitting, courses_listed, naming

WEIGHTS = {"title": 9, "pinyin": 6, "summary": 4, "text": 1}
ORDERS = {
    NEWEST: ["-published_at", "-pk"], TITLE: ["title_key", "pk"], LENGTH: ["minutes", "title_key", "pk"],
    BEST: ["-score", "-published_at", "-pk"],
}
NEAR = 3


def places(word, model):
    """Return where ``word`` (folded) may stand: ``{place: Q}``, for rows annotated with ``plain_pinyin``."""
    found = {"title": Q(title__icontains=word), "summary": Q(summary__icontains=word)}
    if word.isascii() and len(word) > 1:
        found["pinyin"] = Q(initials__contains=word) | Q(plain_pinyin__contains=word)
    if model is not Series:
        name = model._meta.model_name
        # Told that it is a text of this kind, PostgreSQL does not look through those of the other.
        own = CatalogueText.objects.filter(**{f"{name}__isnull": False, name: OuterRef("pk")})
        found["text"] = Q(Exists(own.filter(folded__contains=word)))
    return found


def _anywhere(where):
    """Return one ``Q`` that any of the places of :func:`places` fulfils."""
    return reduce(or_, where.values(), Q())


def _with_plain_pinyin(queryset):
    return queryset.annotate(plain_pinyin=Replace("title_key", Value(" "), Value("")))


def find(queryset, words):
    """Narrow rows of the catalogue to those that hold every one of ``words``; each has a ``score``, the better the higher."""
    queryset = _with_plain_pinyin(queryset)
    score = Value(0)
    for word in terms(words):
        where = places(word, queryset.model)
        queryset = queryset.filter(_anywhere(where))
        best_first = sorted((place for place in where if place != "text"), key=lambda place: -WEIGHTS[place])
        score = score + Case(
            *(When(where[place], then=Value(WEIGHTS[place])) for place in best_first), default=Value(WEIGHTS["text"]),
            output_field=IntegerField(),
        )
    return queryset.annotate(score=score)


def search_courses(reader=None, *, words="", sort=NEWEST, **filters):
    """Return the published courses named to ``reader`` that hold ``words`` and fit ``filters`` (those of ``courses_fitting``).

    The courses that name the category asked for come before those that are for everyone.
    """
    fitting = courses_fitting(reader, **filters)
    order = ORDERS[sort]
    courses = courses_listed(reader, pk__in=fitting.values("pk"))
    if filters.get("category"):
        courses, order = courses.annotate(named=naming(filters["category"])), ["-named", *order]
    return find(courses, words).order_by(*order)


def search_lessons(words, reader=None, **filters):
    """Return the published lessons and micro-lessons named to ``reader`` that hold ``words``, the best first, with courses.

    With ``filters`` (those of ``courses_fitting``), the lessons of the courses that fit them.
    """
    lessons = Lesson.objects.listed_for(reader).select_related("course")
    if any(filters.values()):
        lessons = lessons.filter(course__in=courses_fitting(reader, **filters).values("pk"))
    else:
        lessons = lessons.filter(Q(course=None) | Q(course__retired_at=None))
    return find(lessons, words).order_by("-score", "course__order", "course__title_key", "order", "pk")


def texts_of(rows):
    """Return ``{id: text}`` of what is written on the pages of ``rows``: courses, or lessons. One query."""
    rows = list(rows)
    if not rows:
        return {}
    name = rows[0]._meta.model_name
    texts = CatalogueText.objects.filter(**{f"{name}__in": [row.pk for row in rows]})
    return dict(texts.values_list(f"{name}_id", "text"))


@dataclass(frozen=True)
class Near:
    """What lies near a search that found nothing: ``fewer`` as ``[(words, how many)]``, ``similar`` titles by their sound,
    ``unfiltered`` how many there are without the filters."""

    fewer: list = field(default_factory=list)
    similar: list = field(default_factory=list)
    unfiltered: int = 0


def near(words, reader=None, *, filtered=False):
    """Return the :class:`Near` of ``words``; at most six queries, however long the words."""
    asked = terms(words)
    if not asked:
        return Near()
    unfiltered = 0
    if filtered:
        unfiltered = find(Course.objects.listed_for(reader), words).count() + search_lessons(words, reader).count()
    return Near(fewer=_with_less(fewer(asked), reader), similar=_sounding_like(words, reader), unfiltered=unfiltered)


def _with_less(candidates, reader):
    """Count what each of ``candidates`` alone would find, courses and lessons together: one query each for both kinds."""
    if not candidates:
        return []
    totals = dict.fromkeys(candidates, 0)
    for model in (Course, Lesson):
        counts = {f"n{number}": Count("pk", filter=_anywhere(places(word, model))) for number, word in enumerate(candidates)}
        for word, count in zip(
            candidates, _with_plain_pinyin(model.objects.listed_for(reader)).aggregate(**counts).values(), strict=True
        ):
            totals[word] += count
    return [(word, count) for word, count in totals.items() if count]


def _sounding_like(words, reader):
    """Return up to three courses and three lessons whose title sounds like ``words``: 书计 finds 书记. Two queries."""
    plain = "".join(terms(words))
    sound = title_fields(plain)["name_key"]
    if plain.isascii() or not sound:
        return []
    found = []
    for model in (Course, Lesson):
        rows = model.objects.listed_for(reader).annotate(sound=F("title_key")).filter(sound__contains=sound)
        found += rows.order_by("title_key", "pk")[:NEAR]
    return found
