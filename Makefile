# make demo   build the graph of the seeds, show what it found
# make test   all tests, on a machine that has only Python 3.11+, make and git
# make lint   ruff and mypy
# make bench  speed against jieba over the same text, what the audit finds and costs, seconds a page by format, a million triples, the server under load
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint bench lock clean

demo: $(STAMP)
	$(BIN)/kg build seeds -d build/demo
	@echo
	@echo "== Enterprises in several agencies' reports / 出现在多个部门报告中的企业 (kg trace)"
	$(BIN)/kg trace -d build/demo
	@echo
	@echo "== Claims of the reports that their own figures do not bear out / 与自身数字不符的表述 (kg query claims-that-fail)"
	$(BIN)/kg query claims-that-fail -d build/demo
	@echo
	@echo "Next: $(BIN)/kg query --list            what can be asked"
	@echo "      $(BIN)/kg trace NAME -d build/demo   every mention of one enterprise, with its words"
	@echo "      $(BIN)/kg export -f turtle -o kg.ttl -d build/demo   for a triple store"

test: $(STAMP) lint
	$(BIN)/python -m pytest -n auto

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMP)
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/link_quality.py
	$(BIN)/python benchmarks/link.py
	$(BIN)/python benchmarks/audit.py
	$(BIN)/python benchmarks/read.py
	$(BIN)/python benchmarks/stores.py
	$(BIN)/python benchmarks/serve.py

# The lock file is universal: one file for every platform and Python from 3.11 on.
lock:
	$(PYTHON) -m pip install -q uv
	$(PYTHON) -m uv pip compile pyproject.toml --extra all --group dev --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --custom-compile-command 'make lock' -o requirements.lock

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "jixiao-kg needs Python 3.11 or newer; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

clean:
	rm -rf $(VENV) build dist
