"""The state of certificates as other systems read it."""

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Schema

from certificates.enums import CertificateKind, CertificateState
from certificates.models import Certificate
from lms.api.fields import Moment, RowAsked, choices
from lms.api.paging import AskedChanged, AskedPeriod, AskedPlace, PageOf, changed, in_moments, one_of, page_of
from lms.api.registry import REFUSALS, resource
from lms.people.api import NUMBER, of_people

certificates = resource("certificates", gettext_lazy("State of certificates"), 70)


class CertificateOut(Schema):
    id: int = Field(description=_("Number of the row."), examples=[81])
    number: str = Field(description=_("The number on the certificate."), examples=["示例〔2026〕0001号"])
    kind: choices(CertificateKind) = Field(description=_("What it certifies."), examples=["completion"])
    state: choices(CertificateState) = Field(
        description=_("What it is worth now. One under review is valid still."), examples=["valid"])
    person: int = Field(description=_("Number of the person."), examples=[345])
    programme: str = Field(description=_("The programme or course as the certificate says it."), examples=["示例培训项目"])
    minutes: int | None = Field(description=_("Minutes as the certificate says them; null where it says none."), examples=[1440])
    issued_at: Moment = Field(description=_("When it was issued."), examples=["2026-01-31T08:00:00+08:00"])
    ended_at: Moment | None = Field(
        description=_("When it was revoked, replaced or voided; null while it holds."), examples=[None])
    superseded_by: str | None = Field(description=_("Number of the certificate that replaced it."), examples=[None])


class CertificatesPage(PageOf):
    items: list[CertificateOut]


class CertificatesAsked(AskedPlace, AskedPeriod, AskedChanged):
    person: RowAsked | None = Field(None, description=_("Number of a person."), examples=[345])


def _certificate(row):
    return {
        "id": row.pk, "number": row.number, "kind": row.kind, "state": row.state, "person": row.person_id,
        "programme": row.facts.get("programme") or "", "minutes": row.facts.get("minutes"), "issued_at": row.issued_at,
        "ended_at": row.revoked_at, "superseded_by": row.superseded_by and row.superseded_by.number,
    }


def _certificates(request):
    return Certificate.objects.visible_to(request.auth.reader).select_related("superseded_by")


@certificates.get("/certificates", response={200: CertificatesPage, **REFUSALS}, url_name="certificates",
                  operation_id="certificates", summary=_("Certificates"), description=_(
                      "Certificates of the people in the scope; the period is that of their issue. Those that ended stay "
                      "listed."))
def list_certificates(request, asked: Query[CertificatesAsked]):
    rows = of_people(_certificates(request), request, asked)
    if asked.person is not None:
        rows = rows.filter(person_id=asked.person)
    rows = in_moments(rows, asked, "issued_at")
    return page_of(request, changed(rows, asked.changed_since, "issued_at", "revoked_at", "review_since"), asked, _certificate)


@certificates.get("/certificates/{pk}", response={200: CertificateOut, **REFUSALS}, url_name="certificate",
                  operation_id="certificate", summary=_("One certificate"))
def one_certificate(request, pk: RowAsked = NUMBER):
    return one_of(request, _certificates(request), pk, _certificate)
