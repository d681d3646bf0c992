"""What people type about accounts, people and roles."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lms.people.enums import GRANTABLE_ROLES, OrganisationKind, Position
from lms.people.fresh import PasswordAgain
from lms.people.models import Category, Organisation, Person
from lms.people.queries import search_organisations
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


class CodeForm(forms.Form):
    """A code of the authenticator app, or one of the recovery codes."""

    code = forms.CharField(label=_("Code"), max_length=30, widget=forms.TextInput(attrs={
        "autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false",
    }))

    def refuse(self, answer):
        """Say why the code was not taken; ``answer`` is that of ``actions.check_code``."""
        if answer.kind == "paused":
            self.add_error("code", _("Several codes were wrong, so codes are taken again from %(time)s on. Nothing is lost.")
                           % {"time": date_format(timezone.localtime(answer.until), "H:i")})
        else:
            self.add_error("code", _("This code is not right, or was used already. Wait for the next one in your app, and "
                                     "check that the clock of the telephone is right."))


class SecondStepForm(CodeForm):
    """``days`` is how long a device can be remembered, 0 for not at all."""

    remember = forms.BooleanField(required=False)

    def __init__(self, *args, days, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from your app, or a recovery code")
        self.fields["code"].widget.attrs["autofocus"] = True
        if days:
            self.fields["remember"].label = ngettext(
                "Do not ask on this device for %(days)s day", "Do not ask on this device for %(days)s days", days
            ) % {"days": days}
            self.fields["remember"].help_text = _("Only on a device that nobody else uses.")
        else:
            del self.fields["remember"]


class ResetSecondFactorForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200,
        help_text=_("How you made sure that it is this person who asks. It stands in the trail."),
    )


class RevealForm(PasswordAgain):
    reason = forms.CharField(
        label=_("What do you need it for?"), max_length=200,
        help_text=_("Such as: the person did not come and cannot be reached otherwise."),
    )

    field_order = ["reason", "password"]


class ErasePersonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200,
        help_text=_("Why, such as “asked for it in writing on 1 March”. It stands in the trail for years: name nobody in it."),
    )
    sure = forms.BooleanField(label=_("I have seen what goes. It cannot be brought back."))


class PersonForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["name", "phone", "staff_no", "email"]
        labels = {"name": _("Name")}
        error_messages = {
            "staff_no": {"unique": _("Someone with this staff number is known already. Look for them by it; if you do not "
                                     "see them, ask the district.")},
        }

    def clean_phone(self):
        number = telephones.plain_number(self.cleaned_data["phone"])
        if not number:
            return None
        if not telephones.is_mobile(number):
            raise ValidationError(_("A mobile number has 11 digits and begins with 1. Please check it."))
        if Person.objects.filter(phone=number).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Someone with this telephone number is known already. Look for them by its last four "
                                    "digits; if you do not see them, ask the district."))
        return number

    def clean_staff_no(self):
        return self.cleaned_data["staff_no"] or None


class OrganisationPicker(forms.Form):
    """Find an organisation by a few letters; where several are meant, they are offered to choose from.

    Twelve hundred entries in one list help nobody.
    """

    MOST = 20
    looked_for = forms.CharField(
        label=_("Organisation"), required=False, max_length=60,
        help_text=_("A part of its name, or the initials, such as 天平 or tp."),
    )
    organisation = forms.ModelChoiceField(
        label=_("Which one?"), queryset=Organisation.objects.none(), required=False, empty_label=None,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisations = organisations
        self.fields["organisation"].queryset = organisations
        self.order_fields(["looked_for", "organisation"])

    def clean(self):
        data = super().clean()
        if not data.get("organisation"):
            self._look_for(data, (data.get("looked_for") or "").strip())
        return data

    def _look_for(self, data, text):
        if not text:
            self.add_error("looked_for", _("Type a part of the organisation's name."))
            return
        matches = list(search_organisations(self.organisations, text).select_related("parent").order_by("pk")[: self.MOST + 1])
        exact = [match for match in matches if match.name == text]
        if len(matches) == 1 or len(exact) == 1:
            data["organisation"] = (exact or matches)[0]
        elif not matches:
            self.add_error("looked_for", _("No organisation of yours has this in its name. Try a shorter part of it."))
        elif len(matches) > self.MOST:
            self.add_error("looked_for", _("Many organisations have this in their name. Type more of it."))
        else:
            self._offer(matches)

    def _offer(self, matches):
        field = self.fields["organisation"]
        field.widget = forms.RadioSelect(choices=[
            (match.pk, f"{match.name}（{match.parent.name}）" if match.parent_id else match.name) for match in matches
        ])
        self.add_error("organisation", _("Several organisations have this in their name. Choose one."))


class OrganisationForm(forms.ModelForm):
    """An organisation's facts; ``_post_clean`` leaves the row alone: the action writes it."""

    class Meta:
        model = Organisation
        fields = ["name", "kind", "affiliated_kind", "category", "address", "closed_on"]
        labels = {"name": _("Name of the organisation"), "affiliated_kind": _("Sub-district or commission")}
        help_texts = {
            "closed_on": _("From this day on it is out of the tree; its records stay. Leave it empty while it stands."),
        }
        widgets = {"closed_on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args, parent, **kwargs):
        """``parent`` is the superior, None for the district itself."""
        super().__init__(*args, **kwargs)
        self.parent = parent
        self.fields["category"].empty_label = _("None")
        below_district = parent is not None and parent.parent_id is None
        self.fields["kind"].choices = [
            (kind.value, kind.label) for kind in OrganisationKind if kind != OrganisationKind.DISTRICT
            and (below_district or kind != OrganisationKind.AFFILIATED)
        ]
        if parent is None:
            del self.fields["kind"], self.fields["closed_on"], self.fields["category"]
        if not below_district:
            del self.fields["affiliated_kind"]
        if not self.instance.pk:
            del self.fields["closed_on"]

    def _post_clean(self):
        pass

    def clean_name(self):
        name = self.cleaned_data["name"].strip()
        if Organisation.objects.filter(parent=self.parent, name=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is one of this name already. Choose another name, or change that one."))
        return name

    def clean(self):
        data = super().clean()
        affiliated = data.get("kind") == OrganisationKind.AFFILIATED
        if "affiliated_kind" in self.fields and affiliated != bool(data.get("affiliated_kind")):
            self.add_error("affiliated_kind", _("Choose what it is: a sub-district or a commission.") if affiliated else
                           _("Only a directly affiliated organisation is one of these. Leave it empty."))
        return data


class AppointmentForm(OrganisationPicker):
    position = forms.ChoiceField(label=_("Position"), choices=Position.choices)
    starts_on = forms.DateField(label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class EndAppointmentForm(forms.Form):
    ends_on = forms.DateField(label=_("No longer held from"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, starts_on=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.starts_on = starts_on

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if self.starts_on and day < self.starts_on:
            raise ValidationError(_("This lies before the first day of the post. Choose a later day."))
        return day


class GrantForm(OrganisationPicker):
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, role.label) for role in GRANTABLE_ROLES])
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day. Leave it empty when the role has no end."),
    )

    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False,
        help_text=_("For the second person, who approves the role of an administrator or auditor."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["looked_for"].help_text = _(
            "The role holds there and in all organisations below. A part of the name, or the initials, such as 天平 or tp."
        )
        self.order_fields(["role", "looked_for", "organisation", "starts_on", "ends_on", "reason"])

    def clean(self):
        data = super().clean()
        if data.get("ends_on") and data.get("starts_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day lies before the first. Choose a later one."))
        return data


class GrantFilter(forms.Form):
    q = forms.CharField(label=_("Name or initials"), required=False, max_length=60)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("All")), *((role.value, role.label) for role in GRANTABLE_ROLES)]
    )


