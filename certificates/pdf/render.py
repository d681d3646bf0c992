"""From frozen facts to a PDF: one page, A4 across, drawn by WeasyPrint from packaged assets only."""

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from certificates.rules import wording
from lms.printing import Paper, fonts, qr_png

from .seal import seal_svg

ASSETS = Path(__file__).resolve().parent.parent / "assets"
TEMPLATE = "certificates/pdf.html"
# Characters of the page that do not come from the facts.
FIXED = "结业证书编号：共计学时。扫码或登录下列地址查验真伪：/verify/查验时请输入编号与姓名 "


class Renderer(Paper):
    """Draws a batch of certificates: fonts are cut once to all their characters, style and font settings are shared.

    ``certificates`` is anything with ``number``, ``code`` and ``facts``. Raises :class:`fonts.CharacterMissing` before
    anything is drawn.
    """

    def __init__(self, certificates):
        super().__init__(
            FIXED + settings.SITE_URL + "".join(_text_of(certificate) for certificate in certificates),
            (ASSETS / "certificate.css").read_text(encoding="utf-8"),
            assets={"frame.svg": (ASSETS / "frame.svg").read_bytes()},
        )

    def render(self, certificate):
        """Return the bytes of the certificate's PDF."""
        facts = certificate.facts
        self.assets["seal.svg"] = seal_svg(facts["issuer"]).encode()
        self.assets["qr.png"] = qr_png(verification_url(certificate.code))
        return self.pdf(render_to_string(TEMPLATE, {
            "number": certificate.number, "facts": facts, "sentence": wording.sentence(facts),
            "hours": wording.hours(facts["minutes"]) if facts.get("minutes") else "", "signed": wording.signed(facts),
            "site": settings.SITE_URL,
        }))


def render_pdf(certificate):
    """Return the bytes of one certificate's PDF."""
    return Renderer([certificate]).render(certificate)


def verification_url(code):
    return settings.SITE_URL + reverse("certificates:verify-code", args=[code])


def _text_of(certificate):
    facts = certificate.facts
    return "".join((
        certificate.number, facts["name"], facts["issuer"], wording.sentence(facts), wording.signed(facts),
        wording.hours(facts.get("minutes") or 0), "0123456789.",
    ))


def check_printable(facts, prefix=""):
    """Raise :class:`fonts.CharacterMissing` for the first character of the facts that no font has."""
    fonts.choose(FIXED + prefix + facts["name"] + facts["issuer"] + wording.sentence(facts) + wording.signed(facts))
