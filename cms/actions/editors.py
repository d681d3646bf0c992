"""Let Wagtail's groups say what the role grants say."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from cms.models import HomePage, SchoolPage
from cms.permissions import approves_school, edits_everything, edits_school
from lms.audit.trail import record
from lms.people.enums import Role

PREFIX = "content:"
EVERYTHING = f"{PREFIX}everything"
APPROVERS = f"{PREFIX}approvers"
# Editors of a school submit what they wrote (``cms.actions.moderation``); the district publishes.
PAGE_PERMISSIONS = ("add_page", "change_page")
MORE_ON_EVERYTHING = ("publish_page", "bulk_delete_page", "lock_page", "unlock_page")
FILE_PERMISSIONS = (
    ("wagtailimages", "add_image"), ("wagtailimages", "change_image"), ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"), ("wagtaildocs", "change_document"), ("wagtaildocs", "choose_document"),
    ("wagtailmedia", "add_media"), ("wagtailmedia", "change_media"),
)
TABLES = (("people", "category"), ("courses", "watchingpolicy"))
CARDS = ("cms", "lecturer")


def sync_editors(*, person):
    """Put ``person`` into the groups that their active grants call for, and out of the others; return whether any changed.

    An editor reaches the school pages of their subtree; district administrators, and editors of the whole district, reach
    every page; a school administrator reaches what waits for their approval. Read at the editor's door at every request,
    so that a role given or ended holds from the next one on.
    """
    wanted = _wanted(person.scope)
    held = set(person.groups.filter(name__startswith=PREFIX).values_list("name", flat=True))
    if held == wanted.keys():
        return False
    with transaction.atomic():
        person.groups.remove(*Group.objects.filter(name__in=held - wanted.keys()))
        person.groups.add(*[_group(name, page) for name, page in wanted.items() if name not in held])
        record(actor=None, verb="editor.sync", target=person, detail={"groups": sorted(wanted)})
    return True


def _wanted(scope):
    """Map the names of groups to the page that each is about; approvers have none of their own."""
    if edits_everything(scope):
        home = HomePage.objects.first()
        return {EVERYTHING: home} if home else {}
    if not scope.holds(Role.EDITOR, Role.SCHOOL):
        return {}
    pages = list(SchoolPage.objects.select_related("school"))
    wanted = {f"{PREFIX}{page.pk}": page for page in pages if edits_school(scope, page.school.path)}
    if any(approves_school(scope, page.school.path) for page in pages):
        wanted[APPROVERS] = None
    return wanted


def _group(name, page):
    """Return the group of ``name``, made with its permissions at its first need."""
    group, created = Group.objects.get_or_create(name=name)
    if not created:
        return group
    enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    group.permissions.add(enter)
    if page is None:
        return group
    everything = name == EVERYTHING
    for app, model in (*TABLES, CARDS) if everything else (CARDS,):
        group.permissions.add(*Permission.objects.filter(
            content_type__app_label=app, codename__in=[f"add_{model}", f"change_{model}", f"view_{model}"]
        ))
    if everything:
        group.permissions.add(Permission.objects.get(content_type__app_label="cms", codename="delete_lecturer"))
    for codename in PAGE_PERMISSIONS + (MORE_ON_EVERYTHING if everything else ()):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    collection = _collection(page, everything)
    for app, codename in FILE_PERMISSIONS:
        permission = Permission.objects.filter(content_type__app_label=app, codename=codename).first()
        if permission is not None:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    return group


def _collection(page, everything):
    """Return the folder of files of a school, or the root of all of them."""
    root = Collection.get_first_root_node()
    if everything:
        return root
    name = page.school.name[:255]
    found = root.get_children().filter(name=name).first()
    return found or root.add_child(instance=Collection(name=name))
