"""What the notices about a second person say."""

from django.utils.translation import gettext_lazy as _

from lms.notices.kinds import register

register("approval.waiting", text=_("%(name)s asks for your approval. Look at it by %(day)s."), icon="users-round")
register("approval.done", text=_("What you asked for was approved by %(name)s and is done."), icon="circle-check")
register("approval.declined", text=_("What you asked for was declined: %(reason)s"), icon="circle-x")
register("approval.expired", text=_("Nobody decided in time about what you asked for. Ask again if it is still needed."),
         icon="hourglass")
