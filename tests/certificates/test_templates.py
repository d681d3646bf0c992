"""Templates: versions that are never changed, the right to ink, pictures by content, and certificates that stay as they were."""

import io
from dataclasses import replace
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from PIL import Image

from certificates.actions import images, issuing, templates
from certificates.enums import CertificateKind
from certificates.models import Certificate, CertificateImage, CertificateTemplate
from certificates.pdf import render_pdf
from certificates.queries.templates import templates_for, usual_versions
from certificates.rules.designs import CLASSIC, HONOUR, MODERN, without_ink
from certificates.rules.layout import Picture
from lms.audit.models import AuditEntry

from .private import files_in
from .test_certificates import item, text_of
from .test_drawing import colour_png, pixels


@pytest.fixture(autouse=True)
def own_folder(tmp_path):
    with files_in(tmp_path):
        yield


def template_of(organisation, layout=CLASSIC, kind=CertificateKind.COMPLETION, title="结业证书", standard=False):
    made = templates.create_template(actor=None, organisation=organisation, kind=kind, title=title, layout=layout)
    if standard:
        templates.make_standard(actor=None, template=made)
    return made


def picture(organisation, role="logo", colour="#ff0000", **more):
    return images.keep_image(actor=None, organisation=organisation, role=role, title="图", data=colour_png(colour), **more)


# Versions ----------------------------------------------------------------------------------------------------------------

def test_saving_makes_the_next_version_and_nothing_changed_makes_none(world):
    made = template_of(world.east)
    school = world.people["subdistrict"]
    again = templates.save_version(actor=school, template=made, layout=CLASSIC, based_on=1)
    next_ = templates.save_version(actor=school, template=made, layout=replace(CLASSIC, address="老师"), based_on=1)
    assert (again.number, next_.number) == (1, 2)
    assert [row.read.address for row in made.versions.all()] == ["老师", "同志"]
    assert AuditEntry.objects.filter(verb="certificate_template.save").get().detail == {"title": "结业证书", "version": 2}


def test_a_version_saved_meanwhile_is_not_passed_over(world):
    made = template_of(world.east)
    templates.save_version(actor=None, template=made, layout=MODERN, based_on=1)
    with pytest.raises(ValidationError) as caught:
        templates.save_version(actor=None, template=made, layout=HONOUR, based_on=1)
    assert "2" in caught.value.messages[0]
    assert made.versions.count() == 2


def test_a_layout_that_cannot_be_drawn_is_not_saved_and_says_all_that_is_wrong(world):
    with pytest.raises(ValidationError) as caught:
        template_of(world.east, layout=replace(CLASSIC, texts=()))
    assert len(caught.value.messages) == 2
    assert CertificateTemplate.objects.count() == 0


def test_a_character_that_no_font_has_is_not_saved(world, monkeypatch):
    from lms.printing import fonts

    monkeypatch.setattr(fonts, "system_font_with", lambda character: None)
    odd = replace(CLASSIC, address="𠀀")
    with pytest.raises(ValidationError) as caught:
        template_of(world.east, layout=odd)
    assert "U+20000" in caught.value.messages[0]


# The right to ink --------------------------------------------------------------------------------------------------------

def test_seals_are_placed_by_whoever_has_the_right_and_kept_by_others(world):
    school, subdistrict = world.people["school"], world.people["subdistrict"]
    bare = without_ink(CLASSIC)
    made = template_of(world.east, layout=bare)
    with pytest.raises(ValidationError) as caught:
        templates.save_version(actor=school, template=made, layout=CLASSIC, based_on=1)
    assert len(caught.value.messages) == 1
    assert templates.save_version(actor=subdistrict, template=made, layout=CLASSIC, based_on=1).number == 2
    moved = replace(CLASSIC, seal=replace(CLASSIC.seal, x=20), address="")
    assert templates.save_version(actor=school, template=made, layout=moved, based_on=2).number == 3


def test_a_picture_of_another_organisation_is_not_placed(world):
    theirs, ours, above = picture(world.west), picture(world.east, colour="#00ff00"), picture(world.east.parent, colour="#0000ff")
    for row, fits in ((theirs, False), (ours, True), (above, True)):
        layout = replace(CLASSIC, pictures=(Picture(row.sha256, role="logo"),))
        if fits:
            assert template_of(world.east, layout=layout).versions.count() == 1
        else:
            with pytest.raises(ValidationError):
                template_of(world.east, layout=layout)
    with pytest.raises(ValidationError):  # an emblem is no seal
        template_of(world.east, layout=replace(CLASSIC, pictures=(Picture(ours.sha256, role="seal"),)))


