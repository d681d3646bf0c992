"""The lists of this app: pages take their rows from here, and so do exports, saved filters and scheduled reports."""

from . import classes, people, places, supervision  # noqa: F401 -- registry: each registers its lists
