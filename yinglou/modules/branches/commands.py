"""Everything that changes the company, its stores and their hours."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit, forget
from yinglou.kernel.errors import DomainError, InvalidValue, Option
from yinglou.kernel.locks import lock
from yinglou.kernel.values import Ask, BasisPoints, Name, Text

from . import queries, rules
from .events import BranchOpened, BusinessDateRolled, ClosureAnnounced, OpeningHoursChanged
from .models import Branch, Closure, Company, Department, OpeningHours, Weekday

CLOSURE_DAYS_MAX = 60
STANDARD_DAY = (time(9), time(21))

Code = Annotated[
    str,
    Text(max=10, min=1, pattern=r"[A-Za-z0-9_-]+"),
    Ask(label=gettext_lazy("Short code"), help=gettext_lazy("Short and unique, such as ZL.")),
]
Address = Annotated[str, Text(max=200), Ask(label=gettext_lazy("Address"))]
StorePhone = Annotated[str, Text(max=20), Ask(label=gettext_lazy("Store phone"))]
TaxNumber = Annotated[str, Text(max=30), Ask(label=gettext_lazy("Tax number"))]
VatRate = Annotated[
    BasisPoints, Ask(label=gettext_lazy("VAT rate"), help=gettext_lazy("100 ‱ = 1 %"))
]


class CompanyExists(DomainError):
    """There is one company; its details are changed, it is not founded twice."""


class CodeTaken(DomainError):
    """Another store or department has this code or name."""


class WrongHours(InvalidValue):
    """Hours that end before they begin, or a weekday said twice."""


class DateWouldSkip(DomainError):
    """The business date moves to the following day, neither back nor further."""


class DateAheadOfCalendar(DomainError):
    """The books cannot be further than tomorrow."""


class AlreadyClosed(DomainError):
    """These days are announced as closed already."""


class BranchGivenUp(DomainError):
    """The store was given up; nothing new is entered for it."""


@dataclass(frozen=True, slots=True)
class HoursIn:
    """A weekday and the hours a store keeps on it; 00:00 as closing time is midnight."""

    weekday: Annotated[Weekday, Ask(label=gettext_lazy("Weekday"))]
    opens: Annotated[time, Ask(label=gettext_lazy("Opens"))]
    closes: Annotated[time, Ask(label=gettext_lazy("Closes"))]


@command(permission="branches.manage", title=gettext_lazy("Enter the company"), icon="building")
def found_company(
    *,
    by: Actor,
    name: Name,
    tax_kind: Company.TaxKind = Company.TaxKind.SMALL,
    vat_bp: VatRate = 100,
    tax_number: TaxNumber = "",
) -> Company:
    """Enter the taxpayer behind the stores."""
    if Company.objects.exists():
        raise CompanyExists(_("The company is entered already. Change its details instead."))
    forget("company")
    return Company.objects.create(
        name=name, tax_kind=tax_kind, vat_bp=vat_bp, tax_number=tax_number
    )


@command(permission="branches.manage", title=gettext_lazy("Change the company"), icon="pencil")
def change_company(
    *,
    by: Actor,
    company: Company,
    name: Name,
    tax_kind: Company.TaxKind,
    vat_bp: VatRate,
    tax_number: TaxNumber = "",
) -> Company:
    """Correct the company's name or how it is taxed; what is posted already stays."""
    forget("company")
    company = lock(company)
    company.name, company.tax_kind = name, tax_kind
    company.vat_bp, company.tax_number = vat_bp, tax_number
    company.save(update_fields=["name", "tax_kind", "vat_bp", "tax_number"])
    return company


@command(permission="branches.manage", title=gettext_lazy("Open a store"), icon="building-store")
def open_branch(
    *,
    by: Actor,
    code: Code,
    name: Name,
    address: Address = "",
    phone: StorePhone = "",
    business_date: date | None = None,
) -> Branch:
    """Open a store with a week of 9 to 21 o'clock; its books start on the business date."""
    company = lock(queries.company())
    _must_be_free(code=code, name=name)
    branch = Branch.objects.create(
        company=company,
        code=code.upper(),
        name=name,
        address=address,
        phone=phone,
        business_date=business_date or clock.today(),
    )
    _write_week(branch, [HoursIn(day, *STANDARD_DAY) for day in Weekday])
    emit(BranchOpened(branch_id=branch.pk, code=branch.code))
    return branch