class FirstCodesForm(forms.Form):
    members = forms.BooleanField(label=_("Ordinary members too"), required=False)
    again = forms.BooleanField(
        label=_("Also for people whose slip is still good"), required=False,
        help_text=_("Their old slip stops working. Tick this when slips were lost."),
    )


class PeopleFilter(forms.Form):
    q = forms.CharField(label=_("Name, initials, staff number or last four digits"), required=False, max_length=60)
    position = forms.ChoiceField(label=_("Position"), required=False, choices=[("", _("All")), *Position.choices])
    category = forms.ModelChoiceField(
        label=_("Category"), required=False, queryset=Category.objects.all(), to_field_name="code", empty_label=_("All")
    )
    within = forms.ModelChoiceField(
        label=_("Sub-district or organisation"), required=False, queryset=Organisation.objects.none(), empty_label=_("All")
    )

    def __init__(self, *args, organisations, **kwargs):
        """Offer the directly affiliated ones among ``organisations``, and the one that the address names."""
        super().__init__(*args, **kwargs)
        named = str(self.data.get("within", ""))
        offered = Q(kind=OrganisationKind.AFFILIATED)
        if named.isdecimal() and len(named) < 18:
            offered |= Q(pk=int(named))
        self.fields["within"].queryset = organisations.filter(offered).order_by("name_key")
