"""What is written to the log, and how much of what others write."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.server": {"level": "WARNING"}, "fontTools": {"level": "WARNING"},
                "weasyprint": {"level": "ERROR"}, "wagtail": {"level": "WARNING"}, "django_tasks": {"level": "WARNING"},
                "celery": {"level": "WARNING"}, "kombu": {"level": "ERROR"}, "axes": {"level": "ERROR"},
                "pikepdf": {"level": "WARNING"}, "pyhanko": {"level": "ERROR"}},
}
