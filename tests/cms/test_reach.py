"""A school's editor reaches the pages, files and cards of the own school, by every way the editor has, and no others."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page

from cms.actions.editors import sync_editors
from cms.models import CoursePage, Lecturer, LessonPage, MediaFile
from lms.people.actions import grant_role
from lms.people.models import Person
from tests.keeping import kept

from .conftest import add_lesson, publish
from .files import sound


@pytest.fixture
def east_editor(site, client, world):
    client.force_login(world.p_editor)
    return client


@pytest.fixture
def theirs(site):
    """A course of the western school with a lesson, and a course of the eastern one."""
    return kept("courses of two schools", lambda: two_courses(site))


def two_courses(site):
    west = publish(site.west, CoursePage, "西街道的课", slug="west-course")
    lesson = add_lesson(west, "西街道第一课", slug="west-one")
    lesson.title = "西街道没发布的话"
    lesson.save_revision()
    return west, lesson, publish(site.east, CoursePage, "东街道的课", slug="east-course")


PAGES = [
    "/cms/pages/{}/edit/", "/cms/pages/{}/edit/preview/", "/cms/pages/{}/view_draft/", "/cms/pages/{}/history/",
    "/cms/pages/{}/revisions/{revision}/view/", "/cms/pages/{}/revisions/{revision}/revert/",
    "/cms/pages/{}/revisions/compare/earliest...latest/", "/cms/pages/{}/copy/", "/cms/pages/{}/move/",
    "/cms/pages/{}/delete/", "/cms/pages/{}/unpublish/", "/cms/pages/{}/convert_alias/", "/cms/pages/{}/set_order/",
    "/cms/pages/{}/workflow/confirm_cancellation/", "/cms/pages/{}/usage/", "/cms/pages/{}/privacy/",
    "/cms/pages/{}/lock/", "/cms/pages/add/cms/lessonpage/{parent}/", "/cms/courses/{parent}/next-year/",
]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_of_another_school_is_not_reached(theirs, east_editor, address, method):
    west, lesson, _ = theirs
    revision = lesson.get_latest_revision().pk
    before = list(Page.objects.values_list("pk", "path", "live", "title", "latest_revision"))
    response = getattr(east_editor, method)(address.format(lesson.pk, parent=west.pk, revision=revision))
    assert response.status_code in (302, 403, 404, 405)
    assert "西街道没发布的话" not in response.content.decode()
    assert list(Page.objects.values_list("pk", "path", "live", "title", "latest_revision")) == before


@pytest.mark.parametrize("address", [
    "/cms/", "/cms/pages/", "/cms/pages/{}/", "/cms/choose-page/", "/cms/choose-page/{}/", "/cms/choose-page/search/?q=西街道没",
    "/cms/pages/search/?q=西街道没", "/cms/reports/site-history/", "/cms/reports/locked/", "/cms/reports/workflow/",
    "/cms/reports/workflow_tasks/", "/cms/reports/aging-pages/",
    "/cms/api/main/pages/{}/", "/cms/api/main/pages/?child_of={}",
])
def test_a_draft_of_another_school_is_in_no_list(theirs, east_editor, address):
    west, _, _ = theirs
    response = east_editor.get(address.format(west.pk), follow=True)
    assert "西街道没发布的话" not in response.content.decode()


def test_a_page_is_copied_and_moved_within_the_own_school_only(theirs, site, east_editor):
    west, _, own = theirs
    east_editor.post(f"/cms/pages/{own.pk}/copy/", {"new_title": "拷", "new_slug": "kao", "new_parent_page": site.west.pk})
    east_editor.post(f"/cms/pages/{west.pk}/copy/", {"new_title": "拷", "new_slug": "kao", "new_parent_page": site.east.pk})
    assert not CoursePage.objects.filter(slug="kao").exists()
    east_editor.post(f"/cms/pages/{own.pk}/move/{site.west.pk}/confirm/")
    east_editor.post(f"/cms/pages/{west.pk}/move/{site.east.pk}/confirm/")
    assert CoursePage.objects.get(pk=own.pk).get_parent().pk == site.east.pk
    assert CoursePage.objects.get(pk=west.pk).get_parent().pk == site.west.pk
    east_editor.post(f"/cms/pages/{own.pk}/copy/", {"new_title": "拷", "new_slug": "kao", "new_parent_page": site.east.pk})
    assert CoursePage.objects.get(slug="kao").live is False


def test_a_lesson_stands_under_a_course_only(theirs, site, world, east_editor):
    assert LessonPage.can_create_at(theirs[2])
    assert not LessonPage.can_create_at(site.east)
    assert not CoursePage.can_create_at(theirs[2])
    assert not CoursePage.can_create_at(site.home)
    assert east_editor.get(f"/cms/pages/add/cms/lessonpage/{site.east.pk}/").status_code in (302, 403)


@pytest.fixture
def files(site, world, settings, tmp_path):
    """A picture, a document and a recording in the folder of each school, by the school's name."""
    settings.MEDIA_ROOT = tmp_path
    grant_role(actor=None, person=world.p_outsider, role="editor", organisation=world.west)
    for person in (world.p_editor, world.p_outsider):
        sync_editors(person=Person.objects.get(pk=person.pk))
    return {
        collection.name: {
            "images": Image.objects.create(title=f"{collection.name}图", file=get_test_image_file(), collection=collection),
            "documents": Document.objects.create(
                title=f"{collection.name}表", file=ContentFile(b"%PDF", "a.pdf"), collection=collection),
            "media": MediaFile.objects.create(
                title=f"{collection.name}音", type="audio", file=sound(), collection=collection),
        }
        for collection in Collection.objects.filter(depth=2)
    }


