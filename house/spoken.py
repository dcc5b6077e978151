"""Words nobody wrote: labels that are derived from the names of arguments and columns."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

from yinglou.kernel.columns import field_at, words_of
from yinglou.kernel.commands import all_commands
from yinglou.kernel.resources import Resource, all_resources
from yinglou.kernel.signatures import Argument, arguments_of, fields_of


@cache
def derived_words(label: str) -> frozenset[str]:
    """The English words that the pages of a module derive, as they are looked up."""
    with translation.override(None):
        return frozenset(word for word in _words(label) if word)


def _words(label: str) -> Iterator[str]:
    for command in all_commands():
        if command.module == label:
            if not command.has_title:
                yield command.title
            yield from _of_arguments(arguments_of(command).values())
    for resource in all_resources():
        if resource.module() == label:
            yield from _of_resource(resource)


def _of_arguments(arguments: Any) -> Iterator[str]:
    for argument in arguments:
        found: Argument = argument
        if not found.ask.label:
            yield found.label
        if found.line:
            yield from _of_arguments(fields_of(found.line).values())


def _of_resource(resource: type[Resource]) -> Iterator[str]:
    if not resource.label and not isinstance(resource.model._meta.verbose_name_plural, Promise):
        yield resource.heading()
    for names in ("columns", "facts", "badges", "api_fields"):
        for given, bound in zip(getattr(resource, names), resource.bound(names), strict=False):
            if isinstance(given, str) or not given.label:
                path = bound.value if isinstance(bound.value, str) and bound.value else bound.name
                yield from _of_field(resource, path, bound.name)
    for name in resource.filters:
        yield from _of_field(resource, name, name)


def _of_field(resource: type[Resource], path: str, name: str) -> Iterator[str]:
    field = None if callable(path) else field_at(resource.model, path)
    if field is None or not isinstance(field.verbose_name, Promise):
        yield words_of(field, name)
