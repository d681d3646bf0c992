"""An empty installation gets pages that editors can fill, once each."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from cms.models import CategoryPage, HomePage, SchoolPage
from lms.audit.models import AuditEntry


def make(who):
    call_command("make_site", username=who, stdout=(said := StringIO()))
    return said.getvalue()


@pytest.mark.django_db
def test_the_first_pages_are_published_once(client, world):
    Page.objects.filter(depth__gt=2).delete()
    HomePage.objects.all().delete()
    with pytest.raises(CommandError, match="content.open"):
        make(world.p_trainer.username)
    with pytest.raises(CommandError, match="whole district"):
        make(world.p_school.username)
    said = make(world.p_district.username)
    assert int(said.split()[0]) == Page.objects.filter(depth__gt=1).count()
    shelves = ("/", "/courses/", "/micro/", "/schools/", "/courses/residential/")
    assert {client.get(address).status_code for address in shelves} == {200}
    assert CategoryPage.objects.count() == 4
    assert {page.school_id for page in SchoolPage.objects.all()} >= {world.east.pk}
    home = HomePage.objects.get()
    home.title = "培训在线"
    home.save()
    assert make(world.p_district.username) == "0 pages were made.\n"
    assert HomePage.objects.get().title == "培训在线"
    assert AuditEntry.objects.filter(verb="content.build", actor=world.p_district).count() == 1


@pytest.mark.django_db
def test_the_editor_opens_once_there_are_pages(client, world):
    make(world.p_district.username)
    client.force_login(world.p_district)
    assert client.get("/cms/").status_code == 200
