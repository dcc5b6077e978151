"""Registering, changing, revealing, merging and forgetting customers."""

from datetime import date

import pytest
from django.db import connection

from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import InvalidValue, NotAllowed, NotFound
from yinglou.kernel.models import JournalEntry, SearchWord
from yinglou.modules.branches.samples import two_branches
from yinglou.modules.customers import commands, queries
from yinglou.modules.customers.commands.registering import write_contacts
from yinglou.modules.customers.models import Consent, Contact, Customer, KeyDate
from yinglou.modules.customers.samples import a_couple, a_customer, a_family

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
HOUSE = Actor.house("tests")
DESK = ("customers.view", "customers.register", "customers.change")


def at_desk(branch, *more, reach="branch", user_id=None):
    return Actor(
        name="林小雨", user_id=user_id, permissions=frozenset({*DESK, *more}),
        branch_id=branch.pk, branch_ids=frozenset({branch.pk}), reach=reach,
    )  # fmt: skip


def register(by, phone="13800004321", name="赵女士", **rest):
    return commands.register_customer(
        by=by, phone=phone, name=name, source=Customer.Source.XHS, **rest
    )


def test_a_customer_is_registered_at_the_store_of_the_desk():
    zl, _gx = two_branches()
    customer = register(at_desk(zl), note="问婚纱照")
    assert (customer.branch, customer.number, customer.state) == (zl, "CU261121-0001", "lead")
    contact = queries.primary_contact(customer)
    assert (contact.name, contact.phone, contact.phone_masked) == (
        "赵女士", "13800004321", "138****4321",
    )  # fmt: skip
    assert contact.is_primary


def test_a_couple_has_two_contacts_and_is_found_by_either():
    couple = a_couple()
    assert couple.name == "王晓明/李静"
    assert couple.kind == Customer.Kind.COUPLE
    assert [(c.name, c.relation) for c in queries.contacts_of(couple)] == [
        ("王晓明", "groom"), ("李静", "bride"),
    ]  # fmt: skip
    for typed in (
        "wxm",
        "王晓",
        "lijing",
        "lj",
        "1121-1",
        "13800001234",
        "1234",
        "+86 138-0000-1234",
    ):
        assert queries.suggest(HOUSE, typed) == [couple], typed


@pytest.mark.parametrize(
    ("name", "initials"), [("曾小贤", "zxx"), ("单雄信", "sxx"), ("赵女士", "zns")]
)
def test_a_surname_is_read_as_a_surname(name, initials):
    customer = a_customer(name=name)
    assert queries.suggest(HOUSE, initials) == [customer]


def test_no_number_lies_open_in_the_database():
    a_customer(phone="13712345678", name="曾小贤")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_tail FROM customers_contact")
        sealed, tail = cursor.fetchone()
    assert "13712345678" not in sealed
    assert tail == "5678"
    assert not SearchWord.objects.filter(word__contains="5678").exists()
    assert "13712345678" not in str(list(JournalEntry.objects.values_list("arguments", flat=True)))


def test_a_short_phone_is_refused_with_its_count():
    zl, _gx = two_branches()
    with pytest.raises(InvalidValue) as refusal:
        register(at_desk(zl), phone="1380000432")
    assert refusal.value.field == "phone"
    assert "10" in str(refusal.value)
    assert not Customer.objects.exists()


def test_a_known_phone_is_offered_before_a_second_record():
    zl, _gx = two_branches()
    couple = a_couple(branch=zl)
    with pytest.raises(commands.CustomerExists) as refusal:
        register(at_desk(zl), phone="138 0000 1234")
    assert couple.name in str(refusal.value)
    use, anyway = refusal.value.options
    assert (use.value, use.url) == (couple.number, f"/customers/{couple.number}/")
    assert anyway.value == "although_known"
    assert Customer.objects.count() == 1
    second = register(at_desk(zl), phone="13800001234", although_known=True)
    assert queries.primary_contact(second).is_shared
    assert queries.customer_by_phone("13800001234") == couple


def test_another_stores_customer_is_not_named():
    zl, gx = two_branches()
    couple = a_couple(branch=zl)
    with pytest.raises(commands.CustomerExists) as refusal:
        register(at_desk(gx), phone="13800001234")
    assert "王晓明" not in str(refusal.value)
    assert zl.name in str(refusal.value)
    assert [option.value for option in refusal.value.options] == ["although_known"]
    with pytest.raises(NotFound):
        commands.note_contact(by=at_desk(gx), customer=couple)
    with pytest.raises(NotFound):
        commands.register_customer(
            by=at_desk(gx), phone="13800004321", name="赵女士", branch=zl,
            source=Customer.Source.XHS,
        )  # fmt: skip
    assert Customer.objects.count() == 1


