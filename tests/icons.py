"""Draw the application's icons from its mark: ``python -m tests.icons``. Run once whenever ``mark.svg`` changes.

Home screens and app lists want PNG. ``any`` shows the mark as it is; ``maskable`` fills the square, with the drawing inside
the middle four fifths, because a phone cuts a circle or a drop out of it.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET

IMAGES = Path(__file__).resolve().parent.parent / "lms" / "static_src" / "img"
RED = "#b3261e"
SIZES = {"icon-192.png": (192, 1.0), "icon-512.png": (512, 1.0), "icon-maskable-512.png": (512, 0.86), "icon-180.png": (180, 0.9)}


def main():
    mark = (IMAGES / "mark.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for name, (size, scale) in SIZES.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            ground = "transparent" if scale == 1 else RED
            page.set_content(
                f"<style>body{{margin:0;background:{ground};display:grid;place-items:center;height:{size}px}}"
                f"svg{{width:{scale * 100}%;height:{scale * 100}%}}</style>{mark}"
            )
            picture = Image.open(BytesIO(page.screenshot(omit_background=True)))
            picture.quantize(64, method=Image.Quantize.FASTOCTREE).save(IMAGES / name, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
