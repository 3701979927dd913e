# Everything that the README names. `make exports` builds the graph of seeds/; `make check` passes the tests.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: exports check format accuracy model reliability ontology spark chromium clean

exports: $(VENV)/ready
	$(BIN)/kg build seeds -o exports

check: $(VENV)/ready chromium
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

format: $(VENV)/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The table of figures in the README.
accuracy: $(VENV)/ready
	$(BIN)/kg accuracy

# The models of kg/models from training/ and tests/gold/{tuned,seed}: the same bytes each time.
model: $(VENV)/ready
	$(BIN)/python -m training.train
	$(BIN)/python -m training.categories
	$(BIN)/python -m training.claims
	$(BIN)/python -m training.attributes

# The same graph from Spark as from one machine: PySpark (half a gigabyte) and Java are installed for it.
spark: $(VENV)/ready
	@command -v java >/dev/null || $(APT) openjdk-17-jre-headless
	$(BIN)/pip install --quiet --editable '.[dev,spark]'
	$(BIN)/pytest tests/test_spark.py

# Kills, faults, hostile texts, names and clients, determinism, interruptions: a table of trials and failures (an hour and more).
# `make reliability RELIABILITY='--kills 20 --documents 50 --only kills'` takes a part of it.
reliability: $(VENV)/ready chromium
	$(BIN)/pip install --quiet 'atheris>=3.0'
	$(BIN)/python -m tests.reliability $(RELIABILITY)

# The ontology as a publication: its OWL 2 DL profile by the OWL API of Debian's packages, and its documentation as a page.
ontology: $(VENV)/ready
	@test -e /usr/share/java/owlapi-api.jar && command -v javac >/dev/null || $(APT) libowlapi-java default-jdk-headless
	java -cp '/usr/share/java/*' tests/ontology/Profile.java ontology/edu.ttl
	$(BIN)/kg terms --page ontology.html

# The tests with only the declared lower bounds installed, and with the newest versions.
lowest newest: $(VENV)/ready chromium
	$(BIN)/python -m tests.reliability.bounds $@

# A virtual environment with the package and all that the tests need.
$(VENV)/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv $(VENV) || { $(APT) python3-venv && $(PYTHON) -m venv $(VENV); }
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $@

# The tests open the view in a real browser.
APT := sh -c '$$(command -v sudo) apt-get update -qq && $$(command -v sudo) apt-get install -y -qq "$$@"' apt
chromium:
	@command -v chromium >/dev/null || $(APT) chromium fonts-noto-cjk

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
