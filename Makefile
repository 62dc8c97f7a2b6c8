# Every target sets up what it needs, in .venv and .cache inside the clone. All paths are
# relative, so that a clone may lie in a folder with spaces and å in its name.
PYTHON_RUN = .venv/bin/python

.PHONY: help setup demo test soak bench lint types layers wheel-check check lock words pictures clean distclean

help:
	@echo 'make demo         start the service with the Tyresö sample'
	@echo 'make test         all tests, on both engines and in a browser   (ARGS="-k name" chooses)'
	@echo 'make soak         long tests that kill processes in the middle of things'
	@echo 'make bench        measure, and compare with the plain ways of doing it'
	@echo 'make check        lint, types, layers and wheel-check'
	@echo 'make pictures     take the pictures in docs/ anew  (ARGS="--all FOLDER" for every page)'
	@echo 'make lock         write requirements/ anew from pyproject.toml  (ARGS=--upgrade for newer)'
	@echo 'make clean        remove what tools have left; distclean removes .venv and .cache too'

setup:
	@sh tools/setup-python

demo: setup
	@.venv/bin/rodtrad demo $(ARGS)

test: setup
	@sh tools/run-tests $(ARGS)

soak: setup
	@if [ -d tests/soak ]; then sh tools/setup-system && $(PYTHON_RUN) -m pytest tests/soak $(ARGS) && \
	RODTRAD_EVERY_ENGINE=1 $(PYTHON_RUN) -m pytest tests/service -m neo4j; \
	else echo 'There are no soak tests yet.'; fi

bench: setup
	@$(PYTHON_RUN) benchmarks/run.py $(ARGS)

lint: setup
	@$(PYTHON_RUN) -m ruff check .

types: setup
	@$(PYTHON_RUN) -m mypy

layers: setup
	@.venv/bin/lint-imports

wheel-check: setup
	@$(PYTHON_RUN) tools/wheel_check.py

check: lint types layers wheel-check

lock: setup
	@sh tools/lock $(ARGS)

words: setup
	.venv/bin/pybabel compile -d service/locale -D rodtrad -l sv

pictures: setup
	@sh tools/setup-system >/dev/null && $(PYTHON_RUN) tools/pictures.py $(ARGS)

clean:
	rm -rf build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name .venv -prune -o -name .cache -prune -o -name __pycache__ -type d -prune \
	    -exec rm -rf {} +

distclean: clean
	rm -rf .venv .cache