def test_the_partners_phone_is_looked_up_too():
    zl, _gx = two_branches()
    a_couple(branch=zl)
    with pytest.raises(commands.CustomerExists) as refusal:
        register(at_desk(zl), partner_name="钱先生", partner_phone="13800005678")
    assert refusal.value.field == "partner_phone"


def test_ten_megabytes_are_no_note():
    zl, _gx = two_branches()
    with pytest.raises(InvalidValue) as refusal:
        register(at_desk(zl), note="长" * 10_000_000)
    assert "10,000,000" in str(refusal.value)
    assert "2,000" in str(refusal.value)
    assert refusal.value.field == "note"
    assert not Customer.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "/", "\0"])
def test_a_customer_has_a_name(name):
    zl, _gx = two_branches()
    with pytest.raises(InvalidValue):
        register(at_desk(zl), name=name)
    assert not Customer.objects.exists()


def test_a_wedding_a_thousand_years_ago_is_a_slip():
    zl, _gx = two_branches()
    with pytest.raises(InvalidValue) as refusal:
        register(at_desk(zl), wedding_on=date(1027, 5, 2))
    assert refusal.value.field == "wedding_on"


def test_looking_at_a_number_is_written_down():
    couple = a_couple()
    contact = queries.primary_contact(couple)
    reader = at_desk(couple.branch, "customers.reveal")
    assert commands.reveal_phone(by=reader, contact=contact).phone == "13800001234"
    entry = JournalEntry.objects.get(command="customers.reveal_phone")
    assert (entry.actor, entry.about) == ("林小雨", f"customers.contact:{contact.pk}")
    with pytest.raises(NotAllowed):
        commands.reveal_phone(by=at_desk(couple.branch), contact=contact)
    with pytest.raises(commands.NothingToReveal):
        commands.reveal_id_number(by=reader, contact=contact)


def test_an_id_number_is_sealed_and_masked():
    contact = queries.primary_contact(a_customer())
    with pytest.raises(commands.IdNumberWrong):
        commands.set_id_number(by=HOUSE, contact=contact, id_number="110105194912310021")
    contact = commands.set_id_number(by=HOUSE, contact=contact, id_number="11010519491231002x")
    assert contact.id_masked == "1101**********002X"
    assert contact.born_on == date(1949, 12, 31)


def test_the_last_contact_stays():
    customer = a_customer()
    with pytest.raises(commands.LastContact):
        commands.retire_contact(by=HOUSE, contact=queries.primary_contact(customer))
    second = commands.add_contact(by=HOUSE, customer=customer, name="李静", phone="13800005678")
    assert queries.suggest(HOUSE, "lj") == [customer]
    commands.retire_contact(by=HOUSE, contact=queries.primary_contact(customer))
    assert queries.primary_contact(customer) == second
    assert queries.customer_by_phone("13800001234") is None


def test_a_baby_brings_its_days_along():
    family = a_family()
    days = {d.kind: d.day for d in queries.key_dates_of(family)}
    assert days["hundred_days"] == date(2026, 12, 14)
    assert days["first_birthday"] == date(2027, 9, 6)
    assert KeyDate.objects.get(customer=family, kind="baby").next_on == date(2027, 9, 6)


def test_days_of_this_month_are_a_view():
    couple = a_couple()
    today = date(2026, 11, 21)
    assert not queries.with_days_this_month(Customer.objects.all(), today)
    commands.add_key_date(
        by=HOUSE, customer=couple, kind=KeyDate.Kind.BIRTHDAY, day=date(1999, 11, 3), whose="李静"
    )
    assert list(queries.with_days_this_month(Customer.objects.all(), today)) == [couple]
    with pytest.raises(commands.SaidAlready):
        commands.add_key_date(
            by=HOUSE, customer=couple, kind=KeyDate.Kind.BIRTHDAY, day=date(1999, 11, 3),
            whose="李静",
        )  # fmt: skip
    assert commands.move_key_dates_on(by=HOUSE, first=date(2026, 12, 1)) == 1
    assert KeyDate.objects.get(kind="birthday").next_on == date(2027, 11, 3)


def test_the_last_word_on_a_consent_counts():
    couple, kind = a_couple(), Consent.Kind.MARKETING
    assert not queries.has_consent(couple, kind)
    for answer, holds in ((Consent.Answer.GIVEN, True), (Consent.Answer.REFUSED, False)):
        commands.record_consent(by=HOUSE, customer=couple, kind=kind, answer=answer)
        assert queries.has_consent(couple, kind) is holds
    assert Consent.objects.count() == 2


