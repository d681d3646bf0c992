"""Reads of organisations and people: search, levels of the tree with counts, post holders, who waits for a code."""

from collections import Counter

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Replace
from django.utils import timezone

from lms.people.enums import Position
from lms.people.models import Appointment, Organisation, Person, RoleGrant
from lms.sealing.fields import LAST

POSITION_ORDER = [Position.SECRETARY, Position.DEPUTY, Position.COMMITTEE, Position.RESERVE, Position.MEMBER]


def _joined(column):
    """The pinyin column without its spaces: nobody types ``tian ping``."""
    return Replace(F(column), Value(" "), Value(""))


def search_organisations(organisations, text):
    """Narrow to names that hold ``text``, in Chinese, in pinyin (``tianping``) or as initials (``tp``)."""
    text = (text or "").strip()
    if not text:
        return organisations
    plain = text.lower().replace(" ", "")
    if not plain.isascii():
        return organisations.filter(name__icontains=text)
    found = Q(name__icontains=text) | Q(joined__contains=plain) | Q(initials__contains=plain)
    return organisations.alias(joined=_joined("name_key")).filter(found)


def children_of(organisations, parent):
    """The organisations one level below ``parent``."""
    return organisations.filter(parent=parent).select_related("category").order_by("pk")


def counted(organisations, *, people):
    """Give each of ``organisations`` (a list) ``below``, the organisations in its subtree, and ``people`` in post there.

    Two queries however many there are: everything is counted by organisation and folded upwards by path. Without
    ``people`` that count is left None.
    """
    below, posts = Counter(), Counter()
    for path in Organisation.objects.active().values_list("path", flat=True):
        below.update(_above(path))
    if people:
        held = Appointment.objects.current().order_by().values_list("organisation__path").annotate(count=Count("pk"))
        for path, count in held:
            for above in (path, *_above(path)):
                posts[above] += count
    for organisation in organisations:
        organisation.below = below[organisation.path]
        organisation.people = posts[organisation.path] if people else None
    return organisations


def _above(path):
    """Paths of all organisations above the one at ``path``: ``1/2/3/`` lies below ``1/2/`` and ``1/``."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:length]) + "/" for length in range(1, len(parts))]


def search_people(people, text):
    """Narrow by name, pinyin, initials, staff number, or the last four digits of a telephone number."""
    text = (text or "").strip()
    if not text:
        return people
    plain = text.lower().replace(" ", "")
    if not plain.isascii():
        return people.filter(name__icontains=text)
    found = Q(staff_no__iexact=text) | Q(name__icontains=text)
    if plain.isdigit() and len(plain) >= 4:
        found |= _by_number(people, plain)
    if plain.isalpha():
        found |= Q(initials__startswith=plain) | Q(joined__startswith=plain)
    return people.alias(joined=_joined("name_key")).filter(found)


def _by_number(people, digits):
    """Telephones that end with ``digits``. Their last four are in an index; of more, the few that share those are opened."""
    if len(digits) == LAST:
        return Q(phone__endswith=digits)
    ends = people.filter(phone__endswith=digits[-LAST:]).order_by().values_list("pk", "phone")
    return Q(pk__in=[pk for pk, phone in ends if phone.endswith(digits)])


def listed_people(user, *, q="", position="", category=None, within=None):
    """The people that ``user`` may see, narrowed as on the page of the list; ``within`` is an organisation's subtree."""
    people = search_people(Person.objects.visible_to(user).active(), q)
    posts = Appointment.objects.current().filter(person=OuterRef("pk"))
    if position:
        posts = posts.filter(position=position)
    if category is not None:
        posts = posts.filter(organisation__category=category)
    if within is not None:
        posts = posts.filter(organisation__path__startswith=within.path)
    if position or category is not None or within is not None:
        people = people.filter(Exists(posts))
    return people.order_by("name_key", "pk")


def home_of(person):
    """Return the organisation of the person's first current post: its administrators read what the trail says of them."""
    if person is None:
        return None
    post = Appointment.objects.current().filter(person=person).select_related("organisation").order_by("pk").first()
    return post.organisation if post else None


def with_posts(people):
    """Add each person's current posts as ``posts``, in one query."""
    posts = Appointment.objects.current().select_related("organisation", "organisation__parent").order_by("pk")
    return people.prefetch_related(Prefetch("appointments", queryset=posts, to_attr="posts"))


def post_holders(organisation, *, with_reserves, ended=False):
    """The current (or ``ended``) appointments of an organisation's posts, secretaries first.

    Reserves only for who may see them; ordinary members are a list of people, not of posts.
    """
    positions = POSITION_ORDER[:4] if with_reserves else POSITION_ORDER[:3]
    held = Appointment.objects.filter(organisation=organisation, position__in=positions).select_related("person")
    if ended:
        return list(held.exclude(ends_on=None).order_by("-ends_on", "pk")[:50])
    return sorted(held.current(), key=lambda post: (POSITION_ORDER.index(post.position), post.person.name_key))


def waiting_for_code(organisation, *, members=False, again=False, now=None):
    """Active people in post in the subtree who never signed in and hold no role (a role's holder is invited singly).

    Reserves and the holders of posts, with ``members`` ordinary members too; ``again`` includes those whose slip is still
    good, which stops working then.
    """
    posts = Appointment.objects.current().filter(person=OuterRef("pk"), organisation__path__startswith=organisation.path)
    if not members:
        posts = posts.exclude(position=Position.MEMBER)
    people = Person.objects.active().filter(Exists(posts), last_login=None, is_demo=False)
    people = people.exclude(pk__in=RoleGrant.objects.active().values("person_id"))
    if not again:
        people = people.exclude(must_set_password=True, code_expires_at__gte=now or timezone.now())
    return people.order_by("name_key", "pk")
