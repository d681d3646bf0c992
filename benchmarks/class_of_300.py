"""Can a class of 300 be signed in within five minutes, from a cold start, with no smartphone needed? By three ways together.

``python -m benchmarks.class_of_300``. Everything begins at once: the server is started cold, the trainer opens the screen, two
tablets and the grid. 240 people (80 %) scan the code with their own phones, 30 (10 %) sign at two tablets by the door, one after
the other at each (one tablet alone needs six minutes for 30), and 30 (10 %) are called by the trainer and tapped in the grid on
a phone. People are slow, and the same every time (a fixed seed). Seconds that are assumed, each drawn evenly between two bounds:

- they come through the door within 120 s of the start, in any order;
- a phone: 8 to 25 s to get it out and point the camera, 2 to 6 s to find the large button. One in ten scans a code that has run
  out and scans again; one in twenty has to sign in first, which takes 20 to 60 s: the claim holds the moment of the scan;
- the tablet: 5 to 12 s a person for walking up and typing four digits, 2 to 5 s to find the name, and the time of the answer;
- the grid: 3 to 6 s a name for calling out and tapping; every tap is sent by itself, as the page does it.

Everything goes through HTTP as browsers do it, pages included. Whoever signs in uses the page with their password.
"""

import json
import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from benchmarks.check_in import load
from benchmarks.harness import cookie_of, emit, fresh_database, server, visit

PEOPLE, TABLET, GRID = 300, 30, 30
TABLETS = 2
DOOR = 120
SIGN_IN = 20  # one in so many scans without being signed in
STALE = 10  # one in so many scans a code that has run out
PASSWORD = "class-of-2017"


def main():
    with fresh_database():
        plan = arrange()
        busy, begin = load(), time.perf_counter()
        with server() as port:
            up = time.perf_counter() - begin
            hall = Hall(port, plan, begin)
            threads = [threading.Thread(target=hall.tablet, args=[number]) for number in range(TABLETS)]
            threads.append(threading.Thread(target=hall.grid))
            with ThreadPoolExecutor(PEOPLE) as pool:
                for thread in threads:
                    thread.start()
                phones = list(pool.map(hall.phone, plan["phones"], plan["cookies"], range(len(plan["phones"]))))
                for thread in threads:
                    thread.join()
            report(hall, phones, up, busy)


def arrange():
    """Make the class with its session and its trainer; the phones of all but those who will have to sign in are signed in."""
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from benchmarks.check_in import arrange as make_class
    from cohorts.actions.kiosks import open_kiosk
    from cohorts.models import Enrolment
    from lms.people.enums import Role
    from lms.people.models import Organisation, Person, RoleGrant

    session, _ = make_class(PEOPLE)
    trainer = Person.objects.create(name="班主任", password="!")
    RoleGrant.objects.create(person=trainer, role=Role.DISTRICT, organisation=Organisation.objects.get(kind="district"))
    seats = list(Enrolment.objects.filter(cohort=session.cohort).select_related("person").order_by("pk"))
    for number, seat in enumerate(seats):
        seat.person.phone = f"138{number:08}"
    Person.objects.bulk_update([seat.person for seat in seats], ["phone"])
    at_tablet, in_grid, phones = seats[:TABLET], seats[TABLET:TABLET + GRID], seats[TABLET + GRID:]
    signing_in = [seat.person for number, seat in enumerate(phones) if number % SIGN_IN == 0]
    Person.objects.filter(pk__in=[person.pk for person in signing_in]).update(password=make_password(PASSWORD))
    cookies = [{} if number % SIGN_IN == 0 else cookie_of(seat.person) for number, seat in enumerate(phones)]
    session.starts_at = timezone.now() + timedelta(minutes=10)  # people come before it begins
    session.save()
    return {
        "session": session, "phones": phones, "cookies": cookies, "tablet": at_tablet, "grid": in_grid,
        "trainer": cookie_of(trainer),
        "kiosks": [open_kiosk(actor=trainer, session=session).token for _ in range(TABLETS)],
    }


