PYTHON ?= python3
VENV ?= .venv
PACE ?= lecture
PY = $(VENV)/bin/python
export TF_CPP_MIN_LOG_LEVEL ?= 2

.PHONY: course test test-colab lab notebooks sync publish clean

# Execute the notebooks (PACE=smoke|lecture|full, NB=02 for one), write build/course/.
course: $(VENV)/installed
	$(PY) -m tools.notebooks course --pace $(PACE) $(NB)

# Lint, unit tests, every notebook at pace smoke.
test: export GAN_PACE = smoke
test: $(VENV)/installed
	$(PY) -m ruff check && $(PY) -m ruff format --check
	$(PY) -m pytest tests
	$(PY) -m pytest --nbval-lax --nbval-current-env notebooks

# The same tests with Google Colab's versions.
test-colab:
	$(MAKE) test VENV=.venv-colab

lab: $(VENV)/installed
	$(PY) -m jupyter lab notebooks

# Execute the notebooks and store the outputs in them.
notebooks: $(VENV)/installed
	$(PY) -m tools.notebooks store --pace $(PACE) $(NB)

# Copy gan_utils' functions into the notebook cells that show them.
sync: $(VENV)/installed
	$(PY) -m tools.notebooks sync

# Set the repository's address everywhere: make publish REPO=owner/name
publish: $(VENV)/installed
	$(PY) -m tools.notebooks publish "$(REPO)"

clean:
	rm -rf build .venv .venv-colab

# The file `installed` keeps a second run from installing again.
define make_venv
@$(PYTHON) -c "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))" \
	2>/dev/null || { echo "$(PYTHON) is not Python 3.11 or later with venv. Install it" \
	"(Debian: apt install python3-venv) or name another: make PYTHON=python3.12" >&2; \
	exit 1; }
$(PYTHON) -m venv --clear $(@D)
endef

.venv/installed: requirements.txt pyproject.toml
	$(make_venv)
	$(@D)/bin/python -m pip install --quiet -r requirements.txt -e .
	@touch $@

.venv-colab/installed: requirements.txt requirements-colab.txt pyproject.toml
	$(make_venv)
	$(@D)/bin/python -m pip install --quiet -r requirements-colab.txt
	$(@D)/bin/python -m pip freeze | sort > $(@D)/before
	$(@D)/bin/python -m pip install --quiet -r requirements.txt -e .
	$(@D)/bin/python -m pip freeze | sort > $(@D)/after
	@! comm -23 $(@D)/before $(@D)/after | grep . || \
	{ echo "requirements.txt replaced the versions above; widen its ranges." >&2; exit 1; }
	@touch $@
