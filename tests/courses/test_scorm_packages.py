"""What is taken in as a SCORM package, and what is refused with its reason."""

import io
import stat
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import translation

from courses.actions import scorm
from courses.models import ScormPackage
from lms import archives
from lms.audit.models import AuditEntry
from tests import scorm_samples as samples

ONE = samples.resource("r1", "a.html")
LAUNCH = samples.item("i1", "r1", "一")
GOOD = {"imsmanifest.xml": samples.manifest(items=LAUNCH, resources=ONE), "a.html": "<p>"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def with_manifest(text):
    return samples.archive({**GOOD, "imsmanifest.xml": text})


def launching(href):
    return with_manifest(samples.manifest(items=LAUNCH, resources=samples.resource("r1", href)))


@pytest.fixture
def private(settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "private": {
        "BACKEND": "lms.storage.Folder",
        "OPTIONS": {"location": tmp_path / "private", "base_url": None},
    }}
    return tmp_path / "private"


# Taken ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("files", "version", "parts"), [
    (samples.single_12, "1.2", [("走访入户", "shared/launch.html", "", True)]),
    (samples.multi_12, "1.2", [("第一部分", "one.html", "?unit=1", True), ("第二部分", "二/two.html", "", True),
                               ("参考资料", "read.html", "", False)]),
    (samples.one_2004, "2004", [("换届选举", "index.html", "", True)]),
])
def test_the_shapes_of_authoring_tools(files, version, parts):
    manifest = scorm.check_package(samples.archive(files()))
    assert manifest.version == version
    assert [(part.title, part.href, part.query, part.reports) for part in manifest.parts] == parts


def test_mastery_and_data_reach_the_part():
    part = scorm.check_package(samples.archive(samples.multi_12())).parts[0]
    assert (part.mastery, part.data) == ("60", "level=3")


def test_a_version_not_named_is_known_by_its_namespaces():
    text = samples.manifest(items=LAUNCH, resources=ONE).replace("<schemaversion>1.2</schemaversion>", "")
    assert scorm.check_package(with_manifest(text)).version == "1.2"


def test_bases_queries_and_backslashes_of_addresses():
    text = samples.manifest(
        items=samples.item("i1", "r1", "一", parameters="&amp;b=2"),
        resources='<resource identifier="r1" xml:base="sub/" adlcp:scormtype="sco" href=".\\a.html?a=1#x"/>'.replace(".\\", ""),
    )
    part = scorm.check_package(samples.archive({"imsmanifest.xml": text, "sub/a.html": ""})).parts[0]
    assert (part.href, part.query) == ("sub/a.html", "?a=1&b=2#x")


def test_names_written_by_chinese_windows():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr("imsmanifest.xml", "")
        target.writestr("aa.html", "<p>")
    raw = made.getvalue().replace(b"aa.html", "课件".encode("gbk")[:2] + b".html")  # one character, as long as two letters
    with zipfile.ZipFile(io.BytesIO(raw)) as read:
        assert sorted(archives.files_of(read)) == ["imsmanifest.xml", "课.html"]


@pytest.mark.django_db
def test_a_package_is_stored_whole_and_once(private, world):
    package = scorm.store_package(actor=world.p_editor, file=samples.archive(samples.multi_12()))
    root = Path(storages["private"].path(package.folder))
    stored = {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}
    assert stored == samples.multi_12()
    assert (package.version, package.files, len(package.parts)) == ("1.2", 4, 3)
    again = scorm.store_package(actor=world.p_editor, file=samples.archive(dict(reversed(samples.multi_12().items()))))
    assert (again.pk, ScormPackage.objects.count(), len(list(root.parent.iterdir()))) == (package.pk, 1, 1)
    assert AuditEntry.objects.filter(verb="scorm.store").count() == 1


