from django.urls import path

from timeline.feeds.events import events
from timeline.feeds.removed import removed

urlpatterns = [
    path("events.atom", events, name="feed_events"),
    path("removed.atom", removed, name="feed_removed"),
]