def test_a_copy_leaves_out_what_may_not_be_placed_there(world):
    seal = picture(world.east.parent, role="seal")
    layout = replace(CLASSIC, pictures=(Picture(seal.sha256, role="seal"),))
    made = template_of(world.east.parent, layout=layout)
    by_school = templates.copy_template(
        actor=world.people["school"], template=made, organisation=world.east, title="副本")
    by_district = templates.copy_template(
        actor=world.people["district"], template=made, organisation=world.east, title="副本二")
    assert by_school.versions.get().read == without_ink(layout)
    assert by_district.versions.get().read == layout


# Which is taken ----------------------------------------------------------------------------------------------------------

def test_the_nearest_usual_template_is_taken_where_none_is_chosen(world):
    kinds = {CertificateKind.COMPLETION, CertificateKind.EXCELLENT}
    district = template_of(world.east.parent, standard=True)
    honour = template_of(world.east.parent, HONOUR, CertificateKind.EXCELLENT, standard=True)
    assert usual_versions(world.east, kinds) == {
        "completion": district.versions.get().pk, "excellent": honour.versions.get().pk}
    east = template_of(world.east, MODERN, standard=True)
    assert usual_versions(world.east, kinds)["completion"] == east.versions.get().pk
    assert usual_versions(world.west, kinds)["completion"] == district.versions.get().pk
    templates.retire_template(actor=None, template=east)
    assert usual_versions(world.east, kinds)["completion"] == district.versions.get().pk
    assert [row.title for row in templates_for(world.east, "completion")] == ["结业证书"]
    assert (usual_versions(None, kinds), usual_versions(world.east, set())) == ({}, {})


def test_one_template_is_the_usual_one_of_its_kind(world):
    first, second = template_of(world.east, standard=True), template_of(world.east, MODERN)
    templates.make_standard(actor=None, template=second)
    assert list(CertificateTemplate.objects.filter(standard=True)) == [second]
    templates.retire_template(actor=None, template=first)
    with pytest.raises(ValidationError):
        templates.make_standard(actor=None, template=CertificateTemplate.objects.get(pk=first.pk))
    templates.revive_template(actor=None, template=first)
    assert CertificateTemplate.objects.get(pk=first.pk).retired_at is None


def test_issuing_pins_the_chosen_version_the_usual_one_or_none(world):
    usual = template_of(world.east, standard=True).versions.get()
    chosen = template_of(world.east, MODERN).versions.get()
    learner = world.people["learner"]
    made = issuing.issue_many(actor=None, organisation=world.east_branch, items=[
        item(learner, "usual"), replace(item(learner, "chosen"), template=chosen.pk),
    ])
    assert [row.template_version_id for row in made] == [usual.pk, chosen.pk]
    assert issuing.issue_many(actor=None, items=[item(learner, "nobody's")])[0].template_version is None


# For ever ----------------------------------------------------------------------------------------------------------------

def test_a_certificate_drawn_again_is_the_same_whatever_was_changed_since(world):
    logo = picture(world.east)
    layout = replace(CLASSIC, pictures=(Picture(logo.sha256, role="logo", x=140, y=20, width=10, height=10),))
    made = template_of(world.east, layout=layout, standard=True)
    certificate = issuing.issue_many(actor=None, organisation=world.east, items=[item(world.people["learner"], "a")])[0]
    before = render_pdf(certificate)

    other = picture(world.east, colour="#00ff00")
    templates.save_version(actor=None, template=made, based_on=1, layout=replace(
        MODERN, pictures=(Picture(other.sha256, role="logo"),)))
    images.retire_image(actor=None, image=logo)
    templates.retire_template(actor=None, template=made)
    world.east.name = "改名街道"
    world.east.save()
    learner = world.people["learner"]
    learner.name = "改名人"
    learner.save()

    after = render_pdf(Certificate.objects.get(pk=certificate.pk))
    assert (text_of(after), pixels(after)) == (text_of(before), pixels(before))
    assert after == before