@pytest.mark.parametrize(("kind", "chooser"), [
    ("images", "/cms/images/chooser/"), ("documents", "/cms/documents/chooser/"), ("media", "/cms/media/chooser/"),
])
def test_files_are_listed_changed_and_chosen_of_the_own_school_only(files, client, world, kind, chooser):
    client.force_login(world.p_editor)
    own, other = files["东街道"][kind], files["西街道"][kind]
    for address in (f"/cms/{kind}/", chooser):
        response = client.get(address)
        listed = response.json()["html"] if address == chooser else response.content.decode()
        assert own.title in listed
        assert other.title not in listed
    edit = "/cms/media/edit/{}/" if kind == "media" else "/cms/images/{}/" if kind == "images" else "/cms/documents/edit/{}/"
    assert client.get(edit.format(own.pk)).status_code == 200
    assert client.get(edit.format(other.pk)).status_code == 302
    client.post(edit.format(other.pk), {"title": "改了", "collection": other.collection_id, "tags": ""})
    delete = {"images": "/cms/images/{}/delete/", "documents": "/cms/documents/delete/{}/", "media": "/cms/media/delete/{}/"}
    client.post(delete[kind].format(other.pk))
    other.refresh_from_db()
    assert other.title != "改了"


def test_a_file_is_not_put_into_the_folder_of_another_school(files, client, world):
    client.force_login(world.p_editor)
    west = Collection.objects.get(name="西街道")
    client.post("/cms/documents/add/", {"title": "塞进去", "collection": west.pk, "tags": "",
                                        "file": ContentFile(b"%PDF", "b.pdf")})
    assert not Document.objects.filter(title="塞进去", collection=west).exists()


CARD = {"name": "新老师", "title": "", "organisation": "", "photo": "", "biography": ""}


def test_an_editor_keeps_the_cards_of_the_own_school_only(site, client, world):
    client.force_login(world.p_editor)
    client.get("/cms/")
    other = Lecturer.objects.create(name="西老师", school=world.west)
    district = Lecturer.objects.create(name="区老师")
    assert "西老师" in client.get("/cms/snippets/cms/lecturer/").content.decode()
    for card in (other, district):
        client.post(f"/cms/snippets/cms/lecturer/edit/{card.pk}/", {**CARD, "school": world.east.pk})
        client.post(f"/cms/snippets/cms/lecturer/delete/{card.pk}/")
    assert sorted(Lecturer.objects.values_list("name", flat=True)) == ["区老师", "西老师"]
    client.post("/cms/snippets/cms/lecturer/add/", {**CARD, "school": world.west.pk})
    client.post("/cms/snippets/cms/lecturer/add/", {**CARD, "school": ""})
    assert Lecturer.objects.count() == 2
    client.post("/cms/snippets/cms/lecturer/add/", {**CARD, "school": world.east.pk})
    own = Lecturer.objects.get(name="新老师")
    client.post(f"/cms/snippets/cms/lecturer/edit/{own.pk}/", {**CARD, "name": "改名", "school": world.east.pk})
    own.refresh_from_db()
    assert (own.name, own.school) == ("改名", world.east)


def test_what_lists_pages_of_all_schools_is_the_districts(theirs, client, world):
    address = "/cms/reports/page-types-usage/"
    client.force_login(world.p_district)
    assert client.get(address).status_code == 200
    assert address in client.get("/cms/").content.decode()
    client.force_login(world.p_editor)
    assert client.get(address).status_code == 403
    assert client.get(f"{address}results/").status_code == 403
    assert "page-types-usage" not in client.get("/cms/").content.decode()


def test_the_district_keeps_every_card(site, client, world):
    client.force_login(world.p_district)
    client.get("/cms/")
    card = Lecturer.objects.create(name="西老师", school=world.west)
    client.post(f"/cms/snippets/cms/lecturer/edit/{card.pk}/", {**CARD, "name": "改名", "school": ""})
    card.refresh_from_db()
    assert (card.name, card.school) == ("改名", None)
