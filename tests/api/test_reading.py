"""What another system reads: its own subtree, what it was granted, by the page, and never more."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from lms.api import conf
from lms.api.actions import revoke_token
from lms.api.models import ApiToken, ApiUse
from lms.audit.trail import record
from lms.people.models import Person
from tests.cohorts.meetings import mark

from .district import ALL, CANARY, add_rows, ask, certificate, hour, items, make_token

SINGLE = {
    "organisations": lambda rows: rows.world.east_branch.pk,
    "people": lambda rows: rows.person.pk,
    "cohorts": lambda rows: rows.cohort.pk,
    "sessions": lambda rows: rows.session.pk,
    "attendance": lambda rows: rows.session.marks.get().pk,
    "hours": lambda rows: rows.person.hour_entries.get().pk,
    "certificates": lambda rows: rows.person.certificates.get().pk,
}


def both(resource, rows):
    return [resource, f"{resource}/{SINGLE[resource](rows)}"]


@pytest.mark.parametrize("resource", ALL)
def test_without_a_valid_token_the_answer_is_always_the_same(client, world, rows, resource):
    today = timezone.localdate()
    revoked, revoked_secret = make_token(world)
    revoke_token(actor=world.p_district, token=revoked)
    _, expired = make_token(world, starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    _, early = make_token(world, starts_on=today + timedelta(days=1))
    for address in both(resource, rows):
        answers = [ask(client, secret, address) for secret in (None, "", "rt_wrong", "x" * 5000, revoked_secret, expired, early)]
        answers.append(ask(client, None, address, headers={"Authorization": "Basic eDp5"}))
        client.force_login(world.p_district, backend="lms.people.backends.IdentifierBackend")
        answers.append(ask(client, None, address))
        client.logout()
        assert {answer.status_code for answer in answers} == {401}
        assert len({answer.content for answer in answers}) == 1
        assert {answer.headers["WWW-Authenticate"] for answer in answers} == {'Bearer realm="api"'}
        assert {answer.headers["Content-Type"] for answer in answers} == {"application/problem+json"}
    assert ApiUse.objects.count() == 0


@pytest.mark.parametrize("resource", ALL)
def test_what_was_not_granted_is_refused(client, world, rows, resource):
    _, secret = make_token(world, resources=[name for name in ALL if name != resource])
    assert [ask(client, secret, address).status_code for address in both(resource, rows)] == [403, 403]


@pytest.mark.parametrize("resource", ALL)
def test_another_scope_finds_nothing(client, world, rows, resource):
    _, secret = make_token(world, organisation=world.west)
    there = SINGLE[resource](rows)
    assert there not in [row["id"] for row in items(ask(client, secret, resource, limit=500))]
    missing = ask(client, secret, f"{resource}/987654321")
    out = ask(client, secret, f"{resource}/{there}")
    assert [missing.status_code, out.status_code, missing.content == out.content] == [404, 404, True]


@pytest.mark.parametrize("resource", ALL)
def test_a_list_and_a_single_row_tell_the_same(client, rows, token, resource):
    pk = SINGLE[resource](rows)
    listed = [row for row in items(ask(client, token.secret, resource, limit=500)) if row["id"] == pk]
    assert listed == [ask(client, token.secret, f"{resource}/{pk}").json()]


def test_no_telephone_leaves_unless_it_was_granted(client, world, rows, token):
    for address in ("token", *(address for resource in ALL for address in both(resource, rows))):
        told = ask(client, token.secret, address).content.decode()
        assert [CANARY in told, CANARY[-4:] in told, rows.session.secret in told] == [False, False, False]
    _, secret = make_token(world, telephones=True, telephones_reason="短信通知")
    assert ask(client, secret, f"people/{rows.person.pk}").json()["telephone"] == CANARY
    for resource in ALL[2:]:
        assert CANARY not in ask(client, secret, resource).content.decode()


def test_the_rows_are_those_of_the_east(client, world, rows, token):
    assert {row["name"] for row in items(ask(client, token.secret, "organisations"))} == {"东街道", "东一居民区党总支"}
    assert {row["id"] for row in items(ask(client, token.secret, "people"))} == {
        world.p_learner.pk, world.p_reserve.pk, rows.person.pk}
    _, whole = make_token(world, organisation=world.root)
    assert len(items(ask(client, whole, "organisations"))) == 5


def test_a_class_elsewhere_is_told_with_the_own_people_s_attendance_alone(client, world, rows):
    _, secret = make_token(world, organisation=world.west)
    assert items(ask(client, secret, "cohorts")) == []
    guest = rows.cohort.enrolments.create(person=world.p_outsider, organisation=world.west_branch, position="secretary")
    mark(world, rows.session, (guest, "late"))
    assert [row["id"] for row in items(ask(client, secret, "cohorts"))] == [rows.cohort.pk]
    assert [row["id"] for row in items(ask(client, secret, "sessions"))] == [rows.session.pk]
    assert [(row["person"], row["status"]) for row in items(ask(client, secret, "attendance"))] == [(world.p_outsider.pk, "late")]


@pytest.mark.parametrize("resource", ALL)
def test_pages_tell_each_row_once_while_rows_are_added(client, world, rows, token, resource):
    add_rows(world, rows.cohort, rows.session, 3, first=1)
    before = [row["id"] for row in items(ask(client, token.secret, resource, limit=500))]
    seen, cursor, pages = [], {}, 0
    while True:
        page = ask(client, token.secret, resource, limit=2, **cursor).json()
        seen += [row["id"] for row in page["items"]]
        pages += 1
        if pages == 1:
            add_rows(world, rows.cohort, rows.session, 1, first=10)
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen[: len(before)] == before == sorted(before)
    assert len(seen) == len(set(seen))


# The token, its counting (savepoints aside), the rows; posts of people, places of classes; nothing grows.
QUERIES = {"organisations": 4, "people": 5, "cohorts": 5, "sessions": 4, "attendance": 4, "hours": 4, "certificates": 4}


@pytest.mark.parametrize("resource", ALL)
def test_queries_do_not_grow_with_the_rows(client, world, rows, token, django_assert_num_queries, resource):
    ask(client, token.secret, resource)  # the day's first is written, the others counted
    asked = ask
    with django_assert_num_queries(QUERIES[resource] + 1):
        asked(client, token.secret, resource, limit=500)
    add_rows(world, rows.cohort, rows.session, 5, first=1)
    with django_assert_num_queries(QUERIES[resource] + 1):
        asked(client, token.secret, resource, limit=500)


def test_moments_have_an_offset_and_hours_are_exact(client, rows, token):
    hour(rows.person, "sample:exact", minutes="11.25", observed=11)
    line = items(ask(client, token.secret, "hours"))[-1]
    assert (line["minutes"], line["hours"], line["observed_minutes"], line["status"]) == ("11.25", "0.25", 11, "confirmed")
    assert line["recorded_at"].endswith("+08:00")
    assert items(ask(client, token.secret, "sessions"))[0]["starts_at"].endswith("+08:00")


def test_a_reversal_and_its_line_are_both_told(client, rows, token):
    old = rows.person.hour_entries.get()
    back = hour(rows.person, f"{old.source}#back", minutes=-old.minutes, observed=-old.observed, reverses=old)
    told = items(ask(client, token.secret, "hours"))
    assert [(row["id"], row["status"], row["reverses"], row["source"]) for row in told] == [
        (old.pk, "reversed", None, old.source), (back.pk, "reversed", old.pk, old.source)]


def test_a_corrected_mark_takes_the_place_of_the_first(client, world, rows, token):
    first = rows.session.marks.get()
    rows.session.marks.create(enrolment=first.enrolment, status="undone", method="grid", corrects=first)
    told = items(ask(client, token.secret, "attendance"))
    assert [(row["status"], row["corrects"]) for row in told] == [("undone", first.pk)]


def test_a_certificate_tells_its_state_and_not_its_code(client, rows, token):
    new = certificate(rows.person, "东训〔2017〕9999")
    old = rows.person.certificates.exclude(pk=new.pk).get()
    old.superseded_by, old.current, old.revoked_at = new, False, timezone.now()
    old.save()
    answer = ask(client, token.secret, "certificates")
    assert [(row["number"], row["state"], row["superseded_by"]) for row in items(answer)] == [
        (old.number, "superseded", new.number), (new.number, "valid", None)]
    assert new.code not in answer.content.decode()


@pytest.mark.parametrize("resource", ["cohorts", "sessions", "attendance", "hours", "certificates"])
def test_changed_since_tells_what_is_new_and_what_the_trail_knows(client, world, rows, token, resource):
    later = (timezone.now() + timedelta(hours=1)).isoformat()
    assert items(ask(client, token.secret, resource, changed_since=later)) == []
    assert items(ask(client, token.secret, resource, changed_since="2017-01-01T00:00:00Z")) != []
    row = {"cohorts": rows.cohort, "sessions": rows.session}.get(resource)
    if row is not None:
        since = timezone.now() + timedelta(hours=2)
        with time_machine.travel(since, tick=False):
            record(actor=None, verb="cohort.update", target=row)
        assert [each["id"] for each in items(ask(client, token.secret, resource, changed_since=since.isoformat()))] == [row.pk]


def test_filters_narrow(client, world, rows, token):
    def count(resource, **asked):
        return len(items(ask(client, token.secret, resource, **asked)))

    branch, person = world.east_branch.pk, rows.person.pk
    assert [count("organisations", organisation=branch), count("organisations", category="residential")] == [1, 1]
    assert [count("people", position="reserve"), count("people", position="secretary", organisation=branch),
            count("people", category="soe")] == [1, 2, 0]
    assert [count("cohorts", organisation=branch), count("cohorts", organisation=world.east.pk)] == [0, 2]
    assert [count("cohorts", date_from="2017-09-01", date_to="2017-09-01"), count("cohorts", date_from="2017-09-02")] == [2, 0]
    today = timezone.localdate(rows.session.starts_at)
    assert [count("sessions", cohort=rows.cohort.pk), count("sessions", date_from=today, date_to=today)] == [1, 1]
    assert [count("attendance", session=rows.session.pk, person=person, cohort=rows.cohort.pk),
            count("attendance", category="residential", organisation=branch), count("attendance", category="soe"),
            count("attendance", date_to="2017-01-01")] == [1, 1, 0, 0]
    assert [count("hours", person=person, kind="lecture", date_from="2017-09-01", date_to="2017-09-01"),
            count("hours", kind="online"), count("hours", category="residential"), count("hours", category="soe")] == [1, 0, 1, 0]
    assert [count("certificates", person=person), count("certificates", person=1), count("certificates", organisation=branch),
            count("certificates", date_to="2017-01-01")] == [1, 0, 1, 0]


@pytest.mark.parametrize(("asked", "status", "parameter"), [
    ({"limit": "501"}, 422, "limit"), ({"limit": "0"}, 422, "limit"), ({"limit": "x"}, 422, "limit"),
    ({"cursor": "-1"}, 422, "cursor"), ({"cursor": str(2**63)}, 422, "cursor"),
    ({"changed_since": "2017-01-01"}, 422, "changed_since"),
    ({"changed_since": "2017-13-01T00:00:00Z"}, 422, "changed_since"), ({"date_from": "1.2.2017"}, 422, "date_from"),
    ({"kind": "sport"}, 422, "kind"), ({"changed": "2017"}, 422, "changed"), ({"category": "a\x00"}, 422, "category"),
    ({"category": "nothing"}, 404, None), ({"organisation": "987654321"}, 404, None),
])
def test_a_parameter_that_cannot_be_used_is_named(client, token, asked, status, parameter):
    answer = ask(client, token.secret, "hours", **asked)
    told = answer.json()
    assert [answer.status_code, told["status"], [each["parameter"] for each in told["errors"]]] == [
        status, status, [parameter] if parameter else []]
    assert all(each["problem"] and "%" not in each["problem"] for each in told["errors"])


def test_an_organisation_out_of_scope_filters_like_one_that_is_not_there(client, world, token):
    answers = [ask(client, token.secret, "people", organisation=pk) for pk in (world.west.pk, 987654321)]
    assert [answers[0].status_code, answers[0].content == answers[1].content] == [404, True]


def test_a_plus_that_became_a_blank_is_read(client, rows, token):
    answer = ask(client, token.secret, "hours?changed_since=2017-01-01T00:00:00+08:00")
    assert len(items(answer)) == 1


def test_an_unchanged_answer_is_not_sent_again(client, rows, token):
    first = ask(client, token.secret, "people")
    again = ask(client, token.secret, "people", headers={"If-None-Match": first.headers["ETag"]})
    assert [again.status_code, again.content, again.headers["ETag"]] == [304, b"", first.headers["ETag"]]
    Person.objects.filter(pk=rows.person.pk).update(name="改名")
    assert ask(client, token.secret, "people", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert (first.headers["Cache-Control"], first.headers["Vary"]) == ("no-store, private", "Authorization, Cookie")


def test_who_asks_too_often_is_told_how_long_to_wait(client, world, token, monkeypatch):
    monkeypatch.setattr(conf, "API_A_MINUTE", 2)
    monkeypatch.setattr("lms.api.throttle.time.time", lambda: 6_000_040.0)
    assert [ask(client, token.secret, "people").status_code for _ in range(3)] == [200, 200, 429]
    answer = ask(client, token.secret, "hours")
    assert [answer.status_code, answer.headers["Retry-After"]] == [429, "20"]
    _, other = make_token(world)
    assert ask(client, other, "people").status_code == 200
    monkeypatch.setattr("lms.api.throttle.time.time", lambda: 6_000_060.0)
    assert ask(client, token.secret, "people").status_code == 200


def test_without_a_cache_requests_are_answered(client, token, monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(conf, "API_A_MINUTE", 1)
    monkeypatch.setattr(cache, "incr", broken)
    assert [ask(client, token.secret, "people").status_code for _ in range(3)] == [200, 200, 200]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "head", "options"])
def test_nothing_but_get_is_answered(client, token, method):
    for address in ("people", "people/1", "token"):
        answer = getattr(client, method)(f"/api/v1/{address}", headers={"Authorization": f"Bearer {token.secret}"})
        assert [answer.status_code, answer.headers["Allow"]] == [405, "GET"]
    assert ApiToken.objects.get(pk=token.pk).last_used_on is None


def test_no_other_site_s_page_may_read(client, token):
    answer = ask(client, token.secret, "people", headers={"Origin": "https://elsewhere.example"})
    assert [name for name in answer.headers if name.lower().startswith("access-control")] == []


def test_the_token_tells_what_it_may(client, world, token):
    told = ask(client, token.secret, "token").json()
    assert told == {
        "name": "区人事系统", "resources": sorted(ALL), "organisation": world.east.pk, "telephones": False,
        "starts_on": token.starts_on.isoformat(), "ends_on": token.ends_on.isoformat(), "requests_a_minute": 120,
    }


def test_an_address_that_is_not_there_says_so_in_json(client, db):
    answer = client.get("/api/v1/salaries")
    assert [answer.status_code, answer.headers["Content-Type"]] == [404, "application/problem+json"]
