"""Attendance with a column a session: a table a cohort, a line a person."""

import tempfile
import zipfile
from collections import Counter, defaultdict
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext as _

from cohorts.enums import MARKS
from cohorts.reports.attendance_words import Words, shares
from lms.tables import Column, CommaFile
from lms.tables.columns import SHARE
from lms.tables.parts import free_name

NOT_EXPECTED = "—"


def write_wide(book, parts, rates):
    """Write a sheet a cohort into ``book``; return how many marks they hold."""
    words, count = Words(), 0
    for cohort, sessions, part in _cohorts(parts):
        table = book.table(cohort, _columns(sessions), title=cohort, fixed=1)
        count += _write(table, sessions, part, words, rates)
    return count


def write_wide_files(path, parts):
    """Write a file of comma-separated values a cohort into the archive at ``path``; return how many marks they hold."""
    words, count, names = Words(), 0, set()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, tempfile.TemporaryDirectory() as folder:
        for cohort, sessions, part in _cohorts(parts):
            file = Path(folder) / "table.csv"
            with CommaFile(file, _columns(sessions)) as table:
                count += _write(table, sessions, part, words)
            name = free_name(cohort, names)
            names.add(name)
            archive.write(file, f"{name}.csv")
    return count


def _cohorts(parts):
    """Yield ``(title, sessions, part)`` for each cohort in which the export has anybody."""
    for part in parts:
        for cohort, sessions in groupby(part.sessions, key=lambda session: session.cohort_id):
            sessions = list(sessions)
            if any(place.cohort_id == cohort for place in part.places.values()) or any(
                part.marks.get(session.pk) for session in sessions
            ):
                yield sessions[0].cohort, sessions, part


def _columns(sessions):
    return (
        Column(_("Name"), 12), Column(_("Position"), 14), Column(_("Organisation"), 34), Column(_("Sub-district"), 20),
        *(Column(f"{session.starts_at:%m-%d %H:%M}\n{session.title}", 16) for session in sessions),
        *(Column(label, 9, "0") for _value, label in MARKS), Column(_("Attended"), 9, "0"),
        Column(_("Attendance rate"), 11, SHARE), Column(_("Rate without leave"), 13, SHARE), Column(_("Remark"), 16),
    )


def _write(table, sessions, part, words, rates=None):
    """Write a line a person: those of the cohort first, then who came from another; return how many marks these are."""
    cohort = sessions[0].cohort_id
    marks, total = defaultdict(dict), 0
    for session in sessions:
        found = part.marks.get(session.pk, ())
        if rates is not None and found:
            rates.add(session, [mark[2] for mark in found])
        for place, status, counted, *_rest in found:
            marks[place][session.pk] = (status, counted)
            total += 1
    guests = [place for place in part.places.values() if place.cohort_id != cohort and place.pk in marks]
    own = [place for place in part.places.values() if place.cohort_id == cohort]
    for place in (*own, *guests):
        mine = marks.get(place.pk, {})
        counts = Counter(counted for _status, counted in mine.values())
        table.write(table.cells(0, (
            place.name, words.positions.get(place.position, place.position), place.organisation, place.superior,
            *(_cell(session, place, mine, words) for session in sessions),
            *(counts[value] for value, _label in MARKS), *shares(counts),
            "" if place.cohort_id == cohort else _("guest from another class"),
        )))
    return total


def _cell(session, place, mine, words):
    if session.pk in mine:
        return words.statuses[mine[session.pk]]
    guest = place.cohort_id != session.cohort_id
    return NOT_EXPECTED if guest or session.group_id not in (None, place.group_id) else ""
