"""Notes and bookmarks. They are their writer's alone: the trail, which others read, says nothing of them."""

from django.db import transaction
from django.utils import timezone

from courses.models import Bookmark, Note


@transaction.atomic
def add_note(*, person, lesson, text, medium="", second=None):
    """Write a note on the lesson; return it. ``second`` of the recording ``medium`` is kept where one was playing."""
    return Note.objects.create(person=person, lesson=lesson, text=text.strip(), medium=medium, second=second)


@transaction.atomic
def change_note(*, note, text):
    """Give the note another text; the moment it belongs to stays."""
    note.text, note.changed_at = text.strip(), timezone.now()
    note.save(update_fields=["text", "changed_at"])
    return note


@transaction.atomic
def delete_note(*, note):
    note.delete()


@transaction.atomic
def set_bookmark(*, person, lesson, wanted):
    """Put or take away the bookmark at the lesson; saying it twice changes nothing."""
    if wanted:
        Bookmark.objects.get_or_create(person=person, lesson=lesson)
    else:
        Bookmark.objects.filter(person=person, lesson=lesson).delete()
