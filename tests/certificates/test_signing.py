"""Files prove themselves: signed once, checked without being parsed, altered by one byte and found out."""

import io
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import pem, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates.actions import issuing
from certificates.models import Certificate
from certificates.signing import documents, keys

from .private import files_in
from .test_certificates import make

CODE = "abcdefghijklmnop-_qrst"


@pytest.fixture(autouse=True)
def own_folder(tmp_path):
    cache.clear()
    with files_in(tmp_path):
        yield
    cache.clear()


def plain():
    out, pdf = io.BytesIO(), pikepdf.new()
    pdf.add_blank_page()
    pdf.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def signed():
    return documents.sign(plain(), number="徐委党训〔2018〕0123号", address=f"https://example.org/verify/{CODE}/")


def drawn(world):
    certificate = make(world)
    issuing.draw(certificates=[certificate])
    return certificate, Certificate.objects.get().pdf.read()


def test_a_kept_file_is_signed_and_known_as_its_certificate(world):
    certificate, content = drawn(world)
    assert documents.check(content) == documents.Checked("intact", certificate.code)
    assert content.count(b"/ETSI.CAdES.detached") == 1


def test_another_program_finds_the_signature_good_and_covering_everything(signed):
    found = PdfFileReader(io.BytesIO(signed)).embedded_signatures[0]
    root = x509.Certificate.load(pem.unarmor(keys.root_certificate())[2])
    status = validate_pdf_signature(found, ValidationContext(trust_roots=[root]))
    assert (status.intact, status.valid, status.trusted, status.bottom_line) == (True, True, True, True)
    assert status.coverage.name == "ENTIRE_FILE"


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not installed")
def test_poppler_agrees_and_sees_a_changed_byte(signed, tmp_path):
    (tmp_path / "good.pdf").write_bytes(signed)
    (tmp_path / "bad.pdf").write_bytes(signed.replace(b"/MediaBox", b"/mediaBox", 1))
    said = [
        subprocess.run(["pdfsig", str(tmp_path / name)], capture_output=True, text=True).stdout
        for name in ("good.pdf", "bad.pdf")
    ]
    assert ["Signature is Valid" in text for text in said] == [True, False]


def test_every_byte_outside_the_signature_counts(signed):
    begin, end = signed.index(b"/Contents <") + 10, signed.index(b">", signed.index(b"/Contents <"))
    places = [*range(0, begin, 31), *range(end + 1, len(signed), 31), len(signed) - 1]
    changed = [signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1:] for place in places]
    assert {documents.check(content).condition for content in changed} <= {"altered", "foreign"}


@pytest.mark.parametrize("change", [
    lambda content: content + b"\n", lambda content: content[:-1], lambda content: b" " + content,
    lambda content: content + plain(), lambda content: content.replace(b"/ByteRange [0 ", b"/ByteRange [1 ", 1),
    lambda content: content[: len(content) // 2],
])
def test_what_is_added_or_taken_away_shows(signed, change):
    assert documents.check(change(signed)).condition in ("altered", "foreign")


def test_an_editor_of_pdfs_saves_something_that_is_not_ours_any_more(signed):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        pdf.docinfo["/Title"] = "改过的"
        pdf.save(out)
    assert documents.check(out.getvalue()).condition in ("altered", "foreign")


def test_a_signature_does_not_travel_to_another_file(signed):
    found = re.search(rb"/Contents (<[0-9a-fA-F]+>)", signed)
    other = documents.sign(plain(), number="徐委党训〔2018〕0999号", address=f"https://example.org/verify/{CODE[::-1]}/")
    theirs = re.search(rb"/Contents (<[0-9a-fA-F]+>)", other)
    assert documents.check(other.replace(theirs[1], found[1])).condition == "altered"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"\x00" * 1000, b"/ByteRange [0 1 2 3]" * 50,
                                     b"/ByteRange [0 5 9999999999 1]<00>", b"<" + b"0" * 100 + b">/ByteRange [0 0 102 22]"])
def test_anything_else_is_not_ours(content):
    assert documents.check(content) == documents.Checked("foreign")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_bytes_break_the_check(signed, data):
    begin = data.draw(st.integers(0, len(signed)))
    end = data.draw(st.integers(begin, len(signed)))
    content = signed[:begin] + data.draw(st.binary(max_size=60)) + signed[end:]
    if content != signed:
        assert documents.check(content).code in ("", CODE)


