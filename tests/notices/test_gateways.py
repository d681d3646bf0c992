"""E-mail and text messages: what goes out, what the log says, and what a wrong setting says at the start."""

import json
import logging
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import dj_email_url
import pytest
from django.conf import settings
from django.core import mail

from lms.notices import conf
from lms.notices.gateways import ConsoleSms, Email, GatewayError, HttpSms, gateway_of

PERSON = SimpleNamespace(name="张三", email="x@example.org", phone="13800001234", masked_phone="138****1234")
NOBODY = SimpleNamespace(name="李四", email="", phone=None, masked_phone="")


def send(gateway, person=PERSON):
    gateway.send(person=person, subject="提醒", text="明天九点上课", number=7)


@pytest.fixture
def post(monkeypatch):
    """An HTTP gateway on this machine: ``requests`` is what it was sent, ``status`` what it answers."""
    requests, answer = [], {"status": 200}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            requests.append((self.headers["Authorization"], json.loads(body)))
            self.send_response(answer["status"])
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setattr(conf, "SMS_GATEWAY", "http")
    monkeypatch.setattr(conf, "SMS_URL", f"http://127.0.0.1:{server.server_port}/send")
    monkeypatch.setattr(conf, "SMS_TOKEN", "let-me-in")
    yield SimpleNamespace(requests=requests, answer=answer)
    server.shutdown()
    server.server_close()


def test_the_console_shows_the_number_masked(caplog):
    with caplog.at_level(logging.INFO, logger="lms.notices.gateways"):
        send(ConsoleSms())
    assert "138****1234" in caplog.text
    assert "13800001234" not in caplog.text


def test_the_http_gateway_gets_number_text_and_token(post):
    assert isinstance(gateway_of("sms"), HttpSms)
    send(gateway_of("sms"))
    assert post.requests == [("Bearer let-me-in", {"id": "notice-7", "to": "13800001234", "text": "明天九点上课"})]


@pytest.mark.parametrize("status", [400, 401, 500])
def test_a_refusal_is_an_error_without_the_number(post, status):
    post.answer["status"] = status
    with pytest.raises(GatewayError) as error:
        send(HttpSms())
    assert str(status) in str(error.value)
    assert "1380000" not in str(error.value)


def test_a_gateway_that_is_not_there_is_an_error(monkeypatch):
    monkeypatch.setattr(conf, "SMS_URL", "http://127.0.0.1:9/")
    with pytest.raises(GatewayError):
        send(HttpSms())


@pytest.mark.parametrize("gateway", [Email, ConsoleSms, HttpSms])
def test_whoever_has_no_address_is_an_error(gateway):
    with pytest.raises(GatewayError):
        send(gateway(), NOBODY)


def test_e_mail_goes_out_by_what_the_setting_names(monkeypatch):
    monkeypatch.setattr(conf, "EMAIL", dj_email_url.parse("memory:"))
    send(gateway_of("email"))
    [message] = mail.outbox
    assert (message.to, message.subject, message.body, message.from_email) == (
        ["x@example.org"], "提醒", "明天九点上课", conf.EMAIL_FROM
    )


def test_a_mail_server_that_is_not_there_is_an_error(monkeypatch):
    monkeypatch.setattr(conf, "EMAIL", dj_email_url.parse("smtp://127.0.0.1:9"))
    with pytest.raises(GatewayError) as error:
        send(Email())
    assert "example.org" not in str(error.value)


@pytest.mark.parametrize(("name", "values"), [
    ("SMS_GATEWAY", {"SMS_GATEWAY": "pigeon"}),
    ("SMS_URL", {"SMS_GATEWAY": "http", "SMS_TOKEN": "x"}),
    ("SMS_URL", {"SMS_GATEWAY": "http", "SMS_TOKEN": "x", "SMS_URL": "ftp://example.org"}),
    ("SMS_TOKEN", {"SMS_GATEWAY": "http", "SMS_URL": "https://example.org"}),
    ("EMAIL_URL", {"EMAIL_URL": "pigeon://example.org"}),
])
def test_a_wrong_value_stops_the_start_and_names_the_variable(name, values):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=settings.BASE_DIR, capture_output=True, text=True,
        env={**os.environ, "DATA_DIR": str(settings.DATA_DIR), **values},
    )
    assert done.returncode != 0
    assert f"variable {name} has a value that cannot be used" in done.stderr
