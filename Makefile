# The two commands that matter: `make run` serves the demonstration, `make test` proves everything.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 4
# What Python compiled is kept: a run starts over a hundred processes that read the same modules.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test office bench kill catalogue fmt lock lint imports types suite

run:
	@.ci/install run $(PYTHON)
	@$(BIN)/python -m coopspace serve --demo --port $(PORT)

test:
	@.ci/install test $(PYTHON)
	@$(MAKE) --no-print-directory lint imports types suite

lint:
	@echo "== formatting and lint"
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .

imports:
	@echo "== import contracts"
	@$(BIN)/lint-imports --no-cache

types:
	@echo "== types"
	@$(BIN)/mypy

kill: # KILLS=50: the longer proof that a killed server loses nothing
	@.ci/install test $(PYTHON)
	@KILLS=$${KILLS:-50} $(BIN)/python -m pytest tests/live/test_crashes.py -k killed

office: # LibreOffice opens what is taken away, without repair (Debian: libreoffice-writer-nogui, -calc-nogui)
	@.ci/install test $(PYTHON)
	@command -v soffice > /dev/null || { echo "LibreOffice (soffice) is needed: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui" >&2; exit 1; }
	@$(BIN)/python -m tests.office.opened
	@$(BIN)/python -m tests.office.strategy

suite:
	@echo "== tests"
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --durations=25 --durations-min=5 tests

fmt:
	@.ci/install test $(PYTHON)
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

lock:
	@.ci/install test $(PYTHON)
	@.ci/lock

catalogue:
	@.ci/install test $(PYTHON)
	@$(BIN)/python -m coopspace.translations.catalogue

bench:
	@.ci/install test $(PYTHON)
	@$(BIN)/python -m tests.benchmarks.pages
	@$(BIN)/python -m tests.benchmarks.poster
	@$(BIN)/python -m tests.benchmarks.strategy_tables
	@$(BIN)/python -m tests.benchmarks.chain
	@$(BIN)/python -m tests.benchmarks.review
	@$(BIN)/python -m tests.benchmarks.leverage
	@$(BIN)/python -m tests.benchmarks.strategy_past
	@$(BIN)/python -m tests.benchmarks.search
	@$(BIN)/python -m tests.benchmarks.notices
	@$(BIN)/python -m tests.benchmarks.search_page
	@$(BIN)/python -m tests.benchmarks.network
	@$(BIN)/python -m tests.benchmarks.room
	@$(BIN)/python -m tests.benchmarks.programme
	@$(BIN)/python -m tests.benchmarks.network_page
	@$(BIN)/python -m tests.benchmarks.start
	@$(BIN)/python -m tests.benchmarks.live
	@$(BIN)/python -m tests.benchmarks.beside
