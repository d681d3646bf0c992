"""Fill the database with the demo district."""

import importlib.util
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cms.demo import (
    analysis,
    api,
    check_in,
    classes,
    elections,
    evaluation,
    exams,
    hours,
    leave,
    lists,
    looks,
    marking,
    orders,
    people,
    planning,
    proof,
    reading,
    sign_in,
    sites,
    supervision,
    timetable,
    watching,
    works,
)
from lms.people.models import Organisation, Person


class Command(BaseCommand):
    help = "Fill the database with the demo district. Running it again adds only what is missing."

    def add_arguments(self, parser):
        parser.add_argument("--scale", choices=sorted(people.SCALES), default="small")
        parser.add_argument("--seed", type=int, default=2017)
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are people already")

    def handle(self, *, scale, seed, if_empty, **options):
        if if_empty and Person.objects.exists():
            return
        if not settings.DEMO_MODE:
            raise CommandError("Demo accounts cannot exist outside demo mode. Set DEMO_MODE=true to make the demo.")
        began = time.monotonic()
        now = timezone.now()
        size = people.SCALES[scale]
        with transaction.atomic():
            root = people.build_organisations()
            accounts = people.build_accounts(root)
            people.build_people(size, seed)
        self.stdout.write(f"organisations and people: {Person.objects.count()} people")
        with transaction.atomic():
            hours.build_rules(root, accounts)
            self._content(root, accounts)
            venues = classes.build_venues(root)
            programmes = classes.build_programmes(root, (2017, timezone.localdate(now).year))
            classes.build_round(root)
            running = classes.build_running(root, programmes, venues, accounts, now=now)
            timetable.build_templates(root)
            timetable.publish_running(running, accounts)
            timetable.build_draft(programmes, venues, accounts, now=now)
            leave.build_rules(accounts, now=now)
            leave.build_leave(running, accounts, now=now)
            proof.build_exam(running, accounts)
            proof.build_school_exam(root, accounts)
            exams.build_exams(root, accounts, now=now, seed=seed)
            analysis.build_analysis(accounts, seed, now=now)
            marking.build_marking(accounts, now=now)
            proof.build_yesterday(running, accounts, seed)
            check_in.build_second_call(running, seed)
            proof.build_learning(running, accounts, now=now)
            leave.build_make_up(running, accounts)
            leave.build_correction(running, accounts)
            watching.build_watching(accounts, now=now)
            reading.build_reading(accounts)
            works.build_works(root, running, accounts, now=now)
            sites.build_sites(root, accounts, now=now)
            sites.build_teaching(accounts, now=now)
            sites.build_reminders(accounts)
        classes.build_finished(size, seed, root, programmes, venues, [accounts["trainer"]],
                               today=timezone.localdate(now))
        timetable.publish_finished()
        with transaction.atomic():
            looks.build_templates(root, accounts)
            planning.build_modules(programmes, accounts)
            planning.build_groups(running, accounts)
            planning.build_open_class(root, programmes, venues, accounts, now=now)
            planning.build_kept_places(root, programmes, venues, accounts, now=now)
            evaluation.build_final_result(running, accounts)
            evaluation.build_evaluation(root, running, accounts, seed, now=now)
            orders.build_orders(root, accounts, now=now)
            hours.build_own(accounts, now=now)
            api.build_systems(root, accounts, now=now)
            supervision.build_filings(root, accounts, now=now)
            supervision.build_nudges(root, accounts, now=now)
            supervision.build_rectifications(root, accounts, now=now)
        if size.cohorts <= classes.FEW:
            proof.close_finished(root, accounts)
        with transaction.atomic():
            elections.build_election(root, accounts)
        supervision.build_points(root, accounts, now=now)
        lists.build_lists(accounts, now=now)
        sign_in.build_sign_ins(accounts, now=now)
        self.stdout.write(f"demo district ({scale}) ready in {time.monotonic() - began:.0f} s")

    def _content(self, root, accounts):
        if importlib.util.find_spec("cms.demo_content") is None:
            return
        from cms.demo_content import build_content  # noqa: PLC0415 -- cycle: pages need the organisations first

        schools = list(Organisation.objects.filter(parent=root, affiliated_kind="subdistrict").order_by("pk"))
        build_content(actor=accounts["editor"], organisations=schools, size="small")
