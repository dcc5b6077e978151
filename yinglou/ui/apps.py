"""The face of the house: shell, tokens, components, generic pages. It knows no business words."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The app which holds templates, style and scripts shared by all modules."""

    name = "yinglou.ui"
    label = "ui"
