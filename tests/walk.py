"""What a walk over every address looks at: the headers and the markup of an answer, and what a request wrote."""

import re
from collections import Counter
from contextlib import contextmanager

from django.db import connection

WRITE = re.compile(r'^\s*(INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
# Of the house itself: that somebody is signed in, and how often an address was asked.
OF_EVERY_REQUEST = {"django_session", "people_signinsession"}
INLINE = re.compile(r"<script(?![^>]*\b(?:src=|type=\"(?:application/(?:ld\+)?json|importmap|speculationrules)\"))[^>]*>|"
                    r"<style|\sstyle=|\son[a-z]+=[\"']|href=[\"']javascript:", re.IGNORECASE)
TAG = re.compile(r"<[a-z!/][^<>]*>", re.IGNORECASE)


@contextmanager
def writes():
    """Yield a counter of the tables in which rows change meanwhile, without those of every request."""
    counted = Counter()

    def look(execute, sql, params, many, context):
        done = execute(sql, params, many, context)
        if (found := WRITE.match(sql)) and found[2] not in OF_EVERY_REQUEST:
            # A conditional change that found nothing changed nothing; what was inserted is not counted until it is returned.
            counted[found[2]] += found[1].upper().startswith("INSERT") or context["cursor"].cursor.rowcount > 0
        return done

    with connection.execute_wrapper(look):
        yield counted
    for table in [table for table, number in counted.items() if not number]:
        del counted[table]


def body_of(response):
    """Return the bytes of an answer, and close what it reads from."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if getattr(response, "file_to_stream", None):
        response.file_to_stream.close()
    return body


def faults_of(response, *, signed_in, editor=False):
    """Return what an answer lacks of what every answer of the site has, as a list of words."""
    headers, found = response.headers, []
    if response.status_code >= 500:
        found.append(f"status {response.status_code}")
    if headers.get("X-Content-Type-Options") != "nosniff":
        found.append("nosniff")
    if signed_in and not re.search(r"no-store", headers.get("Cache-Control", "")):
        found.append(f"kept: {headers.get('Cache-Control')}")
    if not headers.get("Content-Type", "").startswith("text/html"):
        return found
    policy = headers.get("Content-Security-Policy", "")
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    if "default-src" not in directives or "object-src" not in directives:
        found.append("no policy")
    if not editor:
        if "unsafe-inline" in policy or "unsafe-eval'" in policy.replace("wasm-unsafe-eval'", ""):
            found.append("a policy that lets inline scripts run")
        if directives.get("frame-ancestors") != "'none'" or headers.get("X-Frame-Options") != "DENY":
            found.append("may be framed")
        page = response.content.decode()
        found += sorted({f"inline: {tag[:60]}" for tag in TAG.findall(page) if INLINE.search(tag)})
    return found
