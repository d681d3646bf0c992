"""Requests for a second person, where one of those concerned is erased."""

from django.utils.translation import gettext_lazy as _

from lms.people.erasing import emptied, stays

emptied("approvals.Approval", "person", _("requests for a second person"), columns={"reason": "", "answer": ""})
stays(_("work that was done for the organisation, and the trail of it"), "approvals.Approval.requested_by",
      "approvals.Approval.decided_by")
