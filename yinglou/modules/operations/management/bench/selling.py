"""A sale from the door to the hand-over, by the commands that the front desk uses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.customers.commands import register_customer
from yinglou.modules.customers.models import Customer
from yinglou.modules.folios.models import PaymentMethod
from yinglou.modules.operations.samples.studio import Studio, furnish
from yinglou.modules.orders import commands
from yinglou.modules.orders.models import Order
from yinglou.modules.orders.queries import LineIn, order_of_job

NAME = "王晓明"
PRODUCTION = ("shot", "selected", "ready")
# The stations of a sale, in order; an order cannot be handed over that was not shot and made.
STATIONS = ("customer", "draft", "confirm", "deposit", *PRODUCTION, "final", "hand_over")

Step = Callable[..., Any]


def open_a_studio() -> Studio:
    """Tables, and the stores, people and wares of the demo; nobody uses the production board."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return furnish(Actor.house("bench"), clock.today())


def carry_out(station: str, command: Any, **arguments: Any) -> Any:
    return command(**arguments)


@dataclass(slots=True)
class Sale:
    """One customer and what becomes of the order: a package and two things on top of it."""

    studio: Studio
    phone: str
    package: str = "YSYS"
    step: Step = carry_out
    customer: Any = None
    order: Any = None

    def go(self, until: str = STATIONS[-1]) -> Order:
        """From the door to a station."""
        for station in STATIONS[: STATIONS.index(until) + 1]:
            command, arguments = getattr(self, f"_{station}")()
            found = self.step(station, command, by=self._manager, **arguments)
            if isinstance(found, Customer):
                self.customer = found
            if isinstance(found, Order):
                self.order = found
        return self.order

    def call_off(self) -> None:
        arguments = {"order": order_of_job(self.order.pk), "reason": "婚期取消"}
        self.step("cancel", commands.cancel_order, by=self._manager, **arguments)

    @property
    def _manager(self) -> Actor:
        return self.studio.crew.actors["gaoxiang"]

    def _customer(self) -> tuple[Any, dict[str, Any]]:
        return register_customer, {
            "phone": self.phone, "name": NAME, "source": Customer.Source.WALK_IN,
            "branch": self.studio.main,
        }  # fmt: skip

    def _draft(self) -> tuple[Any, dict[str, Any]]:
        goods = self.studio.goods
        return commands.draft_order, {
            "customer": self.customer, "package": goods.packages[self.package],
            "addons": [LineIn(goods.products["GOWN"]), LineIn(goods.products["XC12"])],
            "branch": self.studio.main,
        }  # fmt: skip

    def _confirm(self) -> tuple[Any, dict[str, Any]]:
        return commands.confirm_order, {"order": self.order}

    def _deposit(self) -> tuple[Any, dict[str, Any]]:
        method = PaymentMethod.WECHAT
        return commands.receive, {
            "order": self.order, "amount": self.order.deposit, "method": method
        }  # fmt: skip

    def _shot(self) -> tuple[Any, dict[str, Any]]:
        return commands.mark_shot, {"order": self.order}

    def _selected(self) -> tuple[Any, dict[str, Any]]:
        photos = self.order.included_photos
        return commands.record_selection, {"order": self.order, "photos_chosen": photos}

    def _ready(self) -> tuple[Any, dict[str, Any]]:
        return commands.mark_ready, {"order": self.order, "shelf": "A-03"}

    def _final(self) -> tuple[Any, dict[str, Any]]:
        self.order = order_of_job(self.order.pk)  # as the desk sees it now: the deposit is paid
        method = PaymentMethod.WECHAT
        return commands.receive, {
            "order": self.order, "amount": self.order.balance, "method": method
        }  # fmt: skip

    def _hand_over(self) -> tuple[Any, dict[str, Any]]:
        return commands.hand_over, {"order": self.order, "receiver": NAME, "relation": "本人"}
