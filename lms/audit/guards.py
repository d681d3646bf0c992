"""What the database itself refuses: changing a line of the trail, and removing one before a checkpoint says so."""

TABLES = {"audit_auditentry": "id", "audit_auditseal": "entry"}  # and the column that holds the line's id
REFUSED = "the audit trail is only added to"

_OVER = (
    "EXISTS (SELECT 1 FROM audit_auditseal s JOIN audit_auditcheckpoint c ON s.position <= c.position WHERE s.entry = OLD.{id})"
)


def statements(vendor):
    """Return ``(install, remove)``: lists of statements for the database ``vendor`` (``sqlite`` or ``postgresql``)."""
    return _sqlite() if vendor == "sqlite" else _postgresql()


def _sqlite():
    install, remove = [], []
    for table, column in TABLES.items():
        over = _OVER.format(id=column)
        install += [
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} WHEN NOT {over} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
        ]
        remove += [f"DROP TRIGGER IF EXISTS {table}_kept", f"DROP TRIGGER IF EXISTS {table}_stays"]
    return install, remove


def _postgresql():
    install = [
        f"CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation'; END $$"
    ]
    remove = []
    for table, column in TABLES.items():
        over = _OVER.format(id=column)
        install += [
            f"CREATE OR REPLACE FUNCTION {table}_over() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {over} THEN "
            f"RETURN OLD; END IF; RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation'; END $$",
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_over()",
        ]
        remove += [f"DROP TRIGGER IF EXISTS {table}_kept ON {table}", f"DROP TRIGGER IF EXISTS {table}_stays ON {table}"]
    return install, remove


def install(apps, schema_editor):
    """Put the triggers up (a migration's step)."""
    for statement in statements(schema_editor.connection.vendor)[0]:
        schema_editor.connection.cursor().execute(statement)


def remove(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor)[1]:
        schema_editor.connection.cursor().execute(statement)
