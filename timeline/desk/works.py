"""Long works at the desk: a list of one's own, and a page each that shows how far it is, cancels it or lets it go on."""

from django.contrib import admin, messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from timeline import tasks
from timeline.desk.looking_up import number
from timeline.models import Work

MOST_SHOWN = 200  # skipped items on one page

admin.site.unregister(DBTaskResult)  # what it holds is told here, in words


@admin.register(Work)
class WorkAdmin(admin.ModelAdmin):
    list_display = ["about", "what", "state", "how_far", "user", "made_at"]
    list_display_links = None
    list_filter = ["state"]
    list_select_related = ["user"]

    def get_queryset(self, request):
        return super().get_queryset(request).seen_by(request.user)

    def has_view_permission(self, request, obj=None):
        """Each sees their own; get_queryset leaves out the others'."""
        return request.user.is_active and request.user.is_staff

    has_module_permission = has_view_permission

    def has_add_permission(self, request):
        return False  # they are started where there is something to do

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission

    @admin.display(description=gettext_lazy("about"))
    def about(self, work):
        return format_html('<a href="{}">{}</a>', work.get_absolute_url(), work)

    @admin.display(description=gettext_lazy("kind"))
    def what(self, work):
        return tasks.label(work.kind)

    @admin.display(description=gettext_lazy("done"))
    def how_far(self, work):
        return _("%(done)d of %(total)d") % {"done": work.done, "total": work.total}

    def changelist_view(self, request, extra_context=None):
        tasks.mark_interrupted()
        return super().changelist_view(request, {"title": self.opts.verbose_name_plural.capitalize()})

    def get_urls(self):
        view = self.admin_site.admin_view
        ours = [
            path("<int:pk>/", view(self.progress), name="timeline_work_progress"),
            path("<int:pk>/cancel/", view(self.cancel), name="timeline_work_cancel"),
            path("<int:pk>/go-on/", view(self.go_on), name="timeline_work_go_on"),
        ]
        return ours + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        work = self.get_object(request, object_id)
        return HttpResponseRedirect(work.get_absolute_url() if work else "../..")

    def theirs(self, request, pk) -> Work:
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def progress(self, request, pk):
        """The page; with `part`, which the script asks for, only what changes on it."""
        tasks.mark_interrupted()
        work = self.theirs(request, pk)
        after = number(request.GET.get("after")) or 0
        skips = list(work.skips.filter(pk__gt=after)[: MOST_SHOWN + 1])
        context = {
            "work": work,
            "unfinished": work.state in (Work.State.WAITING, Work.State.RUNNING),
            "stopped": work.state in Work.STOPPED,
            "worker": tasks.worker_lives(),
            "skipped": work.skips.count(),
            "skips": skips[:MOST_SHOWN],
            "more": skips[MOST_SHOWN - 1].pk if len(skips) > MOST_SHOWN else None,
        }
        if "part" in request.GET:
            return TemplateResponse(request, "admin/timeline/work/_progress.html", context)
        context |= self.admin_site.each_context(request)
        context |= {"opts": self.opts, "title": tasks.label(work.kind), "subtitle": str(work)}
        return TemplateResponse(request, "admin/timeline/work/progress.html", context)

    def cancel(self, request, pk):
        return self.deed(request, pk, tasks.cancel)

    def go_on(self, request, pk):
        return self.deed(request, pk, tasks.go_on)

    def deed(self, request, pk, verb):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        work = self.theirs(request, pk)
        try:
            verb(work)
        except tasks.NoWorker as why:
            self.message_user(request, str(why), messages.ERROR)
        return HttpResponseRedirect(work.get_absolute_url())
