# Needs Python 3.11 or later and make, nothing else. `make PYTHON=python3.12 …` chooses the interpreter.
PYTHON = python3
SHARE = 1.0
DIST = dist

VENV = .venv
RUN = $(VENV)/bin/python
PIP = $(RUN) -m pip --quiet --disable-pip-version-check

.PHONY: help quiz test proof bench lint wheel lock clean

help:
	@echo 'make quiz    start practising (ARGS="list" passes arguments)'
	@echo 'make test    run the tests (ARGS="-k name" passes arguments)'
	@echo 'make proof   run the long campaigns (SHARE=0.1 runs a tenth of each)'
	@echo 'make bench   measure the speed'
	@echo 'make lint    check style and types'
	@echo 'make wheel   build the wheel into $(DIST)/'
	@echo 'make lock    renew the pinned versions'
	@echo 'make clean   remove everything made here'

quiz: $(VENV)/quiz.stamp
	@$(RUN) -m dlquiz $(ARGS)

test: $(VENV)/dev.stamp
	@echo 'All tests take about three minutes on two cores.'
	$(RUN) -m pytest -n auto $(ARGS)

proof: $(VENV)/dev.stamp
	PROOF_SHARE=$(SHARE) $(RUN) -m pytest -m proof $(ARGS)

bench: $(VENV)/dev.stamp
	$(RUN) -m benchmarks $(ARGS)

lint: $(VENV)/dev.stamp
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy --strict dlquiz

wheel: $(VENV)/quiz.stamp
	$(PIP) wheel --no-deps --wheel-dir $(DIST) .

# The environment: what the program needs, then what its developers need.
$(VENV)/quiz.stamp: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dlquiz needs Python 3.11 or later; choose one with: make PYTHON=python3.12 ...")'
	@echo 'Preparing $(VENV) (once, about half a minute) ...'
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/quiz.stamp requirements-dev.lock
	@echo 'Adding the developer tools to $(VENV) ...'
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# One resolution for every platform and Python; the runtime's versions are the developers' too.
COMPILE = .venv-lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml
HEADER = '\# Pinned versions with hashes, for every platform and Python 3.11 or later. Renew with: make lock'

lock:
	@test -x .venv-lock/bin/uv || $(PYTHON) -m venv --clear .venv-lock
	@test -x .venv-lock/bin/uv || .venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	@mkdir -p build
	@$(COMPILE) >build/run.lock
	@$(COMPILE) --extra dev --constraint build/run.lock >build/dev.lock
	@{ echo $(HEADER); cat build/run.lock; } >requirements.lock
	@{ echo $(HEADER); cat build/dev.lock; } >requirements-dev.lock

clean:
	rm -rf $(VENV) .venv-lock build $(DIST) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
