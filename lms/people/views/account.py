"""Signing in and out, the first password, one's own account."""

from math import ceil

from axes.helpers import get_client_username
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lms.jobs.actions import start_job
from lms.people import actions, guessing, second_step
from lms.people.enums import Role
from lms.people.forms import FirstPasswordForm, SignInForm
from lms.people.middleware import SIGNED_OUT
from lms.people.models import Person


class SignIn(LoginView):
    authentication_form = SignInForm
    template_name = "people/sign_in.html"
    redirect_authenticated_user = True
    http_method_names = ["get", "head", "post"]

    def form_valid(self, form):
        """Name and password are right; whoever has a second factor takes the second step on the next page."""
        person = form.get_user()
        factor = second_step.factor_of(person)
        if factor is None:
            return super().form_valid(form)
        if second_step.is_remembered(self.request, person, factor):
            answer = super().form_valid(form)
            self.request.session[second_step.PROVED] = True
            return answer
        second_step.hold(self.request, person, self.get_success_url())
        return redirect("second-step")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["signed_out"] = self.request.session.pop(SIGNED_OUT, "")
        if settings.DEMO_MODE:
            labels = dict(Role.choices)
            demo = Person.objects.filter(is_demo=True).order_by("pk").values_list("username", flat=True)
            context["demo_accounts"] = [(name, labels.get(name, name)) for name in demo]
            context["demo_password"] = settings.DEMO_PASSWORD
        return context


class SignOut(LogoutView):
    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'  # and with it what the phone kept to read offline
        return response


def locked_out(request, response=None, credentials=None, *args, **kwargs):
    """Say how long to wait: until the account may be tried again, or the network, for which no password was looked at."""
    now = timezone.now()
    slowed = getattr(request, "slowed_until", None)
    until = slowed or guessing.account_rests_until(get_client_username(request, credentials), now) or now
    wait = max(1, ceil((until - now).total_seconds()))
    page = render(request, "people/locked_out.html", {"minutes": ceil(wait / 60), "network": slowed is not None}, status=429)
    page.headers["Retry-After"] = str(wait)
    return page


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def first_password(request):
    """Whoever signed in with a first code chooses a password before anything else."""
    if not request.user.must_set_password:
        return redirect("landing")
    form = FirstPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_password(person=request.user, password=form.cleaned_data["new_password1"], request=request)
        messages.success(request, _("Your password is set. Sign in with it from now on."))
        return redirect("landing")
    return render(request, "people/first_password.html", {"form": form})


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def account(request):
    """One's own data, with the telephone number masked, and a new password; that of a demo account, which is shared, stays."""
    form = None if request.user.is_demo else PasswordChangeForm(request.user, request.POST or None)
    if form:
        form.fields["old_password"].widget.attrs.pop("autofocus", None)  # a page to read first: no keyboard over it
    if request.method == "POST" and form and form.is_valid():
        actions.set_password(person=request.user, password=form.cleaned_data["new_password1"], request=request)
        messages.success(request, _("Your password is changed."))
        return redirect("people:account")
    posts = request.user.appointments.current().select_related("organisation").order_by("pk")
    layout = "layouts/desk.html" if request.user.scope.grants else "layouts/my.html"
    return render(request, "people/account.html", {
        "form": form, "posts": posts, "layout": layout, "second_factor": second_step.may_have(request.user),
    })


@login_required
@require_POST
def own_copy(request):
    """Have a copy of everything that is about oneself made; the work is a job. A demo account, which is shared, gets none."""
    if request.user.is_demo:
        messages.info(request, _("This demonstration account is shared; nobody's own data is in it."))
        return redirect("people:account")
    job = start_job(kind="people.own_copy", owner=request.user, back_url=reverse("people:account"))
    return redirect("jobs:job", job.pk)
