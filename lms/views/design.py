from django.shortcuts import render


def design(request):
    """Show every component in all its states."""
    return render(request, "design/index.html")
