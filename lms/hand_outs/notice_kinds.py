"""What the notices of files handed out say."""

from django.utils.translation import gettext_lazy as _

from lms.notices.kinds import register

register("hand_out.ready", text=_("“%(title)s” is ready. Fetch it by %(day)s."), icon="file-check")
