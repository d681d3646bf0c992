"""Pages of places: kept ones, names by the liaison, a roster file, moving to another cohort."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from cohorts.actions.enrolment import enrol
from cohorts.actions.shares import keep_places
from cohorts.models import Enrolment, SeatShare
from lms.people.models import Person

from .classes import make_cohort, make_people, make_programme, rows_of, url


def workbook(*rows, heads=("序号", "姓名", "联系电话", "党组织名称")):
    book = Workbook()
    book.active.append(["东街道报名表"])
    for row in (heads, *rows):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("报名表.xlsx", out.getvalue())


@pytest.fixture
def cohort(world):
    today = timezone.localdate()
    return make_cohort(world, quota=2, starts_on=today + timedelta(days=9), ends_on=today + timedelta(days=12))


def states(cohort):
    return list(cohort.enrolments.order_by("pk").values_list("person__name", "state"))


def test_a_file_is_previewed_then_enrolled_and_each_bad_row_is_named(world, cohort, sign_in):
    Person.objects.filter(pk=world.p_learner.pk).update(phone="14012345678")
    enrol(actor=None, cohort=cohort, appointments=make_people(world.east_branch, 1, name="已在"))
    client = sign_in("school")
    page = client.post(url("enrol-file", cohort.pk), {"file": workbook(
        [1, "张学员", "140 1234 5678", ""], [2, "钱后备", "", "东一居民区党总支"], [3, "王外人", "", "西一居民区党总支"],
        [4, "李某", "14012345678", ""], [5, "已在000", "", "东一居民区党总支"], [6, "孙某", "1234", ""],
    )})
    assert [post.person.name for post in page.context["posts"]] == ["张学员", "钱后备"]
    assert [(one["row"].number, one["name"], one["reason"][0]) for one in page.context["refused"]] == [
        (5, "王外人", "姓名"), (6, "李某", "联系电话"), (7, "已在000", "姓名"), (8, "孙某", "联系电话"),
    ]
    assert page.context["over"] == 1
    assert "14012345678" not in page.content.decode()
    assert cohort.enrolments.count() == 1
    done = client.post(url("enrol-file", cohort.pk), {"found": page.context["found"]})
    assert done.url == url("roster", cohort.pk)
    assert states(cohort) == [("已在000", "enrolled"), ("张学员", "enrolled"), ("钱后备", "waitlisted")]


def test_a_preview_is_nobody_elses_and_for_no_other_cohort(world, cohort, sign_in):
    client = sign_in("school")
    found = client.post(url("enrol-file", cohort.pk), {"file": workbook([1, "张学员", "", "东一居民区党总支"])}).context["found"]
    other = make_cohort(world, title="二班")
    for address, sent in ((url("enrol-file", other.pk), found), (url("enrol-file", cohort.pk), found + "x")):
        assert list(client.post(address, {"found": sent}).context["form"].errors) == ["file"]
    assert list(sign_in("subdistrict").post(url("enrol-file", cohort.pk), {"found": found}).context["form"].errors) == ["file"]
    assert Enrolment.objects.count() == 0


@pytest.mark.parametrize("file", [
    SimpleUploadedFile("a.txt", b"x"), SimpleUploadedFile("a.csv", b""), SimpleUploadedFile("a.csv", "甲,乙\n1,2\n".encode()),
    SimpleUploadedFile("a.csv", "姓名,联系电话\n".encode()), SimpleUploadedFile("a.xlsx", b"PK\x03\x04broken"),
])
def test_a_file_that_is_no_roster_says_what_to_do(cohort, sign_in, file):
    file.seek(0)
    answer = sign_in("school").post(url("enrol-file", cohort.pk), {"file": file})
    assert list(answer.context["form"].errors) == ["file"]
    assert len(answer.context["form"].errors["file"][0]) > 15


def test_a_text_table_will_do(world, cohort, sign_in):
    file = SimpleUploadedFile("报名.csv", "姓名,党支部\n张学员,东一居民区党总支\n".encode("gb18030"))
    page = sign_in("school").post(url("enrol-file", cohort.pk), {"file": file})
    assert [post.person.name for post in page.context["posts"]] == ["张学员"]


@pytest.fixture
def share(world, cohort):
    return keep_places(actor=None, cohort=cohort, organisation=world.east_branch, seats=1,
                       name_until=timezone.localdate() + timedelta(days=2))


def test_the_organiser_keeps_places_in_the_browser(world, cohort, sign_in):
    client, day = sign_in("school"), timezone.localdate()
    sent = {"organisation": world.east_branch.pk, "seats": 3, "name_until": day}
    assert list(client.post(url("cohort-places", cohort.pk), sent).context["form"].errors) == ["seats"]
    assert client.post(url("cohort-places", cohort.pk), sent | {"seats": 2}).status_code == 302
    share = SeatShare.objects.get()
    assert (share.organisation, share.seats, share.name_until) == (world.east_branch, 2, day)
    elsewhere = client.post(url("cohort-places", cohort.pk), sent | {"organisation": world.west_branch.pk})
    assert list(elsewhere.context["form"].errors) == ["organisation"]
    client.post(url("share-give-back", share.pk))
    assert not SeatShare.objects.exists()


def test_a_liaison_names_own_people_and_takes_one_back(world, share, sign_in):
    client = sign_in("liaison")
    assert [row.left for row in rows_of(client.get(url("places")))] == [1]
    page = client.get(url("share", share.pk))
    assert [post.person.name for post in rows_of(page)] == ["钱后备", "张学员"]
    stranger = world.p_outsider.appointments.get()
    client.post(url("share", share.pk), {"post": stranger.pk})
    assert share.cohort.enrolments.count() == 0
    client.post(url("share", share.pk), {"post": world.p_reserve.appointments.get().pk})
    row = share.cohort.enrolments.get()
    assert (row.person, row.state, row.share) == (world.p_reserve, "enrolled", share)
    assert client.get(url("share", share.pk)).context["page"] is None
    client.post(url("withdraw", row.pk), {"reason": "换人"})
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_a_liaison_takes_nobody_back_whom_the_organiser_enrolled(world, share, sign_in):
    enrol(actor=None, cohort=share.cohort, appointments=[world.p_learner.appointments.get()])
    assert sign_in("liaison").get(url("withdraw", share.cohort.enrolments.get().pk)).status_code == 403


def test_the_list_offered_follows_the_programme_until_everyone_is_asked_for(world, sign_in):
    day = timezone.localdate()
    cohort = make_cohort(world, programme=make_programme(world, positions=["reserve"]), starts_on=day, ends_on=day)
    share = keep_places(actor=None, cohort=cohort, organisation=world.east, seats=2, name_until=day)
    client = sign_in("subdistrict")
    assert [post.person.name for post in rows_of(client.get(url("share", share.pk)))] == ["钱后备"]
    assert [post.person.name for post in rows_of(client.get(url("share", share.pk) + "?all=1"))] == ["钱后备", "张学员"]
    assert sign_in("liaison").get(url("share", share.pk)).status_code == 404  # of the branch, not of the sub-district


def test_unnamed_places_go_to_who_waits_as_soon_as_someone_looks(world, cohort, share, sign_in):
    enrol(actor=None, cohort=cohort, appointments=make_people(world.east_branch, 2))
    assert [state for _name, state in states(cohort)] == ["enrolled", "waitlisted"]
    SeatShare.objects.update(name_until=timezone.localdate() - timedelta(days=1))
    client = sign_in("auditor")
    assert client.get(url("cohort", cohort.pk)).context["places"].taken == 2
    assert [state for _name, state in states(cohort)] == ["enrolled", "enrolled"]


def test_someone_is_moved_in_the_browser_within_the_programme_only(world, cohort, sign_in):
    second = make_cohort(world, programme=cohort.programme, title="二班")
    elsewhere = make_cohort(world, title="别的项目")
    enrol(actor=None, cohort=cohort, appointments=[world.p_learner.appointments.get()])
    row, client = cohort.enrolments.get(), sign_in("school")
    refused = client.post(url("transfer", row.pk), {"cohort": elsewhere.pk, "reason": "x"})
    assert list(refused.context["form"].errors) == ["cohort"]
    client.post(url("transfer", row.pk), {"cohort": second.pk, "reason": "时间冲突"})
    assert second.enrolments.get().moved_from == row
    shown = client.get(url("roster", second.pk)).content.decode()
    assert cohort.title in shown


@pytest.mark.parametrize("count", [1, 9])
def test_lists_of_places_cost_the_same_however_long(world, sign_in, django_assert_num_queries, count):
    day = timezone.localdate()
    for number in range(count):
        cohort = make_cohort(world, title=f"{number}班", starts_on=day, ends_on=day)
        share = keep_places(actor=None, cohort=cohort, organisation=world.east_branch, seats=10, name_until=day)
    make_people(world.east_branch, count)
    client = sign_in("subdistrict")
    for address, queries in ((url("places"), 2), (url("share", share.pk), 5), (url("applications", share.cohort_id), 4)):
        with django_assert_num_queries(4 + queries):
            assert client.get(address).status_code == 200
