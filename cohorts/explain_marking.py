"""What the scripts of grid and scanner say: ``{key: text}``, with ``{count}`` where a number belongs."""

from django.utils.translation import gettext as _

from cohorts.enums import AttendanceStatus


def marking_words():
    """Return the words that both need."""
    return {
        "statuses": {value: str(label) for value, label in AttendanceStatus.choices},
        "waits": _("waits to be sent"),
        "waiting": _("Waiting for the network: {count}"),
        "sent": _("Sent just now: {count}"),
        "several": _("Marked as present: {count}"),
        "failed": {
            "changed": _("someone else marked this person in the meantime"),
            "own": _("you cannot mark yourself; please ask a colleague"),
            "unknown": _("this person is not expected at this session any more"),
            "refused": _("this session takes no marks from you any more"),
        },
    }


def scanning_words():
    return marking_words() | {
        "here": _("is here"),
        "before": _("was marked before"),
        "not_a_card": _("This is not a card of this site. Please hold the person’s card before the camera."),
        "unknown": _("No one in this class has this card. It may belong to another class, or have been replaced by a new one."),
        "camera_refused": _(
            "The browser was not allowed to use the camera. Allow it in the browser’s settings, or type the number."
        ),
        "no_camera": _("No camera was found. Please type the number under the code."),
    }
