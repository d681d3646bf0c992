"""What an installation of an earlier release becomes: its tables with the demo district, as they were, are brought up to date.

``release_0_1`` holds both databases as that release left them, packed: a file of SQLite, and statements for PostgreSQL.
"""
