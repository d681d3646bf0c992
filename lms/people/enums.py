from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    DISTRICT = "district", _("District")
    AFFILIATED = "affiliated", _("Directly affiliated organisation")
    GENERAL_BRANCH = "general_branch", _("General branch")
    BRANCH = "branch", _("Branch")


class AffiliatedKind(TextChoices):
    """What a directly affiliated organisation is; empty for other nodes."""

    SUBDISTRICT = "subdistrict", _("Sub-district or town")
    COMMISSION = "commission", _("Commission, bureau or group")


class CategoryCode(TextChoices):
    """Codes of the notice's four categories (part III, paragraph 1); the table may hold more."""

    RESIDENTIAL = "residential", _("Residential area")
    GOVERNMENT = "government", _("Government and public institutions")
    SOE = "soe", _("State-owned enterprises")
    TWO_NEW = "two_new", _("“Two new” organisations")


class Position(TextChoices):
    SECRETARY = "secretary", _("Secretary")
    DEPUTY = "deputy", _("Deputy secretary")
    COMMITTEE = "committee", _("Committee member")
    RESERVE = "reserve", _("Reserve cadre")
    MEMBER = "member", _("Member")


class TextSize(TextChoices):
    """How large someone reads; empty is the usual size."""

    LARGE = "large", _("Large")
    LARGER = "larger", _("Very large")


class Theme(TextChoices):
    """The colours in which someone reads; empty is what their device prefers."""

    STANDARD = "standard", _("Standard colours")
    CONTRAST = "contrast", _("High contrast")


class SessionLimit(TextChoices):
    """Why a sign-in is over, as ``rules.sessions.over`` names it."""

    IDLE = "idle", _("nothing happened for a time")
    LONGEST = "longest", _("the longest time of a sign-in")


class Gender(TextChoices):
    MALE = "m", _("Male")
    FEMALE = "f", _("Female")


class Role(TextChoices):
    """Roles on a subtree of organisations. ``learner`` is everyone's over their own record and is never granted."""

    LEARNER = "learner", _("Trainee")
    LIAISON = "liaison", _("Liaison")
    TRAINER = "trainer", _("Trainer")
    SCHOOL = "school", _("School administrator")
    SUBDISTRICT = "subdistrict", _("Sub-district administrator")
    DISTRICT = "district", _("District administrator")
    EDITOR = "editor", _("Content editor")
    AUDITOR = "auditor", _("Auditor")


GRANTABLE_ROLES = tuple(role for role in Role if role is not Role.LEARNER)
STAFF_ROLES = frozenset(GRANTABLE_ROLES)
