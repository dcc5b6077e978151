"""Facts about messages."""

from dataclasses import dataclass

from yinglou.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MessageQueued(Event):
    """A message waits to be sent."""

    message_id: int
    party: str
    channel: str
    occasion: str


@dataclass(frozen=True, kw_only=True)
class MessageSent(Event):
    """A message went out."""

    message_id: int
    party: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class MessageFailed(Event):
    """A message could not be sent, however often it was tried."""

    message_id: int
    party: str
    branch_id: int
    error: str


@dataclass(frozen=True, kw_only=True)
class MessageReceived(Event):
    """A party wrote to us."""

    message_id: int
    party: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class AdvertisingStopped(Event):
    """A party wants no advertising any more."""

    party: str
    channel: str
