"""Rosters made for tests, and people who may import them."""

import openpyxl
import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from lms.people.models import ImportBatch

HEADINGS = ["街道（镇）", "党组织名称", "姓名", "性别", "出生年月", "职务", "任职时间", "联系电话", "工号"]
SAMPLES = settings.BASE_DIR.parent / "shared" / "data"


@pytest.fixture(autouse=True)
def private_files(monkeypatch, tmp_path):
    """Uploads of tests go where they vanish; returns the folder."""
    folder = tmp_path / "private"
    for name in ("file", "error_file"):
        monkeypatch.setattr(ImportBatch._meta.get_field(name), "storage", FileSystemStorage(location=folder))
    return folder


@pytest.fixture
def make_roster(tmp_path):
    """Return ``make(rows, headings=..., name=..., sheet=...)``, which writes a workbook and returns its path."""

    def make(rows, *, headings=HEADINGS, name="roster.xlsx", sheet="东街道", above=()):
        book = openpyxl.Workbook()
        page = book.active
        page.title = sheet
        for line in (*above, headings, *rows):
            page.append(line)
        path = tmp_path / name
        book.save(path)
        return path

    return make


def person_row(number, *, superior="东街道", organisation="东一居民区党总支", **changes):
    row = {"superior": superior, "organisation": organisation, "name": f"张{chr(0x4E00 + number)}", "gender": "女",
           "born": "1970-05", "position": "书记", "since": "2015-03", "phone": f"140{number:08d}", "staff_no": ""}
    return list({**row, **changes}.values())
