"""What the doctor asks of the keys that certificates are signed with."""

import stat
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.signing import keys
from lms.operations.models import Pulse
from lms.operations.registry import check, failure, ok, warning


@check("signing", gettext_lazy("Signing keys"))
def signing(asked):
    folder = Path(settings.SIGNING_FOLDER)
    if not (folder / "badge.key").exists():
        return failure(_("There are no keys to sign certificates with yet."),
                       _("Run “manage.py signing_keys”, then keep a copy: manage.py backup FILE --with-keys FILE.keys"))
    try:
        installed = keys.installation_keys()
        keys.known_certificates()
    except (ImproperlyConfigured, OSError, ValueError):
        return failure(_("The keys to sign certificates with cannot be read, or do not fit each other."),
                       _("Check SIGNING_KEY and SIGNING_CERTIFICATE, or bring the folder back from its copy."))
    findings = []
    secret = [installed.signer_key, installed.badge_key, folder]
    if any(stat.S_IMODE(path.stat().st_mode) & 0o077 for path in secret):
        findings.append(failure(_("Others of this machine can read the keys that certificates are signed with."),
                                _("chmod -R go= %(folder)s") % {"folder": folder}))
    newest = max(path.stat().st_mtime for path in secret[:2])
    kept = Pulse.objects.named("keys")
    if kept is None or kept.at < datetime.fromtimestamp(newest, UTC):
        findings.append(warning(_("No copy of the keys was made since they are what they are."),
                                _("manage.py backup FILE --with-keys FILE.keys, and keep the second file elsewhere.")))
    return findings or ok(_("The keys are there, for us alone, and a copy of them was made."))
