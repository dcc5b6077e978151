"""Scarce things are taken once, in one order for everybody, before anybody looks."""

from collections import defaultdict
from typing import Any, TypeVar, overload

from django.db.models import Model

from .errors import NotFound

M = TypeVar("M", bound=Model)


@overload
def lock(row: M, /) -> M: ...
@overload
def lock(*rows: Any) -> tuple[Any, ...]: ...
def lock(*rows: Any) -> Any:
    """Lock rows for writing and return them fresh, in the order they were asked for.

    The order of locking is `lock_rank` of the model (company 10, branch 20, resource 30,
    order 40, account 50, number 90), then its name, then the key: two commands can wait for
    each other, but never in a circle. `None` is passed through. On SQLite a command already
    holds the only write lock, and this just reads the rows again.
    """
    wanted: dict[type[Model], dict[Any, Model]] = defaultdict(dict)
    for row in rows:
        if row is not None:
            wanted[type(row)][row.pk] = row
    fresh: dict[tuple[type[Model], Any], Model] = {}
    for model in sorted(wanted, key=_rank):
        query = model._base_manager.select_for_update(of=("self",))
        for row in query.filter(pk__in=sorted(wanted[model])).order_by("pk"):
            _keep_relations(wanted[model][row.pk], row)
            fresh[model, row.pk] = row
    try:
        taken = tuple(None if row is None else fresh[type(row), row.pk] for row in rows)
    except KeyError:
        raise NotFound from None
    return taken[0] if len(taken) == 1 else taken


def _rank(model: type[Model]) -> tuple[int, str]:
    return (getattr(model, "lock_rank", 50), model._meta.label)


def _keep_relations(old: Model, new: Model) -> None:
    """What was already fetched stays fetched, as long as it still points there."""
    field: Any
    for field in new._meta.concrete_fields:
        if not (field.is_relation and field.is_cached(old)):
            continue
        if getattr(old, field.attname) == getattr(new, field.attname):
            field.set_cached_value(new, field.get_cached_value(old))
