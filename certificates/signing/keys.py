"""The keys this installation signs with: made once and kept in the data folder for their owner alone, or supplied.

In ``settings.SIGNING_FOLDER``: ``root.crt`` (what readers may trust), ``root.key``, ``signer.crt`` and ``signer.key`` for files,
``badge.key`` for badges; ``retired/*.crt`` are certificates of keys used before, whose files are still known as ours.
"""

import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

BITS = 3072
YEARS = 20
PEM = serialization.Encoding.PEM


@dataclass(frozen=True)
class Keys:
    """Where key and certificate of the signer lie, the chain above it as PEM files, and the key of badges."""

    signer_key: Path
    signer_certificate: Path
    chain: tuple[Path, ...]
    badge_key: Path


def installation_keys():
    """Return the :class:`Keys`; what is missing is made. Raises ``ImproperlyConfigured`` when a supplied key does not fit."""
    folder = Path(settings.SIGNING_FOLDER)
    if not (folder / "badge.key").exists():
        _make(folder)
    if bool(settings.SIGNING_KEY) != bool(settings.SIGNING_CERTIFICATE):
        raise ImproperlyConfigured("SIGNING_KEY and SIGNING_CERTIFICATE name a key and its certificate: set both, or none.")
    if not settings.SIGNING_KEY:
        return Keys(folder / "signer.key", folder / "signer.crt", (folder / "root.crt",), folder / "badge.key")
    key, certificate = Path(settings.SIGNING_KEY), Path(settings.SIGNING_CERTIFICATE)
    _check_fit(key, certificate)
    return Keys(key, certificate, (certificate,), folder / "badge.key")


@lru_cache(maxsize=4)
def _check_fit(key, certificate):
    try:
        private = serialization.load_pem_private_key(key.read_bytes(), None)
        public = x509.load_pem_x509_certificates(certificate.read_bytes())[0].public_key()
    except (OSError, ValueError, TypeError, IndexError) as error:
        raise ImproperlyConfigured(
            "SIGNING_KEY or SIGNING_CERTIFICATE cannot be read: they should name PEM files, the key without a password."
        ) from error
    if private.public_key() != public:
        raise ImproperlyConfigured("SIGNING_CERTIFICATE is not the certificate of SIGNING_KEY.")


def known_certificates():
    """Return the certificates (DER) of every key that files of this installation were signed with."""
    files = [installation_keys().signer_certificate, *sorted((Path(settings.SIGNING_FOLDER) / "retired").glob("*.crt"))]
    return [x509.load_pem_x509_certificates(file.read_bytes())[0].public_bytes(serialization.Encoding.DER) for file in files]


def root_certificate():
    """Return the PEM of what a reader may trust: the self-made root, or the top of the chain that was supplied."""
    last = x509.load_pem_x509_certificates(installation_keys().chain[-1].read_bytes())[-1]
    return last.public_bytes(PEM)


def _make(folder):
    """Write a whole folder of keys beside ``folder`` and put it there; whoever comes second uses the first one's."""
    mine = folder.with_name(f"{folder.name}.{os.getpid()}.{secrets.token_hex(4)}")
    mine.mkdir(parents=True, mode=0o700)
    root_key, signer_key, badge_key = (rsa.generate_private_key(public_exponent=65537, key_size=BITS) for _ in range(3))
    root = _certificate(f"{settings.DISTRICT_NAME} 证书签名根", root_key, authority=True)
    signer = _certificate(f"{settings.DISTRICT_NAME} 结业证书签名", signer_key, issuer=root, issuer_key=root_key)
    for name, key in (("root", root_key), ("signer", signer_key), ("badge", badge_key)):
        with open(os.open(mine / f"{name}.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            handle.write(key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    (mine / "root.crt").write_bytes(root.public_bytes(PEM))
    (mine / "signer.crt").write_bytes(signer.public_bytes(PEM))
    try:
        mine.rename(folder)
    except OSError:
        shutil.rmtree(mine)
        if not (folder / "badge.key").exists():
            raise


def _certificate(name, key, *, authority=False, issuer=None, issuer_key=None):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    now = datetime.now(UTC)
    public = key.public_key()
    above = issuer_key or key
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer.subject if issuer else subject)
        .public_key(public).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
        .add_extension(_usage(authority), critical=True)
    )
    if not authority:
        # Signing of documents (RFC 9336); readers that know it only by e-mail's name find that as well.
        uses = [x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"), ExtendedKeyUsageOID.EMAIL_PROTECTION]
        builder = builder.add_extension(x509.ExtendedKeyUsage(uses), critical=False)
    return builder.sign(above, hashes.SHA256())


def _usage(authority):
    return x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_cert_sign=authority, crl_sign=authority,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )
