import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import Difficulty, MediumKind, QuestionKind, QuestionState, UploadState
from courses.rules import questions as rules
from courses.rules.similar import fingerprint, words_of
from lms.people.enums import Role
from lms.people.models import Organisation
from lms.storage import private_storage

KEEPERS = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT)


class BankQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Banks of the subtrees where the user sets exams, and may see every key; a trainee sees none."""
        return self._inside(user, *KEEPERS)

    def open_to(self, user):
        """Those, and the banks of the subtrees where the user teaches: there a trainer sees and writes drafts of their own."""
        return self._inside(user, *KEEPERS, Role.TRAINER)

    def _inside(self, user, *roles):
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(*roles):
            inside |= Q(organisation__path__startswith=path)
        return self.filter(inside)


class Lockable(models.Model):
    """What the district has reviewed and locked: from then on the district alone changes it."""

    locked_at = models.DateTimeField(null=True, editable=False)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True


class QuestionBank(Lockable):
    organisation = models.ForeignKey(Organisation, verbose_name=_("of"), on_delete=models.PROTECT, related_name="banks")
    title = models.CharField(_("title"), max_length=120)

    objects = BankQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")
        constraints = [models.UniqueConstraint(fields=["organisation", "title"], name="bank_title_once")]

    def __str__(self):
        return self.title


class QuestionQuerySet(models.QuerySet):
    def for_papers(self):
        """What a paper may ask today: the newest version of each question, drafts and retired ones left out."""
        return self.filter(is_latest=True, state=QuestionState.LIVE)

    def visible_to(self, user):
        """All of the banks that the user keeps, and what they wrote themselves into those where they teach."""
        kept = Q(bank__in=QuestionBank.objects.visible_to(user))
        if not user.is_authenticated or not user.scope.holds(Role.TRAINER):
            return self.filter(kept)
        own = Q(bank__in=QuestionBank.objects.open_to(user)) & Q(lineage__in=Question.objects.begun_by(user))
        return self.filter(kept | own)

    def begun_by(self, user):
        """Lineages of what the user wrote."""
        return self.filter(created_by=user, version=1).values("lineage")

    def by_people(self):
        """Those that people mark, and cases with such a sub-question."""
        cases = Q(pk__in=[])
        for kind in rules.BY_PEOPLE:
            cases |= Q(written__contains=f'"kind": "{kind}"')
        return self.annotate(written=Cast("parts", models.TextField())).filter(
            Q(kind__in=rules.BY_PEOPLE) | (Q(kind=QuestionKind.CASE) & cases)
        )


class Question(Lockable):
    """One version of a question. An edit makes the next version (``courses.actions.questions``); attempts keep theirs.

    The columns are those of ``courses.rules.questions.to_row``; ``content`` is the plain value. ``tags`` stand between "、".
    ``key``, ``explanation`` and ``policy`` never reach a candidate before release.
    """

    bank = models.ForeignKey(QuestionBank, on_delete=models.PROTECT, related_name="questions")
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    is_latest = models.BooleanField(default=True)
    kind = models.CharField(_("kind"), max_length=12, choices=QuestionKind)
    stem = models.TextField(_("question"))
    options = models.JSONField(_("options"), default=list)
    key = models.JSONField(_("right answer"), default=list)
    explanation = models.TextField(_("explanation"), blank=True)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    tags = models.CharField(_("tags"), max_length=500, blank=True)
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), choices=Difficulty, null=True, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    policy = models.JSONField(_("how points are given"), default=dict)
    parts = models.JSONField(_("sub-questions"), default=list)
    media = models.JSONField(_("pictures and sounds"), default=list)
    # What the question says, its forms and punctuation aside (``rules.similar``): the same twice is a duplicate.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    # Its words without forms and punctuation, "|" between its texts, the question first (``rules.similar.words_of``).
    folded = models.TextField(blank=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=QuestionState, default=QuestionState.LIVE, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(fields=["lineage", "version"], name="question_version_once"),
            models.UniqueConstraint(fields=["lineage"], condition=Q(is_latest=True), name="question_one_latest"),
        ]
        indexes = [
            models.Index(fields=["bank", "fingerprint"], name="question_fingerprint"),
            models.Index(fields=["fingerprint"], name="question_same"),
            models.Index(fields=["bank", "is_latest", "state", "-id"], name="question_list"),
        ]

    def __str__(self):
        return self.stem[:60]

    @property
    def tag_list(self):
        return [tag for tag in self.tags.split("、") if tag]

    @property
    def content(self):
        """The question as ``courses.rules.questions.Content``, its key among it."""
        row = {name: getattr(self, name) for name in COLUMNS}
        return rules.from_row({**row, "tags": self.tag_list})


COLUMNS = (
    "kind", "stem", "options", "key", "explanation", "theme", "tags", "difficulty", "author", "source", "licence", "policy",
    "parts", "media",
)


def columns_of(content):
    """Return the columns of :class:`Question` that hold ``content``, and those it is found by."""
    row = rules.to_row(content)
    return {
        **row, "tags": f"、{'、'.join(row['tags'])}、" if row["tags"] else "", "fingerprint": fingerprint(content),
        "folded": words_of(content),
    }


class UploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those into the banks that the user sees."""
        return self.filter(bank__in=QuestionBank.objects.visible_to(user))


