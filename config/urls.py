"""All addresses."""

from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("health/", health.full, name="health"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("surveys.api.urls")),
    path("", include("surveys.urls")),
]

handler400 = "surveys.views.errors.bad_request"
handler403 = "surveys.views.errors.forbidden"
handler404 = "surveys.views.errors.not_found"
handler500 = "surveys.views.errors.server_error"
