"""The API keeps to its own description, which is kept in the repository."""

import os
from pathlib import Path

import pytest
from django.utils import translation

from yinglou.config.urls import api
from yinglou.kernel.rest import openapi_text

SNAPSHOT = Path(__file__).parents[2] / "docs" / "openapi.json"


def test_the_description_in_the_repository_is_the_api():
    """A changed API is seen in review. `YINGLOU_WRITE=1` writes the file anew."""
    with translation.override("en"):
        text = openapi_text(api)
    if os.environ.get("YINGLOU_WRITE"):
        SNAPSHOT.write_text(text)
    assert SNAPSHOT.read_text() == text, "run: make openapi"


@pytest.mark.django_db
def test_people_read_the_description_as_a_page(client, django_user_model):
    client.force_login(django_user_model.objects.create(username="reader"))
    assert client.get("/api/v1/docs").status_code == 200
    assert client.get("/api/v1/openapi.json").json()["openapi"].startswith("3.1")
