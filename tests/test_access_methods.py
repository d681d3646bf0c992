"""Every address by every other method; a row out of reach and no row look alike; a child belongs to its parent; subsystems.

``test_access.py`` asks by GET and POST. Here all addresses are asked in one go for a role, on the same rows.
"""

import re
import uuid
from contextlib import contextmanager
from datetime import date
from functools import cached_property

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cohorts.models import ElectionRound, FilingCall, Programme, Venue
from lms.people import actions as people
from tests.access.matrix import FOR_EVERYONE, MATRIX
from tests.access.notation import expected
from tests.access.rows import OBJECTS, ROLES, House
from tests.test_access import ADDRESSES, OF_ROWS, nobodys, path_of

BACKEND = "lms.people.backends.IdentifierBackend"
REFUSED = {401, 403, 404, 405}
# They say or show the same to everyone by whatever method, or only lead on; nothing is read or written.
SAY_NOTHING = {
    "healthz", "readyz", "metrics", "design", "landing", "set_language", "admin/", "admin/login/", "editor_exits:login",
    "editor_exits:account", "editor_exits:password", "editor_exits:password-link",
}


@pytest.fixture
def house(world):
    return House(world)


def client_of(house, role):
    client = Client()
    if role != "anonymous":
        client.force_login(house.people[role], backend=BACKEND)
    return client


@contextmanager
def asked(client, method, path):
    """Yield the response of one request; whatever it wrote is undone."""
    cache.clear()  # counters of attempts
    with transaction.atomic():
        response = getattr(client, method)(path)
        yield response
        if getattr(response, "file_to_stream", None):
            response.file_to_stream.close()
        transaction.set_rollback(True)


def is_login(response):
    return response.status_code == 302 and response.headers["Location"].startswith("/login/")


@pytest.mark.parametrize("role", ["anonymous", "district"])
def test_no_address_takes_another_method(house, role):
    client, wrong = client_of(house, role), []
    # Whoever is signed in is led on from the sign-in page by any method.
    for name in ADDRESSES.keys() - SAY_NOTHING - ({"login"} if role != "anonymous" else set()):
        for method in ("put", "patch", "delete"):
            with asked(client, method, path_of(name, house)) as response:
                if response.status_code not in REFUSED and not is_login(response):
                    wrong.append((name, method, response.status_code))
    assert sorted(wrong) == []


@pytest.mark.parametrize("role", ["anonymous", "district"])
def test_head_and_options_tell_no_more_than_get(house, role):
    """HEAD answers as GET does or not at all; OPTIONS names methods at most."""
    client, wrong = client_of(house, role), []
    for name in ADDRESSES:
        by_get = expected(MATRIX[name][0])[role]
        with asked(client, "head", path_of(name, house)) as response:
            status = "login" if is_login(response) else response.status_code
            if status not in (by_get, 405) or (not response.streaming and response.content):
                wrong.append(("head", name, status, by_get))
        with asked(client, "options", path_of(name, house)) as response:
            status = response.status_code
            if name not in SAY_NOTHING and status not in REFUSED and not is_login(response) and response.content:
                wrong.append(("options", name, status))
    assert wrong == []


TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"')


def words_of(response, path):
    """Return the body without what differs from one request to the next: its address, its form's token, its number."""
    text = TOKEN.sub("", response.content.decode()).replace(path, "")
    return text.replace(response.headers.get("X-Request-Id", "-"), "")


def test_the_page_about_a_row_out_of_reach_is_that_about_no_row(house):
    """Not only the status: the words and the headers as well."""
    client, wrong = client_of(house, "stranger"), []
    for name in OF_ROWS:
        if name in FOR_EVERYONE:
            continue
        there = path_of(name, house)
        nowhere = path_of(name, house, **{key: nobodys(value) for key, value in OBJECTS[name](house).items()})
        seen = []
        for path in (there, nowhere):
            with asked(client, "get", path) as response:
                headers = response.headers.keys() - {"Content-Length"}
                seen.append((response.status_code, sorted(headers), words_of(response, path)))
        if seen[0] != seen[1]:
            wrong.append(name)
    assert wrong == []


# Parent and child ------------------------------------------------------------------------------------------------------

IDS = re.compile(r"<(?:int|uuid):(\w+)>")
# The number of a sub-question is no row's; a call for filing and a round are of any organisation in their subtree.
NO_CHILD = {("courses:marking-answer", "part"), ("cohorts:filing", "call_pk"), ("cohorts:readiness-organisation", "pk")}
# Their organisation has no parent but the subtree of the call and the round: one of the west is none of theirs.
OF_THE_WEST = {("cohorts:filing", "pk"), ("cohorts:readiness-organisation", "organisation")}
NESTED = sorted(
    (name, key) for name, route in ADDRESSES.items() if len(IDS.findall(route)) > 1 for key in IDS.findall(route)
    if (name, key) not in NO_CHILD
)


