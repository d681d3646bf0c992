"""Whether somebody typed their password a short while ago, and the field that asks for it where not."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.actions import times_of

TYPED = "password_typed_at"  # in the session, in seconds


def is_fresh(request, now=None):
    """Tell whether the password was typed within the last ``REVEAL_PASSWORD_MINUTES``: at sign-in, or since."""
    now = now or timezone.now()
    times = times_of(request.session)
    typed = [times[0]] if times else []
    if TYPED in request.session:
        typed.append(datetime.fromtimestamp(request.session[TYPED], UTC))
    return bool(typed) and now - max(typed) < timedelta(minutes=settings.REVEAL_PASSWORD_MINUTES)


class PasswordAgain(forms.Form):
    """A form that asks for the password too unless it was typed a short while ago. Wrong ones count as failed sign-ins do."""

    password = forms.CharField(
        label=_("Your password"), strip=False, help_text=_("Asked for again because you typed it some time ago."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        if is_fresh(request):
            del self.fields["password"]

    def clean_password(self):
        typed = self.cleaned_data["password"]
        if authenticate(self.request, username=self.request.user.username, password=typed) != self.request.user:
            raise forms.ValidationError(_("This is not your password. Try it once more."))
        self.request.session[TYPED] = int(timezone.now().timestamp())
        return typed
