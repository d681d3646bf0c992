"""What the courses of the demonstration are about and who teaches them. The lecturers are invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """A lecturer; ``look`` and ``long_hair`` are for the portrait."""

    name: str
    title: str
    organisation: str
    look: str
    long_hair: bool
    biography: str


@dataclass(frozen=True)
class Facts:
    """A course's theme, lecturers by name, the motif of its cover; ``after`` is the slug of a course to finish first.

    ``look`` names the colours of the cover, where they are not those of the category.
    """

    theme: str
    lecturers: tuple[str, ...]
    motif: str
    self_enrolment: bool = False
    after: str = ""
    look: str = ""


LECTURERS = [
    Card(
        "林素娟", "社区党校兼职讲师", "天平路街道社区党校", look="residential", long_hair=True,
        biography="做了二十多年居民区工作，退休以后到社区党校讲课。讲课从一张居民区资源图开始，喜欢把学员带到楼道里上课。",
    ),
    Card(
        "曹玉兰", "宣讲员", "社区宣讲团", look="series", long_hair=True,
        biography="走过很多居民区的活动室，擅长把文件里的话换成家常话。常说：老人听懂了，稿子才算成了。",
    ),
    Card(
        "何建平", "教师", "区委党校", look="government", long_hair=False,
        biography="讲授党的建设，研究支部工作的规范和方法。课堂上案例多，作业只有一张纸。",
    ),
    Card(
        "陆文斌", "支部书记", "机关党支部", look="government", long_hair=False,
        biography="连任两届支部书记，把会议记录、计划和清单做成了一套用得上的样张。",
    ),
    Card(
        "徐佩芳", "组织员", "国企党委", look="soe", long_hair=True,
        biography="从班组党小组长做起，帮三十多位师傅备过课，相信会做的人一定讲得出来。",
    ),
    Card(
        "蒋一鸣", "党建指导员", "楼宇党群服务站", look="two_new", long_hair=False,
        biography="负责几栋写字楼的党建指导，组织过联合支部、午间课堂和轮值服务。",
    ),
]

COURSES = {
    "shequ-zhili": Facts("基层治理", ("林素娟",), "homes"),
    "huanjie-zhunbei": Facts("换届", ("林素娟", "何建平"), "book", self_enrolment=True, after="shequ-zhili"),
    "qunzhong-gongzuo": Facts("群众工作", ("曹玉兰", "林素娟"), "lane", self_enrolment=True),
    "sanhui-yike": Facts("组织生活", ("陆文斌",), "hall"),
    "zhibu-guifan": Facts("支部规范", ("陆文斌", "何建平"), "book"),
    "zhaocha-zhenggai": Facts("支部规范", ("何建平",), "lane", self_enrolment=True, after="sanhui-yike"),
    "dangjian-ronghe": Facts("党建与经营", ("徐佩芳",), "works"),
    "guoqi-zhibu-shuji": Facts("党建与经营", ("徐佩芳",), "river"),
    "banzu-dangke": Facts("党课", ("徐佩芳", "曹玉兰"), "book", self_enrolment=True),
    "fugai-yu-yinling": Facts("组织覆盖", ("蒋一鸣",), "towers"),
    "diandan-songxue": Facts("学习方式", ("蒋一鸣", "曹玉兰"), "lane", self_enrolment=True),
    "louyu-zhibu": Facts("组织覆盖", ("蒋一鸣",), "river", self_enrolment=True, after="fugai-yu-yinling"),
    "dangdaibiao-jiang": Facts("宣讲", ("曹玉兰",), "hall", look="series"),
    "shenbian-bianhua": Facts("宣讲", ("林素娟",), "homes", look="soe"),
    "zhibu-luoshi": Facts("支部规范", ("陆文斌",), "river", look="two_new"),
    "kaifang-zuzhi-shenghuo": Facts("组织生活", ("蒋一鸣",), "lane", self_enrolment=True, look="government"),
    "yong-shengyin-zhijing": Facts("宣讲", ("曹玉兰",), "waves", self_enrolment=True, look="series"),
    "xiexia-bianhua": Facts("宣讲", ("林素娟",), "book", self_enrolment=True, look="soe"),
}
