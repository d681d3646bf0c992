"""Pages of filing: the call, the board, the plan on a phone, the answer."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cohorts.actions.filings import mark_executed
from cohorts.models import Filing, FilingCall, FilingVersion
from lms.people import actions as people
from lms.people.enums import OrganisationKind, Role
from lms.people.models import Category

from .classes import url
from .plans import handed_in, make_call, on_file

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
CALL = {"title": "2017年“三会一课”计划", "text": "请报计划", "year": 2017, "due_on": "2017-06-30", "kinds": ["general_branch"],
        "asks_items": "on", "asks_theme_day": "on", "file_wanted": "may", "remind_days": "7，1"}


def rows(*items, initial=0):
    """The management form and rows of the items, as the page posts them."""
    sent = {"items-TOTAL_FORMS": len(items), "items-INITIAL_FORMS": initial, "note": ""}
    for number, item in enumerate(items):
        sent |= {f"items-{number}-{name}": value for name, value in item.items()}
    return sent


ITEM = {"title": "党课", "kind": "lesson", "month": 7, "day": 1, "hours": "2", "audience": "全体党员"}


def more_branches(world, count):
    for number in range(count):
        people.create_organisation(
            actor=None, parent=world.east, name=f"东{number:03}居民区党总支", kind=OrganisationKind.GENERAL_BRANCH,
            category=Category.objects.get(code="residential"),
        )


def test_an_administrator_asks_and_changes_what_is_asked(world, sign_in):
    client = sign_in("subdistrict")
    assert client.post(url("filing-call-new"), CALL | {"organisation": world.west.pk}).status_code == 200
    assert client.post(url("filing-call-new"), CALL | {"organisation": world.east.pk, "remind_days": "a"}).status_code == 200
    client.post(url("filing-call-new"), CALL | {"organisation": world.east.pk})
    call = FilingCall.objects.get()
    assert (call.remind_days, call.kinds, call.asks_theme_day) == ([7, 1], ["general_branch"], True)
    client.post(url("filing-call-edit", call.pk), CALL | {"due_on": "2017-07-31"})
    call.refresh_from_db()
    assert call.due_on.month == 7
    client.post(url("filing-call-edit", call.pk), {"withdraw": ""})
    call.refresh_from_db()
    assert call.withdrawn_at is not None
    client.post(url("filing-call-edit", call.pk), {"restore": ""})
    call.refresh_from_db()
    assert call.withdrawn_at is None


def test_the_whole_way_of_a_plan_on_the_pages(world, sign_in):
    call = make_call(world, asks_theme_day=True)
    page = url("filing", call.pk, world.east_branch.pk)
    liaison = sign_in("liaison")
    assert [place.organisation for _, place, _, _ in liaison.get(url("filings")).context["to_do"]] == [world.east_branch]
    edit = liaison.post(page, {"begin": ""})["Location"]
    answer = liaison.post(edit, rows(ITEM) | {"theme_day": "", "submit": "1"})
    assert answer.status_code == 200
    assert FilingVersion.objects.get().items.count() == 1  # kept as a draft
    file = SimpleUploadedFile("计划.pdf", PDF)
    item = FilingVersion.objects.get().items.get()
    sent = rows(ITEM | {"key": item.key}, initial=1) | {"theme_day": "15", "submit": "1", "file": file}
    assert liaison.post(edit, sent)["Location"] == page
    version = FilingVersion.objects.get()
    assert (version.state, version.theme_day, version.file_name) == ("submitted", 15, "计划.pdf")
    assert liaison.post(page, {"file": ""}).status_code == 403
    admin = sign_in("subdistrict")
    assert b"".join(admin.get(url("filing-file", version.pk)).streaming_content) == PDF
    assert admin.post(page, {"return": "", "return-reason": ""}).status_code == 200
    admin.post(page, {"file": ""})
    assert Filing.objects.get().standing == version
    liaison = sign_in("liaison")
    held = url("filing-item", version.items.get().pk)
    assert liaison.post(held, {"on_date": timezone.localdate().isoformat(), "note": ""}).status_code == 200
    liaison.post(held, {"on_date": timezone.localdate().isoformat(), "note": "已上党课"})
    assert [row.note for row in Filing.objects.get().executions.all()] == ["已上党课"]
    liaison.post(held, {"undo": ""})
    assert Filing.objects.get().executions.count() == 0


@pytest.mark.parametrize(("change", "wrong"), [
    ({"month": ""}, "month"), ({"title": ""}, "title"), ({"month": 2, "day": 30}, "day"), ({"month": 13}, "month"),
])
def test_a_row_that_is_not_right_says_why_and_nothing_is_lost(world, sign_in, change, wrong):
    call = make_call(world)
    client = sign_in("liaison")
    edit = client.post(url("filing", call.pk, world.east_branch.pk), {"begin": ""})["Location"]
    answer = client.post(edit, rows(ITEM, ITEM | change) | {"save": "1"})
    assert (answer.status_code, list(answer.context["rows"].forms[1].errors)) == (200, [wrong])
    assert answer.context["rows"].forms[0]["title"].value() == "党课"


def test_a_file_that_is_no_document_is_refused(world, sign_in):
    call = make_call(world)
    client = sign_in("liaison")
    edit = client.post(url("filing", call.pk, world.east_branch.pk), {"begin": ""})["Location"]
    answer = client.post(edit, rows(ITEM) | {"file": SimpleUploadedFile("计划.pdf", b"MZ\x90\x00")})
    assert list(answer.context["form"].errors) == ["file"]


def test_a_version_handed_in_is_not_edited(world, sign_in):
    version = handed_in(world, make_call(world))
    answer = sign_in("liaison").post(url("filing-edit", version.pk), rows(ITEM, ITEM))
    assert answer.status_code == 302
    assert version.items.count() == 1


def test_those_who_stand_so_are_listed(world, sign_in):
    call = make_call(world, days=-1)
    on_file(world, call)
    more_branches(world, 2)
    client = sign_in("subdistrict")
    listed = {
        how: {place.organisation.name for place, _, _ in client.get(url("filing-list", call.pk), {"how": how}).context["rows"]}
        for how in ("", "late", "filed_late", "filed")
    }
    assert listed == {
        "": {"东一居民区党总支", "东000居民区党总支", "东001居民区党总支"}, "late": {"东000居民区党总支", "东001居民区党总支"},
        "filed_late": {"东一居民区党总支"}, "filed": set(),
    }


def test_a_liaison_sees_the_own_organisation_and_no_other(world, sign_in):
    call = make_call(world)
    more_branches(world, 1)
    client = sign_in("liaison")
    assert client.get(url("filing-call", call.pk)).context["total"].asked == 1
    other = world.east.children.get(name="东000居民区党总支")
    assert client.get(url("filing", call.pk, other.pk)).status_code == 404


@pytest.mark.parametrize(("name", "count"), [("filings", 9), ("filing-call", 10), ("filing-list", 10)])
def test_lists_take_the_same_queries_for_one_and_for_many(world, sign_in, django_assert_num_queries, name, count):
    call = make_call(world, days=-1)
    version = on_file(world, call)
    mark_executed(actor=world.p_liaison, filing=version.filing, key=1, on_date=timezone.localdate(), note="已开")
    args = [call.pk] if name != "filings" else []
    client = sign_in("subdistrict")
    client.get(url(name, *args))
    with django_assert_num_queries(count):
        client.get(url(name, *args))
    more_branches(world, 8)
    for number in range(5):
        make_call(world, title=f"计划 {number}")
    liaison = people.create_person(actor=None, name="街道联络")
    people.grant_role(actor=None, person=liaison, role=Role.LIAISON, organisation=world.east)
    for number in range(4):
        branch = world.east.children.get(name=f"东{number:03}居民区党总支")
        on_file(world, call, organisation=branch)
    with django_assert_num_queries(count):
        client.get(url(name, *args))


def test_what_a_liaison_has_to_do_takes_the_same_queries_for_many_calls(world, sign_in, django_assert_num_queries):
    make_call(world)
    client = sign_in("liaison")
    client.get(url("filings"))
    with django_assert_num_queries(13):
        client.get(url("filings"))
    for number in range(5):
        make_call(world, title=f"计划 {number}", days=number)
    with django_assert_num_queries(13):
        assert len(client.get(url("filings")).context["to_do"]) == 6


def test_the_soonest_due_stands_first(world, sign_in):
    for days in (9, 2, 5):
        make_call(world, title=f"{days}", days=days)
    assert [call.title for call, *_ in sign_in("liaison").get(url("filings")).context["to_do"]] == ["2", "5", "9"]
    assert timezone.localdate() + timedelta(days=9) == FilingCall.objects.first().due_on
