"""Whoever signs in as an employee is known as one."""

import pytest

from yinglou.kernel.actors import Actor
from yinglou.modules.access.queries import actor_named
from yinglou.modules.access.samples import a_person
from yinglou.modules.branches.samples import a_branch
from yinglou.modules.staff.commands import UserTaken, connect_user, hire_employee

pytestmark = pytest.mark.django_db
HOUSE = Actor.house("tests")


def test_a_new_employee_signs_in_as_one():
    person = a_person("xuran", "许然")
    employee = hire_employee(by=HOUSE, name="许然", branch=a_branch(), user=person)
    assert actor_named("xuran").employee_id == employee.pk


def test_a_sign_in_is_connected_later_and_only_once():
    person, branch = a_person("xuran", "许然"), a_branch()
    employee = hire_employee(by=HOUSE, name="许然", branch=branch)
    other = hire_employee(by=HOUSE, name="何佳", branch=branch)
    assert connect_user(by=HOUSE, employee=employee, user=person).user == person
    assert actor_named("xuran").employee_id == employee.pk
    with pytest.raises(UserTaken):
        connect_user(by=HOUSE, employee=other, user=person)
    assert actor_named("xuran").employee_id == employee.pk
