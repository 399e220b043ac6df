# Two commands for newcomers: `make report` and `make test`. Both set everything up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOPOI := $(BIN)/topoi
READY := $(VENV)/.ready

.PHONY: report test lint setup clean

report: setup
	@$(BIN)/python -m topoi.report.publish.quarto $(VENV)
	$(TOPOI) execute --if-stale
	$(TOPOI) report

test: setup lint
	$(BIN)/pytest -n auto --dist loadfile
	$(BIN)/pytest --nbval notebooks -p no:cacheprovider

lint: setup
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else "Topoi needs Python 3.11, 3.12 or 3.13; this is %d.%d. Try: make PYTHON=python3.12 ..." % v)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

clean:
	rm -rf $(VENV) reports/site _book
