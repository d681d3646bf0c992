"""Certificates of a person who is erased: issued proof stays what it said, and the public check tells no name any more."""

from django.utils.translation import gettext_lazy as _

from lms.people.erasing import stays

stays(_("certificates with their numbers and what they said, so that a paper can still be checked; the check shows no name"),
      "certificates.Certificate.person")
