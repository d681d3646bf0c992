"""Organisations, people and the accounts of the demo district."""

import random
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password

from cms.demo.names import BRANCHES_A_COMMISSION, COMMISSIONS, SUBDISTRICTS, person_name, pinyin_of
from lms.people.actions import set_paths
from lms.people.enums import AffiliatedKind, Gender, OrganisationKind, Position, Role
from lms.people.models import Appointment, Category, Organisation, Person, RoleGrant
from lms.people.pinyin import title_fields

ROOT_NAME = "徐汇区委"
# Telephone numbers of the demo lie in a range that belongs to no one.
PHONE_BASE = 14030000000
EDUCATION = ["高中", "中专", "大专", "大专", "本科", "本科", "本科", "研究生"]
# Which posts a branch fills, in turn, until the scale's number of cadres is reached.
POSTS = [Position.SECRETARY, Position.RESERVE, Position.DEPUTY, Position.RESERVE, Position.DEPUTY, Position.RESERVE]


@dataclass(frozen=True)
class Scale:
    """``cadres`` people in posts or reserve; ``members`` besides; ``cohorts`` finished, of ``seats`` people and
    ``sessions`` meetings each."""

    cadres: int
    members: int
    cohorts: int
    seats: int
    sessions: int


SCALES = {
    "small": Scale(cadres=1518, members=240, cohorts=8, seats=48, sessions=4),
    "district": Scale(cadres=10_000, members=100_000, cohorts=2_000, seats=50, sessions=10),
}


def build_organisations():
    """Create what is missing of the district, 13 sub-districts with 304 residential and 13 units with 910 branches."""
    root = Organisation.objects.filter(kind=OrganisationKind.DISTRICT).first()
    if root is None:
        root = Organisation.objects.create(name=ROOT_NAME, kind=OrganisationKind.DISTRICT, **title_fields(ROOT_NAME))
        set_paths([root])
    categories = {category.code: category for category in Category.objects.all()}
    upper = [(name, AffiliatedKind.SUBDISTRICT) for name, _, _ in SUBDISTRICTS]
    upper += [(name, AffiliatedKind.COMMISSION) for name, _ in COMMISSIONS]
    _create_missing([
        Organisation(parent=root, depth=1, name=name, kind=OrganisationKind.AFFILIATED, affiliated_kind=kind)
        for name, kind in upper
    ], root.children.all())
    affiliated = {organisation.name: organisation for organisation in root.children.all()}
    lower = [
        Organisation(parent=affiliated[name], depth=2, name=f"{short}第{number}居民区党总支",
                     kind=OrganisationKind.GENERAL_BRANCH, category=categories["residential"])
        for name, short, count in SUBDISTRICTS for number in range(1, count + 1)
    ] + [
        Organisation(parent=affiliated[name], depth=2, name=f"{name}第{number}党支部", kind=OrganisationKind.BRANCH,
                     category=categories[code])
        for name, code in COMMISSIONS for number in range(1, BRANCHES_A_COMMISSION + 1)
    ]
    _create_missing(lower, Organisation.objects.filter(depth=2))
    return root


def _create_missing(wanted, existing):
    known = set(existing.values_list("parent_id", "name"))
    new = [organisation for organisation in wanted if (organisation.parent_id, organisation.name) not in known]
    for organisation in new:
        for column, value in title_fields(organisation.name).items():
            setattr(organisation, column, value)
    Organisation.objects.bulk_create(new, batch_size=500)
    set_paths(new)


def branches():
    """The branches in the order in which posts are filled, residential ones first."""
    return list(
        Organisation.objects.filter(depth=2, kind__in=[OrganisationKind.GENERAL_BRANCH, OrganisationKind.BRANCH])
        .order_by("category__order", "path")
    )


