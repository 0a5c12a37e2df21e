# Everything a developer types. `make help` lists it; .venv is made at first use.

# The first Python from 3.10 on that can make an environment; PYTHON=... overrides.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.10 python; \
	do $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' \
	2>/dev/null && echo $$p && break; done)
VENV := .venv
BENCH := .venv-bench
BIN := $(VENV)/bin
PIP := -m pip --disable-pip-version-check install --quiet
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help demo test compare fuzz op build cuda emulate bench lint format asan ctest aarch64 expand clean

help:  ## This list
	@sed -n 's/^\([a-z0-9]*\):[^#]*##/\1 /p' $(MAKEFILE_LIST) | \
		while read -r name text; do printf '  make %-9s%s\n' "$$name" "$$text"; done

.SECONDARY:  # an environment is no intermediate file to be removed

%/bin/python:
	@test -n "$(PYTHON)" || { echo "error: no Python 3.10 or newer with the venv" \
		"module found; install one or set PYTHON" >&2; exit 1; }
	$(PYTHON) -m venv $*

# Each stamp is an environment with one more extra of pyproject.toml installed.
%/.build: %/bin/python pyproject.toml
	$< $(PIP) "setuptools>=77" "numpy>=2.0"
	@touch $@

$(VENV)/.demo $(VENV)/.test $(VENV)/.dev: $(VENV)/.%: $(VENV)/.build
	$(BIN)/python $(PIP) --no-build-isolation --editable '.[$*]'
	@touch $@

$(BENCH)/.bench: $(BENCH)/.build
	$(BENCH)/bin/python $(PIP) --no-build-isolation --editable .
	@if $(BENCH)/bin/python $(PIP) torch==2.13.0 scipy; then touch $@; else \
		echo "note: torch 2.13.0 cannot be installed for this Python:" \
		"the report will lack its column"; fi

build: $(VENV)/.build  ## Compile what changed in csrc/, in place
	@$(BIN)/python setup.py --quiet build_ext --inplace

cuda: build  ## The CUDA backend for GPUs, and what its kernels use (needs nvcc)
	@$(BIN)/python tools/cudabuild.py nvcc

emulate: build  ## The CUDA backend for CTENSOR_CUDA=emulate, without a GPU
	@$(BIN)/python tools/cudabuild.py emulate

demo: $(VENV)/.demo build  ## Train a network on handwritten digits
	$(BIN)/python examples/demo.py

test: $(VENV)/.test build ctest  ## All tests, those marked isa on every instruction set
	$(BIN)/python tools/run_tests.py $(TESTS)

compare: $(BENCH)/.bench  ## Calls and random programs against PyTorch and NumPy (ARGS=cumsum)
	@$(BENCH)/bin/python setup.py --quiet build_ext --inplace
	$(BENCH)/bin/python tests/compare/run.py $(ARGS)
	$(if $(ARGS),,$(BENCH)/bin/python tests/compare/grid.py)
	$(if $(ARGS),,$(BENCH)/bin/python tests/compare/programs.py)
	$(if $(ARGS),,$(BENCH)/bin/python tests/compare/numpy_side.py)
	$(if $(ARGS),,$(BENCH)/bin/python tests/compare/training.py)
	$(if $(ARGS),,$(BENCH)/bin/python tests/compare/networks.py)
	$(if $(ARGS),,$(BENCH)/bin/python tests/compare/mixed.py)
	$(if $(ARGS),,$(BENCH)/bin/python tests/compare/composed.py)
	$(if $(ARGS),,$(BENCH)/bin/python tests/compare/scipy_side.py)

fuzz: $(VENV)/.test  ## Random bad calls and damaged files for FUZZ=60 seconds (SAN=1)
	$(BIN)/python tools/run_fuzz.py $(if $(SAN),--asan) $(or $(FUZZ),60) $(ARGS)

op: $(VENV)/.test build  ## All that tests one op, in seconds: OP=cumsum (SAN=1: under sanitizers)
	@test -n "$(OP)" || { echo "error: which op? make op OP=cumsum" >&2; exit 1; }
	$(BIN)/python tools/run_tests.py $(if $(SAN),--asan) --op $(OP)

ctest: $(VENV)/.build  ## The C core's own tests, built without Python
	@CTENSOR_ISAS="$${CTENSOR_ISAS:-base}" $(BIN)/python tools/ctest.py

lint: $(VENV)/.dev  ## Python and C style; compiler warnings are errors
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/clang-format --dry-run --Werror $$(git ls-files '*.c' '*.h')
	@CTENSOR_WERROR=1 $(BIN)/python setup.py --quiet build_ext --inplace
	@CTENSOR_WERROR=1 $(MAKE) --no-print-directory ctest

format: $(VENV)/.dev  ## Put Python and C sources into the project's format
	$(BIN)/ruff format
	$(BIN)/clang-format -i $$(git ls-files '*.c' '*.h')

asan: $(VENV)/.test  ## The tests under AddressSanitizer and UBSan (needs gcc)
	$(BIN)/python tools/run_tests.py --asan $(TESTS)

bench: $(BENCH)/.bench  ## Time against NumPy and PyTorch (ARGS=--quick)
	@$(BENCH)/bin/python setup.py --quiet build_ext --inplace
	$(BENCH)/bin/python -m benchmarks.run $(ARGS)

aarch64: $(VENV)/.build  ## Cross-compile the core (needs aarch64-linux-gnu-gcc)
	CC=aarch64-linux-gnu-gcc $(BIN)/python tools/cbuild.py check build/aarch64

expand: $(VENV)/.dev  ## Print FILE=csrc/... as the compiler sees it, tables expanded
	@$(BIN)/python tools/cbuild.py expand $(or $(FILE),build/made/rows/cpu/isa/arithmetic_float.c) $(ISA) \
		| $(BIN)/clang-format --style=file

clean:  ## Remove what was built, but no environment
	rm -rf build dist *.egg-info ctensor/_C.*.so compile_commands.json
