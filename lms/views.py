from django.db import connection
from django.http import JsonResponse


def healthz(request):
    """Answer whether the site can read its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
