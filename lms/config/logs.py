"""What is written to the log, and how much of what others write."""

from lms.config.environment import read, wrong

LOG_FORMAT = read("LOG_FORMAT", "str", "line", "line or json")
if LOG_FORMAT not in ("line", "json"):
    raise wrong("LOG_FORMAT", "there is no such format", "line or json")
SLOW_QUERY_MS = read("SLOW_QUERY_MS", "int", 0, "milliseconds from which a query is logged, or 0 for none")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "lms.log_lines.RequestId"}},
    "formatters": {
        "line": {"()": "lms.log_lines.Line", "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"},
        "json": {"()": "lms.log_lines.JsonLine"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django would send errors to ADMINS by e-mail, with the values of variables: everything goes to the one masked log instead.
    "loggers": {"django": {"handlers": [], "level": "INFO"}, "django.server": {"level": "WARNING"},
                "fontTools": {"level": "WARNING"}, "weasyprint": {"level": "ERROR"}, "wagtail": {"level": "WARNING"},
                "django_tasks": {"level": "WARNING"}, "celery": {"level": "WARNING"}, "kombu": {"level": "ERROR"},
                "axes": {"level": "ERROR"}, "pikepdf": {"level": "WARNING"}, "pyhanko": {"level": "ERROR"}},
}
