"""Drawing 1,000 certificates of the richest demo template, with one process and with two, beside the plain way.

Run as ``python -m benchmarks.certificates``. The plain way is one WeasyPrint document for each certificate: the whole fonts,
style, frame, seal and code read, laid out and drawn anew; ``--plain`` says how many of those are drawn.
"""

import argparse
import multiprocessing
import time

from benchmarks.harness import emit, fresh_database, measure

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "建国红梅志强秀英海燕文华丽娟晓明春兰永福玉珍立群振华卫东宝珠家骏雪芬"
BATCH = 100  # what a job draws with one renderer
RICHEST = "modern"  # sixteen texts, two typefaces, the largest frame


def certificates(count):
    """Return ``count`` certificates of people of ten organisations; every fiftieth name is long, every seventieth rare."""
    from certificates.pdf.render import Sample
    from certificates.rules.designs import DESIGNS
    from certificates.samples import FACTS

    made = []
    for number in range(count):
        name = SURNAMES[number % len(SURNAMES)] + GIVEN[number % len(GIVEN)] + GIVEN[(number * 7 + number // 29) % len(GIVEN)]
        name = "阿卜杜热西提·阿卜杜拉·麦麦提明" if number % 50 == 49 else "𠮷㛃䶮" if number % 70 == 69 else name
        facts = {**FACTS, "name": name, "organisation": f"示范街道第{number % 10 + 1}居民区党总支"}
        made.append(Sample(f"示委党训〔2018〕{number + 1:04d}号", f"code{number:018d}", facts, DESIGNS[RICHEST]))
    return made


def shared(rows):
    """Draw ``rows`` as a job does; return the sizes."""
    from certificates.pdf import Renderer

    sizes = []
    for start in range(0, len(rows), BATCH):
        sizes += [len(content) for _row, content in Renderer(rows[start:start + BATCH]).render_many()]
    return sizes


def plain(row):
    """Draw one certificate the plain way; return the size of its file."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcherResponse

    from certificates.pdf.render import texts_of, verification_url
    from certificates.pdf.seal import seal_svg
    from certificates.pdf.sheet import frame_file
    from lms.printing import fonts, qr_png

    layout = row.layout
    width, height = layout.sheet
    assets = {
        "frame.svg": frame_file(layout.frame, layout.orientation).read_bytes(), "qr.png": qr_png(verification_url(row.code)),
        "seal.svg": seal_svg.__wrapped__(row.facts["issuer"]).encode(),
    }
    faces = []
    for place, font in enumerate(fonts.packaged()):
        with open(font.path, "rb") as opened:
            assets[f"f{place}.otf"] = opened.read()
        faces.append(f'@font-face {{ font-family: W{place}; src: url("asset:f{place}.otf") }}')
    style = [*faces, f"@page {{ size: {width}mm {height}mm; margin: 0 }} p, img {{ position: absolute; margin: 0 }}"]
    blocks = [f'<img src="asset:frame.svg" style="left: 0; top: 0; width: {width}mm; height: {height}mm">']
    for number, (text, pieces) in enumerate(zip(layout.texts, texts_of(layout, row), strict=True)):
        order = "W1, W0, W2, W3" if text.face == "sans" else "W0, W1, W2, W3"
        style.append(
            f".t{number} {{ left: {text.x}mm; top: {text.y}mm; width: {text.width}mm; "
            f"font: {text.size}pt/{text.leading} {order}; color: {text.colour}; "
            f"text-align: {text.align}; letter-spacing: {text.spacing}em }}"
        )
        blocks.append(f'<p class="t{number}">{"".join(piece for piece, _name in pieces)}</p>')
    for name, square in (("qr.png", layout.qr), ("seal.svg", layout.seal)):
        blocks.append(
            f'<img src="asset:{name}" style="left: {square.x}mm; top: {square.y}mm; width: {square.side}mm">'
        )

    def fetch(url):
        name = url.removeprefix("asset:")
        kind = {"svg": "image/svg+xml", "png": "image/png", "otf": "font/otf"}[name.rpartition(".")[2]]
        return URLFetcherResponse(url, assets[name], {"Content-Type": kind})

    configuration = FontConfiguration()
    css = weasyprint.CSS(string="\n".join(style), url_fetcher=fetch, font_config=configuration)
    page = weasyprint.HTML(string=f"<body>{''.join(blocks)}", url_fetcher=fetch, base_url="asset:page/")
    return len(page.write_pdf(stylesheets=[css], font_config=configuration))


def _warm():
    """Load what every process loads once: Pango, the fonts' character maps."""
    shared(certificates(2))


def _child(bounds, ready, start, done):
    """A worker process of its own, as a job's is: load, wait for the start, draw, tell."""
    import django

    django.setup()
    _warm()
    rows = certificates(bounds[1])[bounds[0]:]
    ready.put(True)
    start.wait()
    with measure() as drawing:
        shared(rows)
    done.put(drawing.peak_mb)


def two_processes(count):
    """Return ``(seconds, peak of the larger one in MB)``."""
    context = multiprocessing.get_context("spawn")
    ready, done, start = context.Queue(), context.Queue(), context.Event()
    half = count // 2
    children = [context.Process(target=_child, args=(bounds, ready, start, done)) for bounds in ((0, half), (half, count))]
    for child in children:
        child.start()
    for _child_ready in children:
        ready.get(timeout=300)
    begin = time.perf_counter()
    start.set()
    peaks = [done.get(timeout=600) for _child_done in children]
    seconds = time.perf_counter() - begin
    for child in children:
        child.join()
    return seconds, max(peaks)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--plain", type=int, default=50)
    chosen = options.parse_args()
    with fresh_database():
        rows = certificates(chosen.count)
        _warm()
        plain(rows[0])
        # The plain way before and after, so that other work on the machine weighs on both ways alike.
        half = rows[:chosen.plain // 2]
        with measure() as before:
            sizes_plain = [plain(row) for row in half]
        with measure() as drawing:
            sizes = shared(rows)
        with measure() as after:
            sizes_plain += [plain(row) for row in half]
        each = drawing.seconds / len(rows)
        each_plain = (before.seconds + after.seconds) / len(sizes_plain)
        emit("the plain way, one process", certificates=len(sizes_plain), ms_each=round(each_plain * 1000, 1),
             a_second=round(1 / each_plain, 1), peak_mb=round(max(before.peak_mb, after.peak_mb)),
             bytes_each=sum(sizes_plain) // len(sizes_plain))
        emit("drawn together, one process", certificates=len(rows), ms_each=round(each * 1000, 2), a_second=round(1 / each, 1),
             peak_mb=round(drawing.peak_mb), bytes_each=sum(sizes) // len(sizes), times_the_plain_way=round(each_plain / each, 1))
        seconds, peak = two_processes(chosen.count)
        emit("drawn together, two processes", certificates=chosen.count, a_second=round(chosen.count / seconds, 1),
             peak_mb_each=round(peak), times_one_plain_process=round(each_plain * chosen.count / seconds, 1))


if __name__ == "__main__":
    main()