@pytest.mark.django_db
def test_nothing_stays_when_storing_fails(private, world, monkeypatch):
    def fail(**kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(scorm, "record", fail)
    with pytest.raises(OSError, match="disk full"):
        scorm.store_package(actor=world.p_editor, file=samples.archive(samples.single_12()))
    assert ScormPackage.objects.count() == 0
    assert [path for path in private.rglob("*") if path.is_file()] == []


# Refused ----------------------------------------------------------------------------------------------------------------


def zipped(*entries):
    """Return a zip of the good package and ``entries``: names, or ``ZipInfo`` with content."""
    made = samples.archive(GOOD)
    with zipfile.ZipFile(made, "a") as target:
        for entry, content in entries:
            target.writestr(entry, content)
    made.seek(0)
    return made


def link():
    entry = zipfile.ZipInfo("passwd.html")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped((entry, "/etc/passwd"))


def bomb():
    made = samples.archive(GOOD)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as target, target.open("big.bin", "w") as part:
        for _ in range(20):
            part.write(bytes(1024 * 1024))
    made.seek(0)
    return made


def lying_bomb():
    """The list says that a part is small; the part itself is not."""
    data = bytearray(bomb().getvalue())
    size = (20 * 1024 * 1024).to_bytes(4, "little")
    at = data.rfind(size)
    data[at:at + 4] = (100).to_bytes(4, "little")
    return io.BytesIO(bytes(data))


def locked():
    data = bytearray(samples.archive(GOOD).getvalue())
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    return io.BytesIO(bytes(data))


LAUGHS = ('<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>')
OUTSIDE = '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

EVIL = {
    "no zip": (lambda: io.BytesIO(b"not a zip at all"), "The archive is damaged or only part of it arrived."),
    "cut off": (lambda: io.BytesIO(samples.archive(GOOD).getvalue()[:-40]), "The archive is damaged"),
    "no manifest": (lambda: samples.archive({"a.html": ""}), "The package has no imsmanifest.xml."),
    "in a folder": (lambda: samples.archive({f"course/{name}": text for name, text in GOOD.items()}),
                    "imsmanifest.xml lies in a folder (course/imsmanifest.xml)."),
    "broken xml": (lambda: with_manifest("<manifest><a></manifest>"), "imsmanifest.xml is broken: mismatched tag"),
    "unknown encoding": (lambda: with_manifest('<?xml version="1.0" encoding="klingon"?><manifest/>'),
                         "imsmanifest.xml is broken"),
    "other xml": (lambda: with_manifest("<html/>"), "imsmanifest.xml is not a manifest of SCORM."),
    "billion laughs": (lambda: with_manifest(samples.manifest(head=LAUGHS, title="&c;")), "imsmanifest.xml defines entities"),
    "outside entity": (lambda: with_manifest(samples.manifest(head=OUTSIDE, title="&a;")), "imsmanifest.xml defines entities"),
    "huge manifest": (lambda: with_manifest(samples.manifest(title=" ".join(map(str, range(700_000))))),
                      "imsmanifest.xml is not a manifest"),
    "another standard": (lambda: with_manifest(samples.manifest(version="AICC", spaces='xmlns:adlcp="x"')),
                         "The package is neither SCORM 1.2 nor SCORM 2004 (aicc)."),
    "nothing to open": (lambda: with_manifest(samples.manifest()), "The package holds nothing that can be opened"),
    "unknown resource": (lambda: with_manifest(samples.manifest(items=samples.item("i", "r9", "一"), resources=ONE)),
                         "The manifest names something that it does not describe: r9."),
    "missing file": (lambda: launching("b.html"),
                     "The manifest names a file that is not in the package: b.html."),
    "link outside": (lambda: launching("https://example.org/x"),
                     "The package leads to a place outside itself: https://example.org/x."),
    "script address": (lambda: launching("javascript:alert(1)"),
                       "The package leads to a place outside itself: javascript:alert(1)."),
    "absolute": (lambda: launching("/desk/"),
                 "The package leads to a place outside itself: /desk/."),
    "upwards": (lambda: launching("x/../../a.html"),
                "The package leads to a place outside itself: x/../../a.html."),
    "other host": (lambda: launching("//example.org/a.html"),
                   "The package leads to a place outside itself: //example.org/a.html."),
    "same part twice": (lambda: with_manifest(samples.manifest(items=LAUNCH + LAUNCH, resources=ONE)),
                        "Two parts of the package have the same identifier."),
    "too many parts": (lambda: with_manifest(samples.manifest(
        items="".join(samples.item(f"i{n}", "r1", "一") for n in range(201)), resources=ONE)),
        "The package has too many parts: 201."),
    "zip slip": (lambda: zipped(("../../evil.html", "x")), "The archive names a place outside itself: ../../evil.html."),
    "absolute name": (lambda: zipped(("/etc/evil", "x")), "The archive names a place outside itself: /etc/evil."),
    "drive": (lambda: zipped(("C:/evil.html", "x")), "The archive names a place outside itself: C:/evil.html."),
    "backslashes": (lambda: zipped(("..\\evil.html", "x")), "The archive names a place outside itself: ..\\evil.html."),
    "control character": (lambda: zipped(("a\nb.html", "x")), "The archive names a place outside itself"),
    "symbolic link": (link, "The archive holds a link instead of a file: passwd.html."),
    "same name twice": (lambda: zipped(("A.html", "x")), "The archive holds the same file twice: A.html."),
    "bomb": (bomb, "The archive would unpack to far more than it may hold (big.bin)"),
    "bomb that lies": (lying_bomb, "The archive is damaged"),
    "too many files": (lambda: zipped(*[(f"f{n}", "") for n in range(5000)]), "The archive holds too many files"),
    "password": (locked, "The archive is protected by a password (a.html)."),
}


@pytest.mark.parametrize("kind", EVIL)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_evil_package_is_refused_with_its_reason(kind):
    made, sentence = EVIL[kind]
    with pytest.raises(scorm.PackageRefused) as refused:
        scorm.check_package(made())
    assert str(refused.value).startswith(sentence)


def test_a_package_that_is_too_large_is_not_even_opened(monkeypatch):
    monkeypatch.setattr(scorm, "MAX_BYTES", 100)
    with pytest.raises(scorm.PackageRefused, match="The package is larger than 0 MB."):
        scorm.check_package(io.BytesIO(b"x" * 101))
