"""Who may enter the editor, and what they reach there. Wagtail's groups follow from it (``cms.actions.editors``)."""

from lms.people.access import holds, register
from lms.people.enums import Role


def edits_everything(scope):
    """District administrators, and editors of the whole district."""
    return scope.holds(Role.DISTRICT) or any(path.count("/") == 1 for path in scope.paths(Role.EDITOR))


def edits_school(scope, path):
    """Tell whether the school of the organisation at ``path`` lies in a subtree whose editor one is."""
    return scope.covers(path, Role.EDITOR)


def register_verbs():
    register({"content.edit": holds(Role.EDITOR, Role.DISTRICT)})
