"""Pages and documents that are not for everyone: neither their address nor a search, a list or an interface hands them out."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from .conftest import add_lesson

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
