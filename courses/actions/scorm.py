"""Take SCORM packages in, let lessons play them, keep what they report."""

import hashlib
import json
from datetime import timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.core.files import File
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import LessonProgress, ScormAttempt, ScormLesson, ScormPackage
from courses.rules.scorm_manifest import NotPlayable, read_manifest
from courses.rules.scorm_report import BadReport, all_together, better, checked_report, standing
from lms import archives
from lms.audit.trail import record
from lms.storage import private_storage

from .learning import finish_lesson, open_lesson

MANIFEST = "imsmanifest.xml"
MAX_MANIFEST = 4 * 1024 * 1024
MAX_BYTES = 300 * 1024 * 1024
LIMITS = archives.Limits(entries=5000, unpacked=600 * 1024 * 1024)
LEFT_ALONE = timedelta(days=1)


class PackageRefused(Exception):
    """The package cannot be taken, in a sentence that says why."""


class ReportRefused(Exception):
    """What a part reported is not kept, in a sentence; the lesson should be opened again."""


REFUSALS = {
    "xml": lambda: _("imsmanifest.xml is not a manifest of SCORM."),
    "version": lambda: _("The package is neither SCORM 1.2 nor SCORM 2004 ({entry}). Export it again as one of the two."),
    "reference": lambda: _("The manifest names something that it does not describe: {entry}."),
    "nothing": lambda: _("The package holds nothing that can be opened: its manifest names no file to start with."),
    "parts": lambda: _("The package has too many parts: {entry}."),
    "twice": lambda: _("Two parts of the package have the same identifier."),
    "missing": lambda: _("The manifest names a file that is not in the package: {entry}."),
    "outside": lambda: _("The package leads to a place outside itself: {entry}. Everything it plays must be in it."),
}


class Folder:
    """The files of a package: ``{name: a function that opens it}``, wherever they come from."""

    def __init__(self, files):
        self.files = files

    @classmethod
    def of_archive(cls, archive, prefix=""):
        entries = {
            name.removeprefix(prefix): entry for name, entry in archives.files_of(archive, may_nest=lambda name: True).items()
            if name.startswith(prefix)
        }
        return cls({name: (lambda entry=entry: archive.open(entry)) for name, entry in entries.items()})

    @classmethod
    def of_package(cls, package):
        """The files of a package that was taken in."""
        storage = private_storage()
        return cls({
            name: (lambda name=name: storage.open(f"{package.folder}/{name}")) for name in storage.below(package.folder)
        })


def look_through(folder):
    """Return the ``Manifest`` of the :class:`Folder`; raises :class:`PackageRefused`."""
    if MANIFEST not in folder.files:
        elsewhere = next((name for name in folder.files if name.endswith(f"/{MANIFEST}")), None)
        if elsewhere:
            raise PackageRefused(_("imsmanifest.xml lies in a folder ({entry}). Pack the contents of that folder, not the folder "
                                   "itself.").format(entry=elsewhere))
        raise PackageRefused(_("The package has no imsmanifest.xml. It is not a SCORM package; export it as SCORM 1.2 or 2004."))
    with folder.files[MANIFEST]() as part:
        text = part.read(MAX_MANIFEST + 1)
    if len(text) > MAX_MANIFEST:
        raise PackageRefused(REFUSALS["xml"]())
    try:
        return read_manifest(fromstring(text), set(folder.files))
    except DefusedXmlException as error:
        raise PackageRefused(_("imsmanifest.xml defines entities or reads other files, which no manifest needs. It was not "
                               "opened.")) from error
    except (ParseError, ValueError, LookupError) as error:
        raise PackageRefused(_("imsmanifest.xml is broken: {error}. Export the package once more.").format(error=error)
                             ) from error
    except NotPlayable as error:
        raise PackageRefused(REFUSALS[error.reason]().format(entry=error.entry)) from error


def check_package(file):
    """Look an uploaded zip through without keeping anything; return its ``Manifest``. Raises :class:`PackageRefused`."""
    return _with_archive(file, look_through)


def store_package(*, actor, file):
    """Take in the zip of the file object ``file``; return the package. The same files are taken in once."""
    return _with_archive(file, lambda folder: store_folder(actor=actor, folder=folder))


