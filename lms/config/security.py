"""Who may frame, load and send what; the names that the site and other people's programs are served under."""

import re

from csp.constants import NONE, SELF

from lms.config.environment import read, wrong

HTTPS = read("HTTPS", "bool", False, "true when every visitor comes by https")
SITE_URL = read("SITE_URL", "str", "http://127.0.0.1:8000", "the address that visitors type").rstrip("/")
if not SITE_URL.startswith(("http://", "https://")):
    raise wrong("SITE_URL", "it does not begin with http:// or https://", "the address that visitors type")
# Uploaded packages are other people's programs; they are played under a name of their own (courses.content_host).
SCORM_HOST = read("SCORM_HOST", "str", "*.localhost", "a host name that is not the site's, or *. and such a name").lower()
_site_host = SITE_URL.partition("://")[2].partition("/")[0].partition(":")[0].lower()
if not re.fullmatch(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?", SCORM_HOST):
    raise wrong("SCORM_HOST", "it is no host name", "a host name that is not the site's, or *. and such a name")
if f".{_site_host}".endswith(SCORM_HOST.removeprefix("*").partition(":")[0]) and _site_host != "localhost":
    raise wrong("SCORM_HOST", "the site itself stands under it", "a host name that is not the site's")

# How many of our own proxies stand before us: what visitors write into X-Forwarded-For themselves is then told apart.
TRUSTED_PROXIES = read("TRUSTED_PROXIES", "int", 0, "the number of reverse proxies before the site, such as 1")
if not 0 <= TRUSTED_PROXIES <= 10:
    raise wrong("TRUSTED_PROXIES", "it is not between 0 and 10", "the number of reverse proxies before the site, such as 1")

# Browsers take a cookie of such a name by https only, from this very host, for all of its addresses.
_host = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_host}sessionid", f"{_host}csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True  # scripts take the form's token from the page
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # Strict would sign people out who come by a link
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
