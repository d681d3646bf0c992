from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ApprovalState(TextChoices):
    """Where it stands; ``DONE`` says that it was approved and done, in one transaction."""

    WAITING = "waiting", pgettext_lazy("second person", "Waits for a second person")
    DONE = "done", pgettext_lazy("second person", "Approved and done")
    DECLINED = "declined", pgettext_lazy("second person", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("second person", "Taken back")
    EXPIRED = "expired", pgettext_lazy("second person", "Not decided in time")