def _posts(scale, organisations):
    """Yield ``(organisation, position)`` for every demo person, numbered from 0."""
    residential = [organisation for organisation in organisations if organisation.category.code == "residential"]
    count = 0
    for turn, position in enumerate(POSTS * 4):
        # Reserves before the first deputies are those of the residential organisations, whose election is near.
        for organisation in residential if turn == 1 else organisations:
            if count == scale.cadres:
                break
            count += 1
            yield organisation, position
    for number in range(scale.members):
        yield organisations[number % len(organisations) if scale.members > 1000 else number % 24], Position.MEMBER


def build_people(scale, seed):
    """Create the people that are missing; each depends on the seed and their number only."""
    organisations = list(
        Organisation.objects.filter(pk__in=[o.pk for o in branches()]).select_related("category")
        .order_by("category__order", "path")
    )
    known = set(Person.objects.filter(username__startswith="demo-").values_list("username", flat=True))
    password = make_password(None)
    batch, posts = [], []
    for number, (organisation, position) in enumerate(_posts(scale, organisations)):
        username = f"demo-{position.value}-{number:06d}"
        if username in known:
            continue
        batch.append(_person(username, number, seed, password))
        posts.append((organisation, position))
        if len(batch) == 5000:
            _write(batch, posts, seed)
            batch, posts = [], []
    _write(batch, posts, seed)


def _person(username, number, seed, password):
    rng = random.Random(f"{seed}/{number}")  # noqa: S311
    name = person_name(rng)
    return Person(
        username=username, name=name, password=password, phone=str(PHONE_BASE + number),
        gender=rng.choice(Gender.values), born=f"{rng.randint(1955, 1990)}-{rng.randint(1, 12):02d}",
        education=rng.choice(EDUCATION), **pinyin_of(name),
    )


def _write(batch, posts, seed):
    Person.objects.bulk_create(batch, batch_size=1000)
    appointments = []
    for person, (organisation, position) in zip(batch, posts, strict=True):
        rng = random.Random(f"{seed}/{person.username}")  # noqa: S311
        appointments.append(Appointment(
            person=person, organisation=organisation, position=position,
            starts_on=date(rng.randint(2008, 2016), rng.randint(1, 12), 1),
        ))
    Appointment.objects.bulk_create(appointments, batch_size=1000)


ACCOUNTS = [
    ("learner", "张敏华", None), ("liaison", "周丽萍", Role.LIAISON), ("trainer", "陈国栋", Role.TRAINER),
    ("school", "顾秀珍", Role.SCHOOL), ("subdistrict", "沈立群", Role.SUBDISTRICT), ("district", "吴振华", Role.DISTRICT),
    ("editor", "方晓雯", Role.EDITOR), ("auditor", "施正言", Role.AUDITOR),
    ("second", "陆明远", Role.DISTRICT),  # who approves what ``district`` asks for
]


def build_accounts(root):
    """Create one account a role, and a second administrator of the district. They exist in demo mode only; by user name."""
    street = Organisation.objects.get(parent=root, name=SUBDISTRICTS[0][0])
    branch = Organisation.objects.get(parent=street, name=f"{SUBDISTRICTS[0][1]}第1居民区党总支")
    where = {Role.DISTRICT: root, Role.AUDITOR: root, Role.LIAISON: branch}
    people = {}
    password = make_password(settings.DEMO_PASSWORD)
    for number, (username, name, role) in enumerate(ACCOUNTS):
        person, created = Person.objects.get_or_create(
            username=username,
            defaults={"name": name, "is_demo": True, "password": password, "staff_no": f"DEMO{number + 1:02d}",
                      "phone": str(PHONE_BASE + 9_000_000 + number), **pinyin_of(name)},
        )
        people[username] = person
        if role and created:
            RoleGrant.objects.create(person=person, role=role, organisation=where.get(role, street),
                                     starts_on=date(2017, 1, 1))
    Appointment.objects.get_or_create(
        person=people["learner"], organisation=branch, position=Position.DEPUTY, ends_on=None,
        defaults={"starts_on": date(2016, 11, 1)},
    )
    return people
