"""Who may do what at the desk: three groups of users, made by migrations, and open to changes by administrators.

What each role comes to, address by address, is in docs/roles.md. A new kind of record gets a line here, a migration
with `RunPython(give("app.model"))`, and its addresses there.
"""

from django.db import migrations

ALL = ("auth", "kb", "timeline")  # apps whose records an administrator keeps

CONTRIBUTOR = {
    "kb.article": "view add",
    "kb.source": "view",
    "kb.feed": "view",
    "kb.feeditem": "view",
    "kb.entity": "view",
    "kb.alias": "view",
    "kb.tag": "view",
    "timeline.event": "view",
    "timeline.evidence": "view",
    "timeline.participation": "view",
}
EDITOR = CONTRIBUTOR | {
    "kb.article": "view add change",
    "kb.entity": "view add change",
    "kb.alias": "view add change delete",
    "kb.tag": "view add change",
    "timeline.event": "view add change",  # who may change an event decides on it
    "timeline.evidence": "view add change",
    "timeline.participation": "view add change delete",
    "timeline.decision": "view",
    "timeline.token": "view add delete",
}
ROLES = {"Contributor": CONTRIBUTOR, "Editor": EDITOR}
ADMINISTRATOR = "Administrator"


def every(model) -> dict[str, str]:
    """All permissions there are on a model, codename -> name, as Django makes them."""
    opts = model._meta
    own = {
        f"{act}_{opts.model_name}": f"Can {act} {opts.verbose_name_raw}" for act in opts.default_permissions
    }
    return own | dict(opts.permissions)


def given(role: str, model) -> list[str]:
    """The codenames a role has on a model."""
    if role == ADMINISTRATOR:
        return [*every(model)]
    acts = ROLES[role].get(model._meta.label_lower, "").split()
    return [f"{act}_{model._meta.model_name}" for act in acts]


def give(*labels: str) -> migrations.RunPython:
    """For a migration: each role gets what it may do with these models ("kb.article", or "kb" for all there are).

    Groups and permissions are made where they are missing: Django itself makes permissions only after the last
    migration. What a role has besides stays.
    """

    def run(apps, schema_editor=None):
        Group, Permission = apps.get_model("auth.Group"), apps.get_model("auth.Permission")
        ContentType = apps.get_model("contenttypes.ContentType")
        models = [
            model
            for label in labels
            for model in (
                [apps.get_model(label)] if "." in label else apps.get_app_config(label).get_models()
            )
        ]
        groups = {role: Group.objects.get_or_create(name=role)[0] for role in (*ROLES, ADMINISTRATOR)}
        for model in models:
            opts = model._meta
            kind, _made = ContentType.objects.get_or_create(app_label=opts.app_label, model=opts.model_name)
            permissions = {p.codename: p for p in Permission.objects.filter(content_type=kind)}
            for codename, name in every(model).items():
                if codename not in permissions:
                    permissions[codename] = Permission.objects.create(
                        content_type=kind, codename=codename, name=name
                    )
            for role, group in groups.items():
                group.permissions.add(*(permissions[codename] for codename in given(role, model)))

    run.given = labels
    return migrations.RunPython(run, migrations.RunPython.noop)
