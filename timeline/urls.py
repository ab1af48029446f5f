from django.urls import include, path

urlpatterns = [
    path("", include("timeline.pages.urls")),
    path("api/v1/", include("timeline.api.urls")),
    path("export/", include("timeline.exports.urls")),
]
