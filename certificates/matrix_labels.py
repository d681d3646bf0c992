"""The rows of this app's ``matrix.toml`` in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.matrix import name_rows

name_rows(_("Certificates"), {
    "certificate-verify": pgettext_lazy("may", "check one by its code"),
    "certificate-download": pgettext_lazy("may", "download"),
    "certificate-share": pgettext_lazy("may", "share one's own by a link"),
    "certificate-end": pgettext_lazy("may", "revoke, or declare a number void"),
    "certificate-end-decide": pgettext_lazy("may", "decide about ending a certificate"),
    "certificate-correct": pgettext_lazy("may", "replace by a corrected one"),
    "certificate-review-list": pgettext_lazy("may", "see which are up for review"),
    "certificate-review": pgettext_lazy("may", "let one stand after review"),
    "certificate-register": pgettext_lazy("may", "see the register of numbers"),
    "certificate-register-export": pgettext_lazy("may", "export the register of numbers"),
})
name_rows(_("Certificate templates"), {
    "template-view": pgettext_lazy("may", "see templates"),
    "template-create": pgettext_lazy("may", "create a template"),
    "template-edit": pgettext_lazy("may", "change a template"),
    "template-ink": pgettext_lazy("may", "use seals and signatures"),
    "picture-show": pgettext_lazy("may", "see pictures of seals and signatures"),
    "picture-retire": pgettext_lazy("may", "retire pictures"),
    "pattern-create": pgettext_lazy("may", "create a number pattern"),
    "pattern-edit": pgettext_lazy("may", "change a number pattern"),
})
