"""Every change of a promise of time: hold, book, move, serve, cancel; and of what is promised."""

from .holding import extend_hold, hold_slot, release_expired, release_hold
from .moving import cancel_booking, postpone, reschedule
from .places import (
    NeedIn,
    add_resource,
    block_time,
    forget_old_claims,
    put_back_in_service,
    retire_resource,
    set_buffers,
    set_needs,
    set_policy,
    take_out_of_service,
)
from .promising import await_payment, book, confirm_booking
from .refusals import (
    BranchClosed,
    HoldExpired,
    HoldExtended,
    InCleaning,
    InThePast,
    LacksSkill,
    NotAvailable,
    NothingThatServes,
    NothingToMove,
    OffShift,
    OutOfService,
    OutsideHours,
    ResourceExists,
    ResourceTaken,
    StillPromised,
    TooEarly,
    WrongDay,
)
from .serving import check_in, complete_booking, mark_no_show, start_service

__all__ = [
    "BranchClosed", "HoldExpired", "HoldExtended", "InCleaning", "InThePast", "LacksSkill",
    "NeedIn", "NotAvailable", "NothingThatServes", "NothingToMove", "OffShift", "OutOfService",
    "OutsideHours", "ResourceExists", "ResourceTaken", "StillPromised", "TooEarly", "WrongDay",
    "add_resource", "await_payment", "block_time", "book", "cancel_booking", "check_in",
    "complete_booking", "confirm_booking", "extend_hold", "forget_old_claims", "hold_slot",
    "mark_no_show", "postpone", "put_back_in_service", "release_expired", "release_hold",
    "reschedule", "retire_resource", "set_buffers", "set_needs", "set_policy", "start_service",
    "take_out_of_service",
]  # fmt: skip
