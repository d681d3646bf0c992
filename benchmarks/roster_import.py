"""Import of a generated roster of 10,000 rows: the first time and again, as the command does it, and its preview."""

import sys
from pathlib import Path

from benchmarks.harness import emit, fresh_database, measure

ROWS = 10_000
BRANCHES = 500
HEADINGS = ("序号", "街道（镇）", "党组织名称", "姓名", "性别", "出生年月", "职务", "任职时间", "学历", "联系电话", "工号",
            "备注")
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平"
POSITIONS = ("书记", "副书记", "组织委员", "后备干部")


def write_roster(path, rows, *, first=0):
    """Write a workbook of ``rows`` people from the one numbered ``first`` in 13 sub-districts, a title above its headings."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet("名册")
    page.write_row(0, 0, ["党组织书记、委员和后备队伍名册"])
    page.write_row(1, 0, HEADINGS)
    for place, number in enumerate(range(first, first + rows)):
        branch = number % BRANCHES
        name = SURNAMES[number % 20] + GIVEN[number // 20 % 20] + GIVEN[number // 400 % 20]
        page.write_row(place + 2, 0, [
            place + 1, f"第{branch % 13 + 1}街道", f"第{branch + 1}居民区党总支", name, "男女"[number % 2],
            f"{1955 + number % 35}年{number % 12 + 1}月", POSITIONS[number // BRANCHES % 4], f"2015.{number % 12 + 1:02}", "大专",
            14_020_000_000 + number, f"GH{number:06}", "",
        ])
    book.close()


def main(rows=ROWS):
    with fresh_database() as folder:
        from lms.people import actions
        from lms.people.actions.imports import import_now
        from lms.people.models import Person

        root = actions.create_organisation(actor=None, parent=None, name="区委", kind="district")
        actor = actions.create_person(actor=None, name="管理员", username="bench")
        actions.grant_role(actor=None, person=actor, role="district", organisation=root)
        path = Path(folder) / "roster.xlsx"
        write_roster(path, rows)
        # A small import first: what Python loads once is no part of the figure.
        small = Path(folder) / "small.xlsx"
        write_roster(small, 20)
        import_now(actor=actor, path=small, name="small.xlsx", dry_run=True)
        for label, dry_run, expected in (
            ("roster import, preview", True, "created"), ("roster import, first time", False, "created"),
            ("roster import, second time", False, "unchanged"),
        ):
            with measure() as taken:
                plan = import_now(actor=actor, path=path, name="roster.xlsx", dry_run=dry_run)
            if plan.counts[expected] != rows:
                sys.exit(f"{label}: {plan.counts}")
            emit(label, rows=rows, **taken.figures)
        if Person.objects.count() != rows + 1:
            sys.exit("people are missing or double")


if __name__ == "__main__":
    main()
