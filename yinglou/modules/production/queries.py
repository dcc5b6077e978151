"""Reading jobs and steps, and the production board."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import F, Prefetch, Q, QuerySet

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.orders.models import Order
from yinglou.modules.staff.models import Employee
from yinglou.modules.staff.queries import employee_of, skills_of

from . import rules
from .models import Job, JobStep, StepTemplate, TemplateStep

SHOWN_DONE_DAYS = 7
CARDS_MAX = 400


@dataclass(slots=True)
class Card:
    """A job on the board, with the step whose turn it is."""

    job: Job
    step: JobStep | None
    done_share: int
    mine: bool = False
    may_claim: bool = False

    @property
    def due_on(self) -> date | None:
        return self.step.due_on if self.step else self.job.due_on

    @property
    def late_days(self) -> int:
        return self.step.late_days if self.step else 0

    @property
    def is_today(self) -> bool:
        return self.due_on == self.job.branch.business_date


@dataclass(slots=True)
class Lane:
    """A column of the board."""

    code: str
    name: str
    tone: str
    cards: list[Card] = field(default_factory=list)

    @property
    def photos(self) -> int:
        return sum(card.job.quantity for card in self.cards)

    @property
    def load(self) -> rules.Load:
        today = self.cards[0].job.branch.business_date if self.cards else clock.today()
        return rules.load_of([card.due_on for card in self.cards], today)


@dataclass(slots=True)
class Board:
    """The production board: what waits, what is in work at which step, what was made lately."""

    lanes: list[Lane]
    people: list[Employee]
    late: int = 0
    due_this_week: int = 0

    @property
    def count(self) -> int:
        return sum(len(lane.cards) for lane in self.lanes[:-1])


TONES = ("blue", "purple", "pink", "yellow", "teal", "indigo", "lime", "orange")
WAITING, MADE = "waiting", "made"


def templates_seen_by(actor: Actor) -> QuerySet[StepTemplate]:
    return StepTemplate.objects.select_related("shoot_type").prefetch_related("steps")


def template_for(order: Order) -> StepTemplate | None:
    """How an order is made: the way of its kind of shoot, else the general one."""
    fits = Q(shoot_type_id=order.shoot_type_id) | Q(shoot_type=None)
    rows = StepTemplate.objects.filter(fits, retired_at=None).prefetch_related("steps")
    return rows.order_by(F("shoot_type_id").asc(nulls_last=True), "pk").first()


def jobs_seen_by(actor: Actor) -> QuerySet[Job]:
    """The jobs of the actor's branches; with the shortest reach, those with an own step."""
    rows = Job.objects.select_related(
        "branch", "order__customer", "order__package", "order__shoot_type", "template"
    )
    if actor.reach == "all":
        return rows
    rows = rows.filter(branch_id__in=actor.branch_ids)
    if actor.reach == "branch":
        return rows
    mine = JobStep.objects.filter(owner_id=actor.employee_id or 0).values("job_id")
    return rows.filter(pk__in=mine)


def steps_seen_by(actor: Actor) -> QuerySet[JobStep]:
    """The steps of those jobs."""
    rows = JobStep.objects.select_related(
        "job__branch", "job__order__customer", "job__order__package", "owner"
    )
    if actor.reach == "all":
        return rows
    rows = rows.filter(job__branch_id__in=actor.branch_ids)
    if actor.reach == "branch":
        return rows
    return rows.filter(Q(owner_id=actor.employee_id or 0) | Q(owner=None))


def late_jobs(rows: QuerySet[Job], actor: Actor | None = None) -> QuerySet[Job]:
    """Jobs whose day has passed."""
    return rows.filter(state=Job.State.OPEN, due_on__lt=F("branch__business_date"))


def steps_in_work(rows: QuerySet[JobStep], actor: Actor | None = None) -> QuerySet[JobStep]:
    return rows.filter(state=JobStep.State.DOING)


def late_steps(rows: QuerySet[JobStep], actor: Actor | None = None) -> QuerySet[JobStep]:
    """Open steps whose day has passed."""
    unfinished = (JobStep.State.TODO, JobStep.State.DOING)
    return rows.filter(
        state__in=unfinished, job__state=Job.State.OPEN, due_on__lt=F("job__branch__business_date")
    )


def job_of(order: Order) -> Job | None:
    """The job of an order, if its making has begun and was not called off."""
    rows = Job.objects.select_related("branch", "order__customer", "template")
    return rows.filter(order=order).exclude(state=Job.State.CANCELLED).first()


def job_of_order_id(order_id: int) -> Job | None:
    """The same by the order's key, for reactions: bare, since mostly nothing is to be done."""
    return Job.objects.filter(order_id=order_id).exclude(state=Job.State.CANCELLED).first()


