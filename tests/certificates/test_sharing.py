"""Links to one's own certificate, and what a guesser finds: nothing."""

import base64

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.redis import RedisCache
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisAway

from certificates.actions import issuing, sharing
from certificates.models import Certificate, CertificateShare
from certificates.models.certificate import new_code
from certificates.queries.public import by_code
from lms.audit.models import AuditEntry
from lms.steady_cache import Circuit, SteadyRedisCache

from .test_certificates import make

GUESSES, CHUNK = 100_000, 500


@pytest.fixture(autouse=True)
def no_counters():
    cache.clear()
    yield
    cache.clear()


def link(client, world, certificate, **data):
    client.force_login(world.people["learner"])
    client.post(reverse("certificates:share", args=[certificate.pk]), data)
    return CertificateShare.objects.active().get()


def opened(share):
    return Client().get(reverse("certificates:shared", args=[share.token]))


def test_a_link_shows_what_the_check_shows(client, world):
    certificate = make(world)
    page = opened(link(client, world, certificate))
    assert (page.status_code, page.context["found"]["name"], page.headers["X-Robots-Tag"]) == (200, "张**", "noindex")
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_the_whole_name_only_if_the_owner_chose_so_and_the_former_link_ends(client, world):
    certificate = make(world)
    first = link(client, world, certificate)
    second = link(client, world, certificate, with_name="on")
    assert (opened(first).status_code, opened(second).context["found"]["name"]) == (404, "张学员")
    assert link(client, world, certificate, with_name="on") == second


def test_a_withdrawn_link_answers_as_one_that_never_was(client, world):
    certificate = make(world)
    share = link(client, world, certificate)
    client.post(reverse("certificates:unshare", args=[certificate.pk]))
    never = Client().get(reverse("certificates:shared", args=["x" * 22]))
    assert (opened(share).status_code, never.status_code) == (404, 404)
    assert [entry.verb for entry in AuditEntry.objects.filter(verb__contains="share").order_by("pk")] == [
        "certificate.share", "certificate.unshare"]


def test_a_shared_certificate_that_was_revoked_says_so_at_once(client, world):
    certificate = make(world)
    share = link(client, world, certificate)
    issuing.revoke(actor=world.people["district"], certificate=certificate, reason="错发")
    assert opened(share).context["found"]["state"] == "revoked"


def test_nobody_shares_what_is_not_theirs(client, world):
    certificate = make(world)
    with pytest.raises(PermissionError):
        sharing.share(actor=world.people["district"], certificate=certificate, with_name=True)
    client.force_login(world.people["district"])
    assert client.post(reverse("certificates:share", args=[certificate.pk])).status_code == 404


def test_the_page_of_a_certificate_shows_code_link_and_badge(client, world):
    certificate = make(world)
    share = link(client, world, certificate)
    body = client.get(reverse("certificates:certificate", args=[certificate.pk])).content.decode()
    for address in (reverse("certificates:shared", args=[share.token]), reverse("certificates:badge", args=[certificate.pk]),
                    reverse("certificates:download", args=[certificate.pk])):
        assert address in body


# Guessing --------------------------------------------------------------------------------------------------------------

def test_codes_hold_128_random_bits():
    codes = {new_code() for _ in range(1000)}
    assert (len(codes), {len(base64.urlsafe_b64decode(f"{code}==")) for code in codes}) == (1000, {16})


def test_a_hundred_thousand_guessed_codes_find_nothing(world):
    issuing.issue_many(actor=None, items=[
        issuing.IssueItem(person_id=world.people["learner"].pk, source=f"g:{place}", facts=make(world).facts, pattern="甲")
        for place in range(200)
    ])
    for _ in range(GUESSES // CHUNK):
        guessed = [new_code() for _ in range(CHUNK)]
        assert not Certificate.objects.filter(code__in=guessed).exists()
        assert not CertificateShare.objects.filter(token__in=guessed).exists()
    # Close to a true one is as far away as anything: shortened, lengthened, in other letters, with wildcards.
    true = Certificate.objects.order_by("pk").first().code
    for guess in (true[:-1], f"{true}A", true.swapcase(), f"{true[:-1]}%", f"{true[:-1]}_", "%", "", "\x00", "a" * 500):
        assert guess == true or by_code(guess) is None


@pytest.mark.parametrize("name", ["certificates:verify-code", "certificates:shared"])
def test_guessing_over_the_web_meets_the_throttle_and_stays_there(world, name, time_machine):
    time_machine.move_to("2018-03-05 10:00:00+08:00", tick=False)
    certificate = make(world)
    client = Client()
    statuses = [client.get(reverse(name, args=[new_code()])).status_code for _ in range(200)]
    assert (statuses[:20], set(statuses[20:])) == ([404] * 20, {429})
    assert client.get(reverse("certificates:verify-code", args=[certificate.code])).status_code == 429


@pytest.mark.parametrize("away", [True, "from the middle of a count"])
def test_guessing_meets_the_throttle_although_redis_is_away(world, settings, monkeypatch, time_machine, away):
    """It counts on in the table that stands in, as the check-in's digits do; a count that breaks off counts, too."""
    time_machine.move_to("2018-03-05 10:00:00+08:00", tick=False)
    settings.CACHES = settings.CACHES | {"fallback": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "stands in"}}
    caches["fallback"].clear()

    def refuse(self, *arguments, **options):
        raise RedisAway

    for name in ("incr",) if away is not True else ("add", "incr", "get", "set"):
        monkeypatch.setattr(RedisCache, name, refuse)
    if away is not True:
        monkeypatch.setattr(RedisCache, "add", lambda self, *arguments, **options: True)
    redis = SteadyRedisCache("redis://nowhere", {})
    redis.circuit = Circuit()
    monkeypatch.setattr("lms.views.counters.cache", redis)
    client = Client()
    statuses = [client.get(reverse("certificates:verify-code", args=[new_code()])).status_code for _ in range(30)]
    assert (statuses[:20], set(statuses[20:])) == ([404] * 20, {429})


def test_a_wrong_name_takes_the_same_queries_as_an_unknown_number(client, world, django_assert_num_queries):
    make(world)
    address = reverse("certificates:verify")
    client.post(address, {"number": "x", "name": "y"})
    for number in ("徐委党训〔2017〕0001号", "徐委党训〔2017〕0999号"):
        with django_assert_num_queries(3):  # two of them count the request
            assert client.post(address, {"number": number, "name": "李四"}).status_code == 404
