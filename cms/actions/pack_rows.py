"""What a pack brings besides its pages: pictures, papers, film, packages and cards, each made when it is asked for first."""

import uuid
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath

from django.db import DatabaseError
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page
from wagtailmedia.models import get_media_model

from cms.media_files import read_media
from cms.models import Lecturer
from cms.packs.blocks import links_in
from cms.rules.pack import REF
from courses.actions.scorm import remove_files, store_folder
from courses.models import ScormPackage

FOCAL = ("x", "y", "width", "height")


class PackRows:
    """What of the pack has become which row, and which files were written. ``at`` names what is being taken in just now."""

    def __init__(self, *, actor, pack, school):
        self.actor, self.pack, self.school = actor, pack, school
        self.rows, self.written, self.packages, self.notes, self.at = {}, [], [], [], ""
        named = Collection.objects.filter(name=school.name).first() if school else None
        self.collection = named or Collection.get_first_root_node()
        keys = [key for card in pack.contents["lecturers"] if (key := uuid_of(card["key"]))]
        self.cards = {str(card.key): card for card in Lecturer.objects.filter(key__in=keys)}
        self.packages_before = set(ScormPackage.objects.values_list("pk", flat=True))

    @contextmanager
    def noting_renditions(self):
        """Publishing draws pictures in other sizes; when it fails, note their files before their rows are rolled back."""
        try:
            yield
        except BaseException:
            pictures = [pk for ref, pk in self.rows.items() if ref.startswith("image:")]
            with suppress(DatabaseError):
                drawn = get_image_model().get_rendition_model().objects.filter(image__in=pictures)
                self.written += [rendition.file for rendition in drawn]
            raise

    def undo_files(self):
        for file in self.written:
            file.storage.delete(file.name)
        for package in self.packages:
            if package.pk not in self.packages_before:
                remove_files(package)

    def _save(self, row, called="", **files):
        for name, packed in files.items():
            if packed:
                with self.pack.copied(packed) as copy:
                    # Documents keep the name that people download them under, but never another ending.
                    same = called and PurePosixPath(called).suffix.lower() == PurePosixPath(packed).suffix
                    getattr(row, name).save(PurePosixPath(called).name if same else copy.name, copy, save=False)
                self.written.append(getattr(row, name))
        row.save()
        return row.pk

    def row(self, ref):
        """Return the key of the row that the reference became; made when it is asked for first."""
        if ref not in self.rows:
            kind = ref.partition(":")[0]
            self.at = ref
            self.rows[ref] = getattr(self, f"_{kind}")(ref)
        return self.rows[ref]

    def _image(self, ref):
        said = self.pack.contents["images"][ref]
        image = get_image_model()(
            title=said.get("title") or PurePosixPath(said["file"]).name, description=said.get("description") or "",
            collection=self.collection, uploaded_by_user=self.actor,
            **{f"focal_point_{name}": _count((said.get("focal_point") or {}).get(name)) for name in FOCAL},
        )
        return self._save(image, file=said["file"])

    def _document(self, ref):
        said = self.pack.contents["documents"][ref]
        title = said.get("title") or PurePosixPath(said["file"]).name
        document = get_document_model()(title=title, collection=self.collection, uploaded_by_user=self.actor)
        return self._save(document, called=said.get("name"), file=said["file"])

    def _media(self, ref):
        said = self.pack.contents["media"][ref]
        with self.pack.copied(said["file"]) as copy:
            facts = read_media(copy, said["type"])
        medium = get_media_model()(
            title=said.get("title") or PurePosixPath(said["file"]).name, type=said["type"], collection=self.collection,
            uploaded_by_user=self.actor, duration=facts.seconds, width=facts.width, height=facts.height,
        )
        return self._save(medium, file=said["file"], captions=said.get("captions"), thumbnail=said.get("poster"))

    def _page(self, ref):
        key = uuid_of(ref.partition(":")[2])
        found = Page.objects.filter(translation_key=key).values_list("pk", flat=True).first() if key else None
        if found is None:
            self.notes.append(_("A link was left out: its page does not stand here."))
        return found

    def point(self, kind, value):
        return self.row(value[REF])

    def chosen(self, value):
        return self.row(value[REF]) if value else None

    def text(self, html, features):
        return links_in(html, features, self.row)

    def _scorm(self, ref):
        package = store_folder(actor=self.actor, folder=self.pack.folder(self.pack.contents["scorm"][ref]["folder"]))
        self.packages.append(package)
        return package.pk

    def card(self, key):
        if key not in self.cards:
            self.cards[key] = self._make_card(key)
        return self.cards[key]

    def _make_card(self, key):
        said = next(card for card in self.pack.contents["lecturers"] if card["key"] == key)
        self.at = str(said.get("name"))
        card = Lecturer(
            key=uuid_of(key) or uuid.uuid4(), school=self.school, photo_id=self.chosen(said.get("photo")),
            **{name: str(said.get(name) or "") for name in ("name", "title", "organisation", "biography")},
        )
        card.full_clean()
        card.save()
        return card


def _count(value):
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def uuid_of(text):
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
