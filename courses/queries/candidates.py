"""Reads about the people of an exam: whom one may admit, its candidates and how far they are, who may watch over it."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from courses.models import Attempt, ExamCandidate
from courses.permissions import SETTERS
from lms.people.enums import OrganisationKind, Role
from lms.people.models import Appointment, Organisation, Person, RoleGrant
from lms.people.queries import search_people


def admissible(user):
    """People whom ``user`` may admit to an exam: with a current post in the subtrees where they set exams."""
    return Person.objects.active().in_subtrees(*user.scope.paths(*SETTERS))


def seen_by(user):
    """People whose names ``user`` reads on the lists of an exam: those one may admit, and those one sees anyway."""
    seen = Q(pk__in=Person.objects.visible_to(user).values("pk"))
    paths = user.scope.paths(*SETTERS)
    return Person.objects.filter(seen | Q(pk__in=Person.objects.in_subtrees(*paths).values("pk"))) if paths else (
        Person.objects.visible_to(user))


def areas_for(user):
    """Directly affiliated organisations inside the subtrees where ``user`` sets exams, for a list to choose from."""
    return Organisation.objects.active().under(*user.scope.paths(*SETTERS)).filter(
        kind=OrganisationKind.AFFILIATED).order_by("name_key", "pk")


def narrowed(people, *, q="", within=None):
    """Narrow by name, pinyin, initials, staff number or digits, and to an organisation with all below it."""
    people = search_people(people, q)
    if within is not None:
        posts = Appointment.objects.current().filter(person=OuterRef("pk"), organisation__path__startswith=within.path)
        people = people.filter(Exists(posts))
    return people.order_by("name_key", "pk")


def offered(user, exam):
    """People who may be added to ``exam``: neither its candidates nor those who watch over it."""
    return admissible(user).exclude(
        pk__in=exam.candidates.values("person_id")
    ).exclude(pk__in=exam.invigilators.values("person_id"))


def candidates_seen(user, exam, *, q=""):
    """The candidates of ``exam`` whom ``user`` sees, by name, with ``handed_in``, ``running`` and ``person.posts``."""
    people = search_people(seen_by(user), q)
    tries = Q(person__attempts__exam=exam)
    return (
        ExamCandidate.objects.filter(exam=exam, person__in=people.values("pk")).select_related("person")
        .annotate(
            handed_in=Count("person__attempts", filter=tries & Q(person__attempts__submitted_at__isnull=False)),
            running=Count("person__attempts", filter=tries & Q(person__attempts__submitted_at=None)),
        )
        .prefetch_related(Prefetch("person__appointments", queryset=_posts(), to_attr="posts"))
        .order_by("person__name_key", "person_id")
    )


def to_key_in(user, printed, *, q=""):
    """People whose paper may be keyed in, by name, with ``tries`` (attempts of the exam so far) and ``posts``.

    The candidates, all of them for who watches over the exam; of a course's exam everyone whom one may admit. Never oneself.
    """
    exam = printed.exam
    people = Person.objects.active().exclude(pk=user.pk)
    if exam.course_id is None:
        people = people.filter(Q(pk__in=seen_by(user).values("pk")) | Exists(exam.invigilators.filter(person=user)))
        people = people.filter(pk__in=exam.candidates.values("person_id"))
    else:
        people = people.filter(pk__in=seen_by(user).values("pk"))
    return narrowed(people, q=q).annotate(
        tries=Count("attempts", filter=Q(attempts__exam=exam)), on_paper=Count("attempts", filter=Q(attempts__printed=printed)),
    ).prefetch_related(Prefetch("appointments", queryset=_posts(), to_attr="posts"))


def staff_for(user):
    """People who may watch over an exam: trainers on the line of the user's subtrees, and whoever has a role inside them."""
    paths = user.scope.paths(*SETTERS)
    above = {int(part) for path in paths for part in path.split("/") if part}
    inside = Q(organisation_id__in=above, role=Role.TRAINER)
    for path in paths:
        inside |= Q(organisation__path__startswith=path)
    return Person.objects.active().filter(pk__in=RoleGrant.objects.active().filter(inside).values("person_id"))


def with_roles(people):
    """Add each person's current grants as ``held``, in one query."""
    grants = RoleGrant.objects.active().select_related("organisation").order_by("pk")
    return people.prefetch_related(Prefetch("grants", queryset=grants, to_attr="held"))


def known_for(user, words):
    """Return the people whom ``user`` may admit and whom one of ``words`` names, with ``posts``. Two queries."""
    words = list(words)
    people = admissible(user).filter(
        Q(name__in=words) | Q(phone__in=words) | Q(staff_no__in=[*words, *(word.upper() for word in words)])
    )
    return list(people.prefetch_related(Prefetch("appointments", queryset=_posts(), to_attr="posts")).order_by("name_key", "pk"))


def progress_of(exam):
    """Return ``{"tried", "passed", "running", "waiting"}``: people who handed in or passed, attempts under way or unmarked."""
    handed_in = Q(submitted_at__isnull=False)
    return Attempt.objects.filter(exam=exam).aggregate(
        tried=Count("person", distinct=True, filter=handed_in),
        passed=Count("person", distinct=True, filter=Q(passed=True)),
        running=Count("pk", filter=~handed_in), waiting=Count("pk", filter=handed_in & Q(marked_at=None)),
    )


def _posts():
    return Appointment.objects.current().select_related("organisation__parent").order_by("pk")
