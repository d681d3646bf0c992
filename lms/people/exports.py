"""Lists of people that go out."""

from django.utils.translation import gettext_lazy as _
from import_export import fields, resources

from lms.audit.trail import record
from lms.people.enums import Gender, Position
from lms.people.models import Person
from lms.people.queries import with_posts
from lms.spreadsheets import Column, Sheet, write_workbook


class PersonResource(resources.ModelResource):
    """A line a person: what the list shows, the telephone number masked."""

    name = fields.Field(column_name=_("Name"), attribute="name")
    gender = fields.Field(column_name=_("Gender"))
    born = fields.Field(column_name=_("Born"), attribute="born")
    organisation = fields.Field(column_name=_("Organisation"))
    position = fields.Field(column_name=_("Position"))
    phone = fields.Field(column_name=_("Telephone"), attribute="masked_phone")
    staff_no = fields.Field(column_name=_("Staff number"), attribute="staff_no")

    class Meta:
        model = Person
        fields = ("name", "gender", "born", "organisation", "position", "phone", "staff_no")

    def dehydrate_gender(self, person):
        return str(Gender(person.gender).label) if person.gender else ""

    def dehydrate_organisation(self, person):
        return "；".join(post.organisation.name for post in person.posts)

    def dehydrate_position(self, person):
        return "；".join(str(Position(post.position).label) for post in person.posts)


def export_people(*, actor, people, path):
    """Write the list to ``path`` as a workbook, and record how many lines went out."""
    data = PersonResource().export(queryset=with_posts(people))
    title = _("People")
    columns = tuple(Column(heading, 18) for heading in data.headers)
    write_workbook(path, [Sheet(name=str(title), title=str(title), columns=columns, rows=data)], author=actor.name)
    record(actor=actor, verb="person.export", detail={"rows": len(data)})
