"""Whose fault an error is, and what the visitor reads of it."""

import errno
import sqlite3

import pytest
from django.db.utils import InterfaceError, OperationalError
from psycopg import errors as postgresql

from lms.troubles import trouble_of


def caused(error, cause):
    error.__cause__ = cause
    return error


def sqlite(name):
    error = sqlite3.OperationalError("words")
    error.sqlite_errorname = name
    return caused(OperationalError("words"), error)


@pytest.mark.parametrize(("error", "trouble"), [
    (sqlite("SQLITE_FULL"), "full"), (sqlite("SQLITE_BUSY_SNAPSHOT"), "busy"), (sqlite("SQLITE_IOERR_WRITE"), "away"),
    (sqlite("SQLITE_CANTOPEN"), "away"), (sqlite("SQLITE_ERROR"), None),
    (caused(OperationalError(), postgresql.OperationalError()), "away"),
    (caused(InterfaceError(), postgresql.InterfaceError()), "away"),
    (caused(OperationalError(), postgresql.AdminShutdown()), "away"),
    (caused(OperationalError(), postgresql.DiskFull()), "full"),
    (caused(OperationalError(), postgresql.DeadlockDetected()), "busy"),
    (caused(OperationalError(), postgresql.SyntaxError()), None),
    (OSError(errno.ENOSPC, "full"), "full"), (caused(ValueError(), OSError(errno.EDQUOT, "quota")), "full"),
    (OSError(errno.ENOENT, "not there"), None), (KeyError("name"), None), (None, None),
])
def test_whose_fault_it_is(error, trouble):
    assert trouble_of(error) == trouble


@pytest.mark.parametrize(("error", "status", "again", "chinese", "english"), [
    (caused(OperationalError(), postgresql.AdminShutdown()), 503, "5", "网站的数据库暂时没有响应", "does not answer just now"),
    (OSError(errno.ENOSPC, "No space left on device"), 507, "60", "服务器的磁盘已满", "The disk of the server is full"),
])
def test_the_page_says_it_in_both_languages_and_when_to_try_again(client, monkeypatch, error, status, again, chinese, english):
    def broken(request):
        raise error

    client.raise_request_exception = False
    monkeypatch.setattr("lms.people.views.account.SignIn.get", lambda self, request: broken(request))
    page = client.get("/login/")
    assert (page.status_code, page.headers["Retry-After"], page.headers["Cache-Control"]) == (status, again, "no-store")
    assert chinese in page.content.decode()
    client.cookies["django_language"] = "en"
    page = client.get("/login/")
    assert page.status_code == status
    assert english in page.content.decode()
    assert client.get("/login/", headers={"accept": "application/json"}).json()["status"] == status


def test_a_fault_of_ours_stays_one(client, monkeypatch):
    def broken(self, request):
        raise KeyError("name")

    client.raise_request_exception = False
    monkeypatch.setattr("lms.people.views.account.SignIn.get", broken)
    assert client.get("/login/").status_code == 500
