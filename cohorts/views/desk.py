"""The first page of every member of staff: what needs them today."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render


@login_required
def home(request):
    return render(request, "cohorts/desk.html")
