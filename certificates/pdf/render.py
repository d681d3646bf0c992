"""From frozen facts to a PDF: one page, A4 across, drawn by WeasyPrint from packaged assets only."""

import io
from pathlib import Path

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from certificates.rules import wording

from . import fonts
from .seal import seal_svg

ASSETS = Path(__file__).resolve().parent.parent / "assets"
TEMPLATE = "certificates/pdf.html"
# Characters of the page that do not come from the facts.
FIXED = "结业证书编号：共计学时。扫码或登录下列地址查验真伪：/verify/查验时请输入编号与姓名 "


class RefusedAddress(ValueError):
    """The page asked for something that does not come with the product."""


class Renderer:
    """Draws a batch of certificates: fonts are cut once to all their characters, style and font settings are shared.

    ``certificates`` is anything with ``number``, ``code`` and ``facts``. Raises :class:`fonts.CharacterMissing` before
    anything is drawn.
    """

    def __init__(self, certificates):
        from weasyprint import CSS  # noqa: PLC0415 -- slow: loads Pango
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- slow: loads Pango

        text = FIXED + settings.SITE_URL + "".join(_text_of(certificate) for certificate in certificates)
        self.assets = {"frame.svg": (ASSETS / "frame.svg").read_bytes()}
        faces = []
        for place, (font, characters) in enumerate(fonts.choose(text)):
            name = f"font{place}.otf"
            self.assets[name] = fonts.cut(font, characters)
            family = "Certificate" if place == 0 else f"CertificateMore{place}"
            faces.append((family, f'@font-face {{ font-family: {family}; src: url("asset:{name}"); }}'))
        families = ", ".join(family for family, rule in faces)
        self.configuration = FontConfiguration()
        style = "\n".join(rule for family, rule in faces) + (ASSETS / "certificate.css").read_text(encoding="utf-8")
        style = style.replace("Certificate, CertificateMore", families)
        self.css = CSS(string=style, url_fetcher=self.fetch, font_config=self.configuration)
        self.images = {}

    def fetch(self, url):
        """Hand out packaged assets; every other address, whatever its scheme, is refused."""
        from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415 -- slow: loads Pango

        scheme, colon, name = url.partition(":")
        if scheme != "asset" or name not in self.assets:
            raise RefusedAddress(f"only packaged assets may be fetched, not {scheme}:")
        kind = {"svg": "image/svg+xml", "png": "image/png", "otf": "font/otf"}[name.rpartition(".")[2]]
        return URLFetcherResponse(url, self.assets[name], {"Content-Type": kind})

    def render(self, certificate):
        """Return the bytes of the certificate's PDF."""
        from weasyprint import HTML  # noqa: PLC0415 -- slow: loads Pango

        facts = certificate.facts
        self.assets["seal.svg"] = seal_svg(facts["issuer"]).encode()
        self.assets["qr.png"] = qr_png(verification_url(certificate.code))
        page = render_to_string(TEMPLATE, {
            "number": certificate.number, "facts": facts, "sentence": wording.sentence(facts),
            "hours": wording.hours(facts["minutes"]) if facts.get("minutes") else "", "signed": wording.signed(facts),
            "site": settings.SITE_URL,
        })
        document = HTML(string=page, url_fetcher=self.fetch, base_url="asset:page/")
        return document.write_pdf(stylesheets=[self.css], font_config=self.configuration)


def render_pdf(certificate):
    """Return the bytes of one certificate's PDF."""
    return Renderer([certificate]).render(certificate)


def verification_url(code):
    return settings.SITE_URL + reverse("certificates:verify-code", args=[code])


def qr_png(text, scale=6):
    """Return ``text`` as a QR code, a PNG picture with a narrow quiet zone (the page around it is white)."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=scale, border=1)
    return out.getvalue()


def _text_of(certificate):
    facts = certificate.facts
    return "".join((
        certificate.number, facts["name"], facts["issuer"], wording.sentence(facts), wording.signed(facts),
        wording.hours(facts.get("minutes") or 0), "0123456789.",
    ))


def check_printable(facts, prefix=""):
    """Raise :class:`fonts.CharacterMissing` for the first character of the facts that no font has."""
    fonts.choose(FIXED + prefix + facts["name"] + facts["issuer"] + wording.sentence(facts) + wording.signed(facts))
