"""Lists of people that go out."""

from django.utils.translation import gettext_lazy as _
from import_export import fields, resources

from lms.audit.trail import record
from lms.people.enums import Gender, Position
from lms.people.models import Person
from lms.people.queries import with_posts
from lms.spreadsheets import Column, Sheet, write_workbook

CHUNK = 1000
WIDTHS = (12, 8, 12, 40, 24, 18, 16)


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


def export_people(*, actor, people, path, progress=lambda done, total: None):
    """Write the list to ``path`` as a workbook and record how many lines went out; return that number.

    The resource says what a line holds; lines are fetched and written by the thousand, so memory does not grow with them.
    """
    resource, total = PersonResource(), people.count()
    columns = tuple(
        Column(heading, width) for heading, width in zip(resource.get_export_headers(), WIDTHS, strict=True)
    )

    def lines():
        for done, person in enumerate(with_posts(people).iterator(chunk_size=CHUNK)):
            if done % 100 == 0:
                progress(done, total)
            yield resource.export_resource(person)

    title = str(_("People"))
    sheet = Sheet(name=title, title=title, columns=columns, rows=lines())
    written = sum(write_workbook(path, [sheet], author=actor.name))
    record(actor=actor, verb="person.export", detail={"rows": written})
    return written
