"""The address of the style guide; included while `DEBUG` is on."""

from django.urls import path

from .styleguide import show

urlpatterns = [path("", show, name="styleguide")]
