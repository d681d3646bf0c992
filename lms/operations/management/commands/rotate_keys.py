"""``manage.py rotate_keys``: encrypt personal data with a new key, while the site works."""

from django.core.management.base import BaseCommand, CommandError

from lms.audit.trail import record
from lms.sealing import keys, rows


class Command(BaseCommand):
    help = ("Make a new key and encrypt personal data with it, in parts; what was stopped half-way goes on with --continue. "
            "The old key stays, for backups that need it, until --drop-old.")

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--continue", action="store_true", dest="goes_on", help="make no key: encrypt what older ones hold")
        what.add_argument("--drop-old", action="store_true", help="take keys that nothing here needs any more out of the file")
        what.add_argument("--lookup", action="store_true",
                          help="the look-up key was replaced (end the site first): reckon the hashes anew, all or nothing")
        what.add_argument("--print", action="store_true", dest="prints", help="print a key for SEALING_KEYS or LOOKUP_KEY")

    def handle(self, *args, **options):
        if options["prints"]:
            self.stdout.write(keys.new_key())
            return
        try:
            keys.needed()
            if options["drop_old"]:
                done = self._drop()
            else:
                done = self._hash() if options["lookup"] else self._rotate(options["goes_on"])
        except (keys.KeysMissing, ValueError) as error:
            raise CommandError(str(error)) from error
        record(actor=None, verb="keys.rotate", detail=done)

    def _rotate(self, goes_on):
        if not goes_on and keys.supplied(keys.SEALING) is None:
            self.stdout.write(f"A new key was made: {keys.add()}. Keep a copy: manage.py backup FILE --with-keys FILE.keys")
        total = 0
        for field in rows.columns():
            done, locked = rows.rotate(field)
            total += done
            self.stdout.write(f"{field.model._meta.label}.{field.name}: {done} encrypted anew")
            if locked:
                raise CommandError(f"{locked} values of {field.model._meta.label}.{field.name} are opened by no key here; "
                                   "they were left as they are. Bring their key back, then run this with --continue.")
        return {"sealed": total}

    def _hash(self):
        try:
            count = rows.hash_anew()
        except rows.boxes.Locked as error:
            raise CommandError("A number is opened by no key that is here. Nothing was changed.") from error
        self.stdout.write(f"{count} numbers are looked up by the key that is here.")
        return {"hashed": count}

    def _drop(self):
        newest, used = keys.load().newest, rows.names_in_use()
        if used - {newest}:
            raise CommandError("Older keys still hold something. Run “manage.py rotate_keys --continue” first.")
        gone = len(keys.load().boxes) - 1
        keys.keep_only({newest})
        self.stdout.write(f"{gone} older keys were taken out. Backups made before need them: keep their files of keys.")
        return {"dropped": gone}
