"""The layouts of certificates that were issued without a template, by kind."""

from .kinds import BODIES, TITLES
from .layout import Layout, Square, Text

GREY, RED = "#6b5f54", "#b01e17"


def _builtin(kind):
    return Layout(
        paper="#fffdf8", frame="plain", address="同志",
        seal=Square(x=210, y=141, side=45), qr=Square(x=45, y=154, side=27),
        texts=(
            Text(TITLES[kind], x=0, y=25, width=297, size=48, align="center", colour=RED, bold=True, spacing=0.34, leading=1),
            Text("编号：{number}", x=0, y=56, width=297, size=12, align="center", colour=GREY, spacing=0.06),
            Text(
                BODIES[kind], x=45, y=74, width=207, size=21, lines=4, align="justify", leading=2.1, indent=2,
                name="underlined",
            ),
            Text("扫码或登录下列地址查验真伪：", x=77, y=162, width=78, size=9.5, colour=GREY, leading=1.75),
            Text("{site}/verify/", x=77, y=168, width=78, size=9.5, colour=GREY, leading=1.75),
            Text("查验时请输入编号与姓名。", x=77, y=174, width=78, size=9.5, colour=GREY, leading=1.75),
            Text("{issuer}", x=157, y=152, width=95, size=16, align="center", leading=1.9),
            Text("{issued_on}", x=157, y=163, width=95, size=16, align="center", leading=1.9, dates="chinese"),
        ),
    )


BUILTINS = {kind: _builtin(kind) for kind in TITLES}
BUILTIN = BUILTINS["completion"]
