"""Certificates in a person's copy of their own data."""

from django.utils.translation import gettext_lazy as _

from lms.people.own_copy import register

register("certificates.Certificate", "person", _("Certificates"), {
    _("Number"): "number", _("Issued"): "issued_at", _("Revoked"): "revoked_at",
    _("Facts"): lambda row: "；".join(f"{value}" for value in row.facts.values() if isinstance(value, str | int)),
})
