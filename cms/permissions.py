"""Who may enter the editor, and what they reach there. Wagtail's groups follow from it (``cms.actions.editors``)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies import ModelPermissionPolicy

from courses.models import Exam
from courses.permissions import SETTERS
from lms import navigation
from lms.people import access, matrix
from lms.people.enums import Role

# Reports of Wagtail that name pages whoever asks, and not only those that the asker reaches.
OF_ALL_SCHOOLS = ("reports/page-types-usage/",)


def edits_everything(scope):
    """District administrators, and editors of the whole district."""
    return scope.holds(Role.DISTRICT) or any(path.count("/") == 1 for path in scope.paths(Role.EDITOR))


def edits_school(scope, path):
    """Tell whether the school of the organisation at ``path`` lies in a subtree whose editor one is."""
    return scope.covers(path, Role.EDITOR)


def approves_school(scope, path):
    """Tell whether one approves what the editors of that school submit."""
    return scope.covers(path, Role.SCHOOL)


def exams_to_choose(user):
    """Return the exams of the subtrees where ``user`` sets exams or edits pages: their titles only are shown."""
    inside = Q(pk__in=[])
    for path in user.scope.paths(*SETTERS, Role.EDITOR):
        inside |= Q(organisation__path__startswith=path)
    return Exam.objects.filter(inside)


class CardPolicy(ModelPermissionPolicy):
    """Cards of lecturers: everyone in the editor may look and add; a card is changed by the editors of its school."""

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def user_has_permission_for_instance(self, user, action, instance):
        if not self.user_has_permission(user, action):
            return False
        if action == "view" or edits_everything(user.scope):
            return True
        return instance.school is not None and edits_school(user.scope, instance.school.path)


def register_verbs():
    access.register(matrix.table(__package__))
    navigation.register(
        navigation.NavItem(19, _("Write and approve"), "wagtailadmin_home", "file-pen-line", "content.open"),
    )
