"""What the demo people wrote, photographed and read aloud: an assignment of the running class and the notice's activities."""

import math
import wave
from array import array
from datetime import datetime, time, timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone

from cms.demo_content.covers import cover
from courses.actions.assignments import admit_participants, create_assignment, open_assignment
from courses.actions.rubrics import create_rubric
from courses.actions.work_files import add_file
from courses.actions.work_marks import choose_work, mark_work, recommend_work, return_work, show_work
from courses.actions.works import hand_in, save_draft, set_consent
from courses.enums import Consent
from courses.models import Assignment, SubmissionMark, Work
from courses.rules import rubrics
from lms.people.enums import Position
from lms.people.models import Organisation, Person

NOTES = "轮训学习心得体会"
CRITERIA = [
    {"title": "联系实际", "points": 40, "hint": "说的是自己支部的事，有人有事有结果"},
    {"title": "学习理解", "points": 30, "hint": "说得清楚学到了什么，想明白了什么"},
    {"title": "文字表达", "points": 30, "hint": "通顺、实在，不说空话"},
]
ART = [
    {"title": "主题", "points": 40, "hint": "看得见身边的变化"}, {"title": "感染力", "points": 40, "hint": "打动人"},
    {"title": "技巧", "points": 20, "hint": "构图、光线或声音、节奏"},
]
TEXTS = [
    "这次轮训，最让我想明白的一件事，是支部工作不能只在会议室里做。我们小区三号楼的楼道堆物，开了四次会都没有解决。听了“分类培训”那一讲以后，我请三位老党员一起走了一遍楼，一层一层看，一户一户问。原来堆东西的，多半是家里地方小的老人，不是不讲道理，是没有地方放。后来支部出面同物业商量，把底楼一间空房改成了共用的储物间，大家轮流管钥匙。两个星期，楼道清爽了。我的体会是：先走到门口，再坐到桌前。",
    "我是今年新任的书记，以前在企业做技术，最怕开口。分组研讨的时候，老书记教我一个办法：每次组织生活会之前，先同三个人通通气，听他们说，不急着讲。上个月的主题党日我照着做了，十九个党员来了十七个，散会以前定下了三件事，每件事有人管、有日子。我把这三件事贴在了楼组的公告栏上，做完一件划掉一件。",
    "学习了市第十一次党代会精神，我最有感触的是“绣花一样的功夫”。我们居民区有六百多位老人，一百二十位独居。支部把党员分成十二个小组，每组联系十户，一户一张卡片：谁家要买药，谁家要修灯。半年下来，卡片记满了。我想，这就是我们支部的针和线。",
    "听了课，很有收获，今后要认真学习，努力工作。",
    "参加换届选举程序这一讲之前，我对候选人怎样产生、怎样公示一直心里没有底。现在我照着老师给的流程图，把我们总支的时间表排了出来：什么时候征求意见，什么时候公示，什么时候开大会，每一步谁负责。下周我准备先在支委会上过一遍。",
]
PHOTOS = [("滨江步道通了。早上六点，这里全是跑步的人。", "river"), ("老公房装上了电梯，八十岁的王老师又下楼来晒太阳了。", "homes"), ("梧桐树下的小路，架空线入了地，天一下子宽了。", "lane"), ("旧厂房成了党群服务中心，晚上还亮着灯。", "works")]
READINGS = [("朗读：《一幢楼的早晨》。写的是我们楼组自己的事。", 0), ("朗读：《给十年后的社区》。请大家指正。", 3), ("朗读：《江边》。", 5)]
SCALE = [262, 294, 330, 392, 440, 523]
RATE = 8000  # samples a second


def build_works(root, cohort, accounts, *, now):
    """Set the assignment of the running class and two activities of the district, with works in every state; made once."""
    if Assignment.objects.filter(organisation=root, title__startswith=NOTES).exists():
        return
    district = accounts["district"]
    notes = create_rubric(actor=district, organisation=root, title="心得体会评分标准", rows=CRITERIA)
    art = create_rubric(actor=district, organisation=root, title="朗读、摄影、征文评分标准", rows=ART)
    _notes(root, cohort, accounts, notes, now)
    _photos(root, accounts, art, now)
    _readings(root, accounts, art, now)
    _activity(root, district, art, now, title="“喜迎十九大·畅谈新变化”主题征文", activity="essay", kinds=["text", "document"],
              brief="围绕主题，不限文体，用文字记录新风貌、畅谈新变化。区直属党组织推荐优秀征文。", least_characters=300, most_characters=3000)


def _evening(now, days):
    return timezone.make_aware(datetime.combine(timezone.localdate(now) + timedelta(days=days), time(21)))


def _activity(root, district, rubric, now, **fields):
    made = create_assignment(actor=district, organisation=root, rubric=rubric, due_at=_evening(now, 30), for_everyone=True, **fields)
    open_assignment(actor=district, assignment=made)
    return made


def _write(person, assignment, text, when, file=None):
    kept = save_draft(person=person, assignment=assignment, text=text, writer="demo", number=1, base=0, now=when)
    if file:
        add_file(person=person, assignment=assignment, **file)
    return kept.work


def _hand_in(person, assignment, text, when, file=None):
    work = _write(person, assignment, text, when, file)
    hand_in(person=person, assignment=assignment, revision=work.draft_revision, now=when)
    return Work.objects.select_related("assignment__rubric", "latest").get(pk=work.pk)


