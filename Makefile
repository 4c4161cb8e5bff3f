# The commands of this project. `make` alone lists them. Windows without make: see README.md.
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.DEFAULT_GOAL := help
.PHONY: help run data demo test fuzz chaos seams check audit sbom format bench screens docs lock clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: $(VENV)/.installed ## Open the dashboard on http://localhost:8501 (PORT=... for another port)
	@echo "The dashboard comes on http://localhost:$(PORT); the address with the key, below, may also fetch and store (stop it with Ctrl+C)"
	@exec $(BIN)/streamlit run app.py --server.address localhost --server.port $(PORT) --server.headless true --browser.gatherUsageStats false

data: $(VENV)/.installed ## Fetch the real figures and compute the indicators
	$(BIN)/python -m loaders pull
	$(BIN)/python -m indicators build

demo: $(VENV)/.installed ## Make the invented demo region in data/demo again
	$(BIN)/python -m indicators demo

test: $(VENV)/.installed-dev ## Run every test
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

fuzz: $(VENV)/.installed-dev ## Throw new nonsense at files, questions, addresses and answers for MINUTES (10)
	$(BIN)/python -m tests.fuzz --minutes $(or $(MINUTES),10)

chaos: $(VENV)/.installed-dev ## Kill, fill and damage on purpose, TIMES (50) times each; writes the table in docs/reliability.md
	$(BIN)/python -m tests.chaos --times $(or $(TIMES),50) --to docs/reliability.md

seams: $(VENV)/.installed-dev ## Try what leans on private parts (web/seams.md) against the newest releases
	@mkdir -p build
	@echo streamlit > build/newest.txt
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/seams
	$(BIN)/uv pip install --quiet --python build/seams/bin/python --override build/newest.txt -r requirements-dev.in
	build/seams/bin/python -m pytest tests/test_seams.py tests/web/test_latency.py tests/web/test_guard.py
	@build/seams/bin/python -c "from importlib.metadata import version as v; print('Tried with', *(f'{n} {v(n)}' for n in ('streamlit', 'plotly', 'uvicorn', 'starlette')))"

check: $(VENV)/.installed-dev ## Format, lint, types, import walls and known holes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python deploy/audit.py

audit: $(VENV)/.installed-dev ## Whether a pinned library has a known hole
	$(BIN)/python deploy/audit.py

sbom: $(VENV)/.installed-dev ## What is installed, with licences, as CycloneDX in build/sbom.json
	@mkdir -p build
	$(BIN)/uv tool run --from cyclonedx-bom==7.5.0 cyclonedx-py environment $(BIN)/python --output-reproducible --output-file build/sbom.json

format: $(VENV)/.installed-dev ## Format the code and sort its imports
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-dev ## Measure speed, memory and bytes; writes bench/latest.json (PARTS="pages --quick" for less)
	$(BIN)/python -m bench $(PARTS)

screens: $(VENV)/.installed-dev ## Picture every page in build/screens (DATA=folder for real figures)
	$(BIN)/python -m tests.browser.screens $(if $(DATA),--data $(DATA))

docs: $(VENV)/.installed ## Write what follows from the code: pages in docs/, heads of edited files; list what is wrong in those
	$(BIN)/python -m docs

lock: $(VENV)/.installed-dev ## Pin the newest versions of requirements*.in (any Python >= 3.11, any system)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" requirements-dask.in -c requirements.txt -o requirements-dask.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" requirements-login.in -c requirements.txt -o requirements-login.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" requirements-dev.in -c requirements.txt -o requirements-dev.txt

clean: ## Remove the environment and the caches; data stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "This needs Python 3.11 or newer, and none was found. Install it, or run: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than Python 3.11. Run: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); echo "Python could not make an environment. On Debian or Ubuntu: apt install python3-venv"; exit 1; }

# The stamps are older than the pins after every change of them: then pip brings the environment up to date.
$(VENV)/.installed: requirements.txt $(BIN)/python
	@echo "Installing what the dashboard needs (the first time takes a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt $(BIN)/python
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.installed
