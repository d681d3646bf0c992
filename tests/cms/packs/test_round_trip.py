"""A course as one file: out of one tree and into another with every block, or not at all."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.images import get_image_model

from cms.actions import packs
from cms.actions.editors import sync_editors
from cms.actions.packs import export_course
from cms.blocks import CONTENT
from cms.models import CoursePage, Lecturer, LessonPage, MediaFile, ScormLessonPage
from cms.packs.reading import PackRefused
from courses.actions.scorm import Folder
from courses.models import Course, Lesson, ScormPackage
from lms.audit.models import AuditEntry
from tests import scorm_samples

from .making import CAPTIONS, alike, differences, edited, editor, forget, pack_of, stored, take


def test_every_block_is_in_the_course_that_travels(course):
    used = {block.block_type for page in LessonPage.objects.child_of(course) for block in page.body}
    assert used == {name for name, _ in CONTENT}


def test_round_trip_into_a_tree_that_knows_nothing_of_it(course, site, world, folders):
    actor = editor(world)
    made, before = pack_of(course, actor)
    files = {name: row["sha256"] for name, row in before["files"].items()}
    forget(course)
    assert Lecturer.objects.count() == 0
    taken = take(made, actor, site.west)
    assert (taken.created, taken.lessons, taken.files, taken.notes) == (True, 3, len(files), [])
    page = CoursePage.objects.get(pk=taken.page.pk)
    again, after = pack_of(page, actor)
    assert differences(alike(before), alike(after)) == []
    assert {name: row["sha256"] for name, row in after["files"].items()} == files
    assert (page.get_parent().specific, page.live) == (site.west, True)
    assert [lesson.live for lesson in LessonPage.objects.child_of(page).order_by("path")] == [True, True, False]
    # The record of the course is the one it had: its key travelled with it.
    assert Course.objects.active().get(key=course.translation_key).school == world.west
    assert Lesson.objects.active().filter(course__key=course.translation_key).count() == 2
    assert Lecturer.objects.get().school == world.west
    assert MediaFile.objects.get(type="video").captions.read() == CAPTIONS
    assert [entry.verb for entry in AuditEntry.objects.filter(verb__endswith="port").order_by("pk")] == [
        "content.export", "content.import", "content.export"]


def test_a_second_import_changes_nothing(course, site, world):
    actor = editor(world)
    made, _ = pack_of(course, actor)
    counts = [model.objects.count() for model in (CoursePage, LessonPage, get_image_model(), MediaFile, AuditEntry)]
    taken = take(made, actor, site.west)
    assert (taken.created, taken.page.pk) == (False, course.pk)
    assert [model.objects.count() for model in (CoursePage, LessonPage, get_image_model(), MediaFile, AuditEntry)] == counts


def test_a_copy_is_another_course_with_records_of_its_own(course, site, world):
    actor = editor(world)
    Lecturer.objects.update(photo=None)  # the card stays one; its picture is not copied
    made, before = pack_of(course, actor)
    taken = take(made, actor, site.east, copy=True)
    page = CoursePage.objects.get(pk=taken.page.pk)
    assert (page.slug, page.translation_key != course.translation_key) == ("gongzuofa-2", True)
    assert Course.objects.active().filter(title="居民区工作法").count() == 2
    _, after = pack_of(page, actor)
    for contents in (before, after):
        for each in [contents["course"], *contents["lessons"]]:
            each["key"] = ""
        contents["course"]["slug"] = ""
    assert differences(alike(before), alike(after)) == []
    assert ScormPackage.objects.count() == 1  # the same files


def test_a_dry_run_writes_nothing(course, site, world, folders):
    actor = editor(world)
    made, _ = pack_of(course, actor)
    forget(course)
    before = stored(folders)
    assert take(made, actor, site.west, dry_run=True).created is True
    assert (CoursePage.objects.filter(slug="gongzuofa").count(), stored(folders)) == (0, before)


def test_what_does_not_stand_here_is_left_out_and_said(course, site, world):
    actor = editor(world)
    made, _ = pack_of(course, actor)
    forget(course)
    CoursePage.objects.get(slug="rumen").delete()
    with pytest.raises(PackRefused):  # its own block asks for a page or an address
        take(made, actor, site.west)
    changed = edited(made, lambda pack: pack["lessons"][0]["body"].pop(15))
    taken = take(changed, actor, site.west)
    assert len(taken.notes) == 2
    html = LessonPage.objects.child_of(taken.page).order_by("path").first().body[0].value.source
    assert "linktype=\"page\"" not in html
    assert "入门" in html


def test_nothing_stays_when_it_fails_half_way(course, site, world, folders, monkeypatch):
    actor = editor(world)
    made, _ = pack_of(course, actor)
    forget(course)
    ScormLessonPage.objects.all().delete()
    for package in ScormPackage.objects.all():
        package.lessons.all().delete()
        package.delete()
    before = stored(folders)
    def fail(**kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(packs, "record", fail)
    with pytest.raises(OSError, match="disk full"):
        take(made, actor, site.west)
    assert (CoursePage.objects.filter(slug="gongzuofa").count(), get_image_model().objects.count()) == (0, 0)
    assert (MediaFile.objects.count(), Lecturer.objects.count(), ScormPackage.objects.count()) == (0, 0, 0)
    assert stored(folders) == before


def test_only_where_one_may_and_only_where_courses_stand(course, site, world):
    made, _ = pack_of(course, editor(world))
    sync_editors(person=world.p_editor)
    own = type(world.p_editor).objects.get(pk=world.p_editor.pk)
    with pytest.raises(PermissionDenied):
        take(made, own, site.west, copy=True)
    with pytest.raises(PackRefused, match="No course may stand under this page."):
        take(made, own, site.home)
    with pytest.raises(PermissionDenied):
        export_course(actor=world.p_learner, page=course, target=io.BytesIO())
    assert take(made, own, site.east, copy=True).created is True


def test_the_files_of_a_package_travel_whole(course, site, world):
    taken = take(pack_of(course, editor(world))[0], editor(world), site.west, copy=True)
    lesson = ScormLessonPage.objects.child_of(taken.page).get()
    folder = Folder.of_package(lesson.package)
    assert {name: opened().read().decode() for name, opened in folder.files.items()} == scorm_samples.multi_12()
