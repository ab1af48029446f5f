from django.urls import path

from timeline.exports import events_csv

urlpatterns = [path("events.csv", events_csv.events_csv, name="export_events_csv")]
