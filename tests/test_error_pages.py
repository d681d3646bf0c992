"""The pages that say what went wrong do not go wrong themselves."""

from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import reverse

HASHED = {"staticfiles": {"BACKEND": "lms.static_files.HashedFiles"}}


def test_an_error_page_needs_no_collected_files(tmp_path, settings):
    storages = settings.STORAGES | HASHED
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path):
        page = render_to_string("500.html")
    assert page.count('href="/static/css/') == 1


def test_the_editors_way_out_is_open_to_everyone_signed_in(client, world):
    client.force_login(world.p_learner, backend="lms.people.backends.IdentifierBackend")
    assert client.get("/cms/").status_code == 403
    assert client.post("/cms/logout/").status_code == 302
    assert client.get("/cms/login/?next=/cms/pages/").url == "/login/?next=/cms/pages/"


def test_the_address_of_a_button_says_that_it_is_one(client, world):
    client.force_login(world.p_district, backend="lms.people.backends.IdentifierBackend")
    address = reverse("set_theme")
    page = client.get(address)
    assert (page.status_code, page.headers["Allow"]) == (405, "POST")
    assert "它属于另一个页面上的按钮，什么都没有改动。" in page.content.decode()
    assert client.get(address, headers={"accept": "application/json"}).content == b""
