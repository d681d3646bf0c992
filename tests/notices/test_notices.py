"""Notices: told once, to one person, in the language of whoever reads; their count in the header."""

import re

import pytest
from django.utils import translation

from lms.notices.actions import notify, read_all, read_notice
from lms.notices.models import Notice

KIND = "lesson_question.answered"


def tell(person, source="s1", lesson="第一课", url="/courses/1/1/#questions"):
    return notify(person=person, kind=KIND, source=source, params={"lesson": lesson}, url=url)


@pytest.fixture
def learner(client, world):
    client.force_login(world.p_learner)
    return client


def count_shown(response):
    return re.findall(r'bell__count">(\d+\+?)<', response.content.decode())


def test_the_same_is_told_once(world):
    first = tell(world.p_learner)
    again = tell(world.p_learner, lesson="第二课")
    assert (again.pk, again.params) == (first.pk, {"lesson": "第一课"})
    assert Notice.objects.count() == 1


def test_an_unknown_kind_is_an_error(world):
    with pytest.raises(ValueError, match="no.such"):
        notify(person=world.p_learner, kind="no.such", source="x")


def test_the_sentence_is_in_the_language_of_the_reader(world):
    notice = tell(world.p_learner, lesson="100% 到会")
    with translation.override("en"):
        assert notice.text == "Your question on “100% 到会” was answered."


def test_reading_counts_the_first_time(world):
    notice = tell(world.p_learner)
    read_notice(notice=notice)
    notice.refresh_from_db()
    first = notice.read_at
    read_notice(notice=notice)
    notice.refresh_from_db()
    assert notice.read_at == first
    assert first is not None


def test_all_of_one_person_are_read_and_no_one_elses(world):
    tell(world.p_learner, "a")
    tell(world.p_learner, "b")
    other = tell(world.p_outsider, "c")
    assert read_all(person=world.p_learner) == 2
    assert list(Notice.objects.unread()) == [other]


def test_the_header_counts_what_is_unread(learner, world):
    assert count_shown(learner.get("/my/notices/")) == []
    for number in range(3):
        tell(world.p_learner, f"n{number}")
    tell(world.p_outsider, "other")
    assert count_shown(learner.get("/my/notices/")) == ["3"]
    learner.post(f"/my/notices/{Notice.objects.get(source='n1').pk}/")
    assert count_shown(learner.get("/my/notices/")) == ["2"]


@pytest.mark.parametrize("role", ["trainer", "district"])
def test_the_desk_counts_too(client, world, role):
    tell(world.people[role])
    client.force_login(world.people[role])
    assert count_shown(client.get("/desk/")) == ["1"]


def test_opening_one_leads_to_what_it_is_about(learner, world):
    notice = tell(world.p_learner)
    response = learner.post(f"/my/notices/{notice.pk}/")
    assert (response.status_code, response.url) == (302, "/courses/1/1/#questions")
    notice.refresh_from_db()
    assert notice.read_at is not None


@pytest.mark.parametrize("role", ["outsider", "subdistrict", "district", "auditor"])
def test_nobody_opens_anothers(client, world, role):
    notice = tell(world.p_learner)
    client.force_login(world.people[role])
    assert client.post(f"/my/notices/{notice.pk}/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_an_empty_list_says_what_would_stand_there(learner):
    assert "empty__title" in learner.get("/my/notices/").content.decode()


@pytest.mark.parametrize("count", [1, 25])
def test_the_list_costs_the_same_however_long(learner, world, django_assert_num_queries, count):
    for number in range(count):
        tell(world.p_learner, f"n{number}")
    with django_assert_num_queries(6):  # session, person, grants, count, rows, unread
        learner.get("/my/notices/")


def test_a_visitor_costs_no_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/design/")
