"""What makes an entry an entry: the chart, and postings that balance."""

from .chart import CHART, ChartRow, dimensions_of, is_leaf, parent_of
from .postings import DIMENSIONS, Posting, Totals, in_red, missing_dimensions, one_sided, totals

__all__ = [
    "CHART",
    "DIMENSIONS",
    "ChartRow",
    "Posting",
    "Totals",
    "dimensions_of",
    "in_red",
    "is_leaf",
    "missing_dimensions",
    "one_sided",
    "parent_of",
    "totals",
]
