"""What the notices of certificates say."""

from django.utils.translation import gettext_lazy as _

from lms.notices.kinds import register

register(
    "certificate.review", text=_("A fact behind certificate %(number)s was changed. Look whether it stands."),
    icon="shield-question-mark",
)
