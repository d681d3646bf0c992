"""SCORM packages that no page plays any longer."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Revision, TaskState

from cms.models import ScormLessonPage
from courses.actions.scorm import remove_unused_files


def tidy_packages(*, now):
    """Remove the files of packages that were replaced on every page; return how many packages.

    A page refers to one by what is published, by its draft, and by what waits to be approved or for its time. Its older
    versions do not count: should one be taken up again, the check list asks for the package anew.
    """
    to_come = Q(pk__in=ScormLessonPage.objects.values("latest_revision")) | Q(approved_go_live_at__isnull=False) | Q(
        task_states__status=TaskState.STATUS_IN_PROGRESS)
    revisions = Revision.objects.filter(to_come, content_type=ContentType.objects.get_for_model(ScormLessonPage))
    in_use = {*ScormLessonPage.objects.values_list("package", flat=True), *revisions.values_list("content__package", flat=True)}
    return remove_unused_files(in_use=in_use - {None}, now=now)
