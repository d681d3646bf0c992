"""Names for people who do not exist, and the organisations of the demo district."""

import random
from functools import lru_cache

from lms.people.pinyin import name_fields

SUBDISTRICTS = [
    ("天平路街道", "天平路", 24), ("湖南路街道", "湖南路", 24), ("斜土路街道", "斜土路", 24), ("枫林路街道", "枫林路", 24),
    ("长桥街道", "长桥", 24), ("田林街道", "田林", 23), ("虹梅路街道", "虹梅路", 23), ("康健新村街道", "康健新村", 23),
    ("徐家汇街道", "徐家汇", 23), ("凌云路街道", "凌云路", 23), ("龙华街道", "龙华", 23), ("漕河泾街道", "漕河泾", 23),
    ("华泾镇", "华泾", 23),
]
COMMISSIONS = [
    ("区教育局", "government"), ("区卫计委", "government"), ("区建管委", "government"), ("区民政局", "government"),
    ("区文化局", "government"), ("区市场监管局", "government"), ("区国资系统第一集团", "soe"),
    ("区国资系统第二集团", "soe"), ("区国资系统第三集团", "soe"), ("社会组织联合党委", "two_new"),
    ("园区综合党委", "two_new"), ("楼宇综合党委", "two_new"), ("律师行业党委", "two_new"),
]
BRANCHES_A_COMMISSION = 70

SURNAMES = ("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
            "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文")
GIVEN = ["建国", "卫东", "志强", "国庆", "永康", "明德", "光荣", "正清", "伟民", "立新", "文斌", "其昌", "培根", "振宇", "俊杰", "一帆", "子涵", "思远", "晓东", "宏伟", "丽华", "秀英", "桂芳", "凤英", "玉兰", "美玲", "春梅", "雪梅", "红霞", "慧珍", "爱华", "雅琴", "敏静", "佳怡", "嘉欣", "海燕", "丹萍", "勤芬", "小平", "云飞", "瑞芳", "素珍", "家栋", "德明", "惠民", "新华", "平", "勇", "刚", "涛", "磊", "超", "杰", "伟", "敏", "静", "艳", "娟", "芳", "霞", "洋", "琴", "颖", "斌", "辉", "健"]


@lru_cache(maxsize=20000)
def pinyin_of(name):
    return name_fields(name)


def person_name(rng: random.Random):
    return rng.choice(SURNAMES) + rng.choice(GIVEN)
