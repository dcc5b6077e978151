"""Questions and answers."""

import pytest
from django.urls import reverse

from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import NotAllowed, NotFound
from yinglou.kernel.money import Money
from yinglou.modules.access.models import User
from yinglou.modules.access.samples import a_person, a_role, actor
from yinglou.modules.approvals import commands, queries
from yinglou.modules.approvals.models import Approval
from yinglou.modules.approvals.samples import a_question
from yinglou.modules.branches.samples import two_branches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
DECIDES = ("approvals.view", "approvals.ask", "approvals.decide")


@pytest.fixture
def desk() -> User:
    role = a_role("front_desk", "前台", ("approvals.view", "approvals.ask"))
    return a_person(roles=(role,))


@pytest.fixture
def manager() -> User:
    return a_person("gaoxiang", "高翔", (a_role("store_manager", "店长", DECIDES),))


def test_a_question_waits_for_those_who_may_answer(desk, manager):
    question = a_question(actor(desk))
    assert question.number == "AP261121-0001"
    assert (question.amount, question.branch.code) == (Money(120_000), "ZL")
    assert list(queries.waiting_for(actor(manager))) == [question]
    assert not queries.waiting_for(actor(desk)).exists()


def test_a_yes_is_announced_with_who_and_when(desk, manager):
    outcome = commands.approve.carry_out(
        {"by": actor(manager), "approval": a_question(actor(desk)), "comment": "同意"}
    )
    fact = outcome.facts[0]
    assert (fact.name(), fact.kind) == ("approvals.ApprovalGranted", "discount")
    question = Approval.objects.get()
    assert (question.state, question.decided_by, question.comment) == ("approved", manager, "同意")
    assert question.decided_at is not None


def test_a_no_has_a_reason(desk, manager):
    commands.reject(by=actor(manager), approval=a_question(actor(desk)), comment="毛利太低")
    question = Approval.objects.get()
    assert (question.state, question.comment) == ("rejected", "毛利太低")


def test_nobody_answers_his_own_question(manager):
    question = a_question(actor(manager))
    assert not queries.waiting_for(actor(manager)).exists()
    for answer in (commands.approve, commands.reject):
        with pytest.raises(commands.OwnRequest):
            answer(by=actor(manager), approval=question, comment="自己批")
    question.refresh_from_db()
    assert question.state == "pending"


def test_without_the_permission_of_the_question_nobody_answers(desk, manager):
    question = a_question(actor(desk), permission="folios.refund")
    assert not queries.waiting_for(actor(manager)).exists()
    with pytest.raises(NotAllowed):
        commands.approve(by=actor(manager), approval=question)
    with pytest.raises(NotAllowed):
        commands.approve(by=actor(desk), approval=question)
    question.refresh_from_db()
    assert question.state == "pending"


def test_the_second_answer_is_told_of_the_first(desk, manager):
    question = a_question(actor(desk))
    commands.approve(by=actor(manager), approval=question)
    with pytest.raises(commands.AlreadyDecided) as refusal:
        commands.reject(by=Actor.house("tests"), approval=question, comment="晚了")
    assert "高翔" in str(refusal.value)
    question.refresh_from_db()
    assert question.state == "approved"


def test_the_same_question_is_asked_once_at_a_time(desk, manager):
    question = a_question(actor(desk))
    with pytest.raises(commands.AlreadyAsked) as refusal:
        a_question(actor(desk))
    assert refusal.value.options[0].value == question.number
    assert Approval.objects.count() == 1
    commands.withdraw(by=actor(desk), approval=question)
    assert a_question(actor(desk)).number == "AP261121-0002"


def test_only_who_asked_takes_it_back(desk, manager):
    question = a_question(actor(desk))
    with pytest.raises(commands.NotYourRequest):
        commands.withdraw(by=actor(manager), approval=question)
    question.refresh_from_db()
    assert question.state == "pending"


def test_questions_of_another_store_are_not_there(desk):
    _here, there = two_branches()
    role = a_role("store_manager", "店长", DECIDES)
    otto = a_person("otto", "奥托", (role,), (there,))
    question = a_question(actor(desk))
    assert question not in queries.approvals_seen_by(actor(otto))
    with pytest.raises(NotFound):
        commands.approve(by=actor(otto), approval=question)
    question.refresh_from_db()
    assert question.state == "pending"


def test_many_are_answered_at_once_and_the_own_one_stays(client, desk, manager):
    theirs = a_question(actor(desk))
    own = a_question(actor(manager), subject="branches.branch:2")
    client.force_login(manager)
    address = reverse("approvals.approvals.bulk.approve")
    answer = client.post(address, {"row": [theirs.pk, own.pk], "confirmed": "1"})
    assert answer.status_code == 200
    theirs.refresh_from_db()
    own.refresh_from_db()
    assert (theirs.state, own.state) == ("approved", "pending")


def test_what_waits_stands_in_the_inbox(client, desk):
    a_question(actor(desk))
    decides = a_role("boss", "店长", ("timeline.view", *DECIDES))
    client.force_login(a_person("gaoxiang", "高翔", (decides,)))
    assert "优惠 8 折" in client.get("/inbox/").content.decode()
