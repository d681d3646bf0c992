"""The table of pages and records, row by row, with three hundred learners in the lesson; each act as the editor's screen does it.

A hundred finished the course, a hundred finished its first lesson and opened the second, a hundred opened the first.
"""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import CoursePage, LessonPage
from cohorts.actions.completion import close_cohort
from cohorts.models import Cohort, Enrolment
from courses.actions.questions import add_question, revise_question
from courses.models import Attempt, Exam, HourEntry, Lesson, LessonProgress, QuestionBank, Syllabus
from courses.queries import lesson_source, lessons_of, syllabus_state
from tests.cohorts.classes import make_cohort, make_people, make_programme
from tests.keeping import kept

from .conftest import publish, record_of

MOMENT = timezone.now()
EACH = 100


@pytest.fixture
def class_of_300(site, world, client):
    """The cohort whose 300 people learn the site's course; the editor of the whole district is signed in."""
    client.force_login(world.p_district)
    return kept("class of 300", lambda: fill_class(site, world))


def fill_class(site, world):
    course = record_of(site.course)
    programme = make_programme(world, courses=[course], attendance_percent=0)
    cohort = make_cohort(world, programme=programme, quota=3 * EACH)
    posts = make_people(world.east_branch, 3 * EACH)
    Enrolment.objects.bulk_create([
        Enrolment(cohort=cohort, person=post.person, organisation=post.organisation, position=post.position) for post in posts
    ])
    first, second, third = lessons_of(course)
    opened, done = [], []
    for number, post in enumerate(posts):
        finished = ([first, second, third], [first], [])[number // EACH]
        begun = ([], [second], [first])[number // EACH]
        done += [(post.person, lesson) for lesson in finished]
        opened += [(post.person, lesson) for lesson in begun]
    LessonProgress.objects.bulk_create(
        [LessonProgress(person=person, lesson=lesson, completed_at=MOMENT) for person, lesson in done]
        + [LessonProgress(person=person, lesson=lesson) for person, lesson in opened]
    )
    HourEntry.objects.bulk_create([
        HourEntry(person=person, on_date=MOMENT.date(), kind="online", minutes=10, title=lesson.title,
                  source=lesson_source(person, lesson), source_root=lesson_source(person, lesson))
        for person, lesson in done
    ])
    return cohort


def record():
    """Everything that the 300 have, as it stands in the database."""
    return (
        sorted(LessonProgress.objects.values_list("person", "lesson", "started_at", "completed_at")),
        sorted(HourEntry.objects.values_list("person", "minutes", "source", "title")),
        sorted(Enrolment.objects.values_list("person", "state")),
    )


def standing(cohort):
    """Count the 300 by ``(done, required, excused)`` of the syllabus that their cohort pinned."""
    syllabus = cohort.syllabuses.get()
    people = Enrolment.objects.filter(cohort=cohort).values_list("person", flat=True)
    states = syllabus_state(people, [syllabus])
    return Counter((row[syllabus.pk].done, row[syllabus.pk].required, len(row[syllabus.pk].excused)) for row in states.values())


def newest(site):
    return Syllabus.objects.filter(course=record_of(site.course)).order_by("-version").first()


def form_of(page, **more):
    return {
        "title": page.title, "slug": page.slug, "summary": page.summary, "minutes": page.minutes,
        **({"required": "on"} if page.required else {}), "body-count": "1", "body-0-deleted": "", "body-0-order": "0",
        "body-0-type": "heading", "body-0-id": "", "body-0-value": "改过的正文", "action-publish": "1", **more,
    }


def save(client, page, **more):
    return client.post(f"/cms/pages/{page.pk}/edit/", form_of(LessonPage.objects.get(pk=page.pk), **more))


AT_FIRST = Counter({(3, 3, 0): EACH, (1, 3, 0): EACH, (0, 3, 0): EACH})


def test_at_first(class_of_300):
    assert standing(class_of_300) == AT_FIRST
    assert (LessonProgress.objects.count(), HourEntry.objects.count()) == (600, 400)


def test_edited_or_renamed_the_record_is_unchanged_and_title_and_minutes_follow(class_of_300, site, client):
    before, version = record(), newest(site)
    assert save(client, site.lessons[0], title="第一课（修订）", slug="renamed", minutes="25").status_code == 302
    row = record_of(site.lessons[0])
    assert (row.title, row.minutes, row.url) == ("第一课（修订）", 25, "/courses/residential/shuji/renamed/")
    assert record() == before
    assert (standing(class_of_300), newest(site)) == (AT_FIRST, version)


def test_moved_to_another_course_the_record_is_unchanged(class_of_300, site, client):
    other = publish(site.category, CoursePage, "另一门课", slug="other")
    before, row = record(), record_of(site.lessons[0])
    client.post(f"/cms/pages/{site.lessons[0].pk}/move/{other.pk}/confirm/")
    moved = record_of(site.lessons[0])
    assert (moved.pk, moved.course, moved.url) == (row.pk, record_of(other), "/courses/residential/other/l1/")
    assert record() == before
    assert standing(class_of_300) == AT_FIRST
    assert newest(site).items.count() == 2


def test_reordered_the_record_is_unchanged_and_the_order_follows(class_of_300, site, client):
    before, version = record(), newest(site)
    client.post(f"/cms/pages/{site.lessons[2].pk}/set_position/?position=0")
    assert [row.title for row in lessons_of(record_of(site.course))] == ["第3课", "第1课", "第2课"]
    assert record() == before
    assert (standing(class_of_300), newest(site)) == (AT_FIRST, version)


@pytest.mark.parametrize("required", [True, False])
def test_a_lesson_added_enters_the_next_version_and_the_running_cohort_keeps_its_own(class_of_300, site, client, required):
    before, version = record(), newest(site)
    page = LessonPage(title="新增的课", slug="more", minutes=10, required=required)
    client.post(f"/cms/pages/add/cms/lessonpage/{site.course.pk}/", form_of(page))
    assert record() == before
    assert standing(class_of_300) == AT_FIRST
    assert (newest(site).version, newest(site).items.count()) == (version.version + 1, 4)
    assert Cohort.objects.get().syllabuses.get() == version


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_taken_down_it_is_retired_and_who_still_owed_it_is_excused(class_of_300, site, client, act):
    before, row = record(), record_of(site.lessons[1])
    response = client.post(f"/cms/pages/{site.lessons[1].pk}/{act}/")
    assert response.status_code == 302
    row.refresh_from_db()
    assert row.retired_at is not None
    assert record() == before
    assert standing(class_of_300) == Counter({(3, 3, 0): EACH, (1, 2, 1): EACH, (0, 2, 1): EACH})
    assert newest(site).items.count() == 2


def test_a_whole_course_deleted_loses_nobody_anything(class_of_300, site, client):
    before = record()
    client.post(f"/cms/pages/{site.course.pk}/delete/")
    assert not CoursePage.objects.exists()
    assert Lesson.objects.active().count() == 0
    assert record() == before
    assert standing(class_of_300) == Counter({(3, 3, 0): EACH, (1, 1, 2): EACH, (0, 0, 3): EACH})


def test_published_again_it_is_revived_and_owed_again(class_of_300, site, client):
    before, row = record(), record_of(site.lessons[1])
    client.post(f"/cms/pages/{site.lessons[1].pk}/unpublish/")
    save(client, site.lessons[1])
    row.refresh_from_db()
    assert row.retired_at is None
    assert record() == before
    assert standing(class_of_300) == AT_FIRST


def test_duplicated_it_is_another_lesson_that_nobody_has_learned(class_of_300, site, client):
    before = record()
    client.post(f"/cms/pages/{site.lessons[0].pk}/copy/", {
        "new_title": "第1课（另讲）", "new_slug": "again", "new_parent_page": site.course.pk, "publish_copies": "on",
    })
    copy = Lesson.objects.get(title="第1课（另讲）")
    assert copy.key != site.lessons[0].translation_key
    assert LessonProgress.objects.filter(lesson=copy).count() == 0
    assert record() == before
    assert standing(class_of_300) == AT_FIRST


def test_a_changed_question_leaves_the_papers_that_were_given(class_of_300, site, world):
    bank = QuestionBank.objects.create(organisation=world.root, title="题库")
    question = add_question(
        actor=world.p_district, bank=bank, kind="true_false", stem="支部大会每季度一次。", options=[], key=["true"],
        explanation="",
    )
    exam = Exam.objects.create(organisation=world.root, title="结业", course=record_of(site.course), is_open=True)
    paper = [{"question": question.pk, "points": 5, "options": []}]
    people = Enrolment.objects.values_list("person", flat=True)
    Attempt.objects.bulk_create([
        Attempt(exam=exam, person_id=person, number=1, paper=paper, deadline=MOMENT) for person in people
    ])
    new = revise_question(
        actor=world.p_district, question=question, kind="true_false", stem="支部大会每月一次。", options=[], key=["false"],
        explanation="",
    )
    assert (new.version, new.pk == question.pk) == (2, False)
    assert Attempt.objects.filter(paper=paper).count() == 3 * EACH
    question.refresh_from_db()
    assert (question.stem, question.key) == ("支部大会每季度一次。", ["true"])


def test_a_completion_once_reached_is_not_unset_by_what_happens_to_the_pages(class_of_300, site, client, world):
    close_cohort(actor=world.p_district, cohort=class_of_300)
    judged = sorted(Enrolment.objects.values_list("person", "state", "verdict__complete"))
    assert Counter(state for _, state, _ in judged) == {"completed": EACH, "not_completed": 2 * EACH}
    client.post(f"/cms/pages/{site.lessons[1].pk}/delete/")
    client.post(f"/cms/pages/add/cms/lessonpage/{site.course.pk}/", form_of(LessonPage(title="新增的课", slug="more", minutes=9)))
    assert sorted(Enrolment.objects.values_list("person", "state", "verdict__complete")) == judged


def test_what_was_excused_counts_when_the_cohort_is_judged(class_of_300, site, client, world):
    for page in site.lessons[1:]:
        client.post(f"/cms/pages/{page.pk}/unpublish/")
    close_cohort(actor=world.p_district, cohort=class_of_300)
    assert Counter(Enrolment.objects.values_list("state", flat=True)) == {"completed": 2 * EACH, "not_completed": EACH}


def test_an_edit_costs_the_same_with_three_hundred_learners_as_with_none(class_of_300, site, client):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert save(client, site.lessons[0]).status_code == 302
        return len(queries)

    cost()
    many = cost()
    HourEntry.objects.all().delete()
    LessonProgress.objects.all().delete()
    assert cost() == many
