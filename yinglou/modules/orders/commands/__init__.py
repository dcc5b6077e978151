"""Everything that can be done with an order."""

from yinglou.modules.orders.queries import CreditIn, GiftIn, LineIn

from .approved import follow_approval, follow_refusal
from .cancelling import KeepsTooMuch, NotCancellable, ask_cancellation, cancel_order
from .discounts import accept_discount, change_discount, refuse_discount
from .handing import MoneyOwed, NothingOwed, ask_release, hand_over, release_unpaid
from .money import NotConfirmed, ask_to_pay, receive, receive_by_code
from .papers import print_paper
from .placing import confirm_order, draft_order, place_order
from .scheduling import (
    AlreadyScheduled,
    Deposit,
    TooLateForTheWedding,
    confirm_paid_booking,
    mark_scheduled,
    mark_shot,
    move_shoot,
    schedule_shoot,
    take_booking,
    unschedule,
)
from .selling import NothingSold, NotSellable, add_upsell, record_selection, start_selection
from .stages import (
    NotAProductionStage,
    NothingToResume,
    change_order,
    mark_ready,
    move_stage,
    put_on_hold,
    resume_order,
)
from .writing import (
    CustomerBlocked,
    DiscountTooHigh,
    NoLongerSold,
    NothingToConfirm,
    SplitNotWhole,
    UnderFloor,
)

__all__ = [
    "AlreadyScheduled",
    "CreditIn",
    "CustomerBlocked",
    "Deposit",
    "DiscountTooHigh",
    "GiftIn",
    "KeepsTooMuch",
    "LineIn",
    "MoneyOwed",
    "NoLongerSold",
    "NotAProductionStage",
    "NotCancellable",
    "NotConfirmed",
    "NotSellable",
    "NothingOwed",
    "NothingSold",
    "NothingToConfirm",
    "NothingToResume",
    "SplitNotWhole",
    "TooLateForTheWedding",
    "UnderFloor",
    "accept_discount",
    "add_upsell",
    "ask_cancellation",
    "ask_release",
    "ask_to_pay",
    "cancel_order",
    "change_discount",
    "change_order",
    "confirm_order",
    "confirm_paid_booking",
    "draft_order",
    "follow_approval",
    "follow_refusal",
    "hand_over",
    "mark_ready",
    "mark_scheduled",
    "mark_shot",
    "move_shoot",
    "move_stage",
    "place_order",
    "print_paper",
    "put_on_hold",
    "receive",
    "receive_by_code",
    "record_selection",
    "refuse_discount",
    "release_unpaid",
    "resume_order",
    "schedule_shoot",
    "start_selection",
    "take_booking",
    "unschedule",
]
