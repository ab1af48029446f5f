# Dateline: `make run` serves the demo, `make test` runs every test. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
IN = .venv/bin/python
# On a machine of one's own there is no .env: DEBUG is on and the demo has its title; a site with an .env says so there.
DEBUG ?= $(if $(wildcard .env),,1)
export PORT DEBUG
run: export SITE_TITLE ?= $(if $(wildcard .env),,Pakistan and Russia, 1947 to today)

# Runs $(PYTHON), once it has been seen to run at all.
GROUND = [ "$$($(PYTHON) -c 'print("runs")' 2>/dev/null)" = runs ] \
	|| { echo "Dateline: PYTHON=$(PYTHON) is no Python that runs. Name another one: make PYTHON=python3.11 ..." >&2; exit 1; }; \
	$(PYTHON) config/ground.py

.DEFAULT_GOAL := help
.PHONY: help run test check format messages soak bench screenshots lock ground ground-dev

help:  ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ground  ## install, migrate, load and read the seeds the first time, serve on PORT (8000)
	@$(IN) manage.py demo

test: export PYTHONDONTWRITEBYTECODE =  # else every worker, and every program that a test starts, compiles all anew
test: ground-dev  ## every test: on SQLite, on PostgreSQL, in a real browser
	@$(GROUND) browser
	$(IN) -m config.every_test

check: ground-dev  ## format, lint and migrations, in seconds
	@$(IN) -m ruff format --check .
	@$(IN) -m ruff check .
	@SECRET_KEY=check $(IN) manage.py check --fail-level WARNING
	@SECRET_KEY=check $(IN) manage.py makemigrations --check --dry-run

format: ground-dev  ## let ruff put the code in order
	@$(IN) -m ruff check --fix .
	@$(IN) -m ruff format .

messages: ground-dev  ## write what the sources say anew into the catalogues of the other languages
	@$(IN) -m config.catalogues gather

soak: ground-dev  ## the long random runs, on both databases
	SOAK=1 $(IN) -m pytest -q -n 2 -m soak
	SOAK=1 $(IN) -m config.with_postgres $(IN) -m pytest -q -n 2 --orm -m soak

bench: ground-dev  ## measure: each bench prints a table
	@for bench in bench/*.py; do echo "== $$bench"; $(IN) $$bench || exit 1; done

screenshots: ground-dev  ## photograph every page of the demo into docs/gallery
	@$(GROUND) browser
	@$(IN) docs/screenshots.py

lock: ground-dev  ## pin requirements*.in anew, with hashes (needs uv)
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 requirements.in -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 requirements-dev.in -o requirements-dev.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 requirements-parquet.in -o requirements-parquet.txt

ground:
	@$(GROUND) venv requirements.txt
	@$(IN) -m config.catalogues compile

ground-dev:
	@$(GROUND) venv requirements-dev.txt
	@$(IN) -m config.catalogues compile
