"""Backups: what is in one, how it is written while the site works, and how it is brought back."""