class Hall:
    """The 300 people, each at their own pace; ``done`` are the seconds after the start at which each was signed in."""

    def __init__(self, port, plan, begin):
        self.port, self.plan, self.begin = port, plan, begin
        self.session, self.done, self.errors, self.lock = plan["session"], [], [], threading.Lock()

    def note(self, way, ok):
        with self.lock:
            self.done.append((way, time.perf_counter() - self.begin))
            if not ok:
                self.errors.append(way)

    def code(self, ago=0):
        from django.utils import timezone

        from cohorts.rules.check_in import code_at

        now = timezone.now() - timedelta(seconds=ago)
        return f"/check-in/{self.session.pk}/{code_at(self.session.secret, self.session.pk, now)}/"

    def phone(self, seat, cookies, number):
        """One person with a smartphone, from the door to the tick."""
        dice = random.Random(number)
        time.sleep(max(0, dice.uniform(0, DOOR) - (time.perf_counter() - self.begin)))
        time.sleep(dice.uniform(8, 25))
        stale = 0
        if number % STALE == 1 and cookies:
            _, page, _ = visit(self.port, self.code(ago=60), cookies)
            stale = "arrive__button" not in page
            time.sleep(dice.uniform(4, 8))
        path = self.code()
        status, page, headers = visit(self.port, path, cookies)
        if status == 302:
            page = self.sign_in(headers["Location"], seat, cookies, dice)
        time.sleep(dice.uniform(2, 6))
        with suppress(TypeError):
            fields = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("csrfmiddlewaretoken", "claim")}
            status, _, headers = visit(self.port, path, cookies, fields)
            self.note("phone", status == 302 and "arrive__sign--ok" in visit(self.port, headers["Location"], cookies)[1])
            return stale
        self.note("phone", False)
        return stale

    def sign_in(self, address, seat, cookies, dice):
        """The page for signing in, slowly; return the page of the scan that comes after it."""
        _, page, _ = visit(self.port, address, cookies)
        time.sleep(dice.uniform(20, 60))
        form = {"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1],
                "username": seat.person.phone, "password": PASSWORD}
        _, _, headers = visit(self.port, address, cookies, form)
        return visit(self.port, headers["Location"], cookies)[1]

    def tablet(self, number):
        """One tablet: the next person walks up when the one before has gone."""
        dice, path, cookies = random.Random(1000 + number), f"/kiosk/{self.plan['kiosks'][number]}/", {}
        for seat in self.plan["tablet"][number::TABLETS]:
            time.sleep(dice.uniform(5, 12))
            _, page, _ = visit(self.port, path, cookies)
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
            _, page, _ = visit(self.port, path, cookies, {"csrfmiddlewaretoken": token, "digits": seat.person.phone[-4:]})
            time.sleep(dice.uniform(2, 5))
            found = re.search(rf'name="name" value="([^"]+)">{seat.person.name}<', page)
            ok = bool(found) and "kiosk__sign--ok" in visit(
                self.port, path, cookies, {"csrfmiddlewaretoken": token, "name": found[1]}
            )[1]
            self.note("tablet", ok)

    def grid(self):
        """The trainer opens the grid and taps one name after the other."""
        dice, cookies, base = random.Random(2), self.plan["trainer"], f"/desk/sessions/{self.session.pk}"
        visit(self.port, f"{base}/projector/", cookies)
        visit(self.port, f"{base}/grid/", cookies)
        for seat in self.plan["grid"]:
            time.sleep(dice.uniform(3, 6))
            token = json.loads(visit(self.port, "/learn/acts/", cookies)[1])["token"]
            nonce = str(uuid4())
            mark = {"nonce": nonce, "enrolment": seat.pk, "status": "present", "seen": "", "method": "grid", "age": 0}
            _, text, _ = visit(self.port, f"{base}/marks/", cookies, {"csrfmiddlewaretoken": token, "marks": json.dumps([mark])})
            self.note("grid", json.loads(text)["answers"][nonce]["state"] == "taken")


def report(hall, phones, up, busy):
    from cohorts.models import AttendanceMark

    marks = AttendanceMark.objects.filter(session=hall.session, status="present")
    ways = {way: round(max(at for each, at in hall.done if each == way)) for way in ("phone", "tablet", "grid")}
    emit(
        "a class of 300 by phone, two tablets and grid, from a cold start", minutes=round(max(at for _, at in hall.done) / 60, 2),
        rows=marks.count(), errors=len(hall.errors), server_up_after_s=round(up, 1), last_by_phone_s=ways["phone"],
        last_at_tablet_s=ways["tablet"], last_in_grid_s=ways["grid"], half_of_all_s=round(sorted(at for _, at in hall.done)[150]),
        stale_codes_refused=sum(phones), by_method=dict(sorted(
            (method, marks.filter(method=method).count()) for method in ("qr", "kiosk", "grid"))), **busy,
    )


if __name__ == "__main__":
    main()
