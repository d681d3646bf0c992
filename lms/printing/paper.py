"""From HTML to PDF with WeasyPrint: fonts cut to the characters of a batch, drawn in a process with limits (``press``)."""

import io

import segno
from django.utils.translation import gettext as _

from lms.confined import Exceeded, Limits, confined

from . import fonts

# What a style sheet names as its family; the fonts that were chosen take its place.
FAMILY = "PackagedFonts"
DRAWING = Limits(seconds=30, megabytes=512)


class TooMuchToDraw(fonts.CannotPrint, Exceeded):
    """The page took more memory or time than a page may."""


class Paper:
    """Draws pages that share a style: fonts are cut once to all their characters (``text``), font settings are shared.

    ``assets`` maps names to bytes, which pages reach as ``asset:name``; nothing else is fetched. Raises
    :class:`fonts.CharacterMissing` before anything is drawn. ``sans`` asks for the upright face of lists first.
    """

    def __init__(self, text, style, *, assets=None, sans=False):
        self.assets = dict(assets or {})
        faces = []
        for place, (font, characters) in enumerate(fonts.choose(text, sans=sans) if text else ()):
            name = f"font{place}.otf"
            self.assets[name] = fonts.cut(font, characters)
            faces.append((f"Packaged{place}", f'@font-face {{ font-family: Packaged{place}; src: url("asset:{name}"); }}'))
        families = ", ".join(family for family, _rule in faces)
        self.style = "\n".join(rule for _family, rule in faces) + style.replace(FAMILY, families)

    def pdf(self, page, **options):
        """Return the bytes of the PDF of ``page``, a whole HTML document; ``options`` are those of WeasyPrint's writer.

        Raises :class:`TooMuchToDraw`.
        """
        try:
            return confined(_draw, self.style, tuple(self.assets.items()), page, options, limits=DRAWING)
        except Exceeded as error:
            raise TooMuchToDraw(_("Drawing this took more than %(seconds)s seconds or too much memory, so it was stopped. Print "
                                  "less at a time, or shorten what stands on it.") % {"seconds": DRAWING.seconds}) from error


def _draw(*asked):
    from .press import draw  # noqa: PLC0415 -- slow: loads Pango, where it is drawn only

    return draw(*asked)


def qr_png(text, scale=6):
    """Return ``text`` as a QR code, a PNG picture with a narrow quiet zone (the page around it is white)."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=scale, border=1)
    return out.getvalue()
