"""The studio of the demo, made by the commands that people use, on a clock that is set."""

from .building import build, build_fixture
from .people import PASSWORD, PEOPLE
from .roles import STANDARD_ROLES

__all__ = ["PASSWORD", "PEOPLE", "STANDARD_ROLES", "build", "build_fixture"]
