"""Chromium for the tests that need eyes: the system's browser, a live server, signed-in pages, an accessibility check."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from tests.fonts import browser_environment

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1366, "height": 768}

# Playwright keeps an event loop in the thread of the tests; Django's guard takes it for an asynchronous view.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            # The rows that migrations made (Wagtail's root page among them) are there again for each test.
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(scope="session", autouse=True)
def browser_before_the_database(browser):
    """Once Playwright's loop runs, Django keeps other connections; the rows to bring back hang on those of the set-up."""


@pytest.fixture(scope="session")
def django_db_setup(playwright, django_db_setup):
    """Set the database up with Playwright's event loop running: Django keeps other connections there than before it.

    What is restored before each test (``serialized_rollback``) is remembered by the connection.
    """


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET, "env": browser_environment()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture
def site(live_server):
    """The address of the live server, without a slash at its end."""
    return live_server.url


@pytest.fixture
def sign_in(site):
    """``sign_in(page, person)``: give the page's browser a session of ``person``, as after their password."""

    def enter(page, person):
        session = SessionStore()
        session["_auth_user_id"] = str(person.pk)
        session["_auth_user_backend"] = "lms.people.backends.IdentifierBackend"
        session["_auth_user_hash"] = person.get_session_auth_hash()
        session.save()
        page.context.add_cookies([
            {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": site},
        ])

    return enter


@pytest.fixture
def check_axe():
    """``check_axe(page)``: fail with the list of what axe finds wrong (WCAG 2.2 A and AA, best practices)."""

    def check(page):
        found = Axe().run(page).response["violations"]
        assert found == [], "\n".join(
            f"{rule['id']}: {rule['help']}\n" + "\n".join(f"   {node['html'][:160]}" for node in rule["nodes"][:6])
            for rule in found
        )

    return check
