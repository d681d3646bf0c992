"""Every main page, as the role that works with it, on a phone and on a laptop: accessible, no wider than the screen, and
nothing that the content policy would have to allow.

With ``EVERY_PAGE=1`` in the environment it is every address that answers a role with a page, which takes some minutes.
"""

import os

import pytest
from django.urls import reverse
from wagtail.models import Page, Site

from cms.models import (
    CataloguePage,
    CategoryPage,
    CoursePage,
    HomePage,
    MicroLessonIndexPage,
    SchoolIndexPage,
    SchoolPage,
)
from lms.audit import trail
from lms.people.models import Category
from tests.access.matrix import MATRIX
from tests.access.notation import expected
from tests.access.rows import OBJECTS, House
from tests.cms.conftest import add_lesson, publish

from .conftest import LAPTOP, PHONE

PUBLIC = [
    "login", "/", "/courses/", "/courses/residential/", "/courses/residential/shuji/", "/schools/", "/schools/east/",
    "/micro/", "/no-such-page/", "certificates:verify", "certificates:verify-code",
]
LEARNER = [
    "cohorts:my-open", "cohorts:my-apply", "cohorts:my-take-back",
    "cohorts:my", "cohorts:my-courses", "cohorts:my-classes", "cohorts:my-class", "cohorts:my-hours", "cohorts:feeds",
    "cohorts:check-in-code", "courses:keepings", "courses:note", "notices:notices",
    "certificates:mine", "certificates:certificate", "courses:exams-mine", "courses:exam", "courses:attempt",
    "courses:attempt-review", "people:account", "people:own-telephone", "/courses/residential/shuji/l1/",
]
TRAINER = [
    "cohorts:desk", "cohorts:session", "cohorts:grid", "cohorts:session-close", "cohorts:session-person",
    "cohorts:projector", "cohorts:timetable", "cohorts:publish", "cohorts:versions", "cohorts:day-apply",
    "cohorts:day-templates", "cohorts:feeds", "courses:lesson-questions", "courses:lesson-question",
    "notices:notices",
]
SCHOOL = [
    "cohorts:desk", "courses:exams", "courses:exam-create", "courses:exam-desk", "courses:exam-paper",
    "courses:exam-results", "courses:banks", "courses:bank", "courses:question-create",
    "courses:question-edit", "courses:question-preview", "courses:question-files", "courses:question-file",
    "courses:question-file-discard", "cohorts:venue-new",
    "cohorts:menu-new", "cohorts:day-template-new", "cohorts:day-template-edit",
]
SUBDISTRICT = [
    "cohorts:programme-modules", "cohorts:programme-upgrade", "cohorts:programme-coverage", "cohorts:programme-people",
    "cohorts:cohort-new", "cohorts:cohort-copy", "cohorts:groups", "cohorts:group", "cohorts:cohort-places", "cohorts:places",
    "cohorts:share", "cohorts:share-give-back", "cohorts:applications", "cohorts:enrol-file", "cohorts:transfer",
    "cohorts:withdraw",
    "cohorts:desk", "people:people", "people:person-new", "people:person", "people:person-edit", "people:person-reveal",
    "people:organisations", "people:organisation",
    "people:grants", "people:imports", "people:import-undo", "cohorts:programmes", "cohorts:programme",
    "cohorts:cohorts", "cohorts:cohort", "cohorts:cohort-edit", "cohorts:roster", "cohorts:enrol", "cohorts:session-new",
    "cohorts:venues", "cohorts:orders", "cohorts:menu", "cohorts:board", "cohorts:close", "cohorts:certificates",
    "cohorts:readiness", "cohorts:readiness-organisation", "cohorts:readiness-export", "cohorts:rounds", "cohorts:round-new",
    "cohorts:round-edit", "cohorts:snapshots", "cohorts:snapshot", "cohorts:snapshot-compare", "hand_outs:hand_outs",
    "hand_outs:hand_out", "approvals:approvals", "approvals:approval", "people:who-may",
    "cohorts:exports", "jobs:jobs", "certificates:register", "certificates:numbers",
    "certificates:patterns", "certificates:pattern", "cohorts:certificates-waiting",
]
DISTRICT = [
    "certificates:correct", "certificates:void", "certificates:pattern-new", "certificates:templates", "certificates:template",
    "certificates:template-new", "certificates:images", "courses:hour-rules", "courses:hour-rule", "courses:hour-requirements",
    "cohorts:hours", "cohorts:person-hours", "courses:series-list", "courses:series",
    "people:organisation-edit", "people:organisation-new", "people:person-erase", "people:grant-choose", "cohorts:programme-new",
]
AUDITOR = ["cohorts:desk", "audit:trail"]
VISITS = {
    "": PUBLIC, "learner": LEARNER, "trainer": TRAINER, "school": SCHOOL, "subdistrict": SUBDISTRICT, "district": DISTRICT,
    "auditor": AUDITOR,
}
PLANNING = {
    "cohorts:programme": lambda house: {"pk": house.programme.pk},
    **{
        f"cohorts:{name}": lambda house: {"pk": house.cohort.pk}
        for name in ("cohort", "cohort-edit", "roster", "enrol", "session-new")
    },
}
EXPECTED = {"/no-such-page/": 404}
# No pages: files, fragments and answers for programs; and Wagtail's own.
NO_PAGES = ("export", "download", "picture", "feed", "code", "badge", "print", "sheet", "words", "healthz", "readyz", "metrics",
            "manifest", "worker")


