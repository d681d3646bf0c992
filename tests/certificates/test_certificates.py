"""Certificates: numbers without gaps under a crowd, frozen facts, a page that prints every name, and a public check."""

import io
import shutil
import subprocess
import threading

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from certificates.actions import issuing
from certificates.models import Certificate, NumberSequence
from certificates.pdf import Renderer
from lms.audit.models import AuditEntry
from lms.people.actions import create_person
from lms.printing import CharacterMissing, fonts
from lms.printing.press import Press, RefusedAddress

from .private import files_in
from .test_rules import FACTS


@pytest.fixture(autouse=True)
def own_folder(tmp_path):
    cache.clear()
    with files_in(tmp_path):
        yield
    cache.clear()


def item(person, source, **facts):
    return issuing.IssueItem(
        person_id=person.pk, source=source, facts={**FACTS, "name": person.name, **facts}, pattern="徐委党训〔{year}〕{n:04}号"
    )


def make(world, key="learner", **facts):
    return issuing.issue_many(actor=None, items=[item(world.people[key], f"test:{key}", **facts)])[0]


def text_of(content):
    assert shutil.which("pdftotext")
    return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


# Numbers ---------------------------------------------------------------------------------------------------------------

def test_numbers_run_by_pattern_and_year(world):
    learner, reserve = world.people["learner"], world.people["reserve"]
    made = issuing.issue_many(actor=None, items=[
        item(learner, "a"), item(reserve, "b"), item(learner, "c", issued_on="2018-01-02"),
    ])
    assert [row.number for row in made] == [
        "徐委党训〔2017〕0001号", "徐委党训〔2017〕0002号", "徐委党训〔2018〕0001号",
    ]


def test_issuing_twice_finds_the_first_and_takes_no_number(world):
    first = make(world)
    assert make(world).pk == first.pk
    again = issuing.issue_many(actor=None, items=[item(world.people["learner"], "test:learner"),
                                                  item(world.people["reserve"], "new")])
    assert [row.number for row in again] == ["徐委党训〔2017〕0001号", "徐委党训〔2017〕0002号"]
    assert Certificate.objects.count() == 2


def test_a_batch_that_fails_gives_its_numbers_back(world):
    make(world)
    wrong = issuing.IssueItem(person_id=987654, source="x", facts={**FACTS}, pattern="徐委党训〔{year}〕{n:04}号")
    from django.db import Error, transaction

    with pytest.raises(Error), transaction.atomic():  # noqa: PT012 -- the key is checked at the end of the transaction
        issuing.issue_many(actor=None, items=[wrong])
        connection.check_constraints()
    assert NumberSequence.objects.get().last == 1


def test_nobody_issues_to_themselves(world):
    with pytest.raises(issuing.OwnRecord):
        issuing.issue_many(actor=world.people["district"], items=[item(world.people["district"], "own")])
    assert Certificate.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_crowd_gets_numbers_without_gap_or_double(world):
    people = [create_person(actor=None, name=f"学员{number}") for number in range(10)]
    problems, barrier = [], threading.Barrier(4)

    def work(offset):
        barrier.wait()
        try:
            # Every source is wanted by two of the four at the same time.
            for start in range(0, 50, 5):
                shift = (start + offset // 2 * 25) % 50
                issuing.issue_many(actor=None, items=[
                    item(people[number % 10], f"crowd:{number}") for number in range(shift, shift + 5)
                ])
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(offset,)) for offset in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == [f"徐委党训〔2017〕{number:04d}号" for number in range(1, 51)]
    assert Certificate.objects.values("code").distinct().count() == 50


# The page --------------------------------------------------------------------------------------------------------------

def test_the_page_says_name_and_number_and_embeds_its_fonts(world, tmp_path):
    certificate = make(world, name="张㛃䶮")
    content = Renderer([certificate]).render(certificate)
    text = text_of(content).replace("\n", "")
    for part in ("张㛃䶮", "徐委党训〔2017〕0001号", "准予结业", "丙组织部", "二〇一七年九月八日", "共计8学时"):
        assert part in text
    file = tmp_path / "c.pdf"
    file.write_bytes(content)
    listed = subprocess.run(["pdffonts", str(file)], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    assert listed
    assert [line for line in listed if line.split()[-5] != "yes"] == []


def test_a_character_beyond_the_packaged_fonts_is_named_before_anything_is_drawn(world, monkeypatch):
    certificate = make(world, name="𠀀三")
    monkeypatch.setattr(fonts, "system_font_with", lambda character: None)
    with pytest.raises(CharacterMissing) as caught:
        Renderer([certificate])
    assert caught.value.character == "𠀀"
    assert "U+20000" in str(caught.value)


def test_markup_in_a_name_is_text(world):
    certificate = make(world, name="<img src=x>张")
    assert "<img src=x>张" in text_of(Renderer([certificate]).render(certificate)).replace("\n", "")


@pytest.mark.parametrize("address", [
    "file:///etc/passwd", "http://127.0.0.1/", "https://example.org/x.png", "data:image/png;base64,AA", "asset:../settings.py",
])
def test_the_page_can_fetch_nothing_but_packaged_assets(address):
    press = Press("", {"frame.svg": b"<svg/>"})
    assert press.fetch("asset:frame.svg").read() == b"<svg/>"
    with pytest.raises(RefusedAddress):
        press.fetch(address)


def test_drawing_twice_draws_once_and_goes_on_where_it_was_stopped(world):
    certificates = [make(world), make(world, "reserve")]
    assert issuing.draw(certificates=certificates[:1]) == 1
    kept = Certificate.objects.get(pk=certificates[0].pk).pdf.name
    assert issuing.draw(certificates=list(Certificate.objects.order_by("pk"))) == 1
    assert issuing.draw(certificates=list(Certificate.objects.all())) == 0
    assert Certificate.objects.get(pk=certificates[0].pk).pdf.name == kept


def test_a_certificate_says_the_same_after_its_person_was_renamed(client, world):
    certificate = make(world)
    learner = world.people["learner"]
    learner.name = "改名人"
    learner.save()
    client.force_login(learner)
    response = client.get(reverse("certificates:download", args=[certificate.pk]))
    content = io.BytesIO(b"".join(response.streaming_content)).getvalue()
    assert response.headers["Content-Type"] == "application/pdf"
    text = text_of(content)
    assert ("张学员" in text, "改名人" in text) == (True, False)


# Who may ---------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("key", "status"), [
    ("learner", 200), ("district", 200), ("subdistrict", 200), ("reserve", 404), ("outsider", 404), ("trainer", 404),
    ("editor", 404), ("liaison", 403), ("auditor", 403),
])
def test_downloads_are_for_the_owner_and_staff_of_the_owners_organisation(client, world, key, status):
    certificate = make(world)
    client.force_login(world.people[key])
    assert client.get(reverse("certificates:download", args=[certificate.pk])).status_code == status


