from django.urls import include, path

urlpatterns = [
    path("", include("timeline.pages.urls")),
    path("export/", include("timeline.exports.urls")),
]
