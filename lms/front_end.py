"""Files from npm packages among the static files: those that a page loads, each named, under ``vendor/<package>/``."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage

# Package -> its files that pages load. A source map stays beside its script, or collecting fails on the script's last line.
FILES = {
    "barcode-detector": ["dist/iife/ponyfill.js"],
    "echarts": ["dist/echarts.simple.min.js"],
    "hls.js": ["dist/hls.light.min.js", "dist/hls.light.min.js.map"],
    "idb-keyval": ["dist/umd.js"],
    "interactjs": ["dist/interact.min.js", "dist/interact.min.js.map"],
    "scorm-again": [
        "dist/scorm12.min.js", "dist/scorm12.min.js.map", "dist/scorm2004.min.js", "dist/scorm2004.min.js.map",
    ],
    "zxing-wasm": ["dist/reader/zxing_reader.wasm"],
}


def missing():
    """Return the files that are named here and not installed."""
    return [
        f"{package}/{name}" for package, names in FILES.items() for name in names
        if not Path(settings.NODE_MODULES, package, name).is_file()
    ]


def sentence(files):
    return f"These files come from npm and are not installed: {', '.join(files)}. Please run: make setup"


class FrontEndFinder(BaseFinder):
    """Static files ``vendor/<package>/<file>`` out of ``node_modules``."""

    def check(self, **kwargs):
        files = missing()
        return [checks.Warning(sentence(files), id="lms.W001")] if files else []

    def find(self, path, find_all=False, **kwargs):
        for package, names in FILES.items():
            for name in names:
                file = Path(settings.NODE_MODULES, package, name)
                if path == f"vendor/{package}/{file.name}" and file.is_file():
                    return [str(file)] if find_all else str(file)
        return []

    def list(self, ignore_patterns):
        if files := missing():
            raise ImproperlyConfigured(sentence(files))
        for package, names in FILES.items():
            for name in names:
                file = Path(settings.NODE_MODULES, package, name)
                storage = FileSystemStorage(location=file.parent)
                storage.prefix = f"vendor/{package}"
                yield file.name, storage
