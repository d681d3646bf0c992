"""How long a sign-in lasts, what a password must be, and who signs in with a second factor."""

from lms.config.environment import read, wrong


def _within(name, value, least, most):
    if not least <= value <= most:
        raise wrong(name, f"it is not between {least} and {most}", f"a number from {least} to {most}")
    return value


SESSION_IDLE_MINUTES = _within(
    "SESSION_IDLE_MINUTES", read("SESSION_IDLE_MINUTES", "int", 30, "the minutes after which staff are signed out"), 5, 1440)
SESSION_IDLE_MINUTES_LEARNERS = _within(
    "SESSION_IDLE_MINUTES_LEARNERS",
    read("SESSION_IDLE_MINUTES_LEARNERS", "int", 7 * 1440, "the minutes after which whoever only learns is signed out"),
    5, 90 * 1440)
SESSION_HOURS = _within(
    "SESSION_HOURS", read("SESSION_HOURS", "int", 12, "the hours after which staff sign in anew in any case"), 1, 720)
SESSION_HOURS_LEARNERS = _within(
    "SESSION_HOURS_LEARNERS",
    read("SESSION_HOURS_LEARNERS", "int", 14 * 24, "the hours after which whoever only learns signs in anew in any case"),
    1, 90 * 24)
# A cookie lasts as long as a sign-in can; whether the sign-in still counts is decided at each request.
SESSION_COOKIE_AGE = max(SESSION_HOURS, SESSION_HOURS_LEARNERS) * 3600

_pauses = read("SIGN_IN_PAUSES", "list", ["15", "30", "60"], "minutes with commas between them")
SIGN_IN_PAUSES = sorted(int(each) for each in _pauses if each.strip().isdecimal())
if [str(each) for each in SIGN_IN_PAUSES] != [each.strip() for each in _pauses] or not SIGN_IN_PAUSES:
    raise wrong("SIGN_IN_PAUSES", "it is no row of minutes that grows", "minutes with commas between them, growing")
for _each in SIGN_IN_PAUSES:
    _within("SIGN_IN_PAUSES", _each, 15, 1440)
SIGN_IN_NETWORK_FAILURES = _within("SIGN_IN_NETWORK_FAILURES", read(
    "SIGN_IN_NETWORK_FAILURES", "int", 120, "the sign-ins that may fail on a network in a quarter of an hour"), 20, 100_000)

PASSWORD_MIN_LENGTH = _within(
    "PASSWORD_MIN_LENGTH", read("PASSWORD_MIN_LENGTH", "int", 8, "the characters that a password needs"), 8, 64)
PASSWORD_HISTORY = _within(
    "PASSWORD_HISTORY", read("PASSWORD_HISTORY", "int", 0, "how many former passwords cannot be taken again"), 0, 24)
PASSWORD_REFUSE_COMMON = read("PASSWORD_REFUSE_COMMON", "bool", True, "true or false")
PASSWORD_REFUSE_SIMILAR = read("PASSWORD_REFUSE_SIMILAR", "bool", True, "true or false")

_validation = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validation}.MinimumLengthValidator", "OPTIONS": {"min_length": PASSWORD_MIN_LENGTH}},
    *([{"NAME": f"{_validation}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "phone", "staff_no", "email"]}}]
      if PASSWORD_REFUSE_SIMILAR else []),
    *([{"NAME": f"{_validation}.CommonPasswordValidator"}] if PASSWORD_REFUSE_COMMON else []),
    *([{"NAME": "lms.people.passwords.FormerPasswordValidator"}] if PASSWORD_HISTORY else []),
]

SECOND_FACTORS = ("off", "offered", "required")
SECOND_FACTOR = read("SECOND_FACTOR", "str", "offered", "off, offered or required").lower()
if SECOND_FACTOR not in SECOND_FACTORS:
    raise wrong("SECOND_FACTOR", "it is none of these", "off, offered or required")
_staff = ("liaison", "trainer", "school", "subdistrict", "district", "editor", "auditor")
SECOND_FACTOR_ROLES = read("SECOND_FACTOR_ROLES", "list", ["district", "auditor"], "roles with commas between them")
if not SECOND_FACTOR_ROLES or set(SECOND_FACTOR_ROLES) - set(_staff):
    raise wrong("SECOND_FACTOR_ROLES", "it names something that is no role", f"some of {', '.join(_staff)}")
SECOND_FACTOR_REMEMBER_DAYS = _within(
    "SECOND_FACTOR_REMEMBER_DAYS", read("SECOND_FACTOR_REMEMBER_DAYS", "int", 0, "the days that a device is remembered"), 0, 90)

AUDIT_KEEP_MONTHS = _within(
    "AUDIT_KEEP_MONTHS", read("AUDIT_KEEP_MONTHS", "int", 36, "the months that lines of the trail are kept"), 6, 600)
