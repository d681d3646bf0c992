"""Where the demo trainee is signed in beside the visitor's own device, and the seals of what the demo wrote into the trail."""

from datetime import timedelta

from lms.audit.actions import seal_trail
from lms.people.actions import list_session

PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.44"
OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0"


def build_sign_ins(accounts, *, now):
    devices = (("phone", PHONE, "203.0.113.24", 20), ("office", OFFICE, "198.51.100.7", 3))
    for name, agent, address, hours in devices:
        list_session(person=accounts["learner"], session_key=f"demo-{name}", agent=agent, address=address,
                     now=now - timedelta(hours=hours))
    seal_trail(everything=True)
