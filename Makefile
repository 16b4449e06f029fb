# The commands of the project. `make run` and `make test` need Python 3.11, pip and make, and set up everything else.

PORT ?= 8501
ifndef PYTHON
PYTHON := $(shell for p in python3.11 python3.12 python3.13 python3; do $$p -c "" 2>/dev/null && echo $$p && break; done)
endif
VENV_PYTHON = .venv/bin/python
PARALLEL = -n logical --dist worksteal

ifeq ($(strip $(PYTHON)),)
$(error 没有找到 Python。请先安装 Python 3.11：apt-get install python3 python3-pip)
endif

.PHONY: run test unit lint bench docs pictures lock bundle clean ready ready-to-test

# The dashboard on http://127.0.0.1:8501 (another port: make run PORT=8502), with the sample county if there is no other.
run:
	@$(PYTHON) tools/start.py $(PORT)

# Style, then the unit tests (under a minute), then the whole product without a browser, then the browser.
# All share the work among the machine's cores; each share of the browser's tests has a server and a browser of its own.
test: ready-to-test lint unit
	$(VENV_PYTHON) -m pytest $(PARALLEL) tests/whole
	$(VENV_PYTHON) -m pytest $(PARALLEL) tests/browser

unit: ready-to-test
	$(VENV_PYTHON) -m pytest $(PARALLEL) tests/unit monitoring components tools

lint: ready-to-test
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .

# Measured on this machine, written to docs/benchmarks.md.
bench: ready-to-test
	$(VENV_PYTHON) tests/bench.py

# docs/indicators.md anew from data/indicators.toml.
docs: ready
	$(VENV_PYTHON) -m monitoring.reports.handbook > docs/indicators.md

# The screenshots of the README anew.
pictures: ready-to-test
	PICTURES=docs/pictures $(VENV_PYTHON) -m pytest tests/browser/test_browser.py

# Versions and hashes of every package anew, after a change of a requirements file; make lock MORE=--upgrade takes newer ones.
lock: ready
	$(VENV_PYTHON) tools/lock.py $(MORE)

# One folder in dist/ for a PC without a network: the program as last committed, packages for Windows and Linux.
bundle: ready
	$(VENV_PYTHON) tools/bundle.py

# Everything that can be made again; never data/local.
clean:
	rm -rf .venv dist .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

ready:
	@$(PYTHON) tools/environment.py

ready-to-test:
	@$(PYTHON) tools/system_packages.py
	@$(PYTHON) tools/environment.py --test
