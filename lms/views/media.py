from django.conf import settings
from django.http import Http404
from django.views.decorators.http import require_safe
from django.views.static import serve

# Pictures in the sizes that pages ask for, film and sound. Originals and documents are not among them: documents go
# through Wagtail's own view, which knows whose they are.
PUBLIC_FOLDERS = ("images", "media", "media_thumbnails")
MONTH = 30 * 24 * 3600


@require_safe
def media(request, path):
    """Serve an uploaded file that a page shows, cut off from the site: it may run nothing and load nothing."""
    if path.split("/", 1)[0] not in PUBLIC_FOLDERS or ".." in path:
        raise Http404("not a file that pages show")
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Cache-Control"] = f"public, max-age={MONTH}"
    response._csp_replace = {"default-src": ["'none'"], "sandbox": True}
    return response
