"""The page of a SCORM lesson: made in the editor, played under a host of its own, which answers nothing else."""

import re
import time
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import RequestFactory
from django.urls import reverse

from cms.models import ScormLessonPage
from courses import content_host
from courses.actions.scorm import store_package
from courses.models import Lesson, ScormLesson, ScormPackage
from tests import scorm_samples as samples
from tests.cms.conftest import record_of

from .forms import fields, upload

# In the editor ----------------------------------------------------------------------------------------------------------


def add(desk, site, **data):
    return desk.post(reverse("wagtailadmin_pages:add", args=["cms", "scormlessonpage", site.course.pk]), fields(**data))


def test_an_uploaded_package_is_published_with_its_page(desk, site):
    answer = add(desk, site, file=upload(samples.single_12()), **{"action-publish": "1"})
    assert answer.status_code == 302
    page = ScormLessonPage.objects.get(slug="zoufang")
    assert (page.live, page.package.title) == (True, "居民区工作实务")
    assert ScormLesson.objects.get(lesson=record_of(page)).package == page.package
    assert Lesson.objects.get(key=page.translation_key).course == record_of(site.course)


def test_an_evil_package_is_refused_in_the_form_and_nothing_is_kept(desk, site, private):
    answer = add(desk, site, file=upload({"a.html": ""}), **{"action-publish": "1"})
    assert answer.status_code == 200
    assert "The package has no imsmanifest.xml." in answer.content.decode()
    assert (ScormPackage.objects.count(), ScormLessonPage.objects.count(), list(private.iterdir())) == (0, 0, [])


def test_a_page_without_a_package_stays_a_draft(desk, site):
    answer = add(desk, site, **{"action-publish": "1"})
    assert answer.status_code == 200
    assert "This page cannot be published yet." in answer.content.decode()
    assert add(desk, site).status_code == 302
    assert ScormLessonPage.objects.get(slug="zoufang").live is False


def test_a_new_package_is_played_when_it_is_published_and_not_before(desk, site, lesson):
    old = lesson.package
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    desk.post(address, fields(file=upload(samples.one_2004())))
    assert ScormLesson.objects.get().package == old
    desk.post(address, fields(**{"action-publish": "1"}))
    assert ScormLesson.objects.get().package.version == "2004"


# The page ---------------------------------------------------------------------------------------------------------------


HERE = {"host": "localhost"}


def frame_of(answer):
    return re.search(r'<iframe class="scorm__frame" src="([^"]+)" sandbox="([^"]+)"', answer.content.decode())


def test_the_page_frames_its_package_and_nothing_else(client, world, lesson):
    client.force_login(world.p_learner)
    answer = client.get(lesson.url, headers=HERE)
    address, sandbox = frame_of(answer).groups()
    origin = f"http://{lesson.package.key.hex}.localhost"
    assert address.startswith(f"{origin}/")
    assert sandbox == "allow-scripts allow-same-origin allow-forms allow-modals"
    assert f"frame-src {origin}" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_where_no_other_host_is_set_up_the_page_says_so(client, lesson, settings):
    settings.ALLOWED_HOSTS = ["*"]
    answer = client.get(lesson.url, headers={"host": "training.example.org"})
    assert frame_of(answer) is None
    assert "SCORM_HOST" in answer.content.decode()


def test_queries_do_not_grow_with_the_parts(client, world, site, lesson, django_assert_num_queries):
    client.force_login(world.p_learner)
    client.get(lesson.url, headers=HERE)
    many = {
        "imsmanifest.xml": samples.manifest(items="".join(samples.item(f"i{n}", "r", f"第{n}") for n in range(60)),
                                            resources=samples.resource("r", "a.html")), "a.html": "",
    }
    with django_assert_num_queries(18):
        client.get(lesson.url, headers=HERE)
    lesson.package = store_package(actor=None, file=samples.archive(many))
    lesson.save_revision().publish()
    with django_assert_num_queries(18):
        answer = client.get(lesson.url, headers=HERE)
    assert answer.content.decode().count('class="scorm__part--new"') == 60


# The host of packages ---------------------------------------------------------------------------------------------------


@pytest.fixture
def token(lesson):
    return content_host.token_for(RequestFactory().get("/", headers={"host": "localhost"}), lesson.package.key)


