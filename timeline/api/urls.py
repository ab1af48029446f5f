from django.urls import path, re_path

from timeline.api.door import door, nothing_here
from timeline.api.reference import reference
from timeline.api.v1 import api

app_name = api.urls_namespace
patterns, _app, _namespace = api.urls
for pattern in patterns:
    pattern.callback = door(pattern.callback)

urlpatterns = [path("", reference, name="reference"), *patterns, re_path("", nothing_here)]