@command(permission="branches.manage", title=gettext_lazy("Change the store"), icon="pencil")
def change_branch(
    *, by: Actor, branch: Branch, name: Name, address: Address = "", phone: StorePhone = ""
) -> Branch:
    """Correct the name, address or phone of a store."""
    branch = lock(branch)
    _must_be_free(name=name, but=branch)
    branch.name, branch.address, branch.phone = name, address, phone
    branch.save(update_fields=["name", "address", "phone"])
    return branch


@command(
    permission="branches.manage",
    title=gettext_lazy("Give up the store"),
    icon="archive",
    danger=True,
    consequence=gettext_lazy("Nothing new can be booked at this store. Its history stays."),
    available=lambda branch: branch.retired_at is None,
)
def retire_branch(*, by: Actor, branch: Branch) -> Branch:
    """Give a store up; its documents stay."""
    branch = lock(branch)
    _must_be_open(branch)
    branch.retired_at = clock.now()
    branch.save(update_fields=["retired_at"])
    return branch


@command(
    permission="branches.manage",
    title=gettext_lazy("Add a department"),
    icon="users-group",
    available=lambda branch: branch.retired_at is None,
)
def add_department(
    *,
    by: Actor,
    branch: Branch,
    code: Annotated[str, Text(max=20, min=1), Ask(label=gettext_lazy("Short code"))],
    name: Name,
) -> Department:
    """Add a part of a store that people belong to."""
    branch = lock(branch)
    _must_be_open(branch)
    if Department.objects.filter(branch=branch, code=code).exists():
        raise CodeTaken(
            _("Department code %(code)s exists at %(store)s already. Choose another.")
            % {"code": code, "store": branch.name},
            field="code",
        )
    return Department.objects.create(branch=branch, code=code, name=name)


@command(
    permission="branches.manage",
    title=gettext_lazy("Give up the department"),
    icon="archive",
    danger=True,
    consequence=gettext_lazy("Nobody can be put into this department any more."),
    available=lambda department: department.retired_at is None,
)
def retire_department(*, by: Actor, department: Department) -> Department:
    """Give a department up; who belonged to it stays on record."""
    department = lock(department)
    if department.retired_at is None:
        department.retired_at = clock.now()
        department.save(update_fields=["retired_at"])
    return department


@command(
    permission="branches.manage",
    title=gettext_lazy("Set opening hours"),
    icon="clock-hour-9",
    available=lambda branch: branch.retired_at is None,
)
def set_opening_hours(
    *,
    by: Actor,
    branch: Branch,
    hours: Annotated[list[HoursIn], Ask(label=gettext_lazy("Opening hours"))],
) -> Branch:
    """Write the week of a store anew; weekdays that are left out are closed."""
    branch = lock(branch)
    _must_be_open(branch)
    _write_week(branch, hours)
    emit(OpeningHoursChanged(branch_id=branch.pk))
    return branch


@command(
    permission="branches.manage",
    title=gettext_lazy("Announce a closure"),
    icon="calendar-off",
    available=lambda branch: branch.retired_at is None,
)
def announce_closure(
    *,
    by: Actor,
    branch: Branch,
    day: Annotated[date, Ask(label=gettext_lazy("First day"))],
    reason: Annotated[str, Text(max=100, min=2), Ask(label=gettext_lazy("Reason"))],
    until: Annotated[
        date | None, Ask(label=gettext_lazy("Last day"), help=gettext_lazy("Empty for one day."))
    ] = None,
) -> Closure:
    """Say that a store stays closed on a day or for some days: a holiday, a repair."""
    branch = lock(branch)
    _must_be_open(branch)
    last = until or day
    if last < day:
        raise InvalidValue(
            _("The last day is before the first. Correct one of them."), field="until"
        )
    days = [day + timedelta(days=n) for n in range((last - day).days + 1)]
    if len(days) > CLOSURE_DAYS_MAX:
        raise InvalidValue(
            _("A closure is at most %(n)s days long. Announce it in parts, or give the store up.")
            % {"n": CLOSURE_DAYS_MAX},
            field="until",
        )
    known = set(Closure.objects.filter(branch=branch, day__in=days).values_list("day", flat=True))
    if known == set(days):
        raise AlreadyClosed(
            _("%(store)s is announced as closed on %(day)s already.")
            % {"store": branch.name, "day": day},
            field="day",
        )
    made = Closure.objects.bulk_create(
        Closure(branch=branch, day=each, reason=reason) for each in days if each not in known
    )
    emit(
        ClosureAnnounced(
            branch_id=branch.pk, first=day.isoformat(), last=last.isoformat(), reason=reason
        )
    )
    return made[0]


