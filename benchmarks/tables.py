"""All groups, in the order of the report."""

from benchmarks.cases_autograd import AUTOGRAD, TRAINING
from benchmarks.cases_calls import CALLS
from benchmarks.cases_data import DATA
from benchmarks.cases_large import LARGE

GROUPS = {group.name: group for group in (CALLS, AUTOGRAD, TRAINING, DATA, LARGE)}
