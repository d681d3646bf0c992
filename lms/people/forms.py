"""What people type about accounts, people and roles."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.people.enums import GRANTABLE_ROLES, Position
from lms.people.models import Category, Organisation, Person, RoleGrant
from lms.people.rules import telephones


class SignInForm(AuthenticationForm):
    """Telephone, staff number or user name, and a password or a first code."""

    error_messages = {
        "invalid_login": _("Name and password do not belong together. Check both, or ask your liaison for a new first "
                           "sign-in code."),
        "inactive": _("This account is closed. Ask the administrator of your organisation."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Telephone, staff number or user name")
        self.fields["password"].label = _("Password or first sign-in code")
        self.fields["username"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}

    def get_invalid_login_error(self):
        if getattr(self.request, "first_code_expired", False):
            return ValidationError(
                _("This first sign-in code was good for 14 days and has run out. Ask your liaison for a new one."),
                code="code_expired",
            )
        return super().get_invalid_login_error()


class FirstPasswordForm(SetPasswordForm):
    """The password that replaces a first code."""


class PersonForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["name", "phone", "staff_no", "email"]

    def clean_phone(self):
        number = telephones.plain_number(self.cleaned_data["phone"])
        if not number:
            return None
        if not telephones.is_mobile(number):
            raise ValidationError(_("A mobile number has 11 digits and begins with 1. Please check it."))
        return number

    def clean_staff_no(self):
        return self.cleaned_data["staff_no"] or None


class AppointmentForm(forms.Form):
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    position = forms.ChoiceField(label=_("Position"), choices=Position.choices)
    starts_on = forms.DateField(label=_("Since"), required=False)

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class GrantForm(forms.ModelForm):
    class Meta:
        model = RoleGrant
        fields = ["role", "organisation", "starts_on", "ends_on"]

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "—"), *[(role.value, role.label) for role in GRANTABLE_ROLES]]
        self.fields["organisation"].queryset = organisations

    def clean(self):
        data = super().clean()
        if data.get("ends_on") and data.get("starts_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day lies before the first. Choose a later one."))
        return data


class PeopleFilter(forms.Form):
    q = forms.CharField(label=_("Name, initials, staff number or last four digits"), required=False)
    position = forms.ChoiceField(label=_("Position"), required=False, choices=[("", _("All")), *Position.choices])
    category = forms.ModelChoiceField(
        label=_("Category"), required=False, queryset=Category.objects.all(), to_field_name="code", empty_label=_("All")
    )