def test_staff_of_another_subtree_find_nothing(client, world):
    certificate = make(world, "outsider")
    client.force_login(world.people["subdistrict"])
    assert client.get(reverse("certificates:download", args=[certificate.pk])).status_code == 404
    assert client.get(reverse("certificates:revoke", args=[certificate.pk])).status_code == 404


def test_the_own_list_shows_own_certificates_only(client, world, django_assert_num_queries):
    make(world, "outsider", programme="别人的班")
    make(world)
    client.force_login(world.people["learner"])
    body = client.get(reverse("certificates:mine")).content.decode()
    assert ("居民区党组织书记" in body, "别人的班" in body) == (True, False)
    other = Certificate.objects.exclude(person=world.people["learner"]).get()
    assert client.get(reverse("certificates:certificate", args=[other.pk])).status_code == 404


def test_revoking_needs_a_reason_and_shows_at_once_in_public(client, world, settings):
    settings.SECOND_PERSON = ["none"]
    certificate = make(world)
    public = Client()
    address = reverse("certificates:verify-code", args=[certificate.code])
    before = public.get(address)
    assert before.context["found"]["state"] == "valid"
    client.force_login(world.people["district"])
    url = reverse("certificates:revoke", args=[certificate.pk])
    client.post(url, {"reason": ""})
    certificate.refresh_from_db()
    assert certificate.revoked_at is None
    client.post(url, {"reason": "内部理由"})
    after = public.get(address)
    assert after.context["found"]["state"] == "revoked"
    assert "内部理由" not in after.content.decode()
    assert AuditEntry.objects.filter(verb="certificate.revoke").count() == 1
    issuing.revoke(actor=world.people["district"], certificate=certificate, reason="又一次")
    assert Certificate.objects.get().revoked_reason == "内部理由"


@pytest.mark.parametrize("key", ["subdistrict", "learner"])
def test_only_the_district_revokes(client, world, key):
    certificate = make(world)
    client.force_login(world.people[key])
    assert client.post(reverse("certificates:revoke", args=[certificate.pk]), {"reason": "x"}).status_code == 403


# The public check ------------------------------------------------------------------------------------------------------

def test_the_check_shows_a_masked_name_and_nothing_personal(client, world):
    learner = world.people["learner"]
    learner.phone = "13812345678"
    learner.save()
    certificate = make(world)
    response = client.get(reverse("certificates:verify-code", args=[certificate.code]))
    body = response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert ("张**" in body, certificate.number in body) == (True, True)
    for secret in ("张学员", "13812345678", "5678", "乙总支", "东一居民区党总支", f"person:{learner.pk}"):
        assert secret not in body


def test_number_and_name_together_find_it_however_they_are_typed(client, world):
    make(world)
    response = client.post(reverse("certificates:verify"), {"number": "徐委党训(2017)0001号", "name": " 张 学员"})
    assert response.context["found"]["number"] == "徐委党训〔2017〕0001号"


def test_unknown_and_wrong_get_one_and_the_same_answer(client, world):
    make(world)

    def answer(data):
        response = client.post(reverse("certificates:verify"), data)
        body = response.content.decode()
        for value in (*data.values(), response.context["csrf_token"]):
            body = body.replace(str(value), "·")
        import re

        return response.status_code, re.sub(r'csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken": "[^"]*"', "", body)

    wrong_name = answer({"number": "徐委党训〔2017〕0001号", "name": "李四"})
    unknown = answer({"number": "徐委党训〔2017〕0999号", "name": "张学员"})
    assert wrong_name == unknown
    assert wrong_name[0] == 404
    codes = [client.get(reverse("certificates:verify-code", args=[code])) for code in ("A" * 22, "x")]
    assert [response.status_code for response in codes] == [404, 404]
    assert [response.context.get("found") for response in codes] == [None, None]


def test_enumeration_meets_the_throttle(client, world):
    certificate = make(world)
    for number in range(20):
        assert client.get(reverse("certificates:verify-code", args=[f"guess{number}"])).status_code == 404
    blocked = client.get(reverse("certificates:verify-code", args=[certificate.code]))
    assert (blocked.status_code, blocked.headers["Retry-After"]) == (429, "60")
    assert "张" not in blocked.content.decode()
    neighbour = client.get(reverse("certificates:verify-code", args=["x"]), REMOTE_ADDR="127.0.0.9")
    assert neighbour.status_code == 429
    elsewhere = client.get(reverse("certificates:verify-code", args=[certificate.code]), REMOTE_ADDR="10.1.2.3")
    assert elsewhere.status_code == 200
