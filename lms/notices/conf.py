"""How messages leave the house, read from the environment at the start; ``docs/configuration.md`` lists every variable."""

import dj_email_url

from lms.config.environment import read, wrong

SMS_GATEWAY = read("SMS_GATEWAY", "str", "console", "console or http")
SMS_URL = read("SMS_URL", "str", "", "the address of the gateway for text messages")
SMS_TOKEN = read("SMS_TOKEN", "str", "", "what the gateway for text messages knows this site by")
if SMS_GATEWAY not in ("console", "http"):
    raise wrong("SMS_GATEWAY", "no such gateway", "console or http")
if SMS_GATEWAY == "http" and not SMS_URL.startswith(("https://", "http://")):
    raise wrong("SMS_URL", "it does not begin with https://", "the address of the gateway, since SMS_GATEWAY is http")
if SMS_GATEWAY == "http" and not SMS_TOKEN:
    raise wrong("SMS_TOKEN", "it is empty", "what the gateway knows this site by, since SMS_GATEWAY is http")

EMAIL_URL = read("EMAIL_URL", "str", "console:", "such as submission://user:password@mail.example.org:587")
EMAIL_FROM = read("EMAIL_FROM", "str", "noreply@localhost", "the address that e-mail comes from")
if EMAIL_URL.partition(":")[0] not in dj_email_url.SCHEMES:
    raise wrong("EMAIL_URL", "it names no way of sending that is known here", "console: or submission://user:password@host:587")
EMAIL = dj_email_url.parse(EMAIL_URL)