def _mark(actor, work, shares, comment, when):
    rows = work.assignment.rubric.criteria
    seen = SubmissionMark.objects.filter(submission=work.latest_id).order_by("-pk").values_list("pk", flat=True).first()
    mark_work(actor=actor, work=work, submission_id=work.latest_id, criteria=rubrics.digest(rows), seen=seen,
              scores=[round(row["points"] * share) for row, share in zip(rows, shares, strict=True)], comment=comment, now=when)


def _notes(root, cohort, accounts, rubric, now):
    """Marked and chosen, marked, waiting, returned, waiting; the demo trainee has begun, and the rest is missing."""
    district, trainer = accounts["district"], accounts["trainer"]
    made = create_assignment(
        actor=district, organisation=root, title=f"{NOTES}：我们支部最难的一件事", kinds=["text", "document"], rubric=rubric,
        brief="结合这次轮训的内容，写一写你们支部最难的一件事：难在哪里，怎么做的，结果怎么样。\n说真话，写实事，三百字左右就好。",
        least_characters=20, most_characters=2000, due_at=_evening(now, 7), late="until", late_until=_evening(now, 10),
    )
    open_assignment(actor=district, assignment=made)
    cohort.programme.assignment = made
    cohort.programme.save(update_fields=["assignment"])
    people = [place.person for place in cohort.enrolments.select_related("person").order_by("pk")]
    admit_participants(actor=district, assignment=made, person_ids=[person.pk for person in people])
    others = [person for person in people if person != accounts["learner"]]
    hour = timedelta(hours=1)
    handed = [_hand_in(person, made, text, now - (9 - 2 * number) * hour)
              for number, (person, text) in enumerate(zip(others, TEXTS, strict=False))]
    _mark(trainer, handed[0], (0.95, 0.9, 0.9), "写得实在，储物间的办法请在班上介绍一下。", now - hour)
    choose_work(actor=trainer, work=handed[0], now=now - hour)
    _mark(trainer, handed[1], (0.85, 0.8, 0.85), "“三件事”很好。下次写一写没来的两位同志后来怎样了。", now - hour)
    return_work(actor=trainer, work=handed[3], submission_id=handed[3].latest_id, now=now - hour, again_until=_evening(now, 9),
                reason="这样写太空了。请说一件你们支部具体的事：谁、什么时候、怎么做的。")
    _write(accounts["learner"], made, "我们支部最难的一件事，是把上班的年轻党员请到组织生活会上来。", now - hour)


def _authors(places):
    """A secretary each of the sub-districts, whose works the district looks at."""
    streets = Organisation.objects.filter(affiliated_kind="subdistrict").order_by("path")
    people = []
    for street in streets:
        person = Person.objects.filter(
            username__startswith="demo-", appointments__position=Position.SECRETARY, appointments__ends_on=None,
            appointments__organisation__path__startswith=street.path,
        ).order_by("pk").first()
        if person:
            people.append(person)
    return people[:places]


def _shown(accounts, work, consent, when):
    _mark(accounts["district"], work, (0.9, 0.9, 0.85), "有心，有画面。", when)
    choose_work(actor=accounts["district"], work=work, now=when)
    recommend_work(actor=accounts["subdistrict"], work=work, now=when)
    show_work(actor=accounts["district"], work=work, now=when)
    set_consent(person=work.person, work=work, consent=consent, now=when)


def _photos(root, accounts, rubric, now):
    made = _activity(root, accounts["district"], rubric, now, title="“变化，在我身边”主题摄影", activity="photo", kinds=["text", "picture"],
                     brief="用手机记录十八大以来身边发生的新变化，配以简单的文字说明。")
    people = [accounts["learner"], *_authors(len(PHOTOS) - 1)]
    for number, (person, (text, motif)) in enumerate(zip(people, PHOTOS, strict=False)):
        when = now - timedelta(hours=30 - number)
        file = {"kind": "picture", "upload": ContentFile(cover(f"photo/{number}", list(("residential", "two_new", "series", "soe"))[number], motif), name="photo.webp")}
        work = _hand_in(person, made, text, when, file)
        if number < 3:
            _shown(accounts, work, Consent.NAMED if number != 1 else Consent.UNNAMED, when + timedelta(hours=3))


def _readings(root, accounts, rubric, now):
    made = _activity(root, accounts["district"], rubric, now, title="“用声音致敬”主题朗读", activity="reading", kinds=["text", "audio"],
                     brief="围绕主线、自拟主题，朗读一段文字，三分钟以内。可以在页面上直接录音。")
    for number, (person, (text, first)) in enumerate(zip(_authors(len(READINGS) + 4)[4:], READINGS, strict=False)):
        when = now - timedelta(hours=20 - number)
        work = _hand_in(person, made, text, when, {"kind": "audio", "upload": ContentFile(_tune(first), name="reading.wav")})
        if number < 2:
            _shown(accounts, work, Consent.NAMED, when + timedelta(hours=3))


def _tune(first):
    """Return four seconds of bells as a WAV file: stands for a voice."""
    samples = array("h", [0]) * (4 * RATE)
    for number in range(6):
        pitch, begin = SCALE[(first + number * 5) % len(SCALE)], int(number * 0.6 * RATE)
        for offset in range(min(RATE, len(samples) - begin)):
            at = offset / RATE
            samples[begin + offset] += int(6000 * math.sin(math.tau * pitch * at) * math.exp(-4 * at))
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()
