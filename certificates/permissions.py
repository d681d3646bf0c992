"""Who may do what with certificates: ``matrix.toml``, and what its rows name. Issuing is asked of the cohort, in ``cohorts``."""

from django.utils.translation import gettext_lazy as _

from certificates.rules.layout import INK
from lms import navigation
from lms.people import access, matrix


def _may_retire_ink(user, image):
    """A seal or a signature is retired by whoever may use it."""
    return image.role not in INK or access.POLICY["certificate_template.ink"](user, image.organisation)


access.register(matrix.table(
    __package__,
    is_no_ink=lambda user, image: image.role not in INK,
    may_retire_ink=_may_retire_ink,
))

navigation.register(
    navigation.NavItem(
        45, _("Certificate templates"), "certificates:templates", "layout-template", "certificate_template.browse",
        also=("/desk/certificates/templates/", "/desk/certificates/pictures/"),
    ),
    navigation.NavItem(46, _("Certificates to review"), "certificates:reviews", "shield-question-mark", "certificate.reviews"),
    navigation.NavItem(47, _("Register of numbers"), "certificates:register", "list-ordered", "certificate.register",
                       also=("/desk/certificates/patterns/",)),
)
