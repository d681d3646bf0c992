"""Chinese type for the browsers of tests and pictures: that of the certificates, where the machine has none of its own.

Without it every character is an empty box of another width, and nobody sees what a page really looks like.
"""

import os
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{folder}/cache</cachedir>
</fontconfig>
"""


@cache
def browser_environment():
    """Return the variables with which a browser finds the fonts of our own packages too."""
    folder = Path(tempfile.gettempdir()) / f"browser-fonts-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    fonts = find_spec("pylopdf_fonts_zh_cn").submodule_search_locations[0]
    config = folder / f"{os.getpid()}.conf"
    config.write_text(CONFIG.format(fonts=escape(fonts), folder=escape(str(folder))))
    return {**os.environ, "FONTCONFIG_FILE": str(config)}
