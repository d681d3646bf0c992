"""Pages of nudges: from a list to the preview, sent, and what became of it."""

import pytest
from django.utils import timezone

from cohorts.actions.nudges import create_template
from cohorts.models import Nudge, NudgeLimit, NudgeMessage, NudgeTemplate

from .classes import make_cohort, make_people, url
from .plans import make_call
from .test_nudges import nudge


def test_from_the_list_of_hours_to_a_nudge_that_is_sent(world, sign_in):
    client = sign_in("subdistrict")
    page = client.get(url("hours-people"))
    assert f'name="people" value="{world.p_learner.pk}"' in page.content.decode()
    chosen = {"about": "hours", "of": timezone.localdate().year, "people": [world.p_learner.pk, world.p_outsider.pk]}
    preview = client.post(url("nudge-new"), chosen)
    assert [gap.person for gap in preview.context["gaps"]] == [world.p_learner]
    assert [person for person, _ in preview.context["messages_shown"]] == [world.p_learner]
    assert Nudge.objects.count() == 0
    sent = client.post(url("nudge-new"), chosen | {"to": "person", "text": "{name}，请补学时", "send": "1"})
    assert sent["Location"] == url("nudge", Nudge.objects.get().pk)
    assert NudgeMessage.objects.get().text == "张学员，请补学时"
    again = client.post(url("nudge-new"), chosen | {"to": "person", "text": "{name}", "send": "1"})
    assert [why for _, why in again.context["out"]] == ["近期已就同一事项催办过"]
    assert len(again.context["form"].non_field_errors()) == 1


def test_the_address_takes_people_by_get_too(world, sign_in):
    client = sign_in("liaison")
    answer = client.get(url("nudge-new"), {"about": "readiness", "people": [world.p_learner.pk]})
    assert answer.status_code == 404  # no round yet
    answer = client.get(url("nudge-new"), {"about": "hours", "people": [world.p_learner.pk, "x", "99999999999"]})
    assert [gap.person for gap in answer.context["gaps"]] == [world.p_learner]
    assert client.get(url("nudge-new"))["Location"] == url("nudges")
    assert client.get(url("nudge-new"), {"about": "hours", "people": list(range(1, 250))}).context["many"] is True


def test_a_kept_text_is_put_in(world, sign_in):
    row = create_template(actor=None, organisation=world.root, about="hours", title="年底", text="{name}：年底了")
    client = sign_in("subdistrict")
    chosen = {"about": "hours", "people": [world.p_learner.pk], "to": "person", "text": "旧"}
    answer = client.post(url("nudge-new"), chosen | {"use": "1", "template": row.pk})
    assert answer.context["form"]["text"].value() == "{name}：年底了"
    assert [message.text for _, message in answer.context["messages_shown"]] == ["张学员：年底了"]


def test_a_wrong_placeholder_is_said_at_the_text(world, sign_in):
    answer = sign_in("subdistrict").post(url("nudge-new"), {
        "about": "hours", "people": [world.p_learner.pk], "to": "person", "text": "{phone}", "send": "1"})
    assert list(answer.context["form"].errors) == ["text"]


def test_who_does_not_run_the_class_nudges_nobody_of_it(world, sign_in):
    cohort = make_cohort(world)
    chosen = {"about": "cohort", "of": cohort.pk, "people": [world.p_learner.pk]}
    assert sign_in("school").get(url("nudge-new"), chosen).status_code == 200
    assert sign_in("liaison").get(url("nudge-new"), chosen).status_code == 404
    assert sign_in("trainer").get(url("nudge-new"), chosen).status_code == 404


def test_the_filing_list_offers_those_who_have_something_to_do(world, sign_in):
    call = make_call(world, days=-1)
    page = sign_in("subdistrict").get(url("filing-list", call.pk)).content.decode()
    assert f'name="organisations" value="{world.east_branch.pk}"' in page
    assert "name=\"organisations\"" not in sign_in("auditor").get(url("filing-list", call.pk)).content.decode()


def test_texts_and_limits_are_edited(world, sign_in):
    client = sign_in("district")
    sent = {"organisation": world.root.pk, "about": "hours", "title": "年底", "text": "{name}"}
    assert client.post(url("nudge-text-new"), sent | {"text": "{x}"}).status_code == 200
    client.post(url("nudge-text-new"), sent)
    row = NudgeTemplate.objects.get()
    client.post(url("nudge-text-edit", row.pk), {"title": "年底催办", "text": "{name}！"})
    client.post(url("nudge-text-edit", row.pk), {"retire": ""})
    row.refresh_from_db()
    assert (row.title, row.retired_at is not None) == ("年底催办", True)
    client.post(url("nudge-limits"), {"hours": 7, "filing": 3, "cohort": 3, "readiness": 3, "other": 0})
    assert NudgeLimit.objects.get(about="hours").days == 7


@pytest.mark.parametrize(("name", "count"), [("nudges", 7), ("nudge-texts", 7)])
def test_lists_take_the_same_queries_for_one_and_for_many(world, sign_in, django_assert_num_queries, name, count):
    nudge(world)
    create_template(actor=None, organisation=world.east, about="hours", title="一", text="x")
    client = sign_in("subdistrict")
    client.get(url(name))
    with django_assert_num_queries(count):
        client.get(url(name))
    for number, post in enumerate(make_people(world.east_branch, 6)):
        nudge(world, people_=[post.person])
        create_template(actor=None, organisation=world.east, about="hours", title=f"{number}", text="x")
    with django_assert_num_queries(count):
        client.get(url(name))


def test_preview_and_outcome_take_the_same_queries_for_many_people(world, sign_in, django_assert_num_queries):
    made = [post.person for post in make_people(world.east_branch, 20)]
    one, many = nudge(world).nudge, nudge(world, people_=made[:10]).nudge
    client = sign_in("subdistrict")
    client.get(url("nudge", one.pk))
    for pk in (one.pk, many.pk):
        with django_assert_num_queries(17):
            client.get(url("nudge", pk))
    for chosen in (made[10:11], made[10:]):
        with django_assert_num_queries(16):
            client.get(url("nudge-new"), {"about": "hours", "people": [person.pk for person in chosen]})