def test_a_certificate_from_before_there_were_templates_says_what_it_said(world):
    certificate = issuing.issue_many(actor=None, items=[item(world.people["learner"], "a")])[0]
    text = text_of(render_pdf(certificate)).replace("\n", "").replace(" ", "")
    assert [part for part in (
        "结业证书", "编号：徐委党训〔2017〕0001号", "张学员同志于2017年9月5日至9月7日参加甲学校举办的居民区党组织书记培训班，",
        "学习期满，考核合格，准予结业。共计8学时。", "丙组织部", "二〇一七年九月八日",
    ) if part not in text] == []


# Pictures ----------------------------------------------------------------------------------------------------------------

def test_a_picture_is_kept_drawn_anew_under_its_hash(world, tmp_path):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "where it was taken"
    Image.new("RGB", (4000, 40), "red").save(out, "JPEG", exif=exif)
    kept = images.keep_image(actor=None, organisation=world.east, role="background", title="底图", data=out.getvalue())
    content = kept.bytes()
    assert (kept.width, kept.height, kept.sha256) == (2480, 25, sha256(content).hexdigest())
    assert b"where it was taken" not in content


def test_the_same_picture_is_kept_once_and_comes_back(world):
    first = picture(world.east)
    images.retire_image(actor=None, image=first)
    assert (picture(world.east).pk, CertificateImage.objects.get().retired_at) == (first.pk, None)


def test_a_clear_background_stays_clear(world):
    out = io.BytesIO()
    Image.new("RGBA", (30, 30), (255, 0, 0, 40)).save(out, "PNG")
    kept = images.keep_image(actor=None, organisation=world.east, role="seal", title="章", data=out.getvalue())
    assert Image.open(io.BytesIO(kept.bytes())).mode == "RGBA"