def test_a_file_signed_by_another_installation_is_not_ours(signed, settings, tmp_path):
    settings.SIGNING_FOLDER = tmp_path / "other"
    assert documents.check(signed) == documents.Checked("foreign")
    mine = documents.sign(plain(), number="x", address=f"https://example.org/verify/{CODE}/")
    assert documents.check(mine) == documents.Checked("intact", CODE)
    kept = tmp_path / "third" / "retired"
    kept.mkdir(parents=True)
    shutil.copy(tmp_path / "other" / "signer.crt", kept / "2018.crt")
    settings.SIGNING_FOLDER = tmp_path / "fourth"
    assert keys.installation_keys().badge_key.exists()
    shutil.copytree(kept, tmp_path / "fourth" / "retired")
    assert documents.check(mine).condition == "intact"  # a key that was used before is still known


def test_keys_are_for_their_owner_alone(settings, tmp_path):
    settings.SIGNING_FOLDER = tmp_path / "signing"
    made = keys.installation_keys()
    again = keys.installation_keys()
    assert made == again
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "signing").glob("*.key")}
    assert modes == {"root.key": 0o600, "signer.key": 0o600, "badge.key": 0o600}
    assert stat.S_IMODE((tmp_path / "signing").stat().st_mode) == 0o700


def test_a_supplied_key_signs_and_one_that_does_not_fit_stops(settings, tmp_path):
    settings.SIGNING_FOLDER = tmp_path / "a"
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = keys._certificate("单位签名", key)
    (tmp_path / "own.key").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    (tmp_path / "own.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    settings.SIGNING_KEY, settings.SIGNING_CERTIFICATE = str(tmp_path / "own.key"), str(tmp_path / "own.crt")
    content = documents.sign(plain(), number="x", address=f"https://example.org/verify/{CODE}/")
    assert documents.check(content) == documents.Checked("intact", CODE)
    settings.SIGNING_KEY = str(tmp_path / "a" / "badge.key")
    with pytest.raises(ImproperlyConfigured, match="not the certificate of SIGNING_KEY"):
        keys.installation_keys()
    settings.SIGNING_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="set both, or none"):
        keys.installation_keys()


# At the prompt, and on the page ----------------------------------------------------------------------------------------

def test_the_command_says_what_a_file_is_worth_today(world, tmp_path, capsys):
    certificate, content = drawn(world)
    file = tmp_path / "c.pdf"
    file.write_bytes(content)
    call_command("verify_certificate", str(file))
    assert capsys.readouterr().out.startswith(f"{file}: intact {certificate.number} ")
    issuing.revoke(actor=world.people["district"], certificate=certificate, reason="错发")
    with pytest.raises(CommandError):
        call_command("verify_certificate", str(file))
    file.write_bytes(content + b" ")
    with pytest.raises(CommandError):
        call_command("verify_certificate", str(file))
    assert capsys.readouterr().out.endswith(f"{file}: altered\n")
    call_command("signing_keys")
    assert Path(capsys.readouterr().out.splitlines()[0]) == Path(django_settings.SIGNING_FOLDER) / "signer.crt"


def upload(client, content, name="c.pdf"):
    return client.post(reverse("certificates:verify-file"), {"file": SimpleUploadedFile(name, content)})


def test_whoever_has_a_file_checks_it_on_the_page(client, world):
    certificate, content = drawn(world)
    good = upload(client, content)
    assert (good.context["checked"], good.context["found"]["number"], good.context["found"]["name"]) == (
        "intact", certificate.number, "张**")
    bad = upload(client, content[:-1])
    assert (bad.context["checked"], bad.context.get("found")) == ("altered", None)
    assert upload(client, b"hello").context["checked"] == "foreign"
    issuing.revoke(actor=world.people["district"], certificate=certificate, reason="错发")
    assert upload(client, content).context["found"]["state"] == "revoked"


def test_a_file_too_large_or_empty_is_refused_and_the_throttle_counts(client, world, monkeypatch):
    monkeypatch.setattr("certificates.forms.LARGEST", 1024 * 1024)
    assert [upload(client, content).status_code for content in (b"", b"x" * (1024 * 1024 + 1))] == [400, 400]
    for _ in range(18):
        upload(client, b"x")
    assert upload(client, b"x").status_code == 429


def test_the_root_is_handed_out(client, db):
    response = client.get(reverse("certificates:verify-root"))
    assert response.content == keys.root_certificate()
