"""The keys that personal data is encrypted with."""

import stat
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.operations.models import Pulse
from lms.operations.registry import check, failure, ok, warning
from lms.sealing import keys, rows


@check("keys", gettext_lazy("Keys of personal data"))
def sealing(asked):
    try:
        found = keys.load()
    except (ValueError, OSError):
        return failure(_("The keys of personal data cannot be read."), _way_back())
    if not (found.boxes and found.lookup):
        if any(holds() for holds in keys.HOLDS_SOMETHING):
            return failure(_("The keys of personal data are missing: telephone numbers can neither be read nor looked up."),
                           _way_back())
        return ok(_("Keys of personal data are made with the first telephone number."))
    findings = [*_openable(), *_of_others()]
    kept, files = Pulse.objects.named("keys"), _files()
    newest = max((file.stat().st_mtime for file in files), default=None)
    if newest is not None and (kept is None or kept.at < datetime.fromtimestamp(newest, UTC)):
        findings.append(warning(_("No copy of the keys of personal data was made since they are what they are."),
                                _("manage.py backup FILE --with-keys FILE.keys, and keep the second file elsewhere.")))
    return findings or ok(_("The keys of personal data are there, open what is kept, and a copy of them was made."))


def _way_back():
    return _("Bring them back from their copy: manage.py restore with --keys, or the variables SEALING_KEYS and LOOKUP_KEY. "
             "Do not let other keys be made.")


def _files():
    return [keys.file_of(name) for name in (keys.SEALING, keys.LOOKUP) if keys.supplied(name) is None]


def _openable():
    """Look at the newest values of every column: enough to see that the keys are others."""
    locked = strange = 0
    for field in rows.columns():
        _count, closed, unknown = rows.look(field)
        locked, strange = locked + closed, strange + unknown
    if locked:
        yield failure(_("%(count)s encrypted values are opened by no key that is here.") % {"count": locked}, _way_back())
    if strange:
        yield failure(_("%(count)s telephone numbers cannot be looked up by the key that is here.") % {"count": strange},
                      _("Bring LOOKUP_KEY back, or end the site and run “manage.py rotate_keys --lookup”."))


def _of_others():
    files = _files()
    if any(stat.S_IMODE(file.stat().st_mode) & 0o077 for file in files):
        yield failure(_("Others of this machine can read the keys of personal data."),
                      _("chmod -R go= %(folder)s") % {"folder": files[0].parent})
