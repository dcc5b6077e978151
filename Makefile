# 影楼 Yinglou. `make` lists what can be made; only Python 3.11+ (with venv) and make are needed.

PYTHON ?= python3
HOST   ?= 127.0.0.1
PORT   ?= 8000
DATA   ?= var
ARGS   ?=

export DJANGO_SETTINGS_MODULE := yinglou.config.settings
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q install

.DEFAULT_GOAL := help
.PHONY: help run demo test check fix house translate bench fuzz shots lock clean

help:
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

run: .venv/.base ## set up and serve: make run PORT=8000 HOST=127.0.0.1 DATA=var
	@exec $(BIN)/yinglou run --host $(HOST) --port $(PORT) --data $(DATA) $(ARGS)

demo: .venv/.base ## fill an empty database with a year of a studio
	@DATA=$(DATA) $(BIN)/yinglou demo $(ARGS)

test: .venv/.dev assets ## every test, on SQLite and then on PostgreSQL: make test ARGS='-k folio'
	@$(BIN)/python -m house.suite $(ARGS)

check: .venv/.dev assets ## style, types, plan, templates, migrations, papers, words
	@$(BIN)/python -m house.inspection $(ARGS)

fix: .venv/.dev ## put right what a tool can put right
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

house: .venv/.dev ## write docs/house.md from the code
	@$(BIN)/yinglou house --write

translate: .venv/.dev ## bring the catalogues in step and draft traditional characters
	@$(BIN)/yinglou words --draft

bench: .venv/.dev assets ## measure, and write bench.json: make bench ONLY=pages
	@$(BIN)/yinglou bench $(ARGS)

fuzz: .venv/.dev assets ## long runs of the generated tests
	@YINGLOU_FUZZ=long $(BIN)/python -m pytest -m slow -n auto $(ARGS)

shots: .venv/.dev assets ## photograph the pages into shots/
	@YINGLOU_SHOTS=shots $(BIN)/python -m pytest tests/browser -m browser -k shot $(ARGS)

lock: .venv/.dev ## lock the newest allowed versions into requirements/
	@$(BIN)/python -m house.locks

clean: ## remove what set-up and tools made; data stays
	rm -rf .venv node_modules static-collected .pytest_cache .mypy_cache .ruff_cache .hypothesis

# ---- set-up: a file per step, so that a second start does nothing

.PHONY: assets
assets: .venv/.base
	@$(BIN)/yinglou assets

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "On Debian: apt install python3-venv"; exit 1; }

.venv/.base: requirements/base.txt pyproject.toml | .venv/bin/python
	@echo "Installing what the product stands on …"
	@$(PIP) --require-hashes -r requirements/base.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.base
	@echo "Installing the tools …"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@
