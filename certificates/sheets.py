"""Certificates in one file to print: a page each, or two on a sheet of A4 to be cut."""

import io

from certificates.actions import issuing
from lms.audit import trail

MOST = 2000
SHORT, LONG = 595.28, 841.89  # points: A4


def print_file(*, actor, certificates, path, per_sheet=1, organisation=None, progress=None):
    """Write ``certificates`` to the PDF ``path`` in their order, one or two to a sheet, and return how many sheets.

    Those without a drawn file are drawn first. The copies are for paper: a signature is of one file and does not travel.
    """
    from pikepdf import ObjectStreamMode, Pdf  # noqa: PLC0415 -- slow: a library in C++, for this job alone

    issuing.draw(certificates=certificates)
    out = Pdf.new()
    for place, certificate in enumerate(certificates, start=1):
        with certificate.pdf.open("rb") as handle:
            source = Pdf.open(io.BytesIO(handle.read()))
        page = source.pages[0]
        if "/Annots" in page:
            del page["/Annots"]
        if per_sheet == 1:
            out.pages.append(page)
        else:
            _lay(out, page, first=place % 2 == 1)
        if progress:
            progress(place, len(certificates))
    sheets = len(out.pages)
    out.save(path, object_stream_mode=ObjectStreamMode.generate)
    trail.record(
        actor=actor, verb="certificate.print", organisation=organisation,
        detail={"certificates": len(certificates), "first": certificates[0].number, "last": certificates[-1].number},
    )
    return sheets


def _lay(out, page, *, first):
    """Lay a page on the first half of a new sheet, or on the second half of the last one."""
    from pikepdf import Rectangle  # noqa: PLC0415 -- slow: a library in C++, for this job alone

    box = page.mediabox
    across = float(box[2]) - float(box[0]) > float(box[3]) - float(box[1])
    if first:
        out.add_blank_page(page_size=(SHORT, LONG) if across else (LONG, SHORT))
    sheet = out.pages[-1]
    upright = float(sheet.mediabox[3]) > float(sheet.mediabox[2])
    half = LONG / 2
    if upright:
        place = Rectangle(0, half, SHORT, LONG) if first else Rectangle(0, 0, SHORT, half)
    else:
        place = Rectangle(0, 0, half, SHORT) if first else Rectangle(half, 0, LONG, SHORT)
    sheet.add_overlay(page, place)
