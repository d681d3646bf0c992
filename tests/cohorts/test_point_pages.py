"""Pages of points: one's own, the administrator's list, rules, appeals."""

import pytest
from django.utils import timezone

from cohorts.models import PointAppeal, PointEntry, PointRule

from .classes import make_people, rows_of, url
from .test_points import entered, rule


def test_each_line_says_its_rule_and_can_be_appealed(world, sign_in):
    entry = entered(world)
    client = sign_in("learner")
    page = client.get(url("my-points"))
    assert [(row["entry"], row["rule"] != "") for row in page.context["rows"]] == [(entry, True)]
    assert client.post(url("point-appeal", entry.pk), {"words": ""}).status_code == 200
    client.post(url("point-appeal", entry.pk), {"words": "少记了"})
    row = PointAppeal.objects.get()
    admin = sign_in("subdistrict")
    assert rows_of(admin.get(url("point-appeals")))[0] == row
    answer = url("point-appeal-answer", row.pk)
    assert list(admin.post(answer, {"correct": "", "answer": "补"}).context["form"].errors) == ["points"]
    admin.post(answer, {"correct": "", "answer": "补记", "points": "7"})
    assert sorted(PointEntry.objects.values_list("points", flat=True)) == [-10, 7, 10]


def test_nobody_appeals_about_the_points_of_others(world, sign_in):
    entry = entered(world)
    assert sign_in("reserve").get(url("point-appeal", entry.pk)).status_code == 404


def test_rules_are_made_and_ended_on_the_pages(world, sign_in):
    client = sign_in("subdistrict")
    day = timezone.localdate().isoformat()
    sent = {"organisation": world.east.pk, "source": "session", "points": 2, "valid_from": day, "lasts_years": 1, "cap_year": 60}
    assert client.post(url("point-rule-new"), sent | {"organisation": world.west.pk}).status_code == 200
    assert client.post(url("point-rule-new"), sent | {"valid_until": "2016-01-01"}).status_code == 200
    client.post(url("point-rule-new"), sent)
    row = PointRule.objects.get()
    assert client.get(url("point-rules")).context["rows"][0][0] == row
    client.post(url("point-rule-end", row.pk), {"until": day})
    row.refresh_from_db()
    assert row.valid_until == timezone.localdate()


def test_points_by_hand_are_entered_by_an_administrator(world, sign_in):
    rule(world, source="hand", points=10)
    client = sign_in("subdistrict")
    page = url("points-enter", world.p_learner.pk)
    sent = {"points": 6, "on_date": timezone.localdate().isoformat(), "reason": "志愿服务"}
    assert client.post(page, sent | {"points": 11}).status_code == 200
    client.post(page, sent)
    assert PointEntry.objects.get().points == 6
    assert sign_in("liaison").get(page).status_code == 403


@pytest.mark.parametrize(("role", "name", "count"), [
    ("learner", "my-points", 8), ("subdistrict", "points", 8), ("subdistrict", "point-rules", 6),
    ("subdistrict", "point-appeals", 6),
])
def test_lists_take_the_same_queries_for_one_and_for_many(world, sign_in, django_assert_num_queries, role, name, count):
    entry = entered(world)
    PointAppeal.objects.create(entry=entry, words="x")
    client = sign_in(role)
    client.get(url(name))
    with django_assert_num_queries(count):
        client.get(url(name))
    make_people(world.east_branch, 5)
    for number in range(5):
        rule(world, source="lesson", valid_from=timezone.localdate().replace(day=1 + number))
        other = PointEntry.objects.create(
            person=world.p_learner, organisation=world.east_branch, on_date=timezone.localdate(), source="hand", full=1, points=1,
            root=f"h{number}", key=f"h{number}", rule=entry.rule, title="x", expires_on=entry.expires_on,
        )
        PointAppeal.objects.create(entry=other, words="x")
    with django_assert_num_queries(count):
        client.get(url(name))
