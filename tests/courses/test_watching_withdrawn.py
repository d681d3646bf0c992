"""A lesson, a film, a person or an account is withdrawn while someone watches."""

from cohorts.actions.enrolment import enrol, withdraw
from courses.actions.catalogue import retire
from courses.actions.watching import register_media
from courses.models import PlaybackSession, WatchedInterval
from courses.queries import observed_minutes
from tests.cohorts.classes import make_cohort

from .watching import NOON, Phone, make_lesson, watched


def test_a_lesson_taken_down_stops_counting_and_keeps_what_was_watched(world, phone):
    phone.play(0, 24)
    phone.wait(6)
    retire(keys=[phone.medium.lesson.key])
    phone.wait(6)
    answer = phone.send(phone.beat(24, 36)).json()
    assert (answer["code"], answer["watched"]) == ("retired", 33)
    assert phone.client.post(f"/learn/media/{phone.medium.pk}/start/").status_code == 404


def test_a_film_taken_off_the_page_stops_counting(world, phone):
    phone.play(0, 24)
    register_media(lesson=phone.medium.lesson, media=[])
    phone.wait(12)
    answer = phone.send(phone.beat(24, 36)).json()
    assert answer["code"] == "retired"
    assert WatchedInterval.objects.get().end_ms == 24_000


def test_who_is_withdrawn_from_the_class_while_watching_goes_on_and_keeps_what_they_earn(world, client, clock):
    """Progress belongs to person and lesson: a class ends or is left, and learning goes on."""
    lesson, (film,) = make_lesson(120, minutes=2)
    cohort = make_cohort(world, starts_on=NOON.date(), ends_on=NOON.date())
    enrol(actor=world.p_district, cohort=cohort, appointments=list(world.p_learner.appointments.all()))
    phone = Phone(client, world.p_learner, film, clock)
    phone.play(0, 60)
    withdraw(actor=world.p_district, enrolment=cohort.enrolments.get(), reason="调离")
    assert phone.play(60, 120)["code"] == "finished"
    assert observed_minutes(world.p_learner, lesson) == 2


def test_an_account_closed_while_watching_is_told_so_and_keeps_what_was_watched(world, phone):
    phone.play(0, 24)
    type(world.p_learner).objects.filter(pk=world.p_learner.pk).update(is_active=False)
    phone.wait(12)
    answer = phone.send(phone.beat(24, 36))
    assert (answer.status_code, answer.json()["code"]) == (403, "signed_out")
    assert watched(world.p_learner, phone.medium) == 24


def test_a_visitor_is_told_that_nothing_counts(client, film):
    answer = client.post(f"/learn/media/{film.pk}/start/")
    assert (answer.status_code, answer.json()["code"]) == (403, "signed_out")
    assert PlaybackSession.objects.count() == 0
