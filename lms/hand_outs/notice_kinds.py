"""What the notices of files handed out say."""

from django.utils.translation import gettext_lazy as _

from lms.notices.kinds import register

register("hand_out.waiting", text=_("%(name)s asks for “%(title)s” for %(recipient)s. Approve or decline it."),
         icon="file-lock")
register("hand_out.ready", text=_("“%(title)s” is ready. Fetch it by %(day)s."), icon="file-check")
register("hand_out.declined", text=_("“%(title)s” was declined: %(reason)s"), icon="file-x")