def test_two_records_become_one_and_keep_both_numbers():
    keep, other = a_couple(), a_customer(phone="13900009999", name="李静", note="加微信")
    commands.merge_customers(by=HOUSE, keep=keep, other=other, reason="同一位")
    keep.refresh_from_db()
    other.refresh_from_db()
    assert (other.state, other.merged_into) == ("merged", keep)
    assert queries.customer_by_phone("13900009999") == keep
    assert queries.customer_by_number(other.number) == keep
    assert queries.known_ids(keep) == [keep.pk, other.pk]
    assert keep.note == "加微信"
    assert queries.suggest(HOUSE, "lj") == [keep]
    with pytest.raises(commands.NotMergeable):
        commands.merge_customers(by=HOUSE, keep=keep, other=other, reason="再来一次")
    with pytest.raises(commands.NotMergeable):
        commands.merge_customers(by=HOUSE, keep=keep, other=keep, reason="自己")
    with pytest.raises(commands.CustomerGone):
        commands.add_contact(by=HOUSE, customer=other, name="新人")


def test_merging_settles_a_shared_phone_and_a_refused_consent():
    keep = a_customer()
    other = a_customer(phone="13900009999", name="李静")
    commands.add_contact(
        by=HOUSE, customer=other, name="王晓明", phone="13800001234", although_known=True
    )
    said = {"by": HOUSE, "kind": Consent.Kind.MARKETING}
    commands.record_consent(customer=other, answer=Consent.Answer.REFUSED, **said)
    commands.record_consent(customer=keep, answer=Consent.Answer.GIVEN, **said)
    commands.merge_customers(by=HOUSE, keep=keep, other=other, reason="同一位")
    assert not queries.has_consent(keep, Consent.Kind.MARKETING)
    assert [c.name for c in queries.contacts_of(keep)] == ["王晓明", "李静"]


def test_an_erased_customer_leaves_no_name():
    couple = a_couple()
    erased = commands.erase_customer(by=HOUSE, customer=couple, reason="本人来店要求")
    assert (erased.name, erased.state, erased.wedding_on) == ("已删除", "erased", None)
    assert queries.customer_by_phone("13800001234") is None
    assert not queries.suggest(HOUSE, "wxm")
    assert {(c.phone, c.phone_tail) for c in Contact.objects.all()} == {("", "")}
    with pytest.raises(commands.CustomerGone):
        commands.add_contact(by=HOUSE, customer=erased, name="王晓明")


def test_a_reception_card_marks_the_visit():
    couple = a_couple()
    reception = commands.receive_customer(
        by=at_desk(couple.branch), customer=couple, reason="asking", shops_compared=2
    )
    couple.refresh_from_db()
    assert couple.last_visit_at == reception.at
    assert queries.was_received(couple)


def test_a_short_reach_sees_only_its_own():
    couple = a_couple()
    photographer = at_desk(couple.branch, reach="own", user_id=None)
    assert not queries.customers_seen_by(photographer).exists()
    with pytest.raises(NotFound):
        commands.change_customer(
            by=Actor(name="周航", user_id=99, permissions=frozenset(DESK), reach="own",
                     branch_ids=frozenset({couple.branch_id})),
            customer=couple, name="王", kind=couple.kind, source=couple.source,
        )  # fmt: skip


def test_a_corrected_name_is_found_and_the_old_one_is_not():
    couple = a_couple()
    contact = queries.contacts_of(couple)[1]
    commands.change_contact(by=HOUSE, contact=contact, name="李晶晶", relation=contact.relation)
    couple.refresh_from_db()
    assert couple.name == "王晓明/李晶晶"
    assert queries.suggest(HOUSE, "ljj") == [couple]
    assert queries.primary_contact(couple).phone == "13800001234"
    assert not queries.suggest(HOUSE, "李静")


def test_of_two_who_register_one_phone_at_once_the_second_is_told():
    """Both looked before either wrote: the database decides, and the sentence is the same."""
    couple = a_couple()
    other = a_customer(phone="13900009999", name="赵女士")
    twin = Contact(
        customer=other, name="赵女士", phone="13800001234",
        phone_blind=queries.phone_blind("13800001234"), phone_tail="1234",
    )  # fmt: skip
    with pytest.raises(commands.CustomerExists) as refusal:
        write_contacts(HOUSE, [twin])
    assert couple.number in str(refusal.value)
    assert Contact.objects.filter(phone_tail="1234").count() == 1
