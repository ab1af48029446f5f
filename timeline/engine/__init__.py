"""Text and publication date in, dated happenings out: `read`.

Importing this package is light: what it has is loaded when it is asked for, the language model and kb.text by the first
call of `read`.
"""

from importlib import import_module

HERE = {"Finding": "findings", "Participant": "findings", "read": "reading"}
__all__ = ["Finding", "Participant", "read"]


def __getattr__(name):
    if name in HERE:
        return getattr(import_module(f"timeline.engine.{HERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
