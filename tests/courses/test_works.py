"""Writing, handing in, marking and showing works: nothing is lost, nobody marks their own, consent is the author's."""

import threading
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from courses.actions import assignments, rubrics, work_files, work_marks, works
from courses.enums import Consent
from courses.models import Assignment, Participant, Rubric, Submission, SubmissionMark, Work, WorkFile
from courses.queries import assignments as queries
from lms import uploads
from lms.audit.models import AuditEntry
from lms.notices.models import Notice

from .essays import ROWS, TEXT, hand_in, make_assignment, make_rubric, mark, picture, sound, write

DAY = timedelta(days=1)


@pytest.fixture
def asked(world):
    return make_assignment(world)


@pytest.fixture
def photo(world):
    return make_assignment(
        world, title="变化，在我身边", activity="photo", kinds=["text", "picture"], for_everyone=True, people=[]
    )


# Setting it ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fields", "name"), [
    ({"kinds": []}, "kinds"), ({"kinds": ["film"]}, "kinds"), ({"activity": "photo"}, "kinds"),
    ({"least_characters": 5, "most_characters": 4}, "most_characters"), ({"late": "until"}, "late_until"),
])
def test_what_cannot_be_asked_is_refused_with_its_field(world, fields, name):
    with pytest.raises(ValidationError) as refused:
        make_assignment(world, **fields)
    assert list(refused.value.message_dict) == [name]


def test_admitting_twice_admits_once(world, asked):
    people = [world.p_learner.pk, world.people["reserve"].pk]
    assert assignments.admit_participants(actor=None, assignment=asked, person_ids=people) == 1
    assert assignments.admit_participants(actor=None, assignment=asked, person_ids=people) == 0
    assert Participant.objects.filter(assignment=asked).count() == 2


def test_it_is_open_to_who_was_admitted_or_to_everyone_below(world, asked, photo):
    west = make_assignment(world, organisation=world.west, for_everyone=True, people=[])
    whole = make_assignment(world, organisation=world.root, for_everyone=True, people=[])
    closed = make_assignment(world, for_everyone=True, people=[], is_open=False)
    open_to = {name: set(Assignment.objects.open_to(world.people[name])) for name in ("learner", "reserve", "outsider")}
    assert open_to == {"learner": {asked, photo, whole}, "reserve": {photo, whole}, "outsider": {west, whole}}
    write(world.people["reserve"], photo)
    assignments.close_assignment(actor=None, assignment=photo)
    assert photo in Assignment.objects.open_to(world.people["reserve"])
    assert closed not in Assignment.objects.open_to(world.people["reserve"])


def test_a_rubric_that_was_used_keeps_its_criteria(world, asked):
    rubric = asked.rubric
    rubrics.edit_rubric(actor=None, rubric=rubric, title="评分", rows=ROWS[:1])
    rubrics.edit_rubric(actor=None, rubric=rubric, title="评分", rows=ROWS)
    work = hand_in(world.p_learner, asked)
    mark(world.p_subdistrict, work)
    with pytest.raises(rubrics.RubricRefused):
        rubrics.edit_rubric(actor=None, rubric=rubric, title="评分", rows=ROWS[:1])
    rubrics.edit_rubric(actor=None, rubric=rubric, title="新名字", rows=ROWS)
    assert Rubric.objects.get(pk=rubric.pk).title == "新名字"


def test_a_rubric_says_what_is_wrong_by_row(world):
    with pytest.raises(rubrics.RubricRefused) as refused:
        make_rubric(world, rows=[{"title": "", "points": 5, "hint": ""}])
    assert "1" in str(refused.value)
    assert Rubric.objects.count() == 0


# Writing ---------------------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_and_a_late_copy_of_it_does_no_harm(world, asked):
    assert write(world.p_learner, asked, "第一稿", number=1).verdict == "keep"
    assert write(world.p_learner, asked, "第二稿", number=3).verdict == "keep"
    assert write(world.p_learner, asked, "迟到的", number=2).verdict == "stale"
    work = Work.objects.get()
    assert (work.draft, work.draft_revision, work.organisation) == ("第二稿", 2, world.east_branch)


