"""Files that show when they were changed: signed once as PAdES when they are kept, and checked without being parsed.

A file from outside is never given to a PDF parser. A signature covers the whole file but the place of the signature itself,
so it is enough to find that place, hash the rest and compare: any byte that was changed, added or taken away shows.
"""

import hashlib
import io
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from asn1crypto import cms
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.conf import settings

from . import keys

LARGEST = 10 * 1024 * 1024
FIELD = "Signature"
# The byte range as signers write it, and where we put the address that a file is checked under.
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_ADDRESS = re.compile(rb"/ContactInfo\s*\(([^()]{1,2000})\)")
_CODE = re.compile(r"/verify/([\w-]{16,30})/$")
_MOST_SIGNATURES = 8
_NEAR = 8 * 1024  # behind the signature, where its own words stand
_LONGEST_SIGNATURE = 64 * 1024


class Condition(StrEnum):
    """``FOREIGN``: no signature of ours is in it, or none that can be read."""

    INTACT = "intact"
    ALTERED = "altered"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Checked:
    """``code`` is that of the certificate which the file was signed as; empty unless it is intact."""

    condition: Condition
    code: str = ""


def sign(content, *, number, address):
    """Return ``content`` (a PDF's bytes) signed as the certificate ``number`` that is checked at ``address``."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 -- slow: loads aiohttp
    from pyhanko.sign import fields, signers  # noqa: PLC0415 -- slow: loads aiohttp

    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, reason=number,
        contact_info=address, name=settings.DISTRICT_NAME, certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    out = io.BytesIO()
    signer = _signer(keys.installation_keys())
    signers.PdfSigner(meta, signer).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content)), output=out, bytes_reserved=signer.room
    )
    return out.getvalue()


@lru_cache(maxsize=4)
def _signer(installation):
    """Return the signer, its key loaded once: that takes longer than to sign."""
    from pyhanko.sign import signers  # noqa: PLC0415 -- slow: loads aiohttp

    class Signer(signers.SimpleSigner):
        def sign_raw(self, data, digest_algorithm):
            digest = {"sha256": hashes.SHA256()}[digest_algorithm]
            if isinstance(loaded, rsa.RSAPrivateKey):
                return loaded.sign(data, padding.PKCS1v15(), digest)
            return loaded.sign(data, ec.ECDSA(digest))

    loaded = serialization.load_pem_private_key(installation.signer_key.read_bytes(), None)
    signer = Signer.load(
        str(installation.signer_key), str(installation.signer_certificate),
        ca_chain_files=[str(file) for file in installation.chain],
    )
    # Hexadecimal digits that a signature takes at most: certificates, the signature itself, what is said beside it.
    certificates = sum(len(file.read_bytes()) for file in {installation.signer_certificate, *installation.chain})
    signer.room = 2 * (certificates + 3072)
    return signer


def check(content):
    """Say what has become of a file of ours: :class:`Checked`. ``content`` may be any bytes up to :data:`LARGEST`."""
    ours = set(keys.known_certificates())
    condition = Condition.FOREIGN
    for place, found in enumerate(_RANGE.finditer(content)):
        if place == _MOST_SIGNATURES:
            break
        start, length, again, rest = (int(group) for group in found.groups())
        signature = _read_signature(content, length, again)
        signer = signature and next((one for one in signature["certificates"] if one.chosen.dump() in ours), None)
        if not signer:
            continue
        whole = start == 0 and again + rest == len(content)
        if whole and _holds(signature, signer.chosen, content[:length] + content[again:]):
            return Checked(Condition.INTACT, _code_in(content[again:again + _NEAR]))
        condition = Condition.ALTERED
    return Checked(condition)


def _read_signature(content, begin, end):
    """Return the signed data between two places of the file, which hold it in hexadecimal digits; None when they do not."""
    gap = content[begin:end]
    if not 2 < len(gap) <= _LONGEST_SIGNATURE or gap[:1] != b"<" or gap[-1:] != b">":
        return None
    try:
        data = bytes.fromhex(gap[1:-1].decode("ascii"))
        info = cms.ContentInfo.load(data)
        signed = info["content"]
        filled = len(info.dump())
        if info["content_type"].native != "signed_data" or len(signed["signer_infos"]) != 1 or any(data[filled:]):
            return None
        list(signed["certificates"])  # read them now: what is no certificate fails here
    except (ValueError, TypeError, KeyError):
        return None
    return signed


def _holds(signature, signer, signed):
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415 -- slow: loads aiohttp

    try:
        intact, valid = validate_sig_integrity(
            signature["signer_infos"][0], signer, expected_content_type="data",
            actual_digest=hashlib.sha256(signed).digest(),
        )
    except Exception:  # noqa: BLE001 -- whatever a crafted signature breaks, it is no proof
        return False
    return intact and valid


def _code_in(words):
    """Return the code of the address that the signature names; what is not plain in it is written as octal numbers."""
    found = _ADDRESS.search(words)
    if not found:
        return ""
    address = re.sub(rb"\\([0-3][0-7]{2})", lambda octal: bytes([int(octal[1], 8)]), found[1])
    code = _CODE.search(address.decode("ascii", "replace"))
    return code[1] if code else ""
