from django.urls import include, path

urlpatterns = [
    path("", include("timeline.pages.urls")),
    path("api/v1/", include("timeline.api.urls")),
    path("feeds/", include("timeline.feeds.urls")),
    path("", include("timeline.exports.urls")),
]
