"""What the product asks of a password beside length and guessability: that it is no former one."""

from django.conf import settings
from django.contrib.auth.hashers import check_password, is_password_usable
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.people.models import PastPassword


class FormerPasswordValidator:
    """Refuse the present password and those before it, as many as ``PASSWORD_HISTORY`` says (none unless it is set)."""

    def validate(self, password, user=None):
        if user is None or user.pk is None:
            return
        kept = PastPassword.objects.filter(person=user).values_list("password", flat=True)[: settings.PASSWORD_HISTORY - 1]
        former = [user.password, *kept] if is_password_usable(user.password) and not user.must_set_password else kept
        if any(check_password(password, each) for each in former):
            raise ValidationError(_("You had this password before. Choose one that is new."), code="password_former")

    def get_help_text(self):
        return ngettext("It is not the password that you have now.", "It is none of your last %(count)s passwords.",
                        settings.PASSWORD_HISTORY) % {"count": settings.PASSWORD_HISTORY}
