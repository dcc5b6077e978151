"""The customers of the demo, made by the commands that the front desk uses."""

from datetime import date
from typing import Any

from yinglou.kernel.actors import Actor
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.samples import a_branch

from . import commands, queries
from .models import Consent, Contact, Customer, KeyDate, Preference, Reception, Tag

Source, Relation = Customer.Source, Contact.Relation


def a_customer(
    by: Actor | None = None,
    branch: Branch | None = None,
    phone: str = "13800001234",
    name: str = "王晓明",
    **rest: Any,
) -> Customer:
    """A customer; found by the phone if there already."""
    known = queries.customer_by_phone(phone)
    return known or commands.register_customer(
        by=by or Actor.house("samples"),
        phone=phone,
        name=name,
        branch=branch or a_branch(),
        **{"source": Source.WALK_IN, **rest},
    )


def a_couple(by: Actor | None = None, branch: Branch | None = None) -> Customer:
    """王晓明/李静, 13800001234: they marry on 2 May 2027."""
    return a_customer(
        by, branch, partner_name="李静", partner_phone="13800005678", relation=Relation.GROOM,
        source=Source.XHS, wedding_on=date(2027, 5, 2),
    )  # fmt: skip


def a_family(by: Actor | None = None, branch: Branch | None = None) -> Customer:
    """刘慧 and her baby 多多."""
    by = by or Actor.house("samples")
    customer = a_customer(
        by, branch, phone="13900005678", name="刘慧", source=Source.REFERRAL,
        relation=Relation.PARENT, kind=Customer.Kind.FAMILY,
    )  # fmt: skip
    if len(queries.contacts_of(customer)) == 1:
        commands.add_contact(
            by=by, customer=customer, name="多多", relation=Relation.CHILD,
            born_on=date(2026, 9, 6),
        )  # fmt: skip
    return customer


def demo_customers(by: Actor, branch: Branch) -> list[Customer]:
    """The customers of the fixture, with what is known about them."""
    couple = a_couple(by, branch)
    singles = [
        a_customer(by, branch, phone="13700002222", name="曾小贤", source=Source.DOUYIN),
        a_customer(by, branch, phone="13600003333", name="张岚", source=Source.MEITUAN),
    ]
    family = a_family(by, branch)
    if not queries.preferences_of(couple):
        _tell_about(by, couple)
    return [couple, *singles, family]


def _tell_about(by: Actor, couple: Customer) -> None:
    """What a consultant learns in the first talk."""
    for kind, value in (
        (Preference.Kind.STYLE, "韩式简约"),
        (Preference.Kind.TONE, "暖色"),
        (Preference.Kind.CLOTHES_SIZE, "新娘 S，新郎 L"),
        (Preference.Kind.TABOO, "不要黑色背景"),
    ):
        commands.note_preference(by=by, customer=couple, kind=kind, value=value)
    commands.record_consent(
        by=by, customer=couple, kind=Consent.Kind.MARKETING, answer=Consent.Answer.GIVEN,
        how=Consent.How.PAPER,
    )  # fmt: skip
    commands.tag_customer(by=by, customer=couple, tag="备婚")
    commands.receive_customer(
        by=by, customer=couple, reason=Reception.Reason.ASKING, shops_compared=2, satisfaction=5,
        branch=couple.branch,
    )  # fmt: skip


def a_row(resource: Any) -> Any:
    """A row for each list of this module."""
    by = Actor.house("samples")
    couple = a_couple(by)
    makers: dict[Any, Any] = {
        Customer: lambda: couple,
        Contact: lambda: queries.primary_contact(couple),
        KeyDate: lambda: queries.key_dates_of(couple)[0],
        Preference: lambda: commands.note_preference(
            by=by, customer=couple, kind=Preference.Kind.STYLE, value="复古"
        ),
        Tag: lambda: _tagged(by, couple),
        Reception: lambda: commands.receive_customer(
            by=by, customer=couple, reason=Reception.Reason.ASKING, branch=couple.branch
        ),
    }
    return makers[resource.model]()


def _tagged(by: Actor, couple: Customer) -> Tag | None:
    commands.tag_customer(by=by, customer=couple, tag="备婚")
    return queries.tag_named("备婚")
