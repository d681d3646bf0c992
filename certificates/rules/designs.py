"""Three layouts to begin with; whoever makes a template starts from one of them and changes it."""

from dataclasses import replace

from .kinds import BODIES, COMPLETION, DEEDS, ENGLISH, EXCELLENT, TITLES
from .layout import PORTRAIT, Layout, Square, Text

RED, INK, GREY, GOLD = "#a3161a", "#2b2320", "#6b5f54", "#9a7530"
BODY, DEED = BODIES[COMPLETION], DEEDS[COMPLETION]

CLASSIC = Layout(
    paper="#fffaf0", frame="meander", address="同志", seal=Square(x=206, y=138, side=44), qr=Square(x=40, y=148, side=27),
    texts=(
        Text(TITLES[COMPLETION], x=0, y=32, width=297, size=54, align="center", colour=RED, bold=True, spacing=0.36, leading=1),
        Text(
            ENGLISH[COMPLETION], x=0, y=55, width=297, size=11, align="center", colour=GOLD, spacing=0.42, leading=1,
        ),
        Text("编号：{number}", x=0, y=64.5, width=297, size=12, align="center", colour=GREY, spacing=0.06, leading=1.2),
        Text(BODY, x=42, y=78, width=213, size=21, lines=4, align="justify", colour=INK, leading=2, indent=2, name="underlined"),
        Text("扫码查验真伪，或登录", x=71, y=155, width=78, size=9.5, colour=GREY, leading=1.6),
        Text("{site}/verify/", x=71, y=161, width=78, size=9.5, colour=GREY, leading=1.6),
        Text("输入编号与姓名。", x=71, y=167, width=78, size=9.5, colour=GREY, leading=1.6),
        Text("{issuer}", x=160, y=151, width=92, size=17, align="center", colour=INK, leading=1.6),
        Text("{issued_on}", x=160, y=162, width=92, size=15, align="center", colour=INK, leading=1.6, dates="chinese"),
    ),
)

MODERN = Layout(
    orientation=PORTRAIT, paper="#fdfdfb", frame="guilloche", address="同志",
    seal=Square(x=138, y=222, side=42), qr=Square(x=50, y=232, side=28),
    texts=(
        Text(TITLES[COMPLETION], x=50, y=38, width=140, size=44, colour=RED, bold=True, spacing=0.2, leading=1),
        Text(ENGLISH[COMPLETION].title(), x=50, y=57, width=140, size=15, colour=GOLD, spacing=0.08, leading=1.2),
        Text("No. {number}", x=50, y=67, width=140, size=11, face="sans", colour=GREY, leading=1.4),
        Text("兹证明", x=50, y=92, width=140, size=14, colour=GREY, leading=1.4),
        Text("{name} {address}", x=50, y=102, width=140, size=36, colour=INK, name="bold", leading=1.4),
        Text(
            DEED, x=50, y=126, width=140, size=16, lines=4,
            colour=INK, leading=1.9,
        ),
        Text("培训项目", x=50, y=175, width=30, size=10, face="sans", colour=GOLD, leading=1.4),
        Text("{programme}", x=80, y=174, width=110, size=12, face="sans", colour=INK, leading=1.4),
        Text("所在组织", x=50, y=184, width=30, size=10, face="sans", colour=GOLD, leading=1.4),
        Text("{organisation}", x=80, y=183, width=110, size=12, face="sans", colour=INK, leading=1.4),
        Text("培训学时", x=50, y=193, width=30, size=10, face="sans", colour=GOLD, leading=1.4),
        Text("[{hours} 学时]", x=80, y=192, width=110, size=12, face="sans", colour=INK, leading=1.4),
        Text("{issuer}", x=115, y=233, width=76, size=14, align="center", colour=INK, leading=1.5),
        Text("{issued_on}", x=115, y=242, width=76, size=12, align="center", colour=INK, leading=1.5),
        Text("扫码查验真伪", x=50, y=262, width=60, size=8.5, face="sans", colour=GREY, leading=1.4),
        Text("{site}/verify/", x=50, y=267, width=80, size=8.5, face="sans", colour=GREY, leading=1.4),
    ),
)

HONOUR = Layout(
    paper="#fffcf5", frame="ribbon", address="同志", seal=Square(x=202, y=135, side=44), qr=Square(x=36, y=150, side=26),
    texts=(
        Text(TITLES[EXCELLENT], x=0, y=62, width=297, size=48, align="center", colour=RED, bold=True, spacing=0.36, leading=1),
        Text("{name}{address}：", x=44, y=88, width=209, size=24, colour=INK, name="underlined", leading=1.5),
        Text(
            DEEDS[EXCELLENT],
            x=44, y=101, width=209, size=20, lines=3, align="justify", colour=INK, leading=1.9, indent=2,
        ),
        Text("编号：{number}", x=67, y=153, width=80, size=10, colour=GREY, leading=1.6),
        Text("扫码查验真伪，或登录", x=67, y=160, width=80, size=9.5, colour=GREY, leading=1.6),
        Text("{site}/verify/", x=67, y=166, width=80, size=9.5, colour=GREY, leading=1.6),
        Text("{issuer}", x=156, y=149, width=92, size=17, align="center", colour=INK, leading=1.6),
        Text("{issued_on}", x=156, y=160, width=92, size=15, align="center", colour=INK, leading=1.6, dates="chinese"),
    ),
)

DESIGNS = {"classic": CLASSIC, "modern": MODERN, "honour": HONOUR}


def worded(layout, kind):
    """Return one of the designs with the words of another kind of certificate; what it says in words of its own stays."""
    instead = {}
    for words in (TITLES, ENGLISH, {key: value.title() for key, value in ENGLISH.items()}, DEEDS, BODIES):
        instead |= dict.fromkeys(words.values(), words[kind])
    return replace(layout, texts=tuple(replace(text, text=instead.get(text.text, text.text)) for text in layout.texts))


def without_ink(layout):
    """Return the layout without seals and signatures, for whoever may not place them."""
    return replace(layout, seal=None, pictures=tuple(row for row in layout.pictures if (row.role, row.image) not in layout.ink))