def get(client, lesson, path, **headers):
    return client.get(path, headers={"host": f"{lesson.package.key.hex}.localhost", **headers})


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_files_are_served_with_their_kind_in_a_strict_sandbox(client, lesson, token):
    answer = get(client, lesson, f"/{token}/files/one.html")
    assert (answer.status_code, answer.headers["Content-Type"], body(answer).decode()) == (200, "text/html", samples.SCO_12)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:;" in policy
    assert policy.endswith("frame-ancestors 'self' http://localhost; sandbox " + content_host.SANDBOX)
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Referrer-Policy"]) == ("nosniff", "no-referrer")
    assert (answer.cookies, "X-Frame-Options" in answer.headers) == ({}, False)
    chinese = get(client, lesson, f"/{token}/files/二/two.html")
    assert chinese.status_code == 200


def test_parts_of_files(client, lesson, token):
    answer = get(client, lesson, f"/{token}/files/one.html", range="bytes=0-8")
    assert (answer.status_code, body(answer)) == (206, b"<!doctype")


@pytest.mark.parametrize("path", [
    "/", "/login/", "/my/", "/cms/", "/healthz", "/courses/", "/media/images/x.png", "/documents/1/x.pdf",
    "/{token}/files/none.html", "/{token}/play/9/", "/{token}/play/0/", "/{token}/",
])
def test_nothing_else_is_answered_there(path, client, world, lesson, token):
    client.force_login(world.p_district)
    assert get(client, lesson, path.format(token=token)).status_code == 404


@pytest.mark.parametrize("name", ["../secret", "..%2Fsecret", "%2e%2e/secret", "/etc/passwd", "a/../../secret"])
def test_no_way_out_of_the_package(name, client, lesson, token, private):
    (private / "scorm" / "secret").write_text("secret")
    answer = get(client, lesson, f"/{token}/files/{name}")
    assert answer.status_code in (400, 404)
    assert b"secret" not in body(answer)


def test_the_site_does_not_answer_for_packages(client, lesson, token):
    for path in (f"/{token}/files/one.html", f"/{token}/play/1/"):
        assert client.get(path, headers={"host": "localhost"}).status_code == 404


def test_addresses_end_and_cannot_be_made_up(client, lesson, token, monkeypatch):
    forged = signing.dumps({"package": lesson.package.key.hex, "site": "http://evil"}, salt="another")
    for wrong in (forged, "x", token[:-1], token.replace(":", "")):
        for rest in ("files/one.html", "play/1/"):
            assert get(client, lesson, f"/{wrong}/{rest}").status_code == 403
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + content_host.LASTS + 60)
    assert get(client, lesson, f"/{token}/files/one.html").status_code == 403


def test_a_token_opens_its_own_package_only(client, site, lesson, token):
    other = store_package(actor=None, file=samples.archive(samples.single_12()))
    answer = client.get(f"/{token}/files/shared/launch.html", headers={"host": f"{other.key.hex}.localhost"})
    assert answer.status_code == 404


def test_no_service_worker_is_handed_out(client, lesson, token):
    assert get(client, lesson, f"/{token}/files/one.html", **{"service-worker": "script"}).status_code == 403


@pytest.mark.parametrize(("host", "setting", "is_one"), [
    ("abc.localhost:8000", "*.localhost", True), ("localhost:8000", "*.localhost", False), ("127.0.0.1", "*.localhost", False),
    ("content.example.net", "content.example.net", True), ("CONTENT.example.net:443", "content.example.net", True),
    ("a.content.example.net", "content.example.net", False), ("evilcontent.example.net", "*.content.example.net", False),
])
def test_which_host_is_for_packages(host, setting, is_one, settings):
    settings.SCORM_HOST = setting
    assert content_host.is_content_host(host) is is_one


def test_where_a_package_is_played(lesson, settings):
    key = lesson.package.key

    def origin(host, scorm_host, secure=False):
        settings.SCORM_HOST = scorm_host
        settings.ALLOWED_HOSTS = ["*"]
        return content_host.origin_for(RequestFactory().get("/", headers={"host": host}, secure=secure), key)

    assert origin("127.0.0.1:8000", "*.localhost") == f"http://{key.hex}.localhost:8000"
    assert origin("192.168.1.5:8000", "*.localhost") is None
    assert origin("training.example.org", "content.example.net", secure=True) == "https://content.example.net"
    assert origin("training.example.org", "*.content.example.net") == f"http://{key.hex}.content.example.net"
    assert origin("training.example.org:8000", "content.example.net:9000") == "http://content.example.net:9000"
    assert urlsplit(origin("localhost:1", "*.localhost")).port == 1
