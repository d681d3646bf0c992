"""Reads of organisations and people: search, children with counts, post holders."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from lms.people.enums import Position
from lms.people.models import Appointment

POSITION_ORDER = [Position.SECRETARY, Position.DEPUTY, Position.COMMITTEE, Position.RESERVE, Position.MEMBER]


def search_organisations(organisations, text):
    """Narrow to names that hold ``text``, in Chinese, in pinyin (``tianping``) or as initials (``tp``)."""
    text = (text or "").strip()
    if not text:
        return organisations
    plain = text.lower().replace(" ", "")
    spaced = Q(name_key__icontains=text.lower())
    return organisations.filter(Q(name__icontains=text) | spaced | Q(initials__startswith=plain))


def children_of(organisations, parent):
    """The organisations one level below ``parent``, with the number of their own children and of posts held."""
    return (
        organisations.filter(parent=parent)
        .select_related("category")
        .annotate(child_count=Count("children", distinct=True))
        .order_by("path")
    )


def search_people(people, text):
    """Narrow by name, pinyin, initials, staff number, or the last four digits of a telephone number."""
    text = (text or "").strip()
    if not text:
        return people
    plain = text.lower()
    found = Q(name__icontains=text) | Q(initials__startswith=plain.replace(" ", "")) | Q(staff_no__iexact=text)
    found |= Q(name_key__startswith=plain)
    if text.isdigit() and len(text) >= 4:
        found |= Q(phone__endswith=text)
    return people.filter(found)


def filter_people(people, *, position="", category=None):
    """Narrow to people who hold a current post of that position and category."""
    if not position and category is None:
        return people
    posts = Appointment.objects.current().filter(person=OuterRef("pk"))
    if position:
        posts = posts.filter(position=position)
    if category is not None:
        posts = posts.filter(organisation__category=category)
    return people.filter(Exists(posts))


def home_of(person):
    """Return the organisation of the person's first current post: its administrators read what the trail says of them."""
    if person is None:
        return None
    post = Appointment.objects.current().filter(person=person).select_related("organisation").order_by("pk").first()
    return post.organisation if post else None


def with_posts(people):
    """Add each person's current posts as ``posts``, in one query."""
    posts = Appointment.objects.current().select_related("organisation", "organisation__parent")
    return people.prefetch_related(Prefetch("appointments", queryset=posts, to_attr="posts"))


def post_holders(organisation, *, with_reserves):
    """The current appointments of an organisation's posts, secretaries first; reserves only for who may see them."""
    positions = [Position.SECRETARY, Position.DEPUTY, Position.COMMITTEE]
    if with_reserves:
        positions.append(Position.RESERVE)
    held = Appointment.objects.current().filter(organisation=organisation, position__in=positions)
    held = held.select_related("person")
    return sorted(held, key=lambda post: (POSITION_ORDER.index(post.position), post.person.name_key))
