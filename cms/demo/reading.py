"""What the demo trainee wrote while learning: notes, bookmarks, and questions, two of them answered."""

from courses.actions.lesson_questions import answer, ask
from courses.actions.notes import add_note, set_bookmark
from courses.models import Lesson, LessonQuestion, Note

MEETING, TALK, OPINIONS = "主题党日怎样不走样", "一堂微党课怎样准备", "请群众提意见：问什么，怎样记"

# Lesson, second of its film (None for none), text.
NOTES = [
    (TALK, 12, "开头先讲一件自己楼里的事，再讲道理。"),
    (TALK, None, "下个月轮到我讲，题目定“加装电梯怎样商量”。"),
    (MEETING, None, "固定在每月第二个周五下午，提前三天发通知。"),
]
BOOKMARKS = (TALK, OPINIONS)
# Lesson, question, answer, wording for all readers; empty where there is none.
QUESTIONS = [
    (MEETING, "我们居民区在职党员多，下午请不出假，主题党日能不能分两次开？",
     "可以。内容相同、记录分开写，两次都签到；一个月里办完就行。", "在职党员请不出假，主题党日能不能分两次开？"),
    (TALK, "我第一次讲微党课，讲稿要先给谁看？", "先给支部书记看，再请一位没听过的老党员听一遍，听不懂的地方就改。", ""),
    (OPINIONS, "居民提的意见当场答不上来，怎样回复才好？", "", ""),
]


def build_reading(accounts):
    """Write what is listed above, once; of lessons that the demo does not hold, nothing."""
    learner, trainer = accounts["learner"], accounts["trainer"]
    if Note.objects.filter(person=learner).exists() or LessonQuestion.objects.filter(asker=learner).exists():
        return
    wanted = {MEETING, TALK, OPINIONS}
    lessons = {
        lesson.title: lesson
        for lesson in Lesson.objects.visible_to(learner).filter(title__in=wanted).prefetch_related("media").order_by("pk")
    }
    for title, second, text in NOTES:
        if title in lessons:
            film = next(iter(lessons[title].media.all()), None) if second else None
            add_note(person=learner, lesson=lessons[title], text=text, medium=film.key if film else "",
                     second=second if film else None)
    for title in BOOKMARKS:
        if title in lessons:
            set_bookmark(person=learner, lesson=lessons[title], wanted=True)
    for title, text, reply, public_text in QUESTIONS:
        if title in lessons:
            question = ask(person=learner, lesson=lessons[title], text=text)
            if reply:
                answer(actor=trainer, question=question, text=reply, public_text=public_text)
