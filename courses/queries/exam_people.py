"""Reads of an exam's results by person, for the desk."""

from django.db.models import Count, Max, Q

from courses.queries.exams import results_of, scores_out
from courses.rules.results import NOTHING, untold
from lms.people import reach
from lms.people.models import Person
from lms.people.queries import search_people, with_posts


def people_with_results(user, exam, *, q=""):
    """People whom ``user`` sees or works with and who handed in ``exam``, by name, with ``latest``, ``on_paper``, ``posts``."""
    handed_in = Q(attempts__exam=exam, attempts__submitted_at__isnull=False)
    seen = Q(pk__in=Person.objects.visible_to(user).values("pk"))
    for ids in reach.reached(user):
        seen |= Q(pk__in=ids)
    people = search_people(Person.objects.filter(seen), q).filter(handed_in).annotate(
        latest=Max("attempts__submitted_at", filter=handed_in),
        on_paper=Count("attempts", filter=handed_in & Q(attempts__printed__isnull=False)),
    )
    return with_posts(people).order_by("name_key", "pk")


def results_shown(user, exam, people):
    """Map each of ``people`` to their result as it counts; one's own only once candidates may know it. Two queries at most."""
    found = results_of(exam, [person.pk for person in people], told=False)
    if user.pk in found and exam.pk not in scores_out([exam]):
        found[user.pk] = untold(found[user.pk])
    return {person.pk: found.get(person.pk, NOTHING) for person in people}