def test_another_window_overwrites_nothing_unseen(world, asked):
    write(world.p_learner, asked, "电脑上写的", writer="desk", number=1)
    clash = write(world.p_learner, asked, "手机上写的", writer="phone", number=1, base=0)
    assert (clash.verdict, clash.work.draft) == ("conflict", "电脑上写的")
    seen = write(world.p_learner, asked, "两边合起来", writer="phone2", number=1, base=clash.work.draft_revision)
    assert (seen.verdict, seen.work.draft) == ("keep", "两边合起来")


def test_after_the_end_the_draft_is_kept_and_handing_in_is_refused_with_what_to_do(world, asked):
    late = asked.due_at + timedelta(minutes=1)
    kept = write(world.p_learner, asked, TEXT)
    with pytest.raises(works.WorkRefused) as refused:
        works.hand_in(person=world.p_learner, assignment=asked, revision=kept.work.draft_revision, now=late)
    assert refused.value.code == "over"
    assert world.east.name in str(refused.value)
    assert Submission.objects.count() == 0
    assert write(world.p_learner, asked, TEXT + "再加一句").work.draft == TEXT + "再加一句"


@pytest.mark.parametrize(("policy", "until", "days", "late"), [
    ("refuse", None, -1, False), ("accept", None, 30, True), ("until", 3, 2, True), ("until", 3, 4, None),
])
def test_late_by_the_setting(world, policy, until, days, late):
    asked = make_assignment(world, late=policy, late_until=until and timezone.now() + timedelta(days=7 + until))
    kept, when = write(world.p_learner, asked), asked.due_at + days * DAY
    if late is None:
        with pytest.raises(works.WorkRefused):
            works.hand_in(person=world.p_learner, assignment=asked, revision=kept.work.draft_revision, now=when)
        return
    made = works.hand_in(person=world.p_learner, assignment=asked, revision=kept.work.draft_revision, now=when)
    assert (made.late, made.version, made.characters) == (late, 1, 22)


def test_handing_in_twice_is_once_and_of_what_was_looked_over(world, asked):
    kept = write(world.p_learner, asked)
    with pytest.raises(works.WorkRefused) as refused:
        works.hand_in(person=world.p_learner, assignment=asked, revision=kept.work.draft_revision + 1)
    assert refused.value.code == "changed"
    first = works.hand_in(person=world.p_learner, assignment=asked, revision=kept.work.draft_revision)
    assert works.hand_in(person=world.p_learner, assignment=asked, revision=99) == first
    with pytest.raises(works.WorkRefused):
        write(world.p_learner, asked, "改一改", number=9)
    assert AuditEntry.objects.filter(verb="work.submit").count() == 1


def test_what_is_missing_stops_it(world):
    asked = make_assignment(world, least_characters=100)
    with pytest.raises(works.WorkIncomplete) as missing:
        hand_in(world.p_learner, asked)
    assert [(fault.code, fault.have, fault.asked) for fault in missing.value.faults] == [("text_short", 22, 100)]


# Files -----------------------------------------------------------------------------------------------------------------


def test_a_photo_is_drawn_anew_small_and_without_its_place(world, photo):
    exif = Image.Exif()
    exif[0x010F] = "Camera of someone"
    row = work_files.add_file(person=world.p_learner, assignment=photo, kind="picture", upload=picture(exif=exif))
    with Image.open(row.file.open()) as kept, Image.open(row.thumbnail.open()) as small:
        assert (kept.size, small.size, dict(kept.getexif())) == ((2400, 1600), (640, 427), {})
    assert "照片" not in row.file.name
    again = work_files.add_file(person=world.p_learner, assignment=photo, kind="picture", upload=picture(exif=exif))
    assert (again.pk, WorkFile.objects.count()) == (row.pk, 1)


