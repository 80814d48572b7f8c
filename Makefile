# make demo: install and run the main job on examples/.  make test: install with test extras and run every test.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

TABLES = setup.py $(wildcard src/zh_localize/text/_*.[ch] src/zh_localize/repair/_*.[ch] src/zh_localize/glossary/_*.[ch] src/zh_localize/data/*.tsv src/zh_localize/data/*.bin)

.PHONY: demo test bench clean

demo: $(VENV)/.installed
	@rm -rf out
	$(BIN)/zh-localize localise examples/*.txt --to zh-Hans --to zh-Hant-TW --to en --out out/
	@echo "Open out/report/report.html and out/page/report.html; the editions and catalogues lie beside them."

test: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest
	ZH_LOCALIZE_BACKEND=python $(BIN)/python -m pytest -q tests/unit tests/laws

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml $(TABLES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-test: $(VENV)/bin/python pyproject.toml $(TABLES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@ $(VENV)/.installed

# Measures beside the peers, each in an environment of its own; three quarters of an hour.
bench: $(VENV)/.installed-test
	$(BIN)/python benchmarks/conversion_exact.py
	$(BIN)/python benchmarks/conversion_accuracy.py
	$(BIN)/python benchmarks/conversion_speed.py
	$(BIN)/python benchmarks/repair.py
	$(BIN)/python benchmarks/decode.py
	$(BIN)/python benchmarks/terminology.py
	$(BIN)/python benchmarks/suggestions.py
	$(BIN)/python benchmarks/catalogs.py
	$(BIN)/python benchmarks/derive.py
	$(BIN)/python benchmarks/catalog_check.py

clean:
	rm -rf $(VENV) build dist out .mypy_cache .pytest_cache .ruff_cache .hypothesis src/*.egg-info
