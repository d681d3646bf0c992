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


def _rows(table):
    """Return the lines of a table as lists of words; ``-`` stands for nothing."""
    return [["" if word == "-" else word for word in line.split()] for line in table.strip().splitlines()]


# Name, title, organisation, look and hair of the portrait, biography.
LECTURERS = [
    Card(name, title, organisation, look, hair == "long", biography)
    for name, title, organisation, look, hair, biography in _rows("""
林素娟 社区党校兼职讲师 天平路街道社区党校 residential long \
做了二十多年居民区工作，退休以后到社区党校讲课。讲课从一张居民区资源图开始，喜欢把学员带到楼道里上课。
曹玉兰 宣讲员 社区宣讲团 series long \
走过很多居民区的活动室，擅长把文件里的话换成家常话。常说：老人听懂了，稿子才算成了。
何建平 教师 区委党校 government short \
讲授党的建设，研究支部工作的规范和方法。课堂上案例多，作业只有一张纸。
陆文斌 支部书记 机关党支部 government short \
连任两届支部书记，把会议记录、计划和清单做成了一套用得上的样张。
徐佩芳 组织员 国企党委 soe long \
从班组党小组长做起，帮三十多位师傅备过课，相信会做的人一定讲得出来。
蒋一鸣 党建指导员 楼宇党群服务站 two_new short \
负责几栋写字楼的党建指导，组织过联合支部、午间课堂和轮值服务。
""")
]

# Slug, theme, lecturers, motif of the cover, whether one joins by oneself, the course to finish first, colours of the cover.
COURSES = {
    slug: Facts(theme, tuple(lecturers.split("、")), motif, joining == "join", after, look)
    for slug, theme, lecturers, motif, joining, after, look in _rows("""
shequ-zhili             基层治理    林素娟          homes   -        -                 -
huanjie-zhunbei         换届        林素娟、何建平  book    join     shequ-zhili       -
qunzhong-gongzuo        群众工作    曹玉兰、林素娟  lane    join     -                 -
sanhui-yike             组织生活    陆文斌          hall    -        -                 -
zhibu-guifan            支部规范    陆文斌、何建平  book    -        -                 -
zhaocha-zhenggai        支部规范    何建平          lane    join     sanhui-yike       -
dangjian-ronghe         党建与经营  徐佩芳          works   -        -                 -
guoqi-zhibu-shuji       党建与经营  徐佩芳          river   -        -                 -
banzu-dangke            党课        徐佩芳、曹玉兰  book    join     -                 -
fugai-yu-yinling        组织覆盖    蒋一鸣          towers  -        -                 -
diandan-songxue         学习方式    蒋一鸣、曹玉兰  lane    join     -                 -
louyu-zhibu             组织覆盖    蒋一鸣          river   join     fugai-yu-yinling  -
dangdaibiao-jiang       宣讲        曹玉兰          hall    -        -                 series
shenbian-bianhua        宣讲        林素娟          homes   -        -                 soe
zhibu-luoshi            支部规范    陆文斌          river   -        -                 two_new
kaifang-zuzhi-shenghuo  组织生活    蒋一鸣          lane    join     -                 government
yong-shengyin-zhijing   宣讲        曹玉兰          waves   join     -                 series
xiexia-bianhua          宣讲        林素娟          book    join     -                 soe
""")
}
