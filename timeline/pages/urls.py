from django.urls import path, re_path

from timeline.pages import (
    cited,
    data,
    embed,
    event,
    following,
    knowledge,
    oembed,
    picture,
    report,
    sitemap,
    snapshots,
    timeline,
)
from timeline.query import VERSION

urlpatterns = [
    path("", timeline.timeline, name="timeline"),
    path("events/<slug:public_id>/", event.event, name="event"),
    path("events/<slug:public_id>/report/", report.report, name="report"),
    path("events/<slug:public_id>/report/sent/", report.sent, name="report_sent"),
    path("articles/", knowledge.articles, name="articles"),
    path("articles/<int:pk>/", knowledge.article, name="article"),
    path("entities/", knowledge.entities, name="entities"),
    path("entities/<slug:slug>/", knowledge.entity, name="entity"),
    path("sources/<slug:slug>/", knowledge.source, name="source"),
    path("tags/<slug:slug>/", knowledge.tag, name="tag"),
    path("data/", data.data, name="data"),
    re_path(rf"^data/(?P<version>{VERSION.pattern})/$", snapshots.snapshot, name="snapshot"),
    re_path(
        rf"^data/(?P<version>{VERSION.pattern})/(?P<name>[^/]+)$",
        snapshots.snapshot_file,
        name="snapshot_file",
    ),
    path("q/", cited.cite, name="cite"),
    path("q/<slug:code>/", cited.cited, name="cited"),
    path("follow/", following.follow, name="follow"),
    path("embed/", embed.embed, name="embed"),
    path("embed/events/<slug:public_id>/", embed.embed_event, name="embed_event"),
    path("oembed", oembed.oembed, name="oembed"),
    path("og/timeline.png", picture.picture, name="picture"),
    path("og/events/<slug:public_id>.png", picture.picture_event, name="picture_event"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemaps/pages.xml", sitemap.sitemap_pages, name="sitemap_pages"),
    path("sitemaps/<slug:section>.<int:block>.xml", sitemap.sitemap_part, name="sitemap_part"),
    path("robots.txt", sitemap.robots, name="robots"),
]
