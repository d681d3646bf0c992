"""A certificate as a picture of the screen: the very PDF, drawn by PDFium."""

import io

WIDTH = 1200  # pixels


def png_of(content, *, width=WIDTH):
    """Return the first page of a PDF as the bytes of a PNG picture ``width`` pixels wide."""
    import pypdfium2  # noqa: PLC0415 -- slow: loads a library of its own

    document = pypdfium2.PdfDocument(content)
    try:
        page = document[0]
        picture = page.render(scale=width / page.get_width()).to_pil().convert("P", palette=1, colors=256)
    finally:
        document.close()
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=6)
    return out.getvalue()
