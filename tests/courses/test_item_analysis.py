"""Item analysis of real attempts: who counts, what is left out, who sees what, and that queries do not grow."""

import io
from dataclasses import replace
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.actions.candidates import admit_candidates
from courses.actions.questions import revise_question
from courses.models import Attempt, AttemptAnswer, Exam, ExamQuestion, Question, Regrade
from courses.queries.item_analysis import LAST, analysis_of, lineage_of
from lms.audit.models import AuditEntry
from lms.people.models import Person

from .exam_making import make_exam

RIGHT = {"single": ["b"], "multiple": ["a", "c"], "true_false": ["false"]}
WRONG = {"single": ["a"], "multiple": ["a", "b"], "true_false": ["true"]}


def people_of(count):
    start = Person.objects.count()
    return Person.objects.bulk_create(
        [Person(username=f"sat{start + at}", name=f"考生{start + at}", password="!") for at in range(count)]
    )


def sit(exam, asked, people, *, number=1, right=lambda at, place: (at + place) % 3 > 0, marked=True, blank=False):
    """Write attempts of 5 points a question; ``right`` tells which person has which question right."""
    now = timezone.now()
    done = {"marked_at": now, "passed": False} if marked else {}
    attempts = Attempt.objects.bulk_create([
        Attempt(
            exam=exam, person=person, number=number, deadline=now, submitted_at=now, points_possible=5 * len(asked),
            paper=[{"question": one.pk, "points": 5, "options": []} for one in asked], **done,
            points=5 * sum(right(at, place) for place in range(len(asked))) * (not blank) if marked else None,
        ) for at, person in enumerate(people)
    ])
    if blank:
        return attempts
    AttemptAnswer.objects.bulk_create([
        AttemptAnswer(
            attempt=attempt, question=one, seconds=20 + at % 5, points=5 if right(at, place) else 0,
            chosen=(RIGHT if right(at, place) else WRONG)[one.kind],
        ) for at, attempt in enumerate(attempts) for place, one in enumerate(asked)
    ])
    return attempts


@pytest.fixture
def sat(world):
    exam, asked = make_exam(world)
    return exam, asked


def test_the_first_attempt_of_each_person_counts_unless_the_last_is_asked_for(sat):
    exam, asked = sat
    people = people_of(6)
    sit(exam, asked, people, right=lambda at, place: False)
    sit(exam, asked, people, number=2, right=lambda at, place: True)
    assert (analysis_of(exam).analysis.paper.mean, analysis_of(exam, pick=LAST).analysis.paper.mean) == (0.0, 1.0)
    assert analysis_of(exam).analysis.paper.attempts == 6


def test_what_waits_or_is_blank_is_left_out_and_counted(sat):
    exam, asked = sat
    sit(exam, asked, people_of(5), right=lambda at, place: True)
    sit(exam, asked, people_of(2), marked=False)
    sit(exam, asked, people_of(3), blank=True)
    found = analysis_of(exam)
    assert (found.analysis.paper.attempts, found.waiting, found.blank, found.analysis.paper.mean) == (5, 2, 3, 1.0)


def test_drawn_papers_judge_each_question_by_those_who_were_asked(sat):
    exam, asked = sat
    sit(exam, asked[:2], people_of(6), right=lambda at, place: True)
    sit(exam, asked[1:], people_of(7), right=lambda at, place: False)
    found = analysis_of(exam)
    assert [(item.asked, item.facility.value) for item in found.analysis.items] == [(6, 1.0), (13, 6 / 13), (7, 0.0)]
    assert found.analysis.paper.pairwise


@pytest.mark.parametrize("remedy", ["void", "full"])
def test_a_question_that_proved_faulty_is_named_and_not_judged(world, sat, remedy):
    exam, asked = sat
    sit(exam, asked, people_of(6))
    Regrade.objects.create(exam=exam, question=asked[0], remedy=remedy, reason="两个答案", by=world.people["district"])
    found = analysis_of(exam)
    assert [item.question for item in found.analysis.items] == [asked[1].pk, asked[2].pk]
    assert found.left_out == [(asked[0], remedy)]


def test_versions_stay_apart_and_are_joined_by_lineage(world, sat):
    exam, asked = sat
    sit(exam, asked, people_of(25), right=lambda at, place: at % 2 == 0 or place == at % 3)
    content = replace(asked[0].content, stem="单选题（新）")
    newer = revise_question(actor=world.people["subdistrict"], question=asked[0], content=content)
    other = Exam.objects.create(organisation=world.east, title="另一场")
    ExamQuestion.objects.create(exam=other, question=newer)
    sit(other, [newer, asked[1]], people_of(10), right=lambda at, place: True)
    found = lineage_of(newer, Exam.objects.all())
    apart = analysis_of(exam).analysis.items[0]
    assert [(one.version.version, one.joined.asked) for one in found.versions] == [(2, 10), (1, 25)]
    assert (found.joined.asked, found.joined.uses) == (35, 2)
    assert found.versions[1].joined.facility == apart.facility
    assert found.versions[1].uses[0].figures.discrimination.value == pytest.approx(apart.discrimination.value)
    assert found.joined.facility.value == pytest.approx((apart.facility.value * 25 + 10) / 35)