PARTS = {"types": "[Content_Types].xml", "word": "word/document.xml", "macro": "word/vbaProject.bin"}


def _zip(**parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(PARTS[name], text)
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.mark.parametrize(("kind", "name", "data"), [
    ("picture", "a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
    ("picture", "a.png", b"<html></html>"), ("picture", "a.gif", b"GIF89a<script>"), ("picture", "a.jpg", b""),
    ("picture", "a.jpg", PDF), ("audio", "a.mp3", b"<html><script>alert(1)</script></html>"), ("audio", "a.wav", PDF),
    ("document", "a.pdf", b"<html>"), ("document", "a.docx", _zip(types="")), ("document", "a.docx", b"\xd0\xcf\x11\xe0" * 9),
    ("document", "a.docx", _zip(types="", word="", macro="")), ("document", "a.pdf", b"MZ%PDF-1.4 %%EOF"),
    ("text", "a.txt", b"abc"),
])
def test_what_is_not_what_it_says_is_refused(world, kind, name, data):
    asked = make_assignment(world, kinds=["text", "picture", "audio", "document"])
    with pytest.raises(uploads.Refused):
        work_files.add_file(person=world.p_learner, assignment=asked, kind=kind, upload=SimpleUploadedFile(name, data))
    assert WorkFile.objects.count() == 0


def test_too_large_too_many_points_and_too_many_are_refused(world, photo, monkeypatch):
    add = {"person": world.p_learner, "assignment": photo, "kind": "picture"}
    monkeypatch.setattr(work_files, "PIXELS", 100)
    with pytest.raises(uploads.Refused) as refused:
        work_files.add_file(**add, upload=picture((20, 20)))
    assert refused.value.code == "pixels"
    for side in range(1, 10):
        work_files.add_file(**add, upload=picture((side, side)))
    with pytest.raises(uploads.Refused) as refused:
        work_files.add_file(**add, upload=picture((10, 10)))
    assert refused.value.code == "many"
    monkeypatch.setitem(work_files.LARGEST, "picture", 10)
    with pytest.raises(uploads.Refused) as refused:
        work_files.add_file(**add, upload=picture((2, 2)))
    assert refused.value.code == "large"


def test_what_one_person_keeps_with_all_works_together_is_bounded(world, settings, monkeypatch):
    asked, other = (make_assignment(world, kinds=["document"], title=title) for title in ("一", "二"))
    settings.WORK_FILES_MB, room = 1, 2 * len(PDF) + 1
    monkeypatch.setattr(uploads, "MEGABYTE", room)

    def add(assignment, person, tail):
        return work_files.add_file(person=person, assignment=assignment, kind="document",
                                   upload=SimpleUploadedFile("a.pdf", PDF + tail))

    add(asked, world.p_learner, b"")
    add(other, world.p_learner, b"\n")
    with pytest.raises(uploads.Refused, match="1 MB") as refused:
        add(other, world.p_learner, b"\n\n")
    assert (refused.value.code, WorkFile.objects.count()) == ("quota", 2)


@pytest.mark.parametrize(("kind", "data", "ending"), [("document", PDF, "pdf"), ("document", _zip(types="", word=""), "docx")])
def test_documents_are_known_by_what_is_in_them(world, kind, data, ending):
    asked = make_assignment(world, kinds=["document"])
    row = work_files.add_file(person=world.p_learner, assignment=asked, kind=kind, upload=SimpleUploadedFile("体会.exe", data))
    assert row.file.name.endswith(f".{ending}")


def test_a_sound_is_kept_and_what_was_handed_in_stays_when_taken_out(world):
    asked = make_assignment(world, kinds=["audio"], activity="reading")
    row = work_files.add_file(person=world.p_learner, assignment=asked, kind="audio", upload=sound())
    stored = row.file.path
    work = hand_in(world.p_learner, asked, "")
    work_marks.return_work(actor=world.p_subdistrict, work=work, submission_id=work.latest_id, reason="再读一遍")
    work_files.remove_file(person=world.p_learner, file=row)
    row.refresh_from_db()
    assert (row.in_draft, open(stored, "rb").read(4)) == (False, b"RIFF")  # noqa: SIM115
    assert list(Submission.objects.get().files.all()) == [row]


# Marking ---------------------------------------------------------------------------------------------------------------


def test_returned_resubmitted_marked_and_every_version_kept(world, asked):
    work = hand_in(world.p_learner, asked)
    work_marks.return_work(actor=world.p_subdistrict, work=work, submission_id=work.latest_id, reason="写具体一点")
    after = asked.due_at + timedelta(hours=1)
    work.refresh_from_db()
    work.latest.returned.again_until = after + DAY
    work.latest.returned.save()
    work = hand_in(world.p_learner, asked, TEXT + "三楼的李阿姨带的头。", now=after)
    assert [(row.version, row.late, row.text == TEXT) for row in work.submissions.all()] == [(1, False, True), (2, False, False)]
    made = mark(world.p_subdistrict, work, [60, 40])
    work.refresh_from_db()
    assert (work.state, made.percent) == ("marked", 100)
    kinds = Notice.objects.filter(person=world.p_learner).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["work.returned", "work.marked"]


def test_after_the_day_given_a_returned_work_is_refused(world, asked):
    work = hand_in(world.p_learner, asked)
    work_marks.return_work(actor=world.p_subdistrict, work=work, submission_id=work.latest_id, reason="再写")
    with pytest.raises(works.WorkRefused):
        hand_in(world.p_learner, asked, "新的一稿", now=timezone.now() + 30 * DAY)


def test_nobody_marks_returns_or_chooses_their_own(world):
    asked = make_assignment(world, people=[world.p_subdistrict])
    work = hand_in(world.p_subdistrict, asked)
    for act in (
        lambda: mark(world.p_subdistrict, work),
        lambda: work_marks.return_work(actor=world.p_subdistrict, work=work, submission_id=work.latest_id, reason="x"),
        lambda: work_marks.choose_work(actor=world.p_subdistrict, work=work),
        lambda: work_marks.recommend_work(actor=world.p_subdistrict, work=work),
        lambda: work_marks.show_work(actor=world.p_subdistrict, work=work),
        lambda: work_marks.keep_mark_draft(actor=world.p_subdistrict, submission=work.latest, scores=[], comment=""),
    ):
        with pytest.raises(work_marks.MarkRefused) as refused:
            act()
        assert refused.value.code == "own"
    assert list(Work.objects.read_by(world.p_subdistrict)) == []


@pytest.mark.parametrize(("fields", "code"), [
    ({"submission_id": 987}, "newer"), ({"criteria": "old"}, "changed"), ({"seen": 987}, "meanwhile"),
    ({"scores": [61, 0]}, "points"),
])
def test_a_mark_is_of_what_its_marker_saw(world, asked, fields, code):
    work = hand_in(world.p_learner, asked)
    with pytest.raises(work_marks.MarkRefused) as refused:
        mark(world.p_subdistrict, work, **fields)
    assert (refused.value.code, SubmissionMark.objects.count()) == (code, 0)


def test_the_latest_mark_counts_and_the_former_stays(world, asked):
    work = hand_in(world.p_learner, asked)
    mark(world.p_subdistrict, work, [10, 10])
    mark(world.p_district, work, [50, 40])
    assert [row.points for row in SubmissionMark.objects.current()] == [90]
    assert SubmissionMark.objects.count() == 2
    assert queries.best_percents([asked.pk], [world.p_learner.pk, world.people["reserve"].pk]) == {
        (asked.pk, world.p_learner.pk): 90}


def test_the_best_of_all_versions_counts(world, asked):
    work = hand_in(world.p_learner, asked)
    mark(world.p_subdistrict, work, [60, 20])
    work_marks.return_work(actor=world.p_subdistrict, work=work, submission_id=work.latest_id, reason="更好")
    work = hand_in(world.p_learner, asked, "短一点")
    mark(world.p_subdistrict, work, [10, 10])
    assert queries.best_percents([asked.pk], [world.p_learner.pk]) == {(asked.pk, world.p_learner.pk): 80}


@pytest.mark.django_db(transaction=True)
def test_two_markers_at_once_make_one_mark_and_one_is_told(world):
    asked = make_assignment(world)
    work = hand_in(world.p_learner, asked)
    ready, codes = threading.Barrier(2), []

    def one(actor):
        try:
            ready.wait()
            mark(actor, Work.objects.get(pk=work.pk), seen=None)
            codes.append("ok")
        except work_marks.MarkRefused as refused:
            codes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(actor,)) for actor in (world.p_subdistrict, world.p_district)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (sorted(codes), SubmissionMark.objects.count()) == (["meanwhile", "ok"], 1)


# Showing ---------------------------------------------------------------------------------------------------------------


def _shown(world, photo):
    row = work_files.add_file(person=world.p_learner, assignment=photo, kind="picture", upload=picture())
    work = hand_in(world.p_learner, photo)
    mark(world.p_subdistrict, work)
    work_marks.choose_work(actor=world.p_subdistrict, work=work)
    work_marks.recommend_work(actor=world.p_subdistrict, work=work)
    work_marks.show_work(actor=world.p_subdistrict, work=work)
    return row, Work.objects.get(pk=work.pk)


def test_it_hangs_with_consent_and_is_gone_the_moment_it_is_withdrawn(world, photo):
    row, work = _shown(world, photo)
    visitor = world.people["outsider"]
    seen = []
    for consent in (Consent.NOTHING, Consent.UNNAMED, Consent.NAMED, Consent.NOTHING):
        works.set_consent(person=world.p_learner, work=work, consent=consent)
        seen.append((queries.gallery().count(), WorkFile.objects.visible_to(visitor).filter(pk=row.pk).count()))
    assert seen == [(0, 0), (1, 1), (1, 1), (0, 0)]
    verbs = AuditEntry.objects.filter(verb__endswith="consent").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["work.consent", "work.consent", "work.unconsent"]


def test_no_longer_chosen_is_no_longer_recommended_or_shown(world, photo):
    _row, work = _shown(world, photo)
    works.set_consent(person=world.p_learner, work=work, consent=Consent.NAMED)
    with pytest.raises(work_marks.MarkRefused) as refused:
        work_marks.return_work(actor=world.p_subdistrict, work=work, submission_id=work.latest_id, reason="x")
    assert refused.value.code == "excellent"
    work_marks.choose_work(actor=world.p_subdistrict, work=work, chosen=False)
    work.refresh_from_db()
    assert (work.recommended_at, work.shown_at, queries.gallery().count()) == (None, None, 0)


def test_only_marked_works_of_activities_are_chosen_and_shown(world, asked):
    work = hand_in(world.p_learner, asked)
    codes = []
    for act in (work_marks.choose_work, work_marks.recommend_work):
        with pytest.raises(work_marks.MarkRefused) as refused:
            act(actor=world.p_subdistrict, work=work)
        codes.append(refused.value.code)
    mark(world.p_subdistrict, work)
    work_marks.choose_work(actor=world.p_subdistrict, work=work)
    with pytest.raises(work_marks.MarkRefused) as refused:
        work_marks.show_work(actor=world.p_subdistrict, work=work)
    assert [*codes, refused.value.code] == ["not_marked", "not_excellent", "no_gallery"]


def test_who_reads_what_others_wrote(world, asked):
    work = hand_in(world.p_learner, asked)
    readers = {name for name, person in world.people.items() if work in Work.objects.read_by(person)}
    assert readers == {"school", "subdistrict", "district"}
