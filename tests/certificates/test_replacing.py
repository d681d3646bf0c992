"""A certificate gives way: voided, superseded, corrected; the public check says so and leads on."""

import threading
from functools import partial

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from certificates.actions import issuing, replacing
from certificates.models import Certificate, NumberPattern
from lms.audit.models import AuditEntry
from lms.printing import CharacterMissing, fonts

from .private import files_in
from .test_certificates import item, make

PATTERN = "徐委党训〔{year}〕{n:04}号"


@pytest.fixture(autouse=True)
def own_folder(tmp_path):
    cache.clear()
    with files_in(tmp_path):
        yield
    cache.clear()


def put_right(world, certificate, name="张学圆"):
    return replacing.supersede(
        actor=world.people["district"], certificate=certificate, changes={"name": name}, pattern=PATTERN, reason="姓名写错",
    )


def look(certificate):
    return Client().get(reverse("certificates:verify-code", args=[certificate.code]))


def test_a_misspelt_name_gets_a_document_with_its_own_number(world, time_machine):
    time_machine.move_to("2018-03-05 10:00:00+08:00")
    old = make(world)
    new = put_right(world, old)
    old.refresh_from_db()
    assert (new.number, new.facts["name"], new.facts["issued_on"], new.source, new.current) == (
        "徐委党训〔2018〕0001号", "张学圆", "2018-03-05", "test:learner", True)
    assert (old.superseded_by, old.current, old.state, old.facts["name"]) == (new, False, "superseded", "张学员")
    assert (old.revoked_reason, old.revoked_by) == ("姓名写错", world.people["district"])
    assert new.pdf.read(5) == b"%PDF-"
    assert AuditEntry.objects.filter(verb="certificate.supersede").count() == 1


def test_the_old_code_says_so_and_leads_on(world):
    old = make(world)
    new = put_right(world, old)
    page = look(old)
    assert (page.status_code, page.context["found"]["state"], page.context["found"]["next"]) == (200, "superseded", new)
    body = page.content.decode()
    assert (reverse("certificates:verify-code", args=[new.code]) in body, "姓名写错" in body) == (True, False)
    assert look(new).context["found"]["state"] == "valid"
    typed = Client().post(reverse("certificates:verify"), {"number": old.number, "name": "张学员"})
    assert typed.context["found"]["next"] == new


def test_set_right_twice_there_is_one_new_document(world):
    old = make(world)
    first = put_right(world, old)
    assert put_right(world, old, name="张学园") == first
    third = put_right(world, first, name="张学园")
    assert [row.state for row in Certificate.objects.order_by("pk")] == ["superseded", "superseded", "valid"]
    assert look(old).context["found"]["next"] == first
    assert look(first).context["found"]["next"] == third


def test_what_was_issued_anew_is_found_when_it_is_issued_again(world):
    new = put_right(world, make(world))
    assert make(world) == new


@pytest.mark.parametrize(("changes", "reason", "words"), [
    ({}, "因为", "Nothing is different"), ({"name": "张学员"}, "因为", "Nothing is different"),
    ({"name": "李"}, "  ", "Please say why"),
])
def test_nothing_is_replaced_without_a_change_and_a_reason(world, changes, reason, words):
    old = make(world)
    with translation.override("en"), pytest.raises(ValidationError, match=words):
        replacing.supersede(actor=world.people["district"], certificate=old, changes=changes, pattern=PATTERN, reason=reason)
    assert Certificate.objects.get().state == "valid"


def test_a_name_that_no_font_has_replaces_nothing(world, monkeypatch):
    old = make(world)
    monkeypatch.setattr(fonts, "system_font_with", lambda character: None)
    with pytest.raises(CharacterMissing):
        put_right(world, old, name="\ue000三")  # a private character, which no packaged font draws
    assert Certificate.objects.get().state == "valid"


def test_what_was_revoked_cannot_be_set_right(world):
    old = make(world)
    issuing.revoke(actor=world.people["district"], certificate=old, reason="错发")
    with pytest.raises(ValidationError):
        put_right(world, old)
    assert Certificate.objects.count() == 1


def test_a_void_number_stays_explained_and_what_it_stood_for_is_issued_anew(world):
    old = make(world)
    replacing.void(actor=world.people["district"], certificate=old, reason=" 打印损坏 ")
    replacing.void(actor=world.people["district"], certificate=old, reason="又一次")
    assert (old.state, old.revoked_reason, old.current) == ("void", "打印损坏", False)
    assert look(old).context["found"]["state"] == "void"
    again = make(world)
    assert [row.number for row in (old, again)] == ["徐委党训〔2017〕0001号", "徐委党训〔2017〕0002号"]
    assert AuditEntry.objects.filter(verb="certificate.void").count() == 1


def test_what_was_superseded_is_not_voided(world):
    old = make(world)
    put_right(world, old)
    with pytest.raises(ValidationError):
        replacing.void(actor=world.people["district"], certificate=old, reason="x")


def test_nobody_ends_their_own(world):
    own = issuing.issue_many(actor=None, items=[item(world.people["district"], "own")])[0]
    void = partial(replacing.void, actor=world.people["district"], certificate=own, reason="x")
    for act in (void, partial(put_right, world, own)):
        with pytest.raises(issuing.OwnRecord):
            act()


@pytest.mark.django_db(transaction=True)
def test_two_desks_at_once_replace_it_once(world):
    old = make(world)
    found, barrier = [], threading.Barrier(2)

    def work(name):
        barrier.wait()
        try:
            found.append(put_right(world, old, name=name))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("张甲", "张乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found)), Certificate.objects.count()) == (2, 1, 2)


def test_the_desk_sets_right_and_voids(client, world, settings):
    settings.SECOND_PERSON = ["none"]
    old = make(world)
    pattern = NumberPattern.objects.create(organisation=world.root, text=PATTERN)
    client.force_login(world.people["district"])
    url = reverse("certificates:correct", args=[old.pk])
    shown = client.get(url).context["form"]
    assert (shown["name"].value(), shown["number_pattern"].value()) == ("张学员", pattern.pk)
    data = {"name": " 张 学圆", "programme": old.facts["programme"], "organisation": old.facts["organisation"],
            "number_pattern": pattern.pk, "reason": "写错", "back": "/desk/certificates/numbers/1/"}
    answer = client.post(url, data)
    new = Certificate.objects.get(current=True)
    assert (answer.url, new.facts["name"]) == ("/desk/certificates/numbers/1/", "张 学圆")
    assert client.post(url, {**data, "name": "张三"}).status_code == 302  # pressed in a second window: the first counts
    client.post(reverse("certificates:void", args=[new.pk]), {"reason": "作废"})
    assert [row.state for row in Certificate.objects.order_by("pk")] == ["superseded", "void"]
