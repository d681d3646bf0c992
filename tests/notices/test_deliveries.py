"""Messages that leave the house: once, after the commit, and a person decides about what nobody knows."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from lms.notices.actions import notify
from lms.notices.actions.delivering import deliver, deliver_waiting, send_again
from lms.notices.enums import DeliveryState
from lms.notices.models import Delivery, Notice
from lms.people.models import Person

from .posts import KIND, Sent


@pytest.fixture
def person(world):
    Person.objects.filter(pk=world.p_learner.pk).update(email="x@example.org", phone="13800001234")
    world.p_learner.refresh_from_db()
    return world.p_learner


@pytest.fixture
def sent(monkeypatch):
    """Every gateway keeps what it was asked to send, and may be told to fail."""
    kept = Sent()
    monkeypatch.setattr("lms.notices.actions.delivering.gateway_of", lambda channel: kept.of(channel))
    return kept


def tell(person, source="s1", channels=("sms",), **extra):
    return notify(person=person, kind=KIND, source=source, params={"lesson": "第一课"}, url="/my/", channels=channels, **extra)


def test_a_message_goes_out_after_the_commit(person, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(person, channels=("email", "sms"))
        assert sent == []
    assert sorted(channel for channel, _person, _text in sent) == ["email", "sms"]
    assert list(Delivery.objects.values_list("state", flat=True)) == ["sent", "sent"]


def test_telling_again_sends_nothing(person, sent, django_capture_on_commit_callbacks):
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            tell(person)
    assert (len(sent), Delivery.objects.count()) == (1, 1)


def test_without_a_channel_nothing_leaves(person, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(person, channels=())
    assert (sent, Notice.objects.count()) == ([], 1)


def test_what_is_claimed_is_not_sent_by_anybody_else(person, sent):
    tell(person)
    row = Delivery.objects.get()
    assert [deliver(row.pk) for _ in range(3)] == [True, False, False]
    assert len(sent) == 1


def test_a_worker_that_dies_in_between_leaves_it_claimed_and_listed(person, world, sent, client, monkeypatch):
    tell(person)
    row = Delivery.objects.get()

    class Killed(BaseException):
        """The end of the process."""

    def die(*args, **kwargs):
        raise Killed

    monkeypatch.setattr(sent, "send", die)
    with pytest.raises(Killed):
        deliver(row.pk)
    monkeypatch.undo()
    row.refresh_from_db()
    assert row.state == DeliveryState.SENDING
    assert deliver(row.pk) is False
    assert deliver_waiting(now=timezone.now() + timedelta(hours=1)) == 0
    client.force_login(world.p_district)
    assert list(client.get("/desk/messages/").context["page"]) == []  # it may still be on its way
    Delivery.objects.update(claimed_at=timezone.now() - timedelta(minutes=11))
    assert list(client.get("/desk/messages/").context["page"]) == [row]


def test_a_failure_is_kept_with_its_reason_and_not_tried_again(person, sent):
    sent.error = "网关不答"
    tell(person)
    row = Delivery.objects.get()
    assert deliver(row.pk) is False
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", "网关不答")
    sent.error = ""
    assert deliver(row.pk) is False
    assert deliver_waiting(now=timezone.now() + timedelta(minutes=5)) == 0
    assert sent == []


def test_an_unforeseen_error_is_a_failure_too(person, sent, monkeypatch, caplog):
    monkeypatch.setattr(sent, "send", lambda **kwargs: 1 / 0)
    tell(person)
    deliver(Delivery.objects.get().pk)
    assert Delivery.objects.get().state == "failed"
    assert "13800001234" not in caplog.text


def test_what_waited_too_long_is_not_sent_any_more(person, sent):
    tell(person)
    row = Delivery.objects.get()
    deliver(row.pk, now=timezone.now() + timedelta(minutes=31))
    row.refresh_from_db()
    assert (sent, row.state) == ([], "failed")


def test_what_no_worker_heard_of_is_told_again(person, sent):
    tell(person)
    assert deliver_waiting(now=timezone.now()) == 0
    assert deliver_waiting(now=timezone.now() + timedelta(minutes=1)) == 1
    assert len(sent) == 1


def test_a_person_may_send_it_once_more(person, world, sent, client, django_capture_on_commit_callbacks):
    sent.error = "网关不答"
    tell(person)
    row = Delivery.objects.get()
    deliver(row.pk)
    sent.error = ""
    client.force_login(world.p_district)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/desk/messages/{row.pk}/again/")
    row.refresh_from_db()
    assert (row.state, len(sent)) == ("sent", 1)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/desk/messages/{row.pk}/again/")
    assert len(sent) == 1


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same_however_long(person, world, client, django_assert_num_queries, count):
    for number in range(count):
        tell(person, source=f"s{number}")
    Delivery.objects.update(state="failed", error="网关不答")
    client.force_login(world.p_district)
    with django_assert_num_queries(6):
        assert len(client.get("/desk/messages/").context["page"]) == count


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_message_once(world, sent):
    for number in range(5):
        tell(world.p_learner, source=f"s{number}")
    ids = list(Delivery.objects.values_list("pk", flat=True))
    sent.clear()
    Delivery.objects.update(state="waiting", claimed_at=None, sent_at=None)
    gate, done = threading.Barrier(8), []

    def work():
        try:
            gate.wait()
            done.extend(deliver(pk) for pk in ids)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(sent), done.count(True), len(done)) == (5, 5, 40)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_sending_again_what_is_on_its_way_is_refused(person, world):
    tell(person)
    with pytest.raises(Exception, match="on its way|途中|已发"):
        send_again(actor=world.p_district, delivery=Delivery.objects.get())
    assert mail.outbox == []
