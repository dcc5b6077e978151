"""What the reports read: always through what the actor may see, in a fixed number of statements."""

from .morning import SOLD, Morning, morning_of
from .workbench import Workbench, arrivals_of, workbench_of

__all__ = ["SOLD", "Morning", "Workbench", "arrivals_of", "morning_of", "workbench_of"]
