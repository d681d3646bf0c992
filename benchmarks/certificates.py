"""Drawing 50 certificates: the shared way of ``certificates.pdf.Renderer`` beside one renderer for each.

Run as ``python -m benchmarks.certificates``.
"""

import time

from benchmarks.harness import emit, fresh_database

PEOPLE = 50
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "建国红梅志强秀英海燕"


def main():
    with fresh_database():
        from certificates.actions import issuing
        from certificates.models import Certificate
        from certificates.pdf import Renderer
        from lms.people.actions import create_person

        people = [
            create_person(actor=None, name=SURNAMES[n % 10] + GIVEN[n // 10] + GIVEN[(n * 3) % 10]) for n in range(PEOPLE)
        ]
        facts = {
            "programme": "2017年居民区党组织书记轮训", "host": "示范街道社区党校", "organisation": "示范居民区党总支",
            "starts_on": "2017-09-05", "ends_on": "2017-09-07", "minutes": 1080, "issuer": "中共示范区委组织部",
            "issued_on": "2017-09-08",
        }
        items = [
            issuing.IssueItem(
                person_id=row.pk, source=f"bench:{row.pk}", facts={**facts, "name": row.name},
                pattern="示委党训〔{year}〕{n:04}号",
            )
            for row in people
        ]
        start = time.perf_counter()
        issuing.issue_many(actor=None, items=items)
        emit("numbers for 50 certificates", ms=round((time.perf_counter() - start) * 1000, 1))
        certificates = list(Certificate.objects.order_by("pk"))
        Renderer(certificates[:1]).render(certificates[0])  # loads Pango and the fonts' character maps

        start = time.perf_counter()
        renderer = Renderer(certificates)
        prepared = time.perf_counter() - start
        sizes = [len(renderer.render(row)) for row in certificates]
        _report("drawn with one renderer", start, sizes, prepared_ms=round(prepared * 1000))

        start = time.perf_counter()
        sizes = [len(Renderer([row]).render(row)) for row in certificates]
        _report("drawn with a renderer each", start, sizes)


def _report(figure, start, sizes, **more):
    spent = (time.perf_counter() - start) * 1000
    emit(figure, certificates=len(sizes), ms_each=round(spent / len(sizes), 1), kb_each=round(sum(sizes) / len(sizes) / 1024, 1),
         **more)


if __name__ == "__main__":
    main()
