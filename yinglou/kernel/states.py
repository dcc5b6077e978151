"""States and the moves between them, declared as a table on the model."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from .errors import IllegalMove, Stale


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is drawn: a tone of the palette and an icon; `outline` for payment states."""

    tone: str = "neutral"
    icon: str = ""
    outline: bool = False


@dataclass(frozen=True, slots=True)
class Badge:
    """A state as people see it."""

    code: str
    label: str
    tone: str
    icon: str
    outline: bool


class HasState:
    """Mixin for a model with `state`, a `moves` table and the `looks` of its states."""

    moves: Mapping[Any, tuple[Any, ...]]
    looks: Mapping[Any, Look] = {}

    def may_move_to(self, state: str) -> bool:
        return state in self.moves.get(self.state, ())  # type: ignore[attr-defined]

    def move_to(self, state: str, **also: Any) -> None:
        """Change state (and other columns with it), or say why not. Never silently.

        The row is changed only if it is still in the state that was read: of two people who
        press the same button at the same moment, one is told.
        """
        row: Any = self
        if not self.may_move_to(state):
            raise IllegalMove(
                _("%(what)s is “%(now)s”, so it cannot become “%(then)s”.")
                % {
                    "what": row,
                    "now": label_of(row, row.state),
                    "then": label_of(row, state),
                }
            )
        before = row.state
        changed = type(row)._base_manager.filter(pk=row.pk, state=before)
        if not changed.update(state=state, **also):
            raise Stale(_("%(what)s was changed by somebody else. Look again.") % {"what": row})
        row.state = state
        for name, value in also.items():
            setattr(row, name, value)


def label_of(row: Any, state: str, field: str = "state") -> str:
    choices = dict(row._meta.get_field(field).flatchoices)
    return str(choices.get(state, state))


def badge_of(row: Model, field: str = "state") -> Badge:
    """The badge for a column of states; looks come from `looks` or `<field>_looks`."""
    code = getattr(row, field)
    looks = getattr(row, f"{field}_looks", None) or getattr(row, "looks", {})
    look = looks.get(code, Look())
    label = label_of(row, code, field)
    return Badge(str(code), label, look.tone, look.icon, look.outline)
