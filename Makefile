# make demo: the bundled plan, the whole way. make test: everything that CI checks.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test lint types browser bench docs lock clean
help:
	@echo "make demo   the bundled plan: build, check, findings, map (into out/)"
	@echo "make test   all tests, linting and type checks"
	@echo "make lint / types / bench / docs / lock / clean"

$(BIN)/enishi: requirements/run.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(BIN)/enishi requirements/dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(BIN)/enishi
	$(BIN)/enishi demo

# The map's tests need a browser and a Japanese font; Debian has both.
browser:
	@if command -v "$${ENISHI_CHROMIUM:-chromium}" >/dev/null && fc-list 2>/dev/null | grep -q "Noto Sans CJK"; then \
	  :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; \
	else \
	  echo "The map's tests need chromium and the font Noto Sans CJK (Debian: chromium fonts-noto-cjk)."; \
	  [ -z "$$CI" ]; \
	fi

test: $(VENV)/.dev browser lint types
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

bench: $(VENV)/.dev
	$(BIN)/python bench/mentions.py
	$(BIN)/python bench/run.py

# The reference page of the ontology, from the Turtle; a test says when it is out of date.
docs: $(VENV)/.dev
	$(BIN)/python -m enishi.visualize.ontology_page docs/ontology.html

# Hashes only, no addresses: any index serves.
lock: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml requirements/build.in -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --extra dev -c requirements/run.txt pyproject.toml requirements/build.in -o requirements/dev.txt

clean:
	rm -rf $(VENV) out build dist *.egg-info