@pytest.mark.parametrize(("data", "part"), [
    (b"", "空"), (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG"), (b"%PDF-1.7 %%EOF", "SVG"),
    (b"\x89PNG\r\n\x1a\n broken", "SVG"), (b"GIF89a", "SVG"), (b"x" * (9 * 1024 * 1024), "8"),
])
def test_what_is_no_picture_is_refused_in_words(world, data, part):
    with pytest.raises(ValidationError) as caught:
        images.keep_image(actor=None, organisation=world.east, role="logo", title="x", data=data)
    assert part in caught.value.messages[0]
    assert CertificateImage.objects.count() == 0


def test_a_picture_of_very_many_points_is_refused(world):
    out = io.BytesIO()
    Image.new("1", (6000, 6000)).save(out, "PNG")
    with pytest.raises(ValidationError):
        images.keep_image(actor=None, organisation=world.east, role="logo", title="x", data=out.getvalue())


# Pages -------------------------------------------------------------------------------------------------------------------

def sent(layout, do, **more):
    """What the designer's page would send for ``layout``."""
    from certificates.template_forms import Designer

    designer = Designer(layout)
    data = {"do": do, "who": "usual", "based_on": "1"}
    for form in (designer.sheet, *designer.texts, *designer.pictures):
        for field in form:
            value = field.value()
            if value is not None and value is not False and value != "":
                data[field.html_name] = "on" if value is True else str(value)
    for formset in (designer.texts, designer.pictures):
        for field in formset.management_form:
            data[field.html_name] = str(field.value() or 0)
    return data | more


def test_the_designer_shows_saves_and_adds_without_javascript(client, world):
    made = template_of(world.east)
    client.force_login(world.people["subdistrict"])
    url = reverse("certificates:template-design", args=[made.pk])
    assert client.get(url).status_code == 200
    shown = client.post(url, sent(CLASSIC, "show", who="rare"))
    assert shown.context["picture"].startswith("data:image/png;base64,")
    assert made.versions.count() == 1
    more = client.post(url, sent(CLASSIC, "add-text"))
    assert (len(more.context["designer"].texts), more.context["designer"].errors) == (len(CLASSIC.texts) + 1, False)
    pdf = client.post(url, sent(CLASSIC, "pdf"))
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    saved = client.post(url, sent(CLASSIC, "save", address="老师"))
    assert saved.status_code == 302
    assert made.versions.first().read == replace(CLASSIC, address="老师")


def test_a_sent_layout_that_is_unchanged_makes_no_version(client, world):
    made = template_of(world.east, MODERN)
    client.force_login(world.people["subdistrict"])
    client.post(reverse("certificates:template-design", args=[made.pk]), sent(MODERN, "save"))
    assert made.versions.count() == 1


def test_wrong_numbers_and_unknown_fields_are_said_and_nothing_is_saved(client, world):
    made = template_of(world.east)
    client.force_login(world.people["subdistrict"])
    url = reverse("certificates:template-design", args=[made.pk])
    wrong = client.post(url, sent(CLASSIC, "save", **{"texts-0-size": "900"}))
    assert list(wrong.context["designer"].texts.errors[0]) == ["size"]
    unknown = client.post(url, sent(CLASSIC, "save", **{"texts-0-text": "{salary}"}))
    assert [("{salary}" in text) for text in unknown.context["wrong"]] == [True]
    stale = client.post(url, sent(CLASSIC, "save", based_on="7", address="x"))
    assert len(stale.context["wrong"]) == 1
    assert made.versions.count() == 1


def test_a_text_is_taken_away_and_the_picture_of_the_script_follows(client, world):
    made = template_of(world.east)
    client.force_login(world.people["school"])
    url = reverse("certificates:template-picture", args=[made.pk])
    answer = client.post(url, sent(CLASSIC, "", **{"texts-1-DELETE": "on"}))
    assert (answer.status_code, answer.headers["Content-Type"], answer.content[1:4]) == (200, "image/png", b"PNG")
    wrong = client.post(url, sent(CLASSIC, "", **{"texts-0-text": "{salary}"}))
    assert (wrong.status_code, "{salary}" in wrong.content.decode()) == (422, True)


def test_a_school_is_offered_no_ink(client, world):
    picture(world.east, role="seal")
    picture(world.east, role="logo", colour="#00ff00")
    made = template_of(world.east, layout=without_ink(CLASSIC))
    url = reverse("certificates:template-design", args=[made.pk])
    offered = {}
    for key in ("school", "subdistrict"):
        client.force_login(world.people[key])
        page = client.post(url, sent(without_ink(CLASSIC), "add-picture"))
        choices = page.context["designer"].pictures[0].fields["image"].choices
        offered[key] = [value.partition(":")[0] for value, _label in choices]
    assert offered == {"school": ["", "logo"], "subdistrict": ["", "logo", "seal"]}
    seal = CertificateImage.objects.get(role="seal")
    client.force_login(world.people["school"])
    assert client.get(reverse("certificates:image", args=[seal.pk])).status_code == 403
    form = {"title": "章", "role": "seal", "organisation": world.east.pk, "file": io.BytesIO(colour_png("#0000ff"))}
    assert "role" in client.post(reverse("certificates:images"), form).context["form"].errors
    assert CertificateImage.objects.count() == 2


def test_a_picture_is_added_shown_and_taken_off_the_offer(client, world):
    client.force_login(world.people["subdistrict"])
    form = {"title": "底图", "role": "background", "organisation": world.east.pk, "file": io.BytesIO(colour_png("#0000ff"))}
    assert client.post(reverse("certificates:images"), form).status_code == 302
    kept = CertificateImage.objects.get()
    answer = client.get(reverse("certificates:image", args=[kept.pk]))
    assert (answer.headers["Content-Type"], sha256(b"".join(answer.streaming_content)).hexdigest()) == (
        "image/jpeg", kept.sha256)
    for retired in (True, False):
        client.post(reverse("certificates:image-retire", args=[kept.pk]))
        kept.refresh_from_db()
        assert (kept.retired_at is not None) is retired


def test_versions_tell_what_they_changed(client, world):
    made = template_of(world.east)
    templates.save_version(actor=world.people["subdistrict"], template=made, based_on=1, layout=replace(CLASSIC, seal=None))
    client.force_login(world.people["auditor"])
    page = client.get(reverse("certificates:template", args=[made.pk]))
    assert [(version.number, len(told)) for version, told in page.context["versions"]] == [(2, 1), (1, 0)]


def test_lists_ask_the_same_number_of_queries_for_one_and_many(client, world, django_assert_num_queries):
    client.force_login(world.people["subdistrict"])
    template_of(world.east)
    picture(world.east)
    pages = (reverse("certificates:templates"), reverse("certificates:images"))
    for url in pages:
        client.get(url)
    counts = []
    for _round in range(2):
        for url in pages:
            with django_assert_num_queries(QUERIES[url.split("/")[-2]]):
                client.get(url)
        for number in range(5):
            template_of(world.east, title=f"样式{number}")
            picture(world.east, colour=f"#0000{number:02d}")
        counts.append(CertificateTemplate.objects.count())
    assert counts == [6, 11]


QUERIES = {"templates": 5, "pictures": 7}
