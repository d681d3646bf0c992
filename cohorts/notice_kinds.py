"""What the notices of classes say."""

from django.utils.translation import gettext_lazy as _

from lms.notices.kinds import register

# Places.
register("enrolment.applied", text=_("%(person)s applied for “%(cohort)s”."), icon="user-plus")
register("enrolment.approved", text=_("Your application was approved: you have a place in “%(cohort)s”."), icon="circle-check")
register("enrolment.waiting", text=_("Your application was approved. “%(cohort)s” is full: you are on the waiting list."),
         icon="hourglass")
register("enrolment.declined", text=_("Your application for “%(cohort)s” was declined: %(reason)s"), icon="circle-x")
register("enrolment.promoted", text=_("A place became free: you have a place in “%(cohort)s”."), icon="circle-check")
register("enrolment.withdrawn", text=_("You were taken off the list of “%(cohort)s”: %(reason)s"), icon="circle-x")
register("enrolment.transferred", text=_("You were moved from “%(former)s” to “%(cohort)s”. What you earned came along."),
         icon="arrow-right-left")
register("places.kept", text=_("%(count)s places in “%(cohort)s” are kept for you. Name the people by %(day)s."), icon="ticket")

# The timetable.
register("timetable.published", text=_("The timetable of “%(cohort)s” is published."), icon="calendar-days")
register("timetable.changed", text=_("The timetable of “%(cohort)s” has changed. Changes that concern you: %(count)s."),
         icon="calendar-clock")

# Trainers.
register("teaching.asked", text=_("You are asked to teach “%(session)s” (%(when)s)."), icon="presentation")
register("teaching.asked_many", text=_("You are asked to teach %(count)s sessions; the first is “%(session)s” (%(when)s)."),
         icon="presentation")
register("teaching.declined", text=_("%(trainer)s cannot teach “%(session)s” (%(when)s). Choose someone else."),
         icon="user-round-x")

# Bookings of open sites.
register("booking.placed", text=_("%(organisation)s asks to visit “%(site)s” (%(when)s)."), icon="map-pin")
register("booking.accepted", text=_("Your visit to “%(site)s” (%(when)s) is confirmed."), icon="calendar-check")
register("booking.declined", text=_("“%(site)s” cannot take your group (%(when)s): %(reason)s"), icon="calendar-x")
register("booking.cancelled", text=_("The visit of %(organisation)s to “%(site)s” (%(when)s) is cancelled."), icon="calendar-x")

# Orders of lessons: to the school, then to whoever ordered, then to both.
register("order.placed", text=_("%(organisation)s orders “%(lesson)s”: %(slots)s."), icon="truck")
register("order.changed", text=_("%(organisation)s changed its order of “%(lesson)s”: %(slots)s."), icon="truck")
register("order.withdrawn", text=_("%(organisation)s withdrew its order of “%(lesson)s”."), icon="circle-x")
register("order.agreed", text=_("%(organisation)s accepts the time proposed for “%(lesson)s”."), icon="calendar-check")
register("order.refused", text=_("%(organisation)s cannot take the time proposed for “%(lesson)s”. Look for another one."),
         icon="calendar-x")
register("order.accepted", text=_("“%(lesson)s” comes to %(organisation)s: %(when)s, %(place)s."), icon="calendar-check")
register("order.joined", text=_("“%(lesson)s” for %(organisation)s is held together with others: %(when)s, %(place)s."),
         icon="calendar-check")
register("order.declined", text=_("The order of “%(lesson)s” for %(organisation)s was declined: %(reason)s"), icon="circle-x")
register("order.proposed", text=_("Another time is proposed for “%(lesson)s”: %(when)s. Accept or decline it."),
         icon="calendar-clock")
register("order.taken_out", text=_("“%(lesson)s” for %(organisation)s is no longer held together with others. The school looks "
                                   "for another time."), icon="calendar-clock")
register("order.moved", text=_("The session of “%(lesson)s” for %(organisation)s has changed: %(when)s."), icon="calendar-clock")
register("order.delivered", text=_("“%(lesson)s” was delivered to %(organisation)s. See who came and the hours."),
         icon="circle-check")
register("order.cancelled", text=_("“%(lesson)s” for %(organisation)s (%(when)s) is cancelled."), icon="calendar-x")
register("wish.met", text=_("The topic that you missed, “%(topic)s”, can be ordered now: “%(lesson)s”."), icon="sparkles")

# Reminders.
register("reminder.day", text=_("Soon: “%(session)s”, %(when)s%(place)s."), icon="alarm-clock")
register("reminder.hour", text=_("Within the hour: “%(session)s”, %(when)s%(place)s."), icon="alarm-clock")

# Leave and make-ups.
register("leave.waiting", text=_("%(name)s asks for leave from “%(cohort)s”."), icon="calendar-off")
register("leave.approved", text=_("Your leave from “%(cohort)s” from %(day)s on is approved."), icon="calendar-check")
register("leave.declined", text=_("Your leave from “%(cohort)s” from %(day)s on was declined. Read why."), icon="calendar-x")
register("leave.returned", text=_("You are back: your leave from “%(cohort)s” has ended."), icon="calendar-check")
register("make_up.handed_in", text=_("%(name)s handed in a note to make up for “%(session)s”."), icon="file-text")
register("make_up.done", text=_("“%(session)s” is made up: its hours count."), icon="circle-check")
register("make_up.declined", text=_("“%(session)s” is not made up. Read why, and choose again."), icon="circle-x")
register("make_up.missed", text=_("You were not there to make up for “%(session)s”. Choose another way."), icon="circle-x")

# Surveys.
register("survey.open", text=_("“%(title)s”: how was it? Answer in a minute, anonymously, until %(day)s."),
         icon="message-square-heart")

# Filings.
register("filing.asked", text=_("%(count)s of your organisations are asked to file “%(title)s” by %(day)s."), icon="folder-input")
register("filing.due", text=_("%(count)s of your organisations still have to file “%(title)s” by %(day)s."), icon="alarm-clock")
register("filing.submitted", text=_("%(organisation)s handed in “%(title)s”."), icon="folder-input")
register("filing.filed", text=_("“%(title)s” of %(organisation)s is on file."), icon="folder-check")
register("filing.returned", text=_("“%(title)s” of %(organisation)s was returned: %(reason)s"), icon="folder-x")

# Nudges, and what is to be put right.
register("nudge", text=_("%(text)s"), icon="bell-ring")
register("rectification.opened", text=_("%(organisation)s: “%(finding)s” is to be put right by %(day)s."), icon="wrench")
register("rectification.reported", text=_("%(organisation)s reports as done: “%(finding)s”. Re-check it."),
         icon="clipboard-check")
register("rectification.passed", text=_("%(organisation)s: “%(finding)s” was re-checked and is done."), icon="circle-check")
register("rectification.failed", text=_("%(organisation)s: “%(finding)s” is not done yet. The new day is %(day)s."),
         icon="circle-x")

# Points.
register("points.answered", text=_("Your appeal about points for “%(title)s” is answered: %(answer)s"),
         icon="message-square-reply")
