"""WeasyPrint with nothing to fetch but what was handed over. Runs in a process of its own (``lms.confined``)."""

from functools import lru_cache

from PIL import ImageFile
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcherResponse

# WeasyPrint lets its whole process take pictures that break off for whole ones; uploads must see the difference.
ImageFile.LOAD_TRUNCATED_IMAGES = False
KINDS = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "otf": "font/otf"}


class RefusedAddress(ValueError):
    """The page asked for something that does not come with the product."""


class Press:
    """Draws pages of one style; ``assets`` maps names to bytes, which pages reach as ``asset:name``."""

    def __init__(self, style, assets):
        self.assets = assets
        self.configuration = FontConfiguration()
        self.css = CSS(string=style, url_fetcher=self.fetch, font_config=self.configuration)

    def fetch(self, url):
        """Hand out packaged assets; every other address, whatever its scheme, is refused."""
        scheme, colon, name = url.partition(":")
        if scheme != "asset" or name not in self.assets:
            raise RefusedAddress(f"only packaged assets may be fetched, not {scheme}:")
        return URLFetcherResponse(url, self.assets[name], {"Content-Type": KINDS[name.rpartition(".")[2]]})

    def pdf(self, page, **options):
        document = HTML(string=page, url_fetcher=self.fetch, base_url="asset:page/")
        return document.write_pdf(stylesheets=[self.css], font_config=self.configuration, **options)


@lru_cache(maxsize=1)  # a batch asks for many pages of one style
def _press(style, assets):
    return Press(style, dict(assets))


def draw(style, assets, page, options):
    """Return the bytes of the PDF of ``page``; ``assets`` are ``((name, bytes), ...)``."""
    return _press(style, assets).pdf(page, **options)
