"""Addresses: the pages of the house, the API, signing in, health."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from yinglou.kernel import health
from yinglou.kernel.apidoc import api_doc_urls
from yinglou.kernel.rest import build_api
from yinglou.kernel.urls import house_urls

api = build_api()

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    *api_doc_urls(api),
    path("api/v1/", api.urls),
    path("language/", set_language, name="set_language"),
    *house_urls(),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("yinglou.ui.urls")))

handler400 = "yinglou.kernel.doors.bad_request"
handler403 = "yinglou.kernel.doors.forbidden"
handler404 = "yinglou.kernel.doors.not_found"
handler500 = "yinglou.kernel.doors.server_error"
