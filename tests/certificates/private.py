"""Certificates of a test go to a folder of its own."""

from contextlib import contextmanager

import pypdfium2 as pdfium

from certificates.models import Certificate


@contextmanager
def files_in(folder):
    storage = Certificate._meta.get_field("pdf").storage
    before = storage._location

    def move(location):
        storage._location = location
        for name in ("base_location", "location"):
            storage.__dict__.pop(name, None)

    move(str(folder))
    try:
        yield
    finally:
        move(before)


def text_of(certificate):
    """Return the text of a certificate's kept file, without blanks and ends of lines."""
    with certificate.pdf.open("rb") as handle:
        page = pdfium.PdfDocument(handle.read())[0]
        return "".join(page.get_textpage().get_text_range().split())
