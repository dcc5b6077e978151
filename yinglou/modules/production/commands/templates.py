"""How things are made: the steps of each kind of shoot."""

from dataclasses import dataclass
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command
from yinglou.kernel.errors import DomainError, InvalidValue
from yinglou.kernel.values import Ask, Text, Whole
from yinglou.modules.catalog.models import ShootType
from yinglou.modules.production.models import Stage, StepTemplate, TemplateStep
from yinglou.modules.staff.queries import skill_names

Code = Annotated[
    str, Text(max=20, min=1, pattern=r"^[a-z0-9_-]+$"), Ask(label=gettext_lazy("Code"))
]
StepName = Annotated[str, Text(max=30, min=1), Ask(label=gettext_lazy("Step"))]
SkillCode = Annotated[
    str,
    Text(max=30),
    Ask(label=gettext_lazy("Skill"), help=gettext_lazy("Empty: everybody can do it.")),
]
DaysBefore = Annotated[
    int, Whole(min=0, max=365, unit="d"), Ask(label=gettext_lazy("Days before the promised day"))
]
OfStage = Annotated[Stage, Ask(label=gettext_lazy("Stage of the order"))]
AtOnce = Annotated[
    int,
    Whole(min=0, max=99),
    Ask(label=gettext_lazy("At once per person"), help=gettext_lazy("0: without limit.")),
]


@dataclass(frozen=True, slots=True)
class StepIn:
    """A step as it is written down."""

    code: Code
    name: StepName
    days_before_promise: DaysBefore
    stage: OfStage
    skill_code: SkillCode = ""
    wip_max: AtOnce = 0


Steps = Annotated[list[StepIn], Ask(label=gettext_lazy("Steps"))]
TemplateName = Annotated[str, Text(max=60, min=1), Ask(label=gettext_lazy("Name"))]


class TemplateExists(DomainError):
    """The code, or the kind of shoot, has a template already."""


class StepsWrong(InvalidValue):
    """The steps do not make a way from the photos to the shelf."""


@command(permission="production.templates", title=gettext_lazy("New template"), icon="list-numbers")
def add_template(
    *,
    by: Actor,
    code: Code,
    name: TemplateName,
    steps: Steps,
    shoot_type: ShootType | None = None,
) -> StepTemplate:
    """Write down how a kind of shoot is made. Without a kind it holds for all others."""
    _must_be_free(code, shoot_type)
    _must_lead_somewhere(steps)
    template = StepTemplate.objects.create(code=code, name=name.strip(), shoot_type=shoot_type)
    _write(template, steps)
    return template


@command(
    permission="production.templates",
    title=gettext_lazy("Change the steps"),
    icon="pencil",
    available=lambda template: template.retired_at is None,
)
def change_template(*, by: Actor, template: StepTemplate, steps: Steps) -> StepTemplate:
    """Change the steps for jobs to come; what is being made goes on as it began."""
    _must_lead_somewhere(steps)
    TemplateStep.objects.filter(template=template).delete()
    _write(template, steps)
    return template


@command(
    permission="production.templates",
    title=gettext_lazy("Give up the template"),
    icon="archive",
    danger=True,
    consequence=gettext_lazy("New orders are made by the general template, or by none."),
    available=lambda template: template.retired_at is None,
)
def retire_template(*, by: Actor, template: StepTemplate) -> StepTemplate:
    """Use a template no longer."""
    template.retired_at = clock.now()
    template.save(update_fields=["retired_at"])
    return template


def _write(template: StepTemplate, steps: list[StepIn]) -> None:
    TemplateStep.objects.bulk_create(
        TemplateStep(
            template=template, position=number, code=step.code, name=step.name.strip(),
            skill_code=step.skill_code.strip(), days_before_promise=step.days_before_promise,
            stage=step.stage, wip_max=step.wip_max,
        )
        for number, step in enumerate(steps, start=1)
    )  # fmt: skip


def _must_be_free(code: str, shoot_type: ShootType | None) -> None:
    taken = StepTemplate.objects.filter(code=code).first()
    if taken is None and shoot_type is not None:
        taken = StepTemplate.objects.filter(shoot_type=shoot_type, retired_at=None).first()
    if taken is not None:
        raise TemplateExists(
            _("%(template)s is there already. Change its steps, or give it up first.")
            % {"template": taken},
            field="code" if taken.code == code else "shoot_type",
        )


def _must_lead_somewhere(steps: list[StepIn]) -> None:
    if not steps:
        raise StepsWrong(_("Enter at least one step."), field="steps")
    codes = [step.code for step in steps]
    if twice := next((code for code in codes if codes.count(code) > 1), ""):
        raise StepsWrong(
            _("The code “%(code)s” is used twice. Give every step a code of its own.")
            % {"code": twice},
            field="steps",
        )
    known = skill_names()
    for step in steps:
        if step.skill_code and step.skill_code not in known:
            raise StepsWrong(
                _("There is no skill “%(skill)s”. Use one of: %(known)s.")
                % {"skill": step.skill_code, "known": "、".join(sorted(known))},
                field="steps",
            )
