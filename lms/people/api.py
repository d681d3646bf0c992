"""Organisations and people as other systems read them."""

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Field, Path, Query, Schema

from lms.api.fields import Moment, RowAsked, choices
from lms.api.paging import Asked, AskedPlace, PageOf, one_of, page_of, place_of
from lms.api.registry import REFUSALS, resource
from lms.people.enums import AffiliatedKind, OrganisationKind, Position
from lms.people.models import Organisation
from lms.people.queries import listed_people, with_posts

NUMBER = Path(description=_("Number of the row."), examples=[1])

organisations = resource("organisations", gettext_lazy("Organisations"), 10)
people = resource("people", gettext_lazy("People"), 20)


class OrganisationOut(Schema):
    id: int = Field(description=_("Number of the organisation; it never changes."), examples=[12])
    parent: int | None = Field(description=_("Number of the organisation above; null for the district."), examples=[1])
    kind: choices(OrganisationKind) = Field(description=_("Its place in the tree."), examples=["affiliated"])
    affiliated_kind: choices(AffiliatedKind) | None = Field(
        description=_("What a directly affiliated organisation is; null for others."), examples=["subdistrict"])
    name: str = Field(description=_("Its name."), examples=["示例街道党工委"])
    category: str | None = Field(description=_("Code of its category; null where it has none."), examples=["residential"])
    closed_on: str | None = Field(
        description=_("The day from which it is out of the tree; null while it stands."), examples=[None])
    created_at: Moment = Field(description=_("When it was entered."), examples=["2026-01-31T08:00:00+08:00"])


class OrganisationsPage(PageOf):
    items: list[OrganisationOut]


class OrganisationsAsked(AskedPlace, Asked):
    pass


def _organisation(row):
    return {
        "id": row.pk, "parent": row.parent_id, "kind": row.kind, "affiliated_kind": row.affiliated_kind or None,
        "name": row.name, "category": row.category and row.category.code,
        "closed_on": row.closed_on and row.closed_on.isoformat(), "created_at": row.created_at,
    }


def _organisations(request):
    return Organisation.objects.visible_to(request.auth.reader).select_related("category")


@organisations.get("/organisations", response={200: OrganisationsPage, **REFUSALS}, url_name="organisations",
                   operation_id="organisations", summary=_("Organisations"), description=_(
                       "The organisations of the scope, those that were closed too. There is no changed_since: read them all."))
def list_organisations(request, asked: Query[OrganisationsAsked]):
    rows = _organisations(request)
    organisation, category = place_of(request.auth.reader, asked)
    if organisation is not None:
        rows = rows.under(organisation.path)
    if category is not None:
        rows = rows.filter(category=category)
    return page_of(request, rows, asked, _organisation)


@organisations.get("/organisations/{pk}", response={200: OrganisationOut, **REFUSALS}, url_name="organisation",
                   operation_id="organisation", summary=_("One organisation"))
def one_organisation(request, pk: RowAsked = NUMBER):
    return one_of(request, _organisations(request), pk, _organisation)


class PostOut(Schema):
    organisation: int = Field(description=_("Number of the organisation."), examples=[12])
    position: choices(Position) = Field(description=_("What the person is there."), examples=["secretary"])
    starts_on: str | None = Field(description=_("Since when; null where nobody knows."), examples=["2026-01-01"])


class PersonOut(Schema):
    id: int = Field(description=_("Number of the person; it never changes."), examples=[345])
    name: str = Field(description=_("Name."), examples=["某某"])
    staff_no: str | None = Field(description=_("Staff number, to match with other systems; null where none is known."),
                                 examples=["A0001"])
    telephone: str | None = Field(description=_(
        "Telephone number; always null unless the token was granted telephone numbers."), examples=[None])
    posts: list[PostOut] = Field(description=_("The posts held now."))
    created_at: Moment = Field(description=_("When the person was entered."), examples=["2026-01-31T08:00:00+08:00"])


class PeoplePage(PageOf):
    items: list[PersonOut]


class PeopleAsked(AskedPlace, Asked):
    position: choices(Position) | None = Field(None, description=_("Only who holds this position."), examples=["secretary"])


def _person(request):
    telephones = request.auth.token.telephones

    def told(row):
        return {
            "id": row.pk, "name": row.name, "staff_no": row.staff_no, "telephone": row.phone if telephones else None,
            "posts": [{
                "organisation": post.organisation_id, "position": post.position,
                "starts_on": post.starts_on and post.starts_on.isoformat(),
            } for post in row.posts],
            "created_at": row.created_at,
        }

    return told


@people.get("/people", response={200: PeoplePage, **REFUSALS}, url_name="people", operation_id="people", summary=_("People"),
            description=_("Whoever holds a post in the scope and has an open account. Who is not told any more has left. "
                          "There is no changed_since: read them all."))
def list_people(request, asked: Query[PeopleAsked]):
    organisation, category = place_of(request.auth.reader, asked)
    found = listed_people(request.auth.reader, position=asked.position or "", category=category, within=organisation)
    return page_of(request, with_posts(found), asked, _person(request))


@people.get("/people/{pk}", response={200: PersonOut, **REFUSALS}, url_name="person", operation_id="person",
            summary=_("One person"))
def one_person(request, pk: RowAsked = NUMBER):
    return one_of(request, with_posts(listed_people(request.auth.reader)), pk, _person(request))


def of_people(rows, request, asked):
    """Keep rows of people who hold a post at the place that ``asked`` names; for the resources of other apps."""
    organisation, category = place_of(request.auth.reader, asked)
    if organisation is None and category is None:
        return rows
    held = listed_people(request.auth.reader, category=category, within=organisation)
    return rows.filter(person__in=held.order_by().values("pk"))