def _with_archive(file, act):
    if file.seek(0, 2) > MAX_BYTES:
        raise PackageRefused(_("The package is larger than {most} MB.").format(most=MAX_BYTES // 1024 // 1024))
    file.seek(0)
    try:
        with archives.opened(file) as archive:
            archives.weigh(archive, LIMITS)
            folder = Folder.of_archive(archive)
            archives.read_through(archive)
            return act(folder)
    except archives.Suspect as suspect:
        raise PackageRefused(str(suspect)) from suspect


def store_folder(*, actor, folder):
    """Take in the files of a :class:`Folder`, whole or not at all; return the package."""
    manifest = look_through(folder)
    digest, size = _digest(folder)
    package = ScormPackage.objects.filter(sha256=digest).first()
    if package and has_files(package):
        return package
    package = package or ScormPackage(
        version=manifest.version, title=manifest.title, parts=manifest.as_json(), files=len(folder.files), size=size,
        sha256=digest,
    )
    package.created_at = timezone.now()
    storage = private_storage()
    try:
        for name, opened in folder.files.items():
            with opened() as part:
                storage.save(f"{package.folder}/{name}", File(part))
        with transaction.atomic():
            package.save()
            record(actor=actor, verb="scorm.store", target=package, detail={"files": package.files, "bytes": size})
    except BaseException:
        remove_files(package)
        raise
    return package


def has_files(package):
    """Tell whether the package can be played: files that nothing played were removed (:func:`remove_unused_files`)."""
    return private_storage().exists(f"{package.folder}/{MANIFEST}")


def remove_files(package):
    private_storage().remove_below(package.folder)


@transaction.atomic
def remove_unused_files(*, in_use, now):
    """Remove the files of packages that no lesson plays and that are not ``in_use`` (their numbers); return how many packages.

    Their rows stay, for what people did in them. What was taken in or played within a day is left: it may be open somewhere.
    """
    since = now - LEFT_ALONE
    unused = ScormPackage.objects.filter(
        ~Exists(ScormLesson.objects.filter(package=OuterRef("pk"), lesson__retired_at=None)),
        ~Exists(ScormAttempt.objects.filter(package=OuterRef("pk"), updated_at__gte=since)), created_at__lt=since,
    ).exclude(pk__in=in_use)
    removed = [package for package in unused if has_files(package)]
    for package in removed:
        record(actor=None, verb="scorm.remove", target=package, detail={"files": package.files, "bytes": package.size})
        transaction.on_commit(partial(remove_files, package))
    return len(removed)


def _digest(folder):
    """Return what tells the contents of two folders apart, and their bytes together."""
    total, size = hashlib.sha256(), 0
    for name in sorted(folder.files):
        one = hashlib.sha256()
        with folder.files[name]() as part:
            while chunk := part.read(archives.CHUNK):
                one.update(chunk)
                size += len(chunk)
        total.update(f"{one.hexdigest()} {name}\n".encode())
    return total.hexdigest(), size


@transaction.atomic
def play_in_lesson(*, lesson, package):
    """Let ``lesson`` play ``package`` from now on; return whether that changed anything."""
    row, created = ScormLesson.objects.get_or_create(lesson=lesson, defaults={"package": package})
    if not created and row.package_id == package.pk:
        return False
    if not created:
        row.package = package
        row.save(update_fields=["package"])
    record(actor=None, verb="scorm.play", target=lesson, detail={"package": package.pk})
    return True


@transaction.atomic
def keep_report(*, person, lesson, package_key, number, report, leaving, now):
    """Keep what part ``number`` (from 1) reported; return ``(attempt, credit)``, the credit None while it is not done.

    ``leaving`` tells that the part was ended: time that went by since it was done is then credited too. The first report
    of all parts done finishes the lesson; done stays done whatever comes later. Raises :class:`ReportRefused`.
    """
    playing = ScormLesson.objects.select_related("package").filter(lesson=lesson, package__key=package_key).first()
    if playing is None or not 0 < number <= len(playing.package.parts):
        raise ReportRefused(_("This lesson was changed meanwhile. Open it once more."))
    package, part = playing.package, playing.package.parts[number - 1]
    try:
        kept = checked_report(package.version, report)
    except BadReport as error:
        raise ReportRefused(_("The lesson sent something that cannot be kept: {element}").format(element=error.element)
                            ) from error
    progress = open_lesson(person=person, lesson=lesson, now=now)
    ScormAttempt.objects.get_or_create(
        person=person, lesson=lesson, package=package, defaults={"started_at": now, "updated_at": now}
    )
    attempt = ScormAttempt.objects.select_for_update().get(person=person, lesson=lesson, package=package)
    before = attempt.state.get(part["key"], {})
    status = better(before.get("status"), standing(package.version, kept).status)
    entry = {"report": kept, "status": status}
    if entry != before:
        attempt.state = {**attempt.state, part["key"]: entry}
        _sum_up(attempt, package, now - progress.started_at, now)
        if attempt.score != progress.score:
            progress.score = attempt.score
            progress.save(update_fields=["score"])
    credit = None
    if attempt.status == "done" and (leaving or not _is_finished(person, lesson)):
        credit = finish_lesson(person=person, lesson=lesson, now=now)
    return attempt, credit


def _sum_up(attempt, package, since_opened, now):
    whole = all_together([_standing_of(attempt, package, part) for part in package.parts])
    if whole.status != attempt.status:
        record(actor=attempt.person, verb="scorm.report", target=attempt.lesson, detail={"result": whole.status})
    attempt.status = whole.status
    attempt.score = None if whole.score is None else Decimal(str(whole.score))
    attempt.seconds = min(whole.seconds, max(0, since_opened // timedelta(seconds=1)))
    attempt.updated_at = now
    attempt.save()


def _standing_of(attempt, package, part):
    entry = attempt.state.get(part["key"], {})
    one = standing(package.version, entry.get("report", {}))
    return type(one)(entry.get("status", one.status), one.score, one.seconds)


def _is_finished(person, lesson):
    return LessonProgress.objects.done().filter(person=person, lesson=lesson).exists()


def parse_report(body):
    """Return ``(package key, part number, report, leaving)`` of a posted body; raises :class:`ReportRefused`."""
    try:
        said = json.loads(body)
        return UUID(str(said["package"])), int(said["part"]), said["report"], bool(said.get("leaving"))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise ReportRefused(_("The lesson sent something that cannot be kept: {element}").format(element="JSON")) from error
