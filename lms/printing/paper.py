"""From HTML to PDF with WeasyPrint: fonts cut to the characters of a batch, and nothing fetched but what was handed over."""

import io

import segno
from PIL import ImageFile

from . import fonts

# What a style sheet names as its family; the fonts that were chosen take its place.
FAMILY = "PackagedFonts"
KINDS = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "otf": "font/otf"}


class RefusedAddress(ValueError):
    """The page asked for something that does not come with the product."""


class Paper:
    """Draws pages that share a style: fonts are cut once to all their characters (``text``), font settings are shared.

    ``assets`` maps names to bytes, which pages reach as ``asset:name``. Raises :class:`fonts.CharacterMissing` before anything
    is drawn. ``sans`` asks for the upright face of lists first.
    """

    def __init__(self, text, style, *, assets=None, sans=False):
        from weasyprint import CSS  # noqa: PLC0415 -- slow: loads Pango
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- slow: loads Pango

        # WeasyPrint lets the whole process take pictures that break off for whole ones; uploads must see the difference.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        self.assets = dict(assets or {})
        faces = []
        for place, (font, characters) in enumerate(fonts.choose(text, sans=sans) if text else ()):
            name = f"font{place}.otf"
            self.assets[name] = fonts.cut(font, characters)
            faces.append((f"Packaged{place}", f'@font-face {{ font-family: Packaged{place}; src: url("asset:{name}"); }}'))
        self.configuration = FontConfiguration()
        style = "\n".join(rule for _family, rule in faces) + style.replace(FAMILY, ", ".join(family for family, _rule in faces))
        self.css = CSS(string=style, url_fetcher=self.fetch, font_config=self.configuration)

    def fetch(self, url):
        """Hand out packaged assets; every other address, whatever its scheme, is refused."""
        from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415 -- slow: loads Pango

        scheme, colon, name = url.partition(":")
        if scheme != "asset" or name not in self.assets:
            raise RefusedAddress(f"only packaged assets may be fetched, not {scheme}:")
        return URLFetcherResponse(url, self.assets[name], {"Content-Type": KINDS[name.rpartition(".")[2]]})

    def pdf(self, page, **options):
        """Return the bytes of the PDF of ``page``, a whole HTML document; ``options`` are those of WeasyPrint's writer."""
        from weasyprint import HTML  # noqa: PLC0415 -- slow: loads Pango

        document = HTML(string=page, url_fetcher=self.fetch, base_url="asset:page/")
        return document.write_pdf(stylesheets=[self.css], font_config=self.configuration, **options)


def qr_png(text, scale=6):
    """Return ``text`` as a QR code, a PNG picture with a narrow quiet zone (the page around it is white)."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=scale, border=1)
    return out.getvalue()
