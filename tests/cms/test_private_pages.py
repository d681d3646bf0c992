"""Pages and documents that are not for everyone: neither their address nor a search, a list or an interface hands them out."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.test import Client, RequestFactory
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.models import Lecturer, MicroLessonPage
from cms.pictures import guard
from courses.models import Lesson

from .conftest import add_lesson, publish

CANARY = "金丝雀七三"
GUESSES = [
    f"/courses/?q={CANARY}", f"/courses/?q={CANARY}&kind=lessons", f"/search/?q={CANARY}", "/courses/", "/", "/micro/",
    "/sitemap.xml", "/api/v2/pages/", f"/api/v2/pages/?search={CANARY}", "/api/main/pages/", "/cms/api/main/pages/", "/feed/",
]


@pytest.fixture
def private(site):
    """A lesson with the canary in its text and its summary."""
    return add_lesson(site.course, "内部一课", summary=f"{CANARY}摘要", body=[{"type": "prose", "value": f"<p>{CANARY}正文</p>"}])


def told(client, *more):
    """Return the addresses at which the canary stands, of all that one can think of."""
    found = []
    for address in (*GUESSES, *more):
        answer = client.get(address)
        if CANARY in answer.content.decode("utf-8", "replace").replace(f'value="{CANARY}"', "").replace(f"“{CANARY}”", ""):
            found.append(address)
    return found


def test_a_public_page_is_found_by_what_it_says(client, private):
    """The control: as long as nothing is private the canary sings."""
    assert f"/courses/?q={CANARY}" in told(client, private.url)
    assert private.url in told(client, private.url)


@pytest.mark.parametrize("where", ["lesson", "course", "catalogue"])
@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS])
def test_nothing_of_a_private_page_is_told_to_a_stranger(client, site, private, where, kind):
    page = Page.objects.get(pk={"lesson": private, "course": site.course, "catalogue": site.catalogue}[where].pk)
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    assert told(client, private.url, site.course.url, site.category.url) == []
    assert client.get(private.url).status_code in {302, 200 if kind == PageViewRestriction.PASSWORD else 302}


# Of the title “夜莺五一内部课” the first half is asked for, and the second half must not be told.
NIGHTINGALE = [
    "/courses/", "/", "/micro/", "/sitemap.xml", "/api/v2/pages/", "/cms/api/main/pages/", "/feed/", "/schools/east/",
    "/courses/?q=夜莺五一", "/courses/?q=夜莺五一&kind=lessons", "/courses/?q=夜鹰五一", "/courses/?q=夜莺五一+没有",
    "/search/?q=夜莺五一", "/cms/choosers/?q=夜莺五一", "/cms/pages/search/?q=夜莺五一",
    "/cms/choose-page/search/?q=夜莺五一", "/old/夜莺/",
]


def sung(client, site, *more):
    """Return the addresses that tell the second half of the title."""
    addresses = (*NIGHTINGALE, site.course.url, site.category.url, site.lessons[0].url, *more)
    return [each for each in addresses if "内部课" in client.get(each).content.decode("utf-8", "replace")]


def make_private(site, where, kind):
    """Return the page with the title, which is for some only: a lesson, a course with its lessons, a micro-lesson."""
    page = publish(site.micro, MicroLessonPage, "夜莺五一内部课", minutes=5, body=[]) if where == "micro" else add_lesson(
        site.course, "夜莺五一内部课")
    lock = Page.objects.get(pk=site.course.pk if where == "course" else page.pk)
    return page, lambda: PageViewRestriction.objects.create(page=lock, restriction_type=kind, password="x")


@pytest.mark.parametrize("where", ["lesson", "course", "micro"])
@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS])
def test_the_title_of_a_private_page_is_told_to_those_alone_who_may_open_it(client, site, world, where, kind):
    page, lock = make_private(site, where, kind)
    listed = {"/courses/?q=夜莺五一", "/courses/?q=夜莺五一&kind=lessons", "/courses/?q=夜鹰五一"}
    assert listed <= set(sung(client, site)), "the control"
    lock()
    assert sung(client, site) == []
    page.unpublish()
    assert sung(client, site, page.url) == []  # nor by the page about what is gone
    page.save_revision().publish()
    client.force_login(world.p_learner)
    assert set(sung(client, site)) & listed == (listed if kind == PageViewRestriction.LOGIN else set())


def test_what_an_upgrade_finds_private_is_told_to_the_catalogue(site, client):
    page, lock = make_private(site, "lesson", PageViewRestriction.GROUPS)
    lock()
    Lesson.objects.update(readers="")
    assert sung(client, site) != []
    import_module("cms.migrations.0003_readers").tell(apps, None)
    assert (sung(client, site), Lesson.objects.get(key=page.translation_key).readers) == ([], "some")


@pytest.fixture
def picture(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path
    image = get_image_model().objects.create(title="图", file=get_test_image_file())
    return image, image.get_rendition("width-40").url


def with_picture(course, title, image):
    return add_lesson(course, title, body=[{"type": "picture", "value": {"image": image.pk, "alt": "图", "caption": ""}}])


@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.GROUPS])
def test_a_picture_of_private_pages_alone_is_not_served_to_a_stranger(client, site, world, picture, kind):
    image, url = picture
    page = with_picture(site.course, "内部", image)
    public = client.get(url)
    assert (public.status_code, public.headers["Cache-Control"]) == (200, "public, max-age=2592000")
    PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type=kind)
    assert client.get(url).status_code == 404
    client.force_login(world.p_learner)
    answer = client.get(url)
    assert answer.status_code == (200 if kind == PageViewRestriction.LOGIN else 404)
    if answer.status_code == 200:
        assert answer.headers["Cache-Control"] == "private, no-store"
    client.force_login(world.p_editor)
    client.get("/cms/")  # who works in the editor is put into its groups at the first request
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("beside", ["page", "lecturer"])
def test_a_picture_that_stands_in_public_too_stays_public(client, site, picture, beside):
    image, url = picture
    page = with_picture(site.course, "内部", image)
    PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.LOGIN)
    assert client.get(url).status_code == 404
    if beside == "page":
        with_picture(site.course, "公开", image)
    else:
        Lecturer.objects.create(name="陆某", photo=image)
    assert client.get(url).status_code == 200


def test_a_picture_costs_as_much_on_many_pages_as_on_one(site, picture, django_assert_num_queries):
    image, url = picture
    request = RequestFactory().get(url)
    request.user = AnonymousUser()
    path = url.removeprefix("/media/")
    page = with_picture(site.course, "内部", image)
    with django_assert_num_queries(1):
        assert guard(request, path) == "everybody"
    for each in [page, *(with_picture(site.course, f"内部{number}", image) for number in range(5))]:
        PageViewRestriction.objects.create(page=Page.objects.get(pk=each.pk), restriction_type=PageViewRestriction.LOGIN)
        with django_assert_num_queries(4):
            guard(request, path)


def test_a_page_that_is_public_again_is_found_again(client, site, private):
    lock = PageViewRestriction.objects.create(page=Page.objects.get(pk=private.pk), restriction_type=PageViewRestriction.LOGIN)
    private.save_revision().publish()
    assert told(client) == []
    lock.delete()
    assert f"/courses/?q={CANARY}" in told(client)


def test_a_draft_is_told_to_nobody(client, site, private):
    private.unpublish()
    assert told(client, private.url) == []
    assert client.get(private.url).status_code == 404


def test_a_document_is_served_by_its_privacy_and_never_from_its_folder(site, world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    folder = Collection.get_first_root_node().add_child(name="内部")
    kept = get_document_model().objects.create(title="内部", collection=folder, file=ContentFile(CANARY.encode(), name="a.txt"))
    public = get_document_model().objects.create(
        title="公开", collection=Collection.get_first_root_node(), file=ContentFile(b"x", name="b.txt"))
    CollectionViewRestriction.objects.create(collection=folder, restriction_type=CollectionViewRestriction.LOGIN)
    stranger, member = Client(), Client()
    member.force_login(world.p_learner)
    assert (stranger.get(kept.url).status_code, stranger.get(public.url).status_code) == (302, 200)
    assert member.get(kept.url).status_code == 200
    for client in (stranger, member):
        for document in (kept, public):
            assert client.get(f"/media/{document.file.name}").status_code == 404
