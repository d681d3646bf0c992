import pytest
from django.utils import translation

from cms.models import ScormLessonPage
from courses.actions.scorm import store_package
from tests import scorm_samples as samples
from tests.cms.conftest import publish
from tests.keeping import kept


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "private": {
        "BACKEND": "lms.storage.Folder", "OPTIONS": {"location": tmp_path, "base_url": None},
    }}
    with translation.override("en"):
        yield tmp_path


@pytest.fixture
def lesson(site, private):
    return kept("lesson of a package", lambda: publish_package(site), folder=private)


def publish_package(site):
    package = store_package(actor=None, file=samples.archive(samples.multi_12()))
    return publish(site.course, ScormLessonPage, "走访", slug="zoufang", package=package, minutes=20)


@pytest.fixture
def desk(client, world):
    client.force_login(world.p_district)
    client.cookies["django_language"] = "en"
    return client
