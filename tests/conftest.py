"""A small district that every test may use: two sub-districts with a branch each, and one person for each role."""

import gc
import os
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.conf import settings

from lms.people import actions
from lms.people.enums import AffiliatedKind, OrganisationKind, Position, Role
from lms.people.models import Category
from lms.sealing import keys
from lms.translations import compile_catalogues
from tests import keeping
from tests.databases import django_db_keepdb, django_db_modify_db_settings  # noqa: F401
from tests.keeping import kept

compile_catalogues()
import_module(settings.ROOT_URLCONF)  # in Chinese, as ``lms.wsgi`` does, whichever test comes first
# Programs that tests start write where the tests do.
os.environ.setdefault("DATA_DIR", str(settings.DATA_DIR))
keys.make()


@pytest.fixture
def district(db):
    return kept("district", lambda: actions.create_organisation(
        actor=None, parent=None, name="测试区委", kind=OrganisationKind.DISTRICT))


def _subdistrict(district, name):
    return actions.create_organisation(
        actor=None, parent=district, name=name, kind=OrganisationKind.AFFILIATED,
        affiliated_kind=AffiliatedKind.SUBDISTRICT,
    )


def _branch(parent, name):
    return actions.create_organisation(
        actor=None, parent=parent, name=name, kind=OrganisationKind.GENERAL_BRANCH,
        category=Category.objects.get(code="residential"),
    )


@pytest.fixture
def world(district):
    """Organisations ``district, east, west, east_branch, west_branch`` and people by role.

    ``learner`` is secretary of the eastern branch, ``reserve`` its reserve, ``outsider`` secretary of the western one; the
    staff hold their roles on the east (``district``, ``auditor`` on the whole district).
    """
    return kept("world", lambda: _build(district))


def _build(district):
    east, west = _subdistrict(district, "东街道"), _subdistrict(district, "西街道")
    east_branch, west_branch = _branch(east, "东一居民区党总支"), _branch(west, "西一居民区党总支")
    people = {}
    for key, name, branch, position in [
        ("learner", "张学员", east_branch, Position.SECRETARY),
        ("reserve", "钱后备", east_branch, Position.RESERVE),
        ("outsider", "王外人", west_branch, Position.SECRETARY),
    ]:
        people[key] = actions.create_person(actor=None, name=name, username=key)
        actions.appoint(actor=None, person=people[key], organisation=branch, position=position)
    for role, organisation in [
        (Role.LIAISON, east_branch), (Role.TRAINER, east), (Role.SCHOOL, east), (Role.SUBDISTRICT, east),
        (Role.DISTRICT, district), (Role.EDITOR, east), (Role.AUDITOR, district),
    ]:
        people[role.value] = actions.create_person(actor=None, name=f"{role.value} 某", username=role.value)
        actions.grant_role(actor=None, person=people[role.value], role=role, organisation=organisation)
    organisations = {
        "east": east, "west": west, "east_branch": east_branch, "west_branch": west_branch, "root": district,
    }
    return SimpleNamespace(**organisations, people=people, **{f"p_{key}": person for key, person in people.items()})


# Files for which one database is enough, though their tests ask one; test_every_address asks every address on both.
ONCE = {
    "test_access.py", "test_access_methods.py", "test_bucket.py", "test_design.py", "test_events.py",
    "test_kept_by_the_server.py", "test_slow_clients.py",
}
# What a test asks of pytest that has to do with a database, and the folders whose tests start programs that have.
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
PROGRAMS = {"faults", "operations", "upgrade"}
# Files whose tests start programs and wait for them, a minute and more together. They begin the run: one process is busy with
# them meanwhile, and none has such a test left when the others have ended.
LONG = {
    "test_backup.py", "test_demo_whole.py", "test_exam_kills.py", "test_moving.py", "test_servers_away.py",
    "test_slow_clients.py", "test_upgrade.py", "test_work_goes_on.py",
}


def pytest_collection_modifyitems(items):
    """Mark what one run is enough for, what asks nothing of a database among it. Put first what takes long."""
    items.sort(key=lambda item: item.path.name not in LONG)
    for item in items:
        if item.path.name in ONCE or not asks_a_database(item):
            item.add_marker(pytest.mark.once)


def asks_a_database(item):
    wanted = DATABASE.intersection(item.fixturenames) or item.get_closest_marker("django_db")
    return bool(wanted) or item.path.parent.name in PROGRAMS


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Remember what is in the new database: :func:`pytest_runtest_setup` gives it back."""
    keeping.remember(django_db_blocker)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Give a test that is rolled back the rows of a new database, though one that commits had it emptied before."""
    marker = item.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"}.intersection(item.fixturenames) or (marker and marker.kwargs.get("transaction"))
    if asks_a_database(item) and not commits:
        keeping.refill()


def pytest_collection_finish():
    """What is loaded by now stays, and the collector need not look through it again and again: an eighth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
