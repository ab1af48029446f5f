"""Articles at the desk."""

from django.contrib import admin

from kb.models import Article
from timeline.desk.paginating import CappedPaginator


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ["title", "source", "published", "state"]
    list_filter = ["state"]
    search_fields = ["title"]
    list_select_related = ["source"]
    paginator = CappedPaginator
    show_full_result_count = False
