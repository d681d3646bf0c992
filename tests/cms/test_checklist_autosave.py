"""The check list follows a draft that saves itself: what it sends back holds the list as it is now."""

import pytest
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

ALT = "第 1 块（图片）：缺少替代文字"


@pytest.fixture
def picture(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Image.objects.create(title="图", file=get_test_image_file())


def save(client, address, **more):
    answer = client.post(address, {
        "title": "新课", "slug": "new", "summary": "一句话", "minutes": "10", "required": "on", "body-count": "1",
        "body-0-deleted": "", "body-0-order": "0", "body-0-id": "", "body-0-type": "picture", "body-0-value-caption": "", **more,
    }, headers={"accept": "application/json"})
    assert answer.status_code == 200
    return answer.json()


def test_a_draft_saved_by_itself_brings_its_list_along(site, client, world, picture):
    client.force_login(world.p_district)
    shown = {"body-0-value-image": picture.pk, "body-0-value-alt": ""}
    made = save(client, f"/cms/pages/add/cms/lessonpage/{site.course.pk}/", **shown)
    address = f"/cms/pages/{made['pk']}/edit/"
    html = save(client, address, **shown)["html"]
    assert html.count("data-checklist") == 2  # the list, and where it goes
    assert ALT in html
    html = save(client, address, **shown | {"body-0-value-alt": "一扇大门"})["html"]
    assert html.count("data-checklist") == 2
    assert ALT not in html


def test_a_page_without_a_list_sends_none(site, client, world):
    client.force_login(world.p_district)
    answer = client.post(f"/cms/pages/{site.schools.pk}/edit/", {
        "title": "社区党校", "slug": "schools", "summary": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }, headers={"accept": "application/json"})
    assert "data-checklist" not in answer.json()["html"]
