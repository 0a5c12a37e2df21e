"""Times ctensor beside NumPy and PyTorch: `make bench`, or `python -m benchmarks.run`.

case.py       what a case and a group are
cases_*.py    the tables: one line adds a benchmark
setting.py    the instruction sets and numbers of threads that some groups run with
worker.py     one process per library, which times what it is told
run.py        the driver: asks the workers in turn, prints and writes the report
memory.py     peak memory of training steps, in processes of their own
footprint.py  import time and sizes, which no worker can time
report.py     ratios, targets, and the tables as text
"""
