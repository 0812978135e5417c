# Every target sets itself up: Python 3.11+ with venv, and make, are all that is needed beforehand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
COMPILED := $(patsubst %.po,%.mo,$(wildcard content/translations/*/LC_MESSAGES/content.po))

.PHONY: demo test check bench bench-full messages pictures lock clean

demo: $(VENV)/.installed $(COMPILED)
	@$(BIN)/dadinfo demo --port $(PORT)

test: $(VENV)/.installed-test $(COMPILED)
	$(BIN)/pytest
	$(BIN)/pytest -n 0 tests/browser

check: $(VENV)/.installed-test $(COMPILED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint dadinfo/web/templates
	$(BIN)/dadinfo content check

bench: $(VENV)/.installed-test $(COMPILED)
	$(BIN)/python -m bench

bench-full: $(VENV)/.installed-test $(COMPILED)
	$(BIN)/python -m bench --full

pictures: $(VENV)/.installed-test $(COMPILED)
	$(BIN)/python -m tests.browser.pictures

messages: $(VENV)/.installed
	$(BIN)/dadinfo content messages

lock: $(VENV)/.installed-test
	$(BIN)/pip install -qq uv
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-annotate pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) instance build

$(VENV)/.installed: pyproject.toml
	@echo "Setting up $(VENV) (once, about a minute)…"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -qq --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-test: pyproject.toml $(VENV)/.installed
	@echo "Installing what tests and checks need (once, about two minutes)…"
	@$(BIN)/pip install -qq --disable-pip-version-check -e ".[test,check]"
	@sh tests/browser/chromium.sh $(BIN)
	@touch $@

content/translations/%/LC_MESSAGES/content.mo: content/translations/%/LC_MESSAGES/content.po | $(VENV)/.installed
	@$(BIN)/pybabel -q compile -D content -l $* -i $< -o $@
