"""The addresses of the style guide; included while `DEBUG` is on."""

from django.urls import path

from .styleguide import show, show_customer

urlpatterns = [
    path("", show, name="styleguide"),
    path("customer/", show_customer, name="styleguide.customer"),
]
