# `make help` lists the targets.
SHELL := /bin/bash
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench load faults sabotages screenshots audit sbom demo-district messages clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## make the virtual environment and install what is pinned
	@$(PYTHON) lms/bootstrap.py setup

run: ## set up, fill an empty database with the demo district, serve site and worker on PORT (8000)
	@$(PYTHON) lms/bootstrap.py run --port $(PORT) --host $(HOST)

test: ## set up, then lint, tests on SQLite and on PostgreSQL, browser tests
	@$(PYTHON) lms/bootstrap.py test

lint: ## check style and that no migration is missing
	@$(PYTHON) lms/bootstrap.py test --only lint

bench: ## print the benchmarks' figures as JSON lines, on SQLite and on PostgreSQL if it answers (an hour or so)
	@$(PYTHON) lms/bootstrap.py bench

load: ## let 250 to 2,000 people be active at once on a whole district (PostgreSQL), and print what the site answers (half an hour)
	@$(PYTHON) lms/bootstrap.py load

faults: ## kill processes, take servers away, fill the disk, each with its control; prints JSON lines (an hour or so)
	@$(PYTHON) lms/bootstrap.py faults

sabotages: ## spoil a copy of the product in small ways, and see that a test fails for each; prints JSON lines (some minutes)
	@$(PYTHON) lms/bootstrap.py sabotages

screenshots: ## write every main page at 390 and 1366 px to var/screenshots
	@$(PYTHON) lms/bootstrap.py screenshots

audit: ## judge the main pages with Lighthouse, as on a slow phone; fails below 95
	@$(PYTHON) lms/bootstrap.py audit

sbom: ## write bills of materials (CycloneDX) of what is installed and of what the browser loads to var/sbom
	@$(PYTHON) lms/bootstrap.py sbom

demo-district: ## fill the database with a whole district, the size of the benchmarks
	@$(PYTHON) lms/bootstrap.py demo-district

messages: ## collect the texts of the interface for translation (needs gettext)
	@.venv/bin/python manage.py makemessages -l zh_Hans --no-location --no-obsolete -i .venv -i var -i node_modules -i tests

clean: ## remove what was installed and built, and keep the data in var/
	@rm -rf .venv node_modules var/static var/test .pytest_cache .ruff_cache
