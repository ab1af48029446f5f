"""Text and publication date in, dated happenings out: `read`.

Importing this package is light: the language model and kb.text are loaded by the first call of `read`.
"""

from timeline.engine.findings import Finding, Participant

__all__ = ["Finding", "Participant", "read"]


def __getattr__(name):
    if name == "read":
        from timeline.engine.reading import read

        return read
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
