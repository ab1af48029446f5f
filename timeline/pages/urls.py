from django.urls import path

from timeline.pages import cited, data, event, knowledge, snapshots, timeline

urlpatterns = [
    path("", timeline.timeline, name="timeline"),
    path("events/<slug:public_id>/", event.event, name="event"),
    path("articles/", knowledge.articles, name="articles"),
    path("articles/<int:pk>/", knowledge.article, name="article"),
    path("entities/", knowledge.entities, name="entities"),
    path("entities/<slug:slug>/", knowledge.entity, name="entity"),
    path("sources/<slug:slug>/", knowledge.source, name="source"),
    path("tags/<slug:slug>/", knowledge.tag, name="tag"),
    path("data/", data.data, name="data"),
    path("data/<str:version>/", snapshots.snapshot, name="snapshot"),
    path("data/<str:version>/<str:name>", snapshots.snapshot_file, name="snapshot_file"),
    path("q/", cited.cite, name="cite"),
    path("q/<str:code>/", cited.cited, name="cited"),
]
