"""A database as an earlier release left it, and the commands of this release on it."""

import lzma
import os
import secrets
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

BASE = Path(__file__).resolve().parents[2]
OWN = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}  # tables that an upgrade fills itself


class Installation:
    """``url`` of the database, ``folder`` of the data, its secret ``key``; :meth:`manage` runs a command of the site on it."""

    def __init__(self, url, folder, key):
        self.url = url
        self.env = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(folder), "SECRET_KEY": key, "DEMO_MODE": "true"}

    def manage(self, *arguments):
        return subprocess.run([sys.executable, "manage.py", *arguments], cwd=BASE, env=self.env, text=True, capture_output=True)

    def begin(self, *arguments):
        """Start a command and return its process."""
        return subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=BASE, env=self.env, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def ask(self, sql):
        """Return the rows that a query finds."""
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as connection:
                return connection.execute(sql).fetchall()
        import psycopg

        with psycopg.connect(self.url) as connection:
            return connection.execute(sql).fetchall()

    def do(self, *statements):
        """Run statements and keep what they write."""
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as connection, connection:
                for sql in statements:
                    connection.execute(sql)
            return
        import psycopg

        with psycopg.connect(self.url) as connection:
            for sql in statements:
                connection.execute(sql)

    def tables(self):
        """Return ``{table: rows}``."""
        names = self.ask("SELECT name FROM sqlite_master WHERE type = 'table'" if self.url.startswith("sqlite") else
                         "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name: self.ask(f'SELECT count(*) FROM "{name}"')[0][0] for (name,) in names}


@contextmanager
def of_release(release, folder, server=""):
    """Yield an :class:`Installation` of ``release`` (``"0_1"``): SQLite in ``folder``, or PostgreSQL beside ``server``."""
    packed = Path(__file__).parent / f"release_{release}"
    if not server:
        file = folder / "db.sqlite3"
        file.write_bytes(lzma.decompress((packed / "database.sqlite3.xz").read_bytes()))
        yield Installation(f"sqlite:///{file}", folder, (packed / "sqlite.key").read_text())
        return
    import psycopg

    name = f"release_{secrets.token_hex(6)}"
    url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(lzma.decompress((packed / "postgresql.sql.xz").read_bytes()).decode())
        yield Installation(url, folder, (packed / "postgresql.key").read_text())
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
