"""Short form of ``slow_clients``: others are served while hundreds hold connections open."""

import pytest

from tests.faults import slow_clients
from tests.faults.servers import BASE
from tests.faults.short import figures


@pytest.mark.skipif(slow_clients.PROGRAM is None, reason="there is no nginx on this machine")
def test_slow_visitors_keep_nobody_out(django_db_setup):
    [found] = figures("slow_clients", "--slow", 200, "--seconds", 18)
    assert found["open_at_once"] == 200
    assert found["came_again"] >= 100  # those in the head were cut off
    assert found["success"] >= 0.99


def test_the_settings_of_the_repository_are_what_is_tried(tmp_path):
    text = slow_clients.settings((BASE / "docs/deploy/nginx.conf").read_text(), 1001, 1002, tmp_path)
    kept = ["limit_conn_zone $binary_remote_addr zone=visitors:10m;", "server 127.0.0.1:1002;", "listen 127.0.0.1:1001;",
            "client_body_timeout 15s;", "client_header_timeout 15s;", "send_timeout 30s;", "limit_conn visitors 200;",
            "proxy_request_buffering on;"]
    assert [one for one in kept if one not in text] == []
    assert [word for word in ("ssl", ":80;", "[::]") if word in text] == []
