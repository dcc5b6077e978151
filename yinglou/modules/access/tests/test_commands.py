"""Who may come in, and who may say so."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import NotAllowed, NotFound, Stale
from yinglou.kernel.models import JournalEntry
from yinglou.modules.access import commands, queries
from yinglou.modules.access.models import ApiToken, Reach, Role, User
from yinglou.modules.access.samples import PASSWORD, a_person, a_role, actor, an_administrator
from yinglou.modules.branches.samples import a_branch, two_branches

pytestmark = pytest.mark.django_db
HOUSE = Actor.house("tests")
MANAGE = ("access.view", "access.users", "access.roles", "access.tokens", "branches.view")


@pytest.fixture
def owner() -> User:
    return an_administrator()


@pytest.fixture
def manager(owner) -> User:
    """A store manager: looks after people of his store, with the rights he has."""
    return a_person("gaoxiang", "高翔", (a_role("store_manager", "店长", MANAGE),))


def test_roles_add_up(owner):
    here, there = two_branches()
    low = a_role("a", "甲", ("branches.*",), Reach.OWN, {"discount_bp": 500}, "x")
    high = a_role("b", "乙", ("access.view",), Reach.BRANCH, {"discount_bp": 1500}, "y")
    found = actor(a_person("two", "双", (low, high), (here,)))
    assert found.permissions == {
        "branches.view", "branches.manage", "branches.roll", "access.view"}  # fmt: skip
    assert (found.reach, found.limit("discount_bp")) == ("branch", 1500)
    assert (found.branch_id, found.branch_ids) == (here.pk, {here.pk})
    assert not found.sees_branch(there.pk)


def test_an_actor_costs_two_statements(owner):
    with CaptureQueriesContext(
        connection,
    ) as spent:
        actor(owner)
    assert len(spent) == 2


def test_somebody_without_a_role_may_nothing(owner):
    found = actor(a_person("nobody", "无名"))
    assert (found.permissions, found.reach) == (frozenset(), "own")


def test_a_stranger_adds_nobody(owner):
    desk = actor(a_person("desk", "前台", (a_role("desk", "前台", ("access.view",)),)))
    before = (User.objects.count(), JournalEntry.objects.count())
    with pytest.raises(NotAllowed):
        commands.add_user(by=desk, username="evil", name="坏", roles=[])
    assert (User.objects.count(), JournalEntry.objects.count()) == before


def test_nobody_gives_a_role_that_goes_beyond_his_own(manager):
    everything = Role.objects.get(code="owner")
    with pytest.raises(commands.MoreThanYouMay):
        commands.add_user(by=actor(manager), username="evil", name="坏", roles=[everything])
    with pytest.raises(commands.MoreThanYouMay):
        commands.change_roles(by=actor(manager), user=manager, roles=[everything])
    assert not User.objects.filter(username="evil").exists()
    assert [role.code for role in manager.roles.all()] == ["store_manager"]


def test_who_looks_after_people_assigns_jobs_that_he_cannot_do_himself(owner):
    hr = actor(
        a_person("hr", "人事", (a_role("hr", "人事", ("access.view", "access.users"), "all"),))
    )
    desk = a_role("desk", "前台", ("branches.view",))
    admin = a_role("admin", "管理员", ("access.*",))
    new = commands.add_user(by=hr, username="new", name="新人", roles=[desk])
    commands.change_roles(by=hr, user=new, roles=[desk])
    assert [role.code for role in new.roles.all()] == ["desk"]
    with pytest.raises(commands.MoreThanYouMay):
        commands.change_roles(by=hr, user=new, roles=[admin])
    with pytest.raises(commands.MoreThanYouMay):
        commands.change_roles(by=hr, user=User.objects.get(username="hr"), roles=[desk])


def test_a_manager_cannot_take_over_the_owner(owner, manager):
    before = User.objects.get(pk=owner.pk).password
    for change in (
        lambda by: commands.set_password(by=by, user=owner, password="a-new-password-1"),
        lambda by: commands.disable_user(by=by, user=owner),
    ):
        with pytest.raises(commands.NotYours):
            change(actor(manager))
    owner.refresh_from_db()
    assert (owner.password, owner.is_active) == (before, True)


def test_somebody_of_another_store_does_not_exist_for_a_manager(manager):
    _here, there = two_branches()
    stranger = a_person("otto", "奥托", (), (there,))
    with pytest.raises(NotFound):
        commands.disable_user(by=actor(manager), user=stranger)
    assert stranger not in queries.users_seen_by(actor(manager))
    stranger.refresh_from_db()
    assert stranger.is_active


def test_the_last_administrator_stays(owner):
    other = actor(a_person("second", "二", (Role.objects.get(code="owner"),)))
    commands.disable_user(by=actor(owner), user=User.objects.get(username="second"))
    with pytest.raises(commands.LastAdministrator):
        commands.disable_user(by=other, user=owner)
    with pytest.raises(commands.LastAdministrator):
        commands.change_roles(by=actor(owner), user=owner, roles=[])
    owner.refresh_from_db()
    assert owner.is_active
    assert owner.roles.count() == 1


def test_a_blocked_person_loses_tokens_and_comes_back_without(owner):
    desk = a_person("desk", "前台", (a_role("desk", "前台", ("access.tokens",)),))
    token = commands.issue_token(by=actor(desk), name="收银机")
    commands.disable_user(by=actor(owner), user=desk)
    assert queries.actor_by_token(token.secret) is None
    commands.enable_user(by=actor(owner), user=desk)
    assert queries.actor_by_token(token.secret) is None


@pytest.mark.parametrize("password", ["short", "12345678901", "password123"])
def test_a_weak_password_is_refused(owner, password):
    with pytest.raises(commands.WeakPassword):
        commands.add_user(by=HOUSE, username="weak", name="弱", roles=[], password=password)
    assert not User.objects.filter(username="weak").exists()


def test_passwords_do_not_reach_the_journal(owner):
    commands.set_password(by=HOUSE, user=owner, password="correct-horse-battery")
    told = str(list(JournalEntry.objects.values_list("arguments", flat=True)))
    assert "correct-horse-battery" not in told
    assert PASSWORD not in told


def test_a_password_set_by_somebody_else_is_for_the_first_time_only(owner):
    desk = a_person("desk", "前台", (a_role("desk", "前台", ("access.view",)),))
    commands.set_password(by=actor(owner), user=desk, password="for-the-first-day-1")
    desk.refresh_from_db()
    assert actor(desk).permissions == frozenset()
    commands.change_own_password(
        by=actor(desk), current="for-the-first-day-1", password="my-own-words-2026"
    )
    desk.refresh_from_db()
    assert actor(desk).permissions == {"access.view"}


def test_a_token_is_kept_as_a_digest_and_acts_for_its_owner(owner):
    token = commands.issue_token(by=actor(owner), name="收银机", valid_days=30)
    kept = ApiToken.objects.get()
    assert token.secret not in str(kept.__dict__)
    assert kept.tail == token.secret[-4:]
    found = queries.actor_by_token(token.secret)
    assert found is not None
    assert (found.user_id, found.source) == (owner.pk, "api")
    assert queries.actor_by_token(token.secret[:-1] + "_") is None
    assert token.secret not in str(list(JournalEntry.objects.values_list("arguments", flat=True)))


def test_a_revoked_token_opens_nothing(owner):
    token = commands.issue_token(by=actor(owner), name="收银机")
    commands.revoke_token(by=actor(owner), token=token)
    assert queries.actor_by_token(token.secret) is None


def test_a_token_of_somebody_else_is_not_revoked_by_a_stranger(owner):
    token = commands.issue_token(by=actor(owner), name="收银机")
    desk = actor(a_person("desk", "前台", (a_role("desk", "前台", ("access.tokens",)),)))
    with pytest.raises(NotAllowed):
        commands.revoke_token(by=desk, token=token)
    assert queries.actor_by_token(token.secret) is not None


def test_cells_are_saved_together_or_not_at_all(owner):
    role = a_role("desk", "前台", ("branches.*",), limits={"discount_bp": 500})
    commands.save_roles(
        by=actor(owner),
        grants=[
            commands.GrantIn(role, "branches.roll", False),
            commands.GrantIn(role, "access.view", True),
        ],
        limits=[commands.RoleLimitIn(role, "discount_bp", 1000)],
        reaches=[commands.ReachIn(role, Reach.OWN)],
    )
    role.refresh_from_db()
    assert role.permissions == ["access.view", "branches.manage", "branches.view"]
    assert (role.limits, role.reach) == ({"discount_bp": 1000}, "own")


def test_a_manager_cannot_grant_what_he_lacks(owner, manager):
    role = a_role("desk", "前台", ("branches.view",))
    for wrong in (
        {"grants": [commands.GrantIn(role, "branches.roll", True)]},
        {"reaches": [commands.ReachIn(role, Reach.ALL)]},
    ):
        with pytest.raises(commands.MoreThanYouMay):
            commands.save_roles(by=actor(manager), **wrong)
    role.refresh_from_db()
    assert (role.permissions, role.reach) == (["branches.view"], "branch")


def test_a_stale_matrix_is_told(owner):
    role = a_role("desk", "前台", ())
    version = queries.roles_version(queries.roles_seen_by(actor(owner)))
    commands.change_role(by=actor(owner), role=role, name="前台二")
    commands.save_roles(
        by=actor(owner), grants=[commands.GrantIn(role, "access.view", True)], version=version
    )
    with pytest.raises(Stale):
        commands.save_roles(
            by=actor(owner), grants=[commands.GrantIn(role, "access.view", False)], version=version
        )
    role.refresh_from_db()
    assert role.permissions == ["access.view"]


def test_taking_the_last_right_to_change_roles_is_refused(owner):
    owner_role = Role.objects.get(code="owner")
    narrow = a_role("owner", "老板", ("access.*",), Reach.ALL)
    with pytest.raises(commands.LastAdministrator):
        commands.save_roles(by=HOUSE, grants=[commands.GrantIn(narrow, "access.roles", False)])
    owner_role.refresh_from_db()
    assert owner_role.permissions == ["access.*"]


def test_nobody_works_at_a_store_that_is_not_his(owner):
    here, there = two_branches()
    desk = actor(a_person("desk", "前台", (), (here,)))
    with pytest.raises(NotFound):
        commands.switch_branch(by=desk, branch=there)
    assert commands.switch_branch(by=actor(owner), branch=there) == there


def test_a_role_in_use_is_not_given_up(owner):
    with pytest.raises(commands.RoleInUse):
        commands.retire_role(by=HOUSE, role=Role.objects.get(code="owner"))
    assert Role.objects.get(code="owner").retired_at is None


def test_the_store_of_somebody_is_found_by_the_home_store(owner):
    branch = a_branch()
    assert actor(owner).branch_id == branch.pk
    assert str(owner) == "陈立"