class Twin(House):
    """A second set of rows of the same east, which the same people may reach."""

    def __init__(self, world, house):
        shared = ("world", "east", "branch", "people", "trainer", "school")
        self.__dict__.update({name: getattr(house, name) for name in shared})
        self.learner = world.p_reserve

    @cached_property
    def programme(self):
        return Programme.objects.create(organisation=self.east, title="另一个项目", year=2017, positions=["reserve"])

    @cached_property
    def venue(self):
        return Venue.objects.create(organisation=self.east, name="社区学校二楼", capacity=30)

    @cached_property
    def filing_call(self):
        return FilingCall.objects.create(
            organisation=self.east, title="另一次备案", year=2017, due_on=timezone.localdate(),
            created_by=self.world.p_subdistrict,
        )

    @cached_property
    def round(self):
        return ElectionRound.objects.create(
            organisation=self.east, title="另一轮换届", since=date(2017, 1, 1), cut_off=date(2018, 3, 31)
        )


@pytest.mark.parametrize("role", ["district", "trainer"])
@pytest.mark.parametrize(("name", "key"), NESTED)
def test_a_child_is_found_through_its_own_parent_only(house, role, name, key):
    mine, others = OBJECTS[name](house), OBJECTS[name](Twin(house.world, house))
    if (name, key) in OF_THE_WEST:
        others = {**others, key: house.world.west_branch.pk}
    assert mine[key] != others[key], "the twin has no row of its own"
    client = client_of(house, role)
    for method in ("get", "post"):
        with asked(client, method, path_of(name, house, **{key: others[key]})) as response:
            assert response.status_code in REFUSED - {401}, method


# One's own record -----------------------------------------------------------------------------------------------------

HOLDS = {"district": "root", "subdistrict": "east", "school": "east", "trainer": "east", "liaison": "east_branch"}
# What those who hold these roles may do to the learner's rows, and the learner, holding all of them, may not.
REFUSED_TO_ONESELF = {
    "approvals:approve", "approvals:decline",
    "certificates:correct", "certificates:revoke", "certificates:stands", "certificates:void",
    "cohorts:close", "cohorts:leave", "cohorts:make-up", "cohorts:point-appeal-answer", "cohorts:points-enter",
    "cohorts:session-device", "cohorts:session-person",
    "courses:attempt-end", "courses:attempt-extend", "courses:attempt-free", "courses:exam-key-in", "courses:exam-print-key",
    "courses:lesson-question", "courses:lesson-question-publish", "courses:marking-correct", "courses:recognition",
    "courses:work-choose", "courses:work-recommend", "courses:work-show",
    "people:appointment-end", "people:grant-new", "people:person-appoint", "people:person-code", "people:person-edit",
    "people:person-erase", "people:person-second-factor",
}
# Rows of somebody else altogether, whose they are: not of the learner's record.
OF_OTHERS = {
    "approvals:withdraw", "cohorts:feed-revoke", "cohorts:invitation", "jobs:cancel", "jobs:retry", "lists:filter-remove",
    "lists:schedule-end", "lists:schedule-pause", "lists:schedule-resume",
}


def test_whoever_holds_every_role_does_nothing_to_their_own_record(house):
    """Generated: every address that takes a POST about a row of the learner's from one of the roles."""
    for role, place in HOLDS.items():
        people.grant_role(actor=None, person=house.learner, role=role, organisation=getattr(house.world, place))
    client, refused = client_of(house, "learner"), set()
    for name in OF_ROWS:
        by_post = expected(MATRIX[name][1])
        if {by_post[role] for role in HOLDS} & {200, 302}:
            with asked(client, "post", path_of(name, house)) as response:
                if response.status_code in (403, 404):
                    refused.add(name)
    assert refused - OF_OTHERS == REFUSED_TO_ONESELF


# Subsystems ------------------------------------------------------------------------------------------------------------

DOORS = {
    # A connected system shows a token; a person who is signed in is nobody there.
    "/api/v1/people": {401, 404}, "/api/v1/organisations": {401, 404}, "/api/v1/cohorts": {401, 404},
    "/media/documents/secret.pdf": {404}, "/media/original_images/a.jpg": {404}, "/media/private/x.xlsx": {404},
    "/documents/1/secret.pdf": {404}, "/metrics": {404, 403, 401}, "/admin/": {302}, "/cms/users/1/": {302, 403, 404},
    f"/desk/jobs/{uuid.UUID(int=0)}/file/": {404, 302}, "/cms/api/main/pages/": {302, 403, 404},
}


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("district", "editor", "school")])
def test_no_role_comes_into_another_subsystem(house, role):
    client, wrong = client_of(house, role), []
    for path, statuses in DOORS.items():
        for method in ("get", "post", "put", "delete"):
            with asked(client, method, path) as response:
                if response.status_code not in statuses | {403, 404, 405}:
                    wrong.append((method, path, response.status_code))
    assert wrong == []
