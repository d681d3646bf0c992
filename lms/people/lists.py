"""The lists of this app: people, organisations, roles. The pages take their rows from here, and so do exports."""

from django.utils.translation import gettext_lazy as _

from lms.lists.registry import Known, ListKind, among, naming, register
from lms.lists.resources import DAY, Shown, label, list_resource
from lms.people import access, queries
from lms.people.enums import GRANTABLE_ROLES, Gender, Position
from lms.people.forms import GrantFilter, PeopleFilter
from lms.people.models import Category, Organisation, Person, RoleGrant

organisation_name = naming(Organisation.objects.visible_to, lambda row: row.name)


def _category_name(user, value):
    row = Category.objects.filter(code=value).first()
    return row.name if row else value


# People ---------------------------------------------------------------------------------------------------------------


def people_form(user, asked):
    return PeopleFilter(asked, organisations=Organisation.objects.visible_to(user).active())


def chosen_people(form):
    """Return what the form asks of ``queries.listed_people``: nothing where it makes no sense."""
    names = ("q", "position", "category", "within")
    return {name: form.cleaned_data.get(name) for name in names} if form.is_valid() else {}


def _people(user, asked):
    return queries.with_posts(queries.listed_people(user, **chosen_people(people_form(user, asked))))


def _posts(read):
    return lambda person: "；".join(read(post) for post in person.posts)


PEOPLE = register(ListKind(
    key="people.people", label=_("People"), verb="person.browse", export_verb="person.export", page="people:people", rows=_people,
    known={
        "q": Known(_("Name, initials, staff number or last four digits")),
        "position": Known(_("Position"), among(Position.choices)), "category": Known(_("Category"), _category_name),
        "within": Known(_("Sub-district or organisation"), organisation_name),
    },
    resource=list_resource(
        Person, name=Shown(_("Name"), "name", 12),
        gender=Shown(_("Gender"), lambda person: str(Gender(person.gender).label) if person.gender else "", 8),
        born=Shown(_("Born"), "born", 12), organisation=Shown(_("Organisation"), _posts(lambda post: post.organisation.name), 40),
        position=Shown(_("Position"), _posts(lambda post: str(post.get_position_display())), 24),
        phone=Shown(_("Telephone"), "masked_phone", 18), staff_no=Shown(_("Staff number"), "staff_no", 16),
    ),
))


# Organisations --------------------------------------------------------------------------------------------------------


def top_of(visible):
    """Return where browsing begins: below the only organisation at the top, or at the several topmost ones."""
    depth = visible.order_by("depth").values_list("depth", flat=True).first() or 0
    level = visible.filter(depth=depth).select_related("category", "parent").order_by("pk")
    only = list(level[:2])
    if len(only) == 1:
        below = queries.children_of(visible, only[0])
        if below.exists():
            return only[0], below.select_related("category", "parent")
    return None, level


def organisations_of(user, asked):
    """Return the top of what is browsed (None for a list) and the organisations: found by name, all of them, or a level."""
    visible = Organisation.objects.visible_to(user).active()
    if asked.get("q") or asked.get("all"):
        found = queries.search_organisations(visible, asked.get("q", ""))
        return None, found.select_related("parent", "category").order_by("path")
    return top_of(visible)


def _dressed(user, rows, asked):
    return queries.counted(rows, people=access.allowed(user, "person.browse"))


ORGANISATIONS = register(ListKind(
    key="people.organisations", label=_("Organisations"), verb="organisation.browse", page="people:organisations",
    rows=lambda user, asked: organisations_of(user, asked)[1], dress=_dressed,
    known={
        "q": Known(_("Name, pinyin or initials")),
        "all": Known(_("Levels"), lambda user, value: str(_("all levels as one list"))),
    },
    resource=list_resource(
        Organisation, name=Shown(_("Organisation"), "name", 40), parent=Shown(_("Superior"), "parent.name", 40),
        kind=Shown(_("Kind"), lambda row: str(
            row.get_affiliated_kind_display() if row.affiliated_kind else row.get_kind_display()), 18),
        category=Shown(_("Category"), "category.name", 14), below=Shown(_("Organisations below"), "below", 12, "0"),
        people=Shown(_("People in post"), "people", 12, "0"),
    ),
))


# Roles ----------------------------------------------------------------------------------------------------------------


def _grants(user, asked):
    """Roles that hold now or will hold later."""
    held = RoleGrant.objects.visible_to(user).not_ended().select_related("person", "organisation")
    form = GrantFilter(asked)
    if form.is_valid():
        if form.cleaned_data["role"]:
            held = held.filter(role=form.cleaned_data["role"])
        if form.cleaned_data["q"]:
            held = held.filter(person__in=queries.search_people(Person.objects.all(), form.cleaned_data["q"]).values("pk"))
    return held.order_by("role", "organisation__path", "person__name_key", "pk")


GRANTS = register(ListKind(
    key="people.grants", label=_("Roles"), verb="grant.browse", page="people:grants", rows=_grants,
    known={
        "q": Known(_("Name or initials")),
        "role": Known(_("Role"), among([(role.value, role.label) for role in GRANTABLE_ROLES])),
    },
    resource=list_resource(
        RoleGrant, role=Shown(_("Role"), label("role"), 18), person=Shown(_("Name"), "person.name", 14),
        organisation=Shown(_("Organisation"), "organisation.name", 40), starts_on=Shown(_("From"), "starts_on", 12, DAY),
        ends_on=Shown(_("To"), "ends_on", 12, DAY),
    ),
))