@command(
    permission="branches.manage",
    title=gettext_lazy("Open on this day after all"),
    icon="calendar-plus",
    danger=True,
    consequence=gettext_lazy("The store can be booked on this day again."),
)
def cancel_closure(*, by: Actor, closure: Closure) -> Branch:
    """Take an announced closure back."""
    closure = lock(closure)
    closure.delete()
    return closure.branch


@command(
    permission="branches.roll",
    title=gettext_lazy("Move the business date"),
    icon="calendar-due",
    danger=True,
    consequence=gettext_lazy("The day is closed. What is entered from now on counts for the next."),
    available=lambda branch: branch.retired_at is None,
)
def roll_business_date(
    *, by: Actor, branch: Branch, to: Annotated[date, Ask(label=gettext_lazy("New business date"))]
) -> Branch:
    """Close the day of a store and go on with the following one."""
    branch = lock(branch)
    _must_be_open(branch)
    before, following = branch.business_date, rules.next_business_date(branch.business_date)
    if to != following:
        raise DateWouldSkip(
            _(
                "%(store)s is at business date %(now)s. It can only move to %(next)s: "
                "days are closed one by one, and a closed day stays closed."
            )
            % {"store": branch.name, "now": before, "next": following},
            field="to",
            options=[Option(str(following), following.isoformat())],
        )
    if rules.is_ahead_of_calendar(to, clock.today()):
        raise DateAheadOfCalendar(
            _("Today is %(today)s. The business date can be tomorrow at most; close again then.")
            % {"today": clock.today()},
            field="to",
        )
    branch.business_date = to
    branch.save(update_fields=["business_date"])
    forget(("business date", branch.pk))
    emit(BusinessDateRolled(branch_id=branch.pk, closed=before.isoformat(), opened=to.isoformat()))
    return branch


def _must_be_open(branch: Branch) -> None:
    if branch.retired_at is not None:
        raise BranchGivenUp(
            _("%(store)s was given up. Choose a store that is open.") % {"store": branch.name}
        )


def _must_be_free(*, name: str, code: str = "", but: Branch | None = None) -> None:
    others = Branch.objects.exclude(pk=but.pk if but else None)
    if code and others.filter(code=code.upper()).exists():
        raise CodeTaken(
            _("Store code %(code)s is in use. Choose another.") % {"code": code.upper()},
            field="code",
        )
    if others.filter(name=name).exists():
        raise CodeTaken(
            _("A store called %(name)s exists already. Choose another name.") % {"name": name},
            field="name",
        )


def _write_week(branch: Branch, hours: list[HoursIn]) -> None:
    spans = [
        rules.Span(line.weekday.number, _minute(line.opens), _closing_minute(line.closes))
        for line in hours
    ]
    if wrong := rules.wrong_spans(spans):
        raise WrongHours(
            _("On %(day)s the store would close before it opens. Correct the hours.")
            % {"day": Weekday(str(wrong[0].weekday)).label},
            field="hours",
        )
    if twice := rules.repeated_weekdays(spans):
        raise WrongHours(
            _("%(day)s is said twice. Give each weekday one line.")
            % {"day": Weekday(str(min(twice))).label},
            field="hours",
        )
    OpeningHours.objects.filter(branch=branch).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(
            branch=branch,
            weekday=span.weekday,
            opens_min=span.opens_min,
            closes_min=span.closes_min,
        )
        for span in spans
    )


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _closing_minute(at: time) -> int:
    return _minute(at) or rules.MINUTES_PER_DAY
