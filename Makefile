# Everything a fresh machine needs is Python 3.11 or later with venv, make and git.

PORT ?= $(or $(TWITE_PORT),8000)
PYTHON ?= python3
ARGS ?=

# One per core of a small machine; each starts a PostgreSQL of its own.
WORKERS ?= 2

# What chance `make proof` begins with, and how long it goes on.
SEED := $(or $(SEED),$(shell date +%s))
EXAMPLES ?= 5000

BIN := .venv/bin
PACKAGING := pyproject.toml setup.py
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve test stories proof coverage faults mutants check bench operations format lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: .venv/.serve ## Serve on http://localhost:8000, on SQLite (PORT=8000)
	@$(BIN)/twite serve --port $(PORT)

test: .venv/.dev ## Run the whole suite (ARGS="-k follows", WORKERS=2)
	@$(BIN)/pytest -n $(WORKERS) $(ARGS)

stories: .venv/.dev ## Tell the browser stories, with a picture of every page in build/stories
	@rm -rf build/stories
	@STORIES_FOLDER=$(CURDIR)/build/stories $(BIN)/pytest -n $(WORKERS) \
	    tests/integration/stories $(ARGS)
	@echo "The pages lie side by side in build/stories/index.html"

proof: .venv/.dev ## Look long, by chance, for a difference between the storages (SEED=, EXAMPLES=)
	@echo "The seed is $(SEED): make proof SEED=$(SEED) does it again."
	@PROOF_EXAMPLES=$(EXAMPLES) $(BIN)/pytest -n $(WORKERS) --hypothesis-profile=proof \
	    --hypothesis-seed=$(SEED) tests/integration/adapters/machine $(ARGS)

coverage: .venv/.dev ## Run the unit tests; all branches of domain and application have to be taken
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -n $(WORKERS) tests/unit $(ARGS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

faults: .venv/.dev ## Plant faults one at a time, and tell which test catches each (ARGS="cursor mail", ARGS=--list)
	@$(BIN)/python -m tests.planted.faults $(ARGS)

mutants: .venv/.mutants ## Mutate the rules, and tell which mutants no test kills (ARGS=domain/text.py)
	@$(BIN)/python -m tests.planted.mutants $(ARGS)

check: .venv/.dev ## Check format, lint, types, import contracts and dependencies; no tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry src

bench: .venv/.dev ## Measure how fast, beside floors measured in the same run (ARGS=--small)
	@$(BIN)/python -m bench $(ARGS)

operations: .venv/.dev ## Write the table of docs/api.md anew, from the route table
	@$(BIN)/python -m tests.integration.http.api.table

format: .venv/.dev ## Mend format and lint where a tool can
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

lock: ## Resolve requirements/*.lock again (ARGS=--upgrade takes the newest versions)
	@set -e; \
	tools=$$(mktemp -d); \
	trap 'rm -rf "$$tools"' EXIT; \
	$(PYTHON) -m venv "$$tools"; \
	"$$tools/bin/python" -m pip --quiet --disable-pip-version-check install uv; \
	compile="$$tools/bin/uv pip compile --quiet --no-config --universal --generate-hashes \
	    --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links"; \
	$$compile $(ARGS) pyproject.toml --all-extras --group dev --group build \
	    --output-file requirements/dev.lock; \
	$$compile $(ARGS) pyproject.toml --extra server --extra postgres --group build \
	    --constraint requirements/dev.lock --output-file requirements/serve.lock; \
	$$compile $(ARGS) --group mutants \
	    --constraint requirements/dev.lock --output-file requirements/mutants.lock

clean: ## Remove the virtual environment, builds and caches; databases stay
	rm -rf .venv build dist *.egg-info src/*.egg-info .coverage .coverage.* htmlcov \
	    .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# -- the virtual environment ------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -m venv .venv

.venv/.serve: requirements/serve.lock $(PACKAGING) | $(BIN)/python
	@echo "Installing twite and what it needs into .venv ..."
	@$(PIP) install --require-hashes --requirement requirements/serve.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# The locks agree, and dev.lock holds all of serve.lock: whoever can test can serve.
.venv/.dev: requirements/dev.lock requirements/serve.lock $(PACKAGING) | $(BIN)/python
	@echo "Installing twite and the tools of its developers into .venv ..."
	@$(PIP) install --require-hashes --requirement requirements/dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch .venv/.serve $@

.venv/.mutants: requirements/mutants.lock .venv/.dev
	@$(PIP) install --require-hashes --requirement requirements/mutants.lock
	@touch $@
