"""One stylesheet for every page, put together from those of the design, so that a first visit asks for it once.

``css/house.css`` is found like any other static file: by the development server, by the tests, and by ``collectstatic``.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/house.css"
SOURCES = Path(__file__).resolve().parent / "static_src" / "css"
# In the order in which they build on each other. What only paper needs is wrapped, as in a link with media="print".
SCREEN = ("tokens.css", "base.css", "components.css", "forms.css", "layouts.css")
PAPER = "print.css"


def house_css():
    screen = "\n".join((SOURCES / name).read_text() for name in SCREEN)
    rules, page = [], []
    for line in (SOURCES / PAPER).read_text().splitlines():
        (page if line.startswith("@page") else rules).append(line)
    return "\n".join([screen, *page, "@media print {", *rules, "}", ""])


class BundleFinder(BaseFinder):
    """Finds the bundle, written anew into the data folder whenever one of its sources is younger."""

    def __init__(self, *args, **kwargs):
        self.storage = FileSystemStorage(location=settings.DATA_DIR / "bundles")

    def _build(self):
        target = Path(self.storage.path(NAME))
        youngest = max((SOURCES / name).stat().st_mtime for name in (*SCREEN, PAPER))
        if not target.exists() or target.stat().st_mtime < youngest:
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_suffix(".new")
            fresh.write_text(house_css())
            fresh.replace(target)
        return str(target)

    def find(self, path, find_all=False, **kwargs):
        if path != NAME:
            return []
        return [self._build()] if find_all else self._build()

    def check(self, **kwargs):
        return []

    def list(self, ignore_patterns):
        self._build()
        yield NAME, self.storage
