"""What the editor keeps of a person who is erased."""

from django.utils.translation import gettext_lazy as _

from lms.people.erasing import goes

goes("wagtailusers.UserProfile", "user", _("the editor's picture and settings"), files=("avatar",))
