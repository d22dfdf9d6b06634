# The portal's commands. `make run` and `make test` need git, make and Python 3.11 or later, nothing else.
PORT ?= 8000
SEARCH ?= embedded
PYTHON_OF_VENV := .venv/bin/python
MANAGE := $(PYTHON_OF_VENV) manage.py
export PORTAL_DEMONSTRATION ?= true

.DEFAULT_GOAL := help
.PHONY: help run worker test test-fast stress check bench relevance format environment development clean

help: ## What there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-11s %s\n", $$1, $$2}' Makefile

START_WITH_embedded = $(MANAGE) start
START_WITH_node = env PORTAL_SEARCH_URL=opensearch://127.0.0.1:$$(($(PORT) + 1200))/portal $(MANAGE) start --search-node

run: environment ## Start the demonstration: web, worker and schedule (PORT=8000; SEARCH=node adds a search node)
	@PORTAL_PORT=$(PORT) exec $(or $(START_WITH_$(SEARCH)),$(error SEARCH is embedded or node))

worker: environment ## Start only the worker
	@exec $(MANAGE) db_worker

environment:
	@scripts/environment

development:
	@scripts/environment development

test: development ## Every test: in a real Chromium, on PostgreSQL, with a real search node
	@scripts/browser
	@$(PYTHON_OF_VENV) -m pytest -n 2 -m "not stress and not node"
	@scripts/search-node scripts/postgresql $(PYTHON_OF_VENV) -m pytest -n 2 -m "(database or node) and not stress"

test-fast: development ## The unit part, under a minute: all without a marker
	@$(PYTHON_OF_VENV) -m pytest -n 2 -m "not database and not exhaustive and not browser and not processes and not node and not stress"

stress: development ## The longest forms of races and faults
	@scripts/browser
	@$(PYTHON_OF_VENV) -m pytest -m stress

check: development ## Lint, layers, types, migrations, catalogues, templates, deployment
	@scripts/browser
	@scripts/check

bench: development ## Measure: ratios within one run (docs/performance.md)
	@$(PYTHON_OF_VENV) -m tests.benchmarks $(ONLY) $(if $(DOCUMENTS),--documents $(DOCUMENTS))

relevance: development ## How well the search finds, on the judged set of tests/relevance
	@$(PYTHON_OF_VENV) -m tests.relevance

format: development ## Bring the code into shape
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

clean: ## Delete the environment and the demonstration's data
	rm -rf .venv data staticfiles