@pytest.mark.parametrize("count", [5, 300])
def test_the_queries_do_not_grow_with_the_attempts(sat, count, django_assert_num_queries):
    exam, asked = sat
    sit(exam, asked, people_of(count))
    with django_assert_num_queries(5):
        assert analysis_of(exam).analysis.paper.attempts == count
    with django_assert_num_queries(5):
        assert lineage_of(asked[0], Exam.objects.all()).joined.asked == count


def test_the_pages_queries_do_not_grow_with_the_attempts(client, world, sat):
    exam, asked = sat
    client.force_login(world.people["subdistrict"])
    counts = []
    for more in (5, 60):
        sit(exam, asked, people_of(more))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("courses:exam-analysis", args=[exam.pk])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def pages(exam, asked):
    return [
        reverse("courses:exam-analysis", args=[exam.pk]),
        reverse("courses:exam-analysis-question", args=[exam.pk, asked[0].pk]),
    ]


def test_of_fewer_than_five_nothing_is_shown_but_why(client, world, sat):
    exam, asked = sat
    sit(exam, asked, people_of(4))
    client.force_login(world.people["subdistrict"])
    for page in [*pages(exam, asked), reverse("courses:question-analysis", args=[asked[0].pk])]:
        html = client.get(page).content.decode()
        assert ("class=\"empty\"" in html, "chart__" in html, "class=\"stat\"" in html) == (True, False, False)


def close(exam):
    Exam.objects.filter(pk=exam.pk).update(is_open=False)


def test_while_the_exam_goes_on_only_those_who_keep_its_keys_see_figures(client, world, sat):
    exam, asked = sat
    sit(exam, asked, people_of(30))
    export = reverse("courses:exam-analysis-export", args=[exam.pk])

    def shown(who):
        client.force_login(world.people[who])
        return [name for name in (
            template.name for page in pages(exam, asked) for template in client.get(page).templates
        ) if name in ("courses/desk/analysis/running.html", "courses/desk/analysis/basis.html")], client.post(export).status_code

    running, figures = ["courses/desk/analysis/running.html"] * 2, ["courses/desk/analysis/basis.html"] * 2
    assert (shown("auditor"), shown("subdistrict")) == ((running, 302), (figures, 200))
    admit_candidates(actor=None, exam=exam, person_ids=[world.people["subdistrict"].pk])
    assert shown("subdistrict") == (running, 302)
    assert b"30" in client.get(pages(exam, asked)[0]).content
    close(exam)
    assert (shown("auditor"), shown("subdistrict")) == ((figures, 200), (figures, 200))
    Exam.objects.filter(pk=exam.pk).update(is_open=True, answers_after="handed_in")
    assert shown("auditor") == (figures, 200)


def test_no_name_and_for_the_auditor_no_options(client, world, sat):
    exam, asked = sat
    close(exam)
    people = people_of(30)
    sit(exam, asked, people)
    shown = {}
    for who in ("subdistrict", "auditor"):
        client.force_login(world.people[who])
        html = [client.get(page).content.decode() for page in pages(exam, asked)]
        assert not any(person.name in text for person in people for text in html)
        shown[who] = "选项分布表" in html[1]
    assert shown == {"subdistrict": True, "auditor": False}
    assert client.get(reverse("courses:question-analysis", args=[asked[0].pk])).status_code == 403


@pytest.mark.parametrize(("who", "sheets"), [("subdistrict", 3), ("auditor", 2)])
def test_the_export_is_audited_runs_nothing_and_holds_options_for_who_may_see_them(client, world, sat, who, sheets):
    exam, asked = sat
    Question.objects.filter(pk=asked[0].pk).update(stem='=HYPERLINK("http://evil.example")')
    close(exam)
    sit(exam, asked, people_of(30))
    client.force_login(world.people[who])
    answer = client.post(reverse("courses:exam-analysis-export", args=[exam.pk]))
    book = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    found = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert (len(found), any(b"<f>" in book.read(name) for name in found)) == (sheets, False)
    entry = AuditEntry.objects.get(verb="exam.analysis_export")
    assert (entry.actor, entry.detail) == (world.people[who], {"questions": 3, "keys": who == "subdistrict"})
