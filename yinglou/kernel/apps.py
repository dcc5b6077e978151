"""The kernel as Django sees it: journal, queue, numbers, search words, saved views."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The app which holds the tables of the house itself."""

    name = "yinglou.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
