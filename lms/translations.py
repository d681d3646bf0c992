"""Compile the translations: ``.po`` files are kept in the repository, the ``.mo`` files made from them are not.

Also a program, ``python lms/translations.py``. That each placeholder survives translation is the tests' business; a start
of the site is not the moment to refuse a sentence.
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(folder=None):
    """Write each ``.mo`` under ``folder`` that is missing or older than its ``.po``; return how many were written.

    Without a folder: of the interface's own texts, and of those that the editor's library leaves in English.
    """
    written = 0
    sources = folder.glob("*/LC_MESSAGES/*.po") if folder else Path(__file__).resolve().parent.glob("locale*/*/LC_MESSAGES/*.po")
    for source in sources:
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        unfinished = target.with_suffix(f".{os.getpid()}.part")
        with unfinished.open("wb") as binary:
            write_mo(binary, catalogue)
        unfinished.replace(target)  # whoever reads meanwhile sees the old or the new one, whole
        written += 1
    return written


if __name__ == "__main__":
    compile_catalogues()
