"""What the engine room does: try failed work again, or give it up."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command
from yinglou.kernel.errors import DomainError
from yinglou.kernel.locks import lock
from yinglou.kernel.models import Job

OPEN = (Job.State.QUEUED, Job.State.RUNNING)
STOPPED = (Job.State.DEAD, Job.State.CANCELLED)


class NotFailed(DomainError):
    """Only work that has failed or was cancelled is tried again."""


class AlreadyOver(DomainError):
    """Work that is done, dead or cancelled is not cancelled."""


@command(
    permission="operations.retry",
    title=gettext_lazy("Try again"),
    icon="refresh",
    available=lambda job: job.state in STOPPED,
)
def retry_job(*, by: Actor, job: Job) -> Job:
    """Put failed work back into the queue, with all its attempts."""
    job = lock(job)
    if job.state not in STOPPED:
        raise NotFailed(
            _("This work has not failed: it is “%(state)s”. Only failed work is tried again.")
            % {"state": job.state}
        )
    job.state, job.attempts, job.run_at, job.finished_at = Job.State.QUEUED, 0, clock.now(), None
    job.save(update_fields=["state", "attempts", "run_at", "finished_at"])
    return job


@command(
    permission="operations.retry",
    title=gettext_lazy("Cancel"),
    icon="ban",
    danger=True,
    consequence=gettext_lazy("It will not be done: the message is not sent, the file not written."),
    available=lambda job: job.state in OPEN,
)
def cancel_job(*, by: Actor, job: Job) -> Job:
    """Take work out of the queue; what runs stops at its next step."""
    job = lock(job)
    if job.state not in OPEN:
        raise AlreadyOver(
            _("This work is “%(state)s” already. There is nothing to cancel.")
            % {"state": job.state}
        )
    job.state, job.lease_until, job.finished_at = Job.State.CANCELLED, None, clock.now()
    job.save(update_fields=["state", "lease_until", "finished_at"])
    return job
