"""When and how someone wants to be reminded of their sessions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cohorts.actions.reminders import choose_reminders
from cohorts.models import ReminderChoice
from cohorts.reminder_forms import ReminderForm


@login_required
@require_http_methods(["GET", "POST"])
def reminders(request):
    row = ReminderChoice.objects.visible_to(request.user).first()
    form = ReminderForm(request.POST or None, instance=row, person=request.user)
    if request.method == "POST" and form.is_valid():
        choose_reminders(person=request.user, **form.cleaned_data)
        on = form.cleaned_data["day_before"] or form.cleaned_data["hour_before"]
        messages.success(request, _("You will be reminded of your sessions.") if on else _("You are not reminded of anything."))
        return redirect("cohorts:reminders")
    return render(request, "cohorts/my/reminders.html", {
        "form": form, "chosen": row, "layout": "layouts/desk.html" if request.user.scope.grants else "layouts/my.html",
    })
