"""The catalogue's page: filters, order, search, and what is offered when nothing fits."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from cms import listings
from courses import queries
from courses.models import Lesson
from courses.rules import filters as rules
from courses.rules.search import LONGEST, mark, snippet, terms

PER_PAGE = 24
FIRST_LESSONS = 6  # shown below the courses; all of them on a page of their own


@dataclass(frozen=True)
class Filter:
    """A list to choose from: ``options`` are ``(value, label)``, ``chosen`` the value that is set, or empty."""

    name: str
    label: str
    every: str
    options: list
    chosen: str = ""

    @property
    def chosen_label(self):
        return next((label for value, label in self.options if value == self.chosen), "")


def catalogue(request):
    """Return what the catalogue shows for the request: values that are not on offer are ignored, filters stand in the address."""
    categories = listings.categories(request)
    choices = _choices(categories, request.user)
    offered = {name: {value for value, _label in rows} for name, rows in choices.items()}
    asked = rules.read(request.GET.dict(), offered, longest=LONGEST)
    user, found = request.user, queries.search_courses(request.user, words=asked.words, sort=asked.sort, **asked.filters)
    results = Paginator(found, PER_PAGE).get_page(request.GET.get("page") if asked.kind != "lessons" else 1)
    courses = listings.with_progress(user, results.object_list) if asked.kind != "lessons" else []
    lessons = _lessons(request, asked)
    nothing = not results.paginator.count and not (lessons and lessons.paginator.count)
    if asked.words:
        _show_where(courses, asked.words)
        _show_where(lessons.object_list, asked.words)
    return {
        "asked": asked,
        "filters": [filter for filter in _filters(choices, asked) if filter.options and filter.name != "category"],
        "categories": [
            (row, _address(asked, category=row.code), asked.filters.get("category") == row.code) for row in categories
        ],
        "all_categories": _address(asked, category=""),
        "chips": _chips(choices, asked),
        "sorts": _sorts(asked),
        "kinds": _kinds(asked, results, lessons),
        "all_lessons": _address(asked, kind="lessons"),
        "results": results,
        "courses": courses,
        "lessons": lessons,
        "nothing": nothing,
        **(_instead(user, asked) if nothing else {}),
    }


def _choices(categories, user):
    """Return the filters by name with what each offers, in the order shown."""
    lengths = {"short": _("Up to 30 minutes"), "medium": _("31 to 60 minutes"), "long": _("More than an hour")}
    return {
        "category": [(row.code, row.name) for row in categories], **queries.filter_options(user),
        "length": list(lengths.items()),
    }


def _filters(choices, asked):
    words = {
        "category": (_("Category"), _("All categories")), "school": (_("School"), _("All schools")),
        "series": (_("Series"), _("All series")), "theme": (_("Theme"), _("All themes")),
        "lecturer": (_("Lecturer"), _("All lecturers")), "length": (_("Length"), _("Any length")),
    }
    return [Filter(name, *words[name], options, asked.filters.get(name, "")) for name, options in choices.items()]


def _lessons(request, asked):
    """Return the page of lessons that hold the words; none without words, or where only courses are wanted."""
    if not asked.words:
        return None
    # Texts are looked through once: the keys of all that hold the words, then the rows of the page.
    keys = list(queries.search_lessons(asked.words, request.user, **asked.filters).values_list("pk", flat=True))
    only = asked.kind == "lessons"
    page = Paginator(keys, PER_PAGE if only else FIRST_LESSONS).get_page(request.GET.get("page") if only else 1)
    rows = Lesson.objects.select_related("course").in_bulk(page.object_list)
    page.object_list = [rows[key] for key in page.object_list]
    return page


def _show_where(rows, words):
    """Give each of ``rows`` its title and a piece of its text with the words marked: ``marked_title``, ``snippet``.

    The summary where it holds a word, else the text; one query for all.
    """
    rows, asked = list(rows), terms(words)
    texts = queries.texts_of(rows)
    for row in rows:
        row.marked_title = mark(row.title, asked)
        row.snippet = snippet(row.summary, asked) or snippet(texts.get(row.pk, ""), asked) or mark(row.summary, ())


def _address(asked, **changes):
    """Return the address of the catalogue as asked for, with ``changes`` and from the first page on."""
    values = {"q": asked.words, **asked.filters}
    if asked.sort not in (rules.NEWEST, rules.BEST):
        values["sort"] = asked.sort
    if asked.kind != "all":
        values["kind"] = asked.kind
    values |= changes
    query = urlencode({name: value for name, value in values.items() if value})
    return f"?{query}" if query else "?"


def _chips(choices, asked):
    """Return what is set, each with the address without it."""
    chips = [(f"“{asked.words}”", _address(asked, q="", kind=""))] if asked.words else []
    for filter in _filters(choices, asked):
        if filter.chosen:
            chips.append((f"{filter.label}：{filter.chosen_label}", _address(asked, **{filter.name: ""})))
    return chips


def _sorts(asked):
    labels = {rules.NEWEST: _("Newest"), rules.TITLE: _("Title"), rules.LENGTH: _("Length")}
    if asked.words:
        labels = {rules.BEST: _("Best match"), **labels}
    return [
        (label, _address(asked, sort="" if value == next(iter(labels)) else value), value == asked.sort)
        for value, label in labels.items()
    ]


def _kinds(asked, results, lessons):
    if lessons is None or not lessons.paginator.count or not results.paginator.count:
        return []
    return [
        (_("All"), results.paginator.count + lessons.paginator.count, _address(asked, kind=""), asked.kind == "all"),
        (_("Courses"), results.paginator.count, _address(asked, kind="courses"), asked.kind == "courses"),
        (_("Lessons"), lessons.paginator.count, _address(asked, kind="lessons"), asked.kind == "lessons"),
    ]


def _instead(user, asked):
    """Return what lies near a search that found nothing: fewer words, words that sound alike, the same category."""
    near = queries.near(asked.words, user, filtered=bool(asked.filters))
    category = asked.filters.get("category", "")
    close = queries.search_courses(user, category=category)
    return {
        "fewer": [(words, count, _address(asked, q=words, kind="")) for words, count in near.fewer],
        "similar": near.similar,
        "unfiltered": (near.unfiltered, f"?{urlencode({'q': asked.words})}"),
        "suggestions": listings.with_progress(user, close[:listings.SUGGESTED]),
    }
