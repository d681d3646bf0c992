"""Where one is signed in, and ending that."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from lms.people import actions, second_step
from lms.people.models import SignInSession
from lms.people.rules.sessions import shortened

PAGE = 50
# Names of browsers that read otherwise in Chinese; the rest are the same in both languages.
BROWSERS = {
    "wechat": gettext_lazy("WeChat"), "dingtalk": gettext_lazy("DingTalk"), "alipay": gettext_lazy("Alipay"),
    "qq": gettext_lazy("QQ Browser"), "uc": gettext_lazy("UC Browser"), "huawei": gettext_lazy("Huawei Browser"),
    "xiaomi": gettext_lazy("Xiaomi Browser"),
}


def layout_of(person):
    return "layouts/desk.html" if person.scope.grants else "layouts/my.html"


@login_required
@require_GET
def sessions(request):
    """One's own sign-ins, the present one among them."""
    lasting = actions.limits_of(staff=bool(request.user.scope.grants))
    found = SignInSession.objects.visible_to(request.user).lasting(lasting)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for session in page:
        session.device = " · ".join(filter(None, [session.system, str(BROWSERS.get(session.browser, session.browser))]))
        session.where = shortened(session.address)
        session.here = session.session_key == request.session.session_key
    return render(request, "people/sessions.html", {
        "page": page, "layout": layout_of(request.user), "others": page.paginator.count - 1,
        "second_factor": second_step.may_have(request.user),
    })


@login_required
@require_POST
def end_one(request, pk):
    session = get_object_or_404(SignInSession.objects.visible_to(request.user), pk=pk)
    if session.session_key == request.session.session_key:
        messages.info(request, _("This is the device that you are using. To end it here, sign out."))
    else:
        actions.end_session(actor=request.user, session=session)
        messages.success(request, _("That device is signed out. If it was not yours, change your password now."))
    return redirect("people:sessions")


@login_required
@require_POST
def end_others(request):
    ended = actions.end_other_sessions(actor=request.user, session_key=request.session.session_key)
    messages.success(request, ngettext("%(count)s other device is signed out.", "%(count)s other devices are signed out.", ended)
                     % {"count": ended})
    return redirect("people:sessions")
