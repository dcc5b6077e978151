"""What can go wrong, in the user's words. Pages show these; the API answers with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Option:
    """A way out that is offered beside a refusal: a free slot, a page to go to."""

    label: str
    value: str = ""
    url: str = ""


class DomainError(Exception):
    """A rule of the business said no. The message is for the person at the desk.

    `field` names the argument at fault, so that a form can show the sentence under it;
    `options` are ways out, shown as buttons and returned by the API.
    """

    status: ClassVar[int] = 409

    def __init__(
        self,
        sentence: Any,
        *,
        field: str = "",
        options: Sequence[Option] = (),
        reasons: Sequence[str] = (),
    ) -> None:
        super().__init__(sentence)
        self.field = field
        self.options = tuple(options)
        self.reasons = tuple(reasons)

    @property
    def name(self) -> str:
        return type(self).__name__


class NotAllowed(DomainError):
    """The actor lacks the permission."""

    status = 403


class NotFound(DomainError):
    """No such thing, or none that this actor may see: the two are told apart by nobody."""

    status = 404

    def __init__(self, sentence: Any = "", **rest: Any) -> None:
        super().__init__(sentence or _("There is no such record, or you may not see it."), **rest)


class InvalidValue(DomainError):
    """What was typed cannot be meant."""

    status = 422


class IllegalMove(DomainError):
    """The document is not in a state from which this step is possible."""


class Stale(DomainError):
    """Somebody else changed the record in the meantime."""


class KeyReused(DomainError):
    """The same request key came back with other arguments."""

    status = 422


class Busy(DomainError):
    """Too many people at once; nothing was done, trying again is safe."""

    status = 503
