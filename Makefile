# Needs Python 3.11 or later and make, nothing else. `make PYTHON=python3.12 …` chooses the interpreter.
PYTHON = python3
SHARE = 1.0
DIST = dist
NO_TESTS = $(if $(ARGS),5,0) # what else than success is fine: 5, where ARGS choose no test of one of the two

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
	@echo 'All tests take about four minutes on two cores.'
	$(RUN) -m pytest -n auto $(ARGS)

proof: $(VENV)/dev.stamp
	PROOF_SHARE=$(SHARE) $(RUN) -m pytest -m "proof and not measured" -n auto $(ARGS) || [ $$? -eq $(NO_TESTS) ]
	PROOF_SHARE=$(SHARE) $(RUN) -m pytest -m "proof and measured" $(ARGS) || [ $$? -eq $(NO_TESTS) ]

bench: $(VENV)/dev.stamp
	$(RUN) -m benchmarks $(ARGS)

lint: $(VENV)/dev.stamp
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy --strict dlquiz

wheel: $(VENV)/quiz.stamp
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir $(DIST) .

# The environment: what the program needs and what builds it, then what its developers need.  Nothing is fetched that has
# no version and hash here: packages are not built, and the program is built by what is installed.
$(VENV)/quiz.stamp: pyproject.toml requirements.lock requirements-build.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dlquiz needs Python 3.11 or later; choose one with: make PYTHON=python3.12 ...")'
	@echo 'Preparing $(VENV) (once, about half a minute) ...'
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --require-hashes --only-binary :all: -r requirements.lock -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/quiz.stamp requirements-dev.lock
	@echo 'Adding the developer tools to $(VENV) ...'
	@$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@

# One resolution for every platform and Python; the developers' versions hold for what builds the program too.
COMPILE = .venv-lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate
BUILD = import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")
HEADER = '\# Pinned versions with hashes, for every platform and Python 3.11 or later. Renew with: make lock'

lock:
	@test -x .venv-lock/bin/uv || $(PYTHON) -m venv --clear .venv-lock
	@test -x .venv-lock/bin/uv || .venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	@mkdir -p build
	@$(COMPILE) pyproject.toml >build/run.lock
	@$(COMPILE) pyproject.toml --extra dev --constraint build/run.lock >build/dev.lock
	@.venv-lock/bin/python -c '$(BUILD)' >build/build.in
	@$(COMPILE) build/build.in --python-version 3.11 --constraint build/dev.lock >build/build.lock
	@{ echo $(HEADER); cat build/run.lock; } >requirements.lock
	@{ echo $(HEADER); cat build/dev.lock; } >requirements-dev.lock
	@{ echo $(HEADER); cat build/build.lock; } >requirements-build.lock

clean:
	rm -rf $(VENV) .venv-lock build $(DIST) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
