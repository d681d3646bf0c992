"""Files of comma-separated values that Excel and WPS open rightly: UTF-8 with its mark, and texts that stay texts."""

import re
from datetime import date, datetime, time
from functools import partial

from django.utils.timezone import is_aware, make_naive
from django.utils.translation import gettext as _

from lms.tables.known import Known
from lms.tables.texts import quoted

_SPECIAL = re.compile(r'[",\r\n]|^\s|\s$')
FLUSH = 500


class CommaFile:
    """One table: a line of headings, then the rows."""

    suffix = "csv"

    def __init__(self, path, columns):
        self.columns, self.count = columns, 0
        self._file = open(path, "w", encoding="utf-8-sig", newline="", errors="replace")  # noqa: SIM115 -- closed by close()
        self._lines = []
        self._yes, self._no = _("Yes"), _("No")
        self._known = [Known(partial(self._value, column.number_format)) for column in columns]
        self._lines.append(",".join(self._value("", " ".join(str(column.heading).split("\n"))) for column in columns) + "\r\n")

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.close()

    def cells(self, start, values):
        """Return ``values`` prepared for the columns from ``start`` on."""
        return ",".join([known[value] for known, value in zip(self._known[start:start + len(values)], values, strict=True)])

    def write(self, *parts):
        """Write one row, made of what :meth:`cells` prepared."""
        self.count += 1
        self._lines.append(",".join(parts) + "\r\n")
        if len(self._lines) >= FLUSH:
            self._flush()

    def close(self):
        self._flush()
        self._file.close()

    def _flush(self):
        self._file.write("".join(self._lines))
        self._lines.clear()

    def _value(self, shown, value):
        if value is None:
            return ""
        if isinstance(value, str):
            text = quoted(value)
            return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text
        if isinstance(value, bool):
            return self._yes if value else self._no
        if isinstance(value, datetime):
            return f"{make_naive(value) if is_aware(value) else value:%Y-%m-%d %H:%M}"
        if isinstance(value, time):
            return f"{value:%H:%M}"
        if isinstance(value, date):
            return value.isoformat()
        return f"{value:.1%}" if shown.endswith("%") else str(value)
