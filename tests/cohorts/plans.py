"""Makers of calls, filings and their items, for the tests of supervision."""

from datetime import timedelta

from django.utils import timezone

from cohorts.actions.filing_calls import create_call
from cohorts.actions.filings import begin_version, file_version, save_draft, submit_version

ITEM = {"key": None, "kind": "general", "title": "支部党员大会", "month": 1, "day": None, "hours": 2, "audience": "全体党员"}


def make_call(world, *, days=10, **fields):
    """Ask the east for a plan that is due in so many days."""
    fields = {"organisation": world.east, "title": "年度“三会一课”计划", "year": timezone.localdate().year} | fields
    return create_call(actor=world.p_subdistrict, due_on=timezone.localdate() + timedelta(days=days), **fields)


def draft(world, call, *, items=(ITEM,), organisation=None, **fields):
    version = begin_version(actor=world.p_liaison, call=call, organisation=organisation or world.east_branch)
    return save_draft(actor=world.p_liaison, version=version, items=items, **fields)


def handed_in(world, call, **fields):
    return submit_version(actor=world.p_liaison, version=draft(world, call, **fields))


def on_file(world, call, **fields):
    return file_version(actor=world.p_subdistrict, version=handed_in(world, call, **fields))
