"""From frozen facts and a pinned layout to a PDF of one page.

A batch is drawn together: its fonts are cut once to all its characters, the drawings of a layout are made once
(``sheet``), the texts of many certificates are laid out in one document and taken apart (``lines``). What a file says and
how it looks does not depend on who else is in the batch.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse

from certificates.rules import wording
from certificates.rules.builtin import BUILTIN, BUILTINS
from certificates.rules.layout import Layout
from lms.printing import fonts

from .faces import Faces
from .lines import EMPTY, MARK, Setter
from .sheet import Sheet

# So many certificates are laid out in one document.
TOGETHER = 50


@dataclass(frozen=True)
class Sample:
    """A certificate that was not issued, for looking at a layout."""

    number: str
    code: str
    facts: dict = field(hash=False)
    layout: Layout = BUILTIN


class Renderer:
    """Draws a batch of certificates.

    ``certificates`` are rows of ``Certificate``, or anything else with ``number``, ``code``, ``facts`` and maybe a ``layout``.
    Raises :class:`fonts.CharacterMissing` before anything is drawn. ``pictures`` maps digests to bytes; what is not in it is
    read from where the pictures of templates are kept.
    """

    def __init__(self, certificates, *, pictures=None):
        self.certificates = list(certificates)
        self._pictures = dict(pictures or {})
        pinned = _pinned(self.certificates)
        self._layouts, self._texts, asked = [], [], {"serif": [MARK, wording.DIGITS], "sans": []}
        for certificate in self.certificates:
            layout = getattr(certificate, "layout", None) or pinned.get(
                getattr(certificate, "template_version_id", None), BUILTINS.get(getattr(certificate, "kind", ""), BUILTIN)
            )
            if layout not in self._layouts:
                self._layouts.append(layout)
            place = self._layouts.index(layout)
            said = texts_of(layout, certificate)
            for text, pieces in zip(layout.texts, said, strict=True):
                asked[text.face] += [piece for piece, _name in pieces]
            self._texts.append((place, said))
        self._faces = Faces("".join(set("".join(asked["serif"]))), "".join(set("".join(asked["sans"]))))
        self.setter = Setter(self._layouts, self._faces)
        self._places = {id(certificate): place for place, certificate in enumerate(self.certificates)}
        self._shared, self._own, self._sheets = {}, {}, {}

    def render(self, certificate):
        """Return the bytes of the certificate's PDF; it is one of those that the renderer was made for."""
        at = self._places[id(certificate)]
        if at not in self._own:
            self._lay(at)
        place, _texts = self._texts[at]
        facts = certificate.facts
        return self._sheet(place, facts["issuer"]).filled(
            self._own.pop(at), address=verification_url(certificate.code), title=certificate.number, author=facts["issuer"],
        )

    def render_many(self):
        """Yield ``(certificate, bytes)`` of the whole batch, one after another."""
        for certificate in self.certificates:
            yield certificate, self.render(certificate)

    def _lay(self, first):
        """Lay out the texts of the certificate at ``first`` and of those after it; what others say too is laid out once."""
        several = range(first, min(first + TOGETHER, len(self.certificates)))
        wanted = {}
        for at in several:
            place, texts = self._texts[at]
            for number, pieces in enumerate(texts):
                if pieces and (place, number, pieces) not in self._shared:
                    wanted[place, number, pieces] = None
        laid = dict(zip(wanted, self.setter.lay(list(wanted)), strict=True)) if wanted else {}
        for at in several:
            place, texts = self._texts[at]
            keys = [(place, number, pieces) for number, pieces in enumerate(texts)]
            self._own[at] = [laid.get(key) or self._shared.get(key) or EMPTY for key in keys]
        self._shared.update((key, fragment) for key, fragment in laid.items() if not self._is_personal(key))

    def _is_personal(self, key):
        place, number, _pieces = key
        return bool(wording.PERSONAL & wording.fields_in(self._layouts[place].texts[number].text))

    def _sheet(self, place, issuer):
        layout = self._layouts[place]
        key = place, issuer if layout.seal else ""
        if key not in self._sheets:
            wanted = {picture.image for picture in layout.pictures}
            found = {digest: self._pictures[digest] for digest in wanted & self._pictures.keys()}
            found |= _kept(wanted - found.keys())
            self._sheets[key] = Sheet(layout, self._faces, issuer=issuer, pictures=found)
        return self._sheets[key]


def texts_of(layout, certificate):
    """Return the pieces of each text of ``layout`` as the certificate says them; empty for what it leaves out."""
    said = {
        style: {
            field: "".join(sign for sign in value if sign not in fonts.SHAPELESS) for field, value in wording.values(
                certificate.facts, number=certificate.number, style=style, address=layout.address, site=settings.SITE_URL,
            ).items()
        }
        for style in {text.dates for text in layout.texts}
    }
    found = [wording.pieces(text.text, said[text.dates]) for text in layout.texts]
    return [pieces if any(piece.strip() for piece, _name in pieces) else () for pieces in found]


def render_pdf(certificate):
    """Return the bytes of one certificate's PDF."""
    return Renderer([certificate]).render(certificate)


def verification_url(code):
    return settings.SITE_URL + reverse("certificates:verify-code", args=[code])


def check_printable(facts, prefix=""):
    """Raise :class:`fonts.CharacterMissing` for the first character of the facts that no font has."""
    said = wording.values(facts, number=prefix, style=wording.CHINESE)
    fonts.choose("".join(said.values()))


def _pinned(certificates):
    """Return ``{id: Layout}`` of the versions that the certificates pin. One query at most."""
    from certificates.models import TemplateVersion  # noqa: PLC0415 -- leaf: samples need no database

    wanted = {getattr(certificate, "template_version_id", None) for certificate in certificates} - {None}
    if not wanted:
        return {}
    return {row.pk: row.read for row in TemplateVersion.objects.filter(pk__in=wanted)}


def _kept(digests):
    """Return ``{digest: bytes}`` of kept pictures. One query at most."""
    from certificates.models import CertificateImage  # noqa: PLC0415 -- leaf: most layouts have none

    if not digests:
        return {}
    return {row.sha256: row.bytes() for row in CertificateImage.objects.filter(sha256__in=digests)}