def steps_of(job: Job) -> list[JobStep]:
    return list(JobStep.objects.filter(job=job).select_related("owner", "job__branch"))


def in_work(employee: Employee, code: str) -> int:
    """How many steps of a kind somebody works on at once."""
    return JobStep.objects.filter(owner=employee, code=code, state=JobStep.State.DOING).count()


def claimable(actor: Actor) -> list[JobStep]:
    """The steps an actor could take now: it is their turn, and the actor has the skill.

    Rush jobs first, then the step that is due first; steps without a day come last.
    """
    employee = employee_of(actor)
    if employee is None:
        return []
    skills = skills_of([employee.pk])[employee.pk]
    found = [
        card.step
        for card in _cards(actor, _open(actor), skills)
        if card.may_claim and card.step is not None
    ]
    return sorted(found, key=rules.urgency)


def queue_of(actor: Actor) -> list[JobStep]:
    """What somebody works on now, the most urgent first."""
    rows = steps_seen_by(actor).filter(owner_id=actor.employee_id or 0, state=JobStep.State.DOING)
    return list(rows.order_by("-job__is_rush", F("due_on").asc(nulls_last=True), "pk"))


def board_for(actor: Actor, person: int | None = None, kind: int | None = None) -> Board:
    """The board as this actor sees it, perhaps of one person or one kind of shoot."""
    employee = employee_of(actor)
    skills = skills_of([employee.pk])[employee.pk] if employee else {}
    rows = _open(actor)
    if kind:
        rows = rows.filter(order__shoot_type_id=kind)
    cards = _cards(actor, rows, skills)
    people = {c.step.owner.pk: c.step.owner for c in cards if c.step and c.step.owner}
    if person:
        cards = [c for c in cards if c.step and c.step.owner_id == person]
    lanes = _lanes(cards)
    lanes[-1].cards = _made_lately(actor, kind)
    week = clock.today() + timedelta(days=7)
    return Board(
        lanes,
        list(people.values()),
        late=sum(1 for card in cards if card.late_days),
        due_this_week=sum(1 for card in cards if card.job.due_on and card.job.due_on <= week),
    )


def _open(actor: Actor) -> QuerySet[Job]:
    rows = jobs_seen_by(actor).filter(state=Job.State.OPEN)
    return rows.exclude(order__state=Order.State.ON_HOLD)


def _cards(actor: Actor, rows: QuerySet[Job], skills: dict[str, int]) -> list[Card]:
    steps = Prefetch("steps", JobStep.objects.select_related("owner", "job__branch"))
    rows = rows.prefetch_related(steps).order_by("-is_rush", F("due_on").asc(nulls_last=True), "pk")
    cards = []
    for job in rows[:CARDS_MAX]:
        all_steps = list(job.steps.all())
        step = next((s for s in all_steps if s.state not in rules.OVER), None)
        card = Card(job, step, rules.done_share(all_steps))
        if step is not None:
            card.mine = step.owner_id is not None and step.owner_id == actor.employee_id
            fits = not step.skill_code or step.skill_code in skills
            card.may_claim = step.state == rules.TODO and fits and actor.employee_id is not None
        cards.append(card)
    return cards


def _lanes(cards: Sequence[Card]) -> list[Lane]:
    """A lane for what nobody has begun, one for each step of the templates, one for the made."""
    steps = TemplateStep.objects.filter(template__retired_at=None).order_by("-position", "pk")
    found: dict[str, str] = {}
    for code, name in steps.values_list("code", "name"):  # a short way leaves steps out
        found.setdefault(code, name)
    names = dict(reversed(found.items()))
    for card in cards:
        if card.step is not None:
            names.setdefault(card.step.code, card.step.name)
    lanes = {code: Lane(code, name, TONES[n % len(TONES)]) for n, (code, name) in
             enumerate(names.items())}  # fmt: skip
    waiting, made = Lane(WAITING, "", "neutral"), Lane(MADE, "", "green")
    for card in cards:
        is_new = card.step is None or (card.step.state == rules.TODO and not card.done_share)
        (waiting if is_new or card.step is None else lanes[card.step.code]).cards.append(card)
    return [waiting, *lanes.values(), made]


def _made_lately(actor: Actor, kind: int | None) -> list[Card]:
    since = clock.now() - timedelta(days=SHOWN_DONE_DAYS)
    rows = jobs_seen_by(actor).filter(state=Job.State.DONE, finished_at__gte=since)
    if kind:
        rows = rows.filter(order__shoot_type_id=kind)
    return [Card(job, None, 100) for job in rows.order_by("-finished_at")[:20]]
