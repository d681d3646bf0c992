"""Cards to print and hand out: how trainees and trainers do the day's work, a page each, with the installation's address."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cohorts.reports.printing import draw
from lms.printing import qr_png


@dataclass(frozen=True)
class Step:
    """``icon`` is a Lucide name; ``title`` says what for, ``text`` what to press, in the words of the screen."""

    icon: str
    title: Any
    text: Any


@dataclass(frozen=True)
class Card:
    title: Any
    steps: tuple[Step, ...]
    ending: Any
    large: bool = False


CARDS = {
    "trainee": Card(
        _("Learning on the phone"),
        (
            Step("log-in", _("Sign in"),
                 _("Scan the code above. Account: your telephone number. First time: type the code on your slip as the "
                   "password, then set your own.")),
            Step("calendar-days", _("Find your class"),
                 _("The first page shows the next class: day, time, place. “Classes” shows all of them.")),
            Step("scan-qr-code", _("Check in"),
                 _("In the room, scan the big screen and press “I am here”. No scanning? Press “Check in” and type the six "
                   "digits.")),
            Step("book-open", _("Learn a lesson"),
                 _("Press “Go on where I stopped”. When you have read it, press “I have learned this” at the end.")),
            Step("pencil-line", _("Sit the exam"),
                 _("On the first page press the exam, then “Begin the exam”. At the end: “Save and look over my answers”, "
                   "then “Hand in for good”.")),
            Step("award", _("Certificate and hours"),
                 _("“Certificates” keeps your certificates. “Hours” says what is still missing this year.")),
        ),
        _("Stuck, or the password is forgotten? Ask your branch’s liaison or the class teacher. They never ask for your "
          "password."),
        large=True,
    ),
    "trainer": Card(
        _("A class, from the timetable to the marks"),
        (
            Step("calendar-days", _("Look at the timetable"),
                 _("“Timetable” shows the week, “My teaching” what you teach. Press a session to open its page.")),
            Step("projector", _("Open check-in"),
                 _("On the session’s page press “Show the code”, then “Full screen” on the projector. The code changes by "
                   "itself; photographs of it are worthless after seconds.")),
            Step("list-checks", _("Take attendance by hand"),
                 _("No telephone? “Mark by hand”: each tap is saved, without a network too. “Tablet by the door”, “Scan "
                   "cards” and “Key in the paper sheet” stand beside it.")),
            Step("users", _("Count heads"),
                 _("Type the number under “Counted in the room” and press “Save”. More signed than sit there? “Second call”.")),
            Step("lock", _("Close the session"),
                 _("After class press “Close the session”: hours are entered, and whoever has no mark is absent. "
                   "Corrections later need a reason.")),
            Step("rotate-ccw", _("Leave and make-ups"),
                 _("“Leave” and “Make-ups” show what waits for you. Read, then decide: “Accept the make-up” or “Decline the"
                   " make-up”.")),
            Step("pencil-line", _("Mark answers and assignments"),
                 _("“Marking” has the answers in words, one question after the other; “Assignments” what was handed in.")),
            Step("message-square-heart", _("Read the feedback"),
                 _("“Evaluation of teaching” shows what a class said once it is closed, from five answers on. Nobody sees "
                   "who said it.")),
        ),
        _("On your own record a colleague decides. Something fails? Write down the time and what the page says, and tell "
          "the school’s administrator."),
    ),
}


def guide_card(name, *, address):
    """Return the PDF of the card ``name`` of ``CARDS``; ``address`` is where the reader signs in."""
    context = {"card": CARDS[name], "title": CARDS[name].title, "address": address}
    return draw("cohorts/print/guide_card_pdf.html", context, assets={"qr.png": qr_png(address, scale=12)})
