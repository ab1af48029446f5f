from django.urls import path

from timeline.exports.downloads import door
from timeline.exports.formats import FORMATS

urlpatterns = [path(form.path, door(form), name=form.url_name) for form in FORMATS]
urlpatterns += [
    path(f"{form.path}.gz", door(form, gz=True), name=f"{form.url_name}_gz")
    for form in FORMATS
    if not form.packed
]
