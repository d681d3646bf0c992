"""The demo district of the size of the benchmarks: how long it takes to make, and how large its database is.

``python -m benchmarks.demo_district``. The same for the small demo first, which is what a newcomer waits for.
"""

import io
import sys

from benchmarks.harness import emit, fresh_database, measure


def main():
    with fresh_database() as folder:
        for scale in ("small", "district"):
            fill(scale, folder)


def fill(scale, folder):
    """Fill the database up to ``scale`` and print minutes, size and rows; the district adds to the small demo."""
    from django.core.management import call_command

    from cohorts.models import AttendanceMark, Cohort
    from lms.people.models import Person

    with measure() as made:
        call_command("demo", scale=scale, stdout=io.StringIO())
    rows = {"people": Person.objects.count(), "cohorts": Cohort.objects.count(), "marks": AttendanceMark.objects.count()}
    emit(f"demo --scale {scale}", minutes=round(made.seconds / 60, 2), peak_mb=round(made.peak_mb),
         database_mb=round(size(folder)), **rows)


def size(folder):
    """Return the size of the database, in MB."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return sum(file.stat().st_size for file in folder.glob("db.sqlite3*")) / 1e6
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0] / 1e6


if __name__ == "__main__":
    sys.exit(main())