def every_page():
    """Return ``VISITS`` with each address of the matrix that shows a page, as the first role that it shows it to."""
    found = {role: [*names] for role, names in VISITS.items()}
    roles = ("learner", "trainer", "school", "subdistrict", "district", "auditor")
    for name, (got, _posted) in MATRIX.items():
        if any(name in names for names in VISITS.values()) or any(word in name for word in NO_PAGES) or "/" in name:
            continue
        answers = expected(got)
        role = next((role for role in roles if answers[role] == 200), None)
        if role:
            found[role].append(name)
    return found


def build_content(world):
    """A home with one category, a course of two lessons, a school and the micro-lessons."""
    home = publish(Page.get_first_root_node(), HomePage, "首页", slug="front")
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    Site.clear_site_root_paths_cache()
    residential = Category.objects.get(code="residential")
    catalogue = publish(home, CataloguePage, "全部课程", slug="courses")
    category = publish(catalogue, CategoryPage, "居民区书记课堂", slug="residential", category=residential)
    course = publish(category, CoursePage, "居民区书记培训", slug="shuji", categories=[residential])
    for number in (1, 2):
        add_lesson(course, f"第{number}课", slug=f"l{number}", minutes=10)
    schools = publish(home, SchoolIndexPage, "社区党校", slug="schools")
    publish(schools, SchoolPage, "东街道社区党校", slug="east", school=world.east)
    publish(home, MicroLessonIndexPage, "微党课", slug="micro")


def build_rows(house):
    """One of everything that the desks and the trainee's pages show."""
    for name in ("printed_paper", "note", "lesson_question", "notice", "feed"):  # a paper needs the question before it is retired
        getattr(house, name)
    for name in ("mark", "round", "order", "certificate", "attempt", "finished_attempt", "batch", "applied_batch", "job"):
        getattr(house, name)
    trail.record(actor=house.world.p_subdistrict, verb="cohort.change", target=house.cohort, organisation=house.east)


def address(name, house):
    if name.startswith("/"):
        return name
    rows = {**PLANNING, **OBJECTS}
    return reverse(name, kwargs=rows[name](house) if name in rows else None)


def faults_of(page, check_axe):
    """Look at the page that is open at both widths; return what is wrong with it."""
    faults = []
    for size in (PHONE, LAPTOP):
        page.set_viewport_size(size)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > size["width"]:
            faults.append(f"at {size['width']} px it is {wide} px wide")
        try:
            check_axe(page)
        except AssertionError as found:
            faults.append(f"at {size['width']} px {found}")
    return faults


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_main_pages_are_accessible_and_fit(browser, browser_context_args, site, sign_in, check_axe, world):
    house = House(world)
    build_content(world)
    build_rows(house)
    wrong, complaints = [], []
    for role, names in (every_page() if os.environ.get("EVERY_PAGE") else VISITS).items():
        context = browser.new_context(**browser_context_args, viewport=PHONE)
        page = context.new_page()
        page.on("console", lambda m: complaints.append((m.text, page.url)) if "Content Security" in m.text else None)  # noqa: B023
        if role:
            sign_in(page, world.people[role])
        for name in names:
            status = page.goto(site + address(name, house)).status
            if status != EXPECTED.get(name, 200):
                wrong.append(f"{role} {name}: answered {status}")
                continue
            wrong += [f"{role} {name}: {fault}" for fault in faults_of(page, check_axe)]
        context.close()
    assert wrong == [], "\n" + "\n".join(wrong)
    assert complaints == []
