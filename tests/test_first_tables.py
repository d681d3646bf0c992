"""An empty database and one that was upgraded step by step end with the same models."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from lms.first_tables import CreateTables


def models_of(state, labels):
    """Return the models of some apps, their indexes and constraints in the order of names."""
    found = {key: model for key, model in state.models.items() if key[0] in labels}
    for model in found.values():
        for kind in ("indexes", "constraints"):
            model.options[kind] = sorted(model.options[kind], key=lambda one: one.name)
    return found


def test_both_ways_end_with_the_same_models():
    short = MigrationLoader(None)
    each = MigrationLoader(None, replace_migrations=False)
    ends = {key: one.replaces[-1] for key, one in short.replacements.items() if isinstance(one.operations[0], CreateTables)}
    ours = {label for label, _ in ends}
    assert {"people", "courses", "cohorts", "cms"} <= ours, "the control"
    known = models_of(each.project_state(list(ends.values())), ours)
    found = models_of(short.project_state(list(ends)), ours)
    assert known.keys() == found.keys()
    assert [key for key in known if known[key] != found[key]] == []


@pytest.mark.django_db
def test_nothing_waits_for_the_end_of_the_migration():
    """What waits is done after the tables are kept: what is killed in between could not go on."""
    loader = MigrationLoader(None)
    key = next(key for key in loader.replacements if key[0] == "cohorts")
    state, after = loader.project_state(key, at_end=False), loader.project_state(key)
    [tables] = [step for step in loader.get_migration(*key).operations if isinstance(step, CreateTables)]
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    editor.deferred_sql = []
    tables.database_forwards("cohorts", editor, state, after)
    assert editor.deferred_sql == []
    made = "\n".join(editor.collected_sql)
    assert made.count("CREATE TABLE") >= len(apps.get_app_config("cohorts").models) - 5
    assert "CREATE INDEX" in made
