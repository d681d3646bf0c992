"""What the cells of a roster mean. Each function returns the value, "" for an empty cell, or raises :class:`Bad`."""

import re

from ..telephones import plain_number
from . import dates
from .text import organisation_key, person_name, plain, tight

_NAME = re.compile(r"[^\W\d_][^=<>|\"\\/;{}\[\]@#$%^*_+~:,，。?!\x00-\x1f]*")
_TELEPHONE = re.compile(r"1\d{10}")
_STAFF_NO = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]*")
_BODY = r"(?:居民区|社区|联合|第[一二三四五六七八九十\d]+)?(?:党委|党总支部?|总支部?|党支部|支部|党组织|党组|党委会|支部委员会|支委会?)?"
_POSITIONS = (
    ("deputy", re.compile(_BODY + r"(?:常务|专职|兼职)?副书记")),
    ("secretary", re.compile(_BODY + r"(?:专职|兼职)?书记")),
    ("committee", re.compile(_BODY + r"(?:组织|宣传|纪检|纪律检查|青年|统战|群工|保密|生活|文体|妇女|保卫)?委员|支委")),
    ("reserve", re.compile(_BODY + r"(?:书记)?后备(?:干部|人选|人员|力量|队伍)?|(?:后备书记)")),
    ("member", re.compile(r"(?:普通|正式|预备|在册|在职|居民)?党员|中共党员")),
)
_GENDERS = {"男": "m", "男性": "m", "m": "m", "male": "m", "女": "f", "女性": "f", "f": "f", "female": "f"}
_CATEGORY_TAIL = re.compile(r"(党组织|组织|单位|领域|类|党支部|支部)$")
_BRACKETS = re.compile(r"\([^()]*\)")


class Bad(ValueError):
    """The cell cannot be taken: ``code`` says why, ``params`` what the sentence mentions."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.code, self.params = code, params


def name(value):
    text = person_name(value)
    if text and (len(text) > 60 or not _NAME.fullmatch(text)):
        raise Bad("name_odd")
    return text


def phone(value):
    """A mobile number: eleven digits, the first of them 1, whichever spaces, hyphens or country code stand in it."""
    digits = plain_number(plain(value))
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if not digits or _TELEPHONE.fullmatch(digits):
        return digits
    if not digits.isdigit():
        raise Bad("phone_not_digits")
    if len(digits) != 11:
        raise Bad("phone_length", digits=len(digits))
    raise Bad("phone_not_mobile")


def staff_no(value):
    text = tight(value).upper()
    if text and (len(text) > 30 or not _STAFF_NO.fullmatch(text)):
        raise Bad("staff_no_odd")
    return text


def gender(value):
    text = tight(value).lower()
    if text and text not in _GENDERS:
        raise Bad("gender_unknown")
    return _GENDERS.get(text, "")


def position(value):
    text = tight(value)
    text = _BRACKETS.sub("", text) or text
    if not text:
        return ""
    for code, pattern in _POSITIONS:
        if pattern.fullmatch(text):
            return code
    raise Bad("position_unknown")


def education(value):
    text = tight(value)
    if len(text) > 30:
        raise Bad("text_long", most=30)
    return text


def born(value, today):
    text = _date(value)
    if text and dates.is_after(text, today):
        raise Bad("born_in_future")
    return text


def since(value, today):
    text = _date(value)
    if text and dates.is_after(text, today):
        raise Bad("since_in_future")
    return text


def _date(value):
    try:
        return dates.partial_date(value)
    except dates.Unclear as unclear:
        raise Bad("date_unclear") from unclear
    except ValueError as error:
        raise Bad("date_odd") from error


def organisation(value):
    text = tight(value)
    if len(text) > 120:
        raise Bad("text_long", most=120)
    if text and text[0] in "=+-@":
        raise Bad("organisation_odd")
    return text


def category_key(value):
    """What the spellings of a category have in common; an organisation's ending is dropped: 两新组织 is 两新."""
    key = organisation_key(value)
    return _CATEGORY_TAIL.sub("", key) or key


def category(value, codes):
    """Return the code of a category; ``codes`` maps keys of its name and its other spellings to codes."""
    if not tight(value):
        return ""
    for key in (organisation_key(value), category_key(value)):
        if key in codes:
            return codes[key]
    raise Bad("category_unknown")


def category_of_name(organisation_name):
    """An organisation of a residential area says so in its name; of others the name says nothing."""
    return "residential" if "居民区" in organisation_name else ""


def organisation_kind(organisation_name):
    """``general_branch`` for a 党总支 and what is itself a committee (its name ends in 党委), else ``branch``."""
    return "general_branch" if re.search(r"党总支|总支部|总支$|党委$", organisation_name) else "branch"


def superior_kind(superior_name):
    """``subdistrict`` for a 街道 or 镇, else ``commission``."""
    return "subdistrict" if re.search(r"(街道|镇|乡)(党工委|党委|办事处)?$", superior_name) else "commission"
