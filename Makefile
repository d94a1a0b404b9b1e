# Everything sets itself up: make demo, or make test, is all that is needed after cloning.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
SERVERS := $(BIN)/python -m config.servers
PIP_COMPILE = $(or $(shell command -v uv),$(BIN)/uv) pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links
# All tests: by up to four processes, each with servers of its own: a transaction of another's holds back the feed.
TESTERS := $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$((n < 4 ? n : 4)))
TOGETHER := --dist loadgroup --no-loadscope-reorder \
	--tx '$(TESTERS)*popen//python=$(SERVERS) run --throwaway -- $(BIN)/python'

.DEFAULT_GOAL := help
.PHONY: help demo test trials lint bench calibrate shots screens lock reset python install install-dev

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 9

demo: install ## Run the site with a live study (PORT=8123 make demo; HOST=0.0.0.0 for other machines)
	@$(SERVERS) run -- $(BIN)/python -m config.demo

test: install-dev ## Run all tests against throwaway servers (ARGS="tests/config -x" for some)
	@$(SERVERS) run --throwaway -- $(BIN)/python -m pytest $(or $(ARGS),$(TOGETHER))

trials: install-dev ## Run only the tests that inject faults into real processes, at length
	@LIMELIGHT_TRIALS=long $(SERVERS) run --throwaway -- $(BIN)/python -m pytest -m trial $(ARGS)

lint: install-dev ## Check style, types and that no package registry is named
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@SECRET_KEY=$${SECRET_KEY:-lint} DATA_KEY=$${DATA_KEY:-lint} $(BIN)/mypy .
	@$(BIN)/python .ci/hosts

bench: install-dev ## Measure page steps, processor time, memory and refresh (ARGS are passed on)
	@$(SERVERS) run --throwaway --durable -- $(BIN)/python -m tests.bench $(ARGS)

calibrate: install-dev ## Simulate coverage and false positives at length, into tests/calibration/report.md (ARGS="NAME")
	@SECRET_KEY=calibrate DATA_KEY=calibrate OPENBLAS_NUM_THREADS=1 nice $(BIN)/python -m tests.calibration $(ARGS)

shots: install-dev ## Take the README's pictures from the demonstration
	@$(BIN)/python -m tests.e2e.shots

screens: install-dev ## Picture every participant page, at three widths, light and dark, into var/screens/
	@$(SERVERS) run --throwaway -- $(BIN)/python -m pytest tests/e2e/screens.py $(ARGS)

lock: install-dev ## Compile requirements*.txt from pyproject.toml (ARGS=--upgrade for newer versions)
	@$(BIN)/python -c 'import uv' 2>/dev/null || $(BIN)/python -m pip install -q --require-hashes -r requirements-uv.txt
	$(PIP_COMPILE) $(ARGS) pyproject.toml -o requirements.txt
	$(PIP_COMPILE) $(ARGS) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

reset: install ## Stop the servers and delete the demo's data, keys and passwords
	@$(SERVERS) reset
	@rm -rf var

python:
	@test -n "$(PYTHON)" || { echo "Limelight needs Python 3.11 or newer. On Debian: apt-get install python3 python3-venv" >&2; exit 1; }

install: python
	@$(PYTHON) config/install.py

install-dev: python
	@$(PYTHON) config/install.py dev