class QuestionUpload(models.Model):
    """A file of questions on its way into a bank. ``draft`` is what the preview shows, and what will be taken.

    ``draft`` is ``[{"row": rules.questions.to_row, "line": n, "same": id | "file" | "", "near": [...]}]``, ``problems``
    ``[{"line", "code", "params", "skipped"}]`` (``courses.question_files``). Written by ``courses.actions.question_import``.
    """

    bank = models.ForeignKey(QuestionBank, on_delete=models.CASCADE, related_name="uploads")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(storage=private_storage, upload_to="question_files/%Y/%m", blank=True, max_length=200)
    file_name = models.CharField(_("file"), max_length=200)
    file_format = models.CharField(_("format"), max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=UploadState, default=UploadState.READING)
    job_id = models.UUIDField(null=True, editable=False)
    error = models.TextField(blank=True)
    draft = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    taken = models.PositiveIntegerField(null=True)
    with_same = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("file of questions")
        verbose_name_plural = _("files of questions")

    def __str__(self):
        return self.file_name


class MediaQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the banks that the user keeps, those that stood on a paper of their own, and those they brought themselves."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(bank__in=QuestionBank.objects.visible_to(user)) | Q(uses__question__in=_asked(user))
            | Q(brought_by=user, bank__in=QuestionBank.objects.open_to(user))
        ).distinct()


def _asked(user):
    papers = user.attempts.values_list("paper", flat=True)
    return [item["question"] for paper in papers for item in paper]


class QuestionMedia(models.Model):
    """A picture, sound or film of a question: looked into when it came, kept privately under a random name."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    bank = models.ForeignKey(QuestionBank, on_delete=models.CASCADE, related_name="media_files")
    upload = models.ForeignKey(QuestionUpload, null=True, on_delete=models.SET_NULL, related_name="media_files")
    kind = models.CharField(max_length=8, choices=[("image", _("Picture")), *MediumKind.choices])
    file = models.FileField(storage=private_storage, upload_to="question_media/%Y/%m", max_length=200)
    name = models.CharField(_("file"), max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    # When it came, or came once more while no question showed it: a day later it may go.
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MediaQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("medium of a question")
        verbose_name_plural = _("media of questions")
        constraints = [models.UniqueConstraint(fields=["bank", "sha256"], name="question_media_once")]

    def __str__(self):
        return self.name


class QuestionMediaUse(models.Model):
    """Which version of a question shows which medium."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="media_uses")
    medium = models.ForeignKey(QuestionMedia, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "medium"], name="question_media_use_once")]

    def __str__(self):
        return f"{self.question_id}/{self.medium_id}"
