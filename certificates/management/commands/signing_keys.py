"""``manage.py signing_keys``: make the keys that certificates are signed with, where there are none, and say where they lie."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.core.management.base import BaseCommand

from certificates.signing import keys


class Command(BaseCommand):
    help = "Make the signing keys of this installation where there are none; print the fingerprint of what readers may trust."

    def handle(self, *args, **options):
        root = x509.load_pem_x509_certificate(keys.root_certificate())
        self.stdout.write(f"{keys.installation_keys().signer_certificate}")
        self.stdout.write(f"SHA-256 {root.fingerprint(hashes.SHA256()).hex(':').upper()}")
