import pytest
from django.utils import translation

from tests.keeping import kept

from .making import build_course, editor, pack_of


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "lms.storage.Folder",
                    "OPTIONS": {"location": tmp_path / "media"}},
        "private": {"BACKEND": "lms.storage.Folder",
                    "OPTIONS": {"location": tmp_path / "private", "base_url": None}},
    }
    return tmp_path


@pytest.fixture
def course(site, world, folders):
    """A course with a lesson that has every kind of block, one that plays a package, and everything around them."""
    return kept("course to pack", lambda: build_course(site, world), folder=folders)


@pytest.fixture
def packed(course, world):
    return pack_of(course, editor(world))[0]
