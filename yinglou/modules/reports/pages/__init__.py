"""The morning page of the owner and the workbench of everybody."""

from . import morning, workbench

__all__ = ["morning", "workbench"]
