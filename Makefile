# Everything a person types. Needs python3 (3.11 or later, with venv) and make; the rest is set up here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Data outside the project that some tests measure on; they skip, and are counted, where it is not set.
SHARED := $(wildcard ../shared)
ifneq ($(SHARED),)
export GREYLIT_SAMPLES ?= $(abspath ../shared/samples)
export GREYLIT_TEST_DATA ?= $(abspath ../shared/test-data)
export GREYLIT_TEST_SERVERS ?= $(abspath ../shared/test-servers)
endif

.PHONY: help setup demo test test-slow bench lint lock clean

help:
	@echo "make demo       run a whole search on the miniature web and show the result"
	@echo "make test       set everything up and run the tests (minutes)"
	@echo "make test-slow  the long tests: twenty kills, the wheel with its locked requirements"
	@echo "make bench      speed, as ratios against baselines in the same run"
	@echo "make lint       ruff and mypy --strict"
	@echo "make lock       write the locked requirements anew from pyproject.toml"

$(READY): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "greylit needs Python 3.11 or later; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 2; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(READY)

demo: $(READY)
	$(BIN)/greylit demo greylit-demo --again

test: $(READY) lint
	$(BIN)/pytest -q -n 2 --dist worksteal -m "not slow"

test-slow: $(READY)
	GREYLIT_NEW_CASES=1 $(BIN)/pytest -q -m "slow"

bench: $(READY)
	$(BIN)/python -m bench

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy

lock:
	$(PYTHON) -m venv $(VENV) && $(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) greylit-demo dist build .pytest_cache .mypy_cache .ruff_cache
