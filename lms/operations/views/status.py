"""The installation on one page, for whoever runs it. It names nobody: counts, ages, versions."""

import platform

import django
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lms.operations import queries
from lms.operations.registry import examine, worst
from lms.people import access


@login_required
@require_GET
def status(request):
    access.require(request.user, "system.status")
    results = examine(quick=True)
    return render(request, "operations/status.html", {
        "results": results, "worst": worst(results), "work": queries.work(), "pulses": queries.pulses(),
        "facts": {"version": queries.VERSION, "django": django.get_version(), "python": platform.python_version(),
                  "database": connection.display_name, "uptime": queries.uptime()},
    })
