"""All tables of an app in one step of a migration, for a database that has none of them."""

from django.db.migrations.operations.base import Operation, OperationCategory


class CreateTables(Operation):
    """Create the tables of several ``CreateModel``, which may name each other, as if each of them had stood alone.

    The models of all apps that a migration sees are made anew once, and not once a table: of two hundred tables that is most
    of the time. What waits for the end of the migration, foreign keys and indexes, is done here; so the migration and all that
    it replaces are written down in the transaction that makes the tables, and one that is killed leaves nothing.
    """

    category = OperationCategory.ADDITION
    serialization_expand_args = ["tables"]

    def __init__(self, tables):
        self.tables = tables

    def deconstruct(self):
        return (type(self).__qualname__, [], {"tables": self.tables})

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # without them a model is only noted down
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)
        for statement in schema_editor.deferred_sql:
            schema_editor.execute(statement)
        schema_editor.deferred_sql.clear()

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.tables)} tables"
