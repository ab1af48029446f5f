"""The admin looks here; the desk is a package of its own."""

from timeline import desk  # noqa: F401
