"""Lines of the log: with the number of the request, without personal data, and as JSON where asked for."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

from lms.request_ids import current

_PERSONAL = (
    (re.compile(r"(?<!\d)(\d{3})\d{11}(\d{3}[\dXx])(?!\d)"), r"\1***********\2"),  # identity numbers
    (re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)"), r"\1****\2"),  # telephones
    (re.compile(r"[\w.+-]+@([\w-]+\.)+\w+"), "***@***"),
    (re.compile(r"(?i)(password|passwd|token|secret|authorization|cookie)([\"']?\s*[:=]\s*[\"']?)(bearer\s+)?[^\s\"',;&}]+"),
     r"\1\2***"),
)


def without_personal_data(text):
    """Return ``text`` with identity numbers and telephones masked, addresses of e-mail and secrets left out."""
    for pattern, masked in _PERSONAL:
        text = pattern.sub(masked, text)
    return text


class RequestId(logging.Filter):
    """Add the number of the request that a line was written in."""

    def filter(self, record):
        record.request_id = current.get() or "-"
        return True


class Line(logging.Formatter):
    """One line for people, tracebacks below it; masked as a whole."""

    def format(self, record):
        return without_personal_data(super().format(record))


class JsonLine(logging.Formatter):
    """One JSON object a line. An exception is its kind, its words and where it came from: no values of variables."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname, "logger": record.name, "message": without_personal_data(record.getMessage()),
            "request_id": getattr(record, "request_id", "-"),
        }
        status = getattr(record, "status_code", None)
        if status:
            line["status"] = status
        if record.exc_info and record.exc_info[1] is not None:
            kind, error, trace = record.exc_info
            line["exception"] = {
                "kind": kind.__name__, "words": without_personal_data(str(error)),
                "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)],
            }
        return json.dumps(line, ensure_ascii=False)
