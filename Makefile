PYTHON ?= python3
VENV ?= .venv
PACE ?= lecture
PY = $(VENV)/bin/python
export TF_CPP_MIN_LOG_LEVEL ?= 3
# Test files and notebooks run in up to four processes, each file in one of them.
SIDE_BY_SIDE = -n auto --maxprocesses 4 --dist loadfile

.PHONY: course site pdf slides test test-colab lab notebooks sync homework grade publish fuzz \
	benchmark translate clean

# Execute the notebooks (PACE=smoke|lecture|full, NB=02 for one), write build/course/.
course: $(VENV)/installed
	$(PY) -m tools.notebooks course --pace $(PACE) $(NB)

# The same pages from the stored outputs, without TensorFlow, into build/site/.
site: .venv-site/installed
	.venv-site/bin/python -m tools.site $(if $(STRICT),--strict)

# The notebooks of the site on paper (needs Chromium), build/pdf/; as slides below it.
pdf: site
	.venv-site/bin/python -m tools.pdf

slides: site
	.venv-site/bin/python -m tools.slides

# Lint, direction of imports, unit tests, every notebook at pace smoke.
test: export GAN_PACE = smoke
test: $(VENV)/installed
	$(PY) -m ruff check && $(PY) -m ruff format --check && $(VENV)/bin/lint-imports
	$(PY) -m pytest $(SIDE_BY_SIDE) tests
	$(PY) -m pytest $(SIDE_BY_SIDE) --nbval-lax --nbval-current-env notebooks homework

# The same tests with Google Colab's versions.
test-colab:
	$(MAKE) test VENV=.venv-colab

# More than 15,000 damaged files for the readers and 5,000 whole ones that people
# bring, in some 17 minutes.
fuzz: $(VENV)/installed
	GAN_FUZZ_EXAMPLES=1000 GAN_INPUT_EXAMPLES=5000 \
	$(PY) -m pytest tests/faults/test_fuzz.py tests/faults/test_inputs.py

# JupyterLab, without nbgrader's menus; PACE=… sets the pace of what is run there.
lab: export JUPYTER_CONFIG_PATH = $(CURDIR)/tools/lab
lab: export GAN_PACE = $(if $(filter file,$(origin PACE)),,$(PACE))
lab: $(VENV)/installed
	$(PY) -m jupyter trust notebooks/*.ipynb # or it shows none of the stored films
	$(PY) -m jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks

# Execute the notebooks and store the outputs in them; EDITION=pt: the Brazilian ones.
notebooks: $(VENV)/installed
	$(PY) -m tools.notebooks store --pace $(PACE) $(EDITION:%=--language %) $(NB)

# Copy gan_utils' functions into the notebook cells that show them.
sync: $(VENV)/installed
	$(PY) -m tools.notebooks sync

# The Brazilian edition in step with the English notebooks (NB=04 begins a new one).
translate: $(VENV)/installed
	$(PY) -m tools.translation $(NB)

# What the notebooks' checks expect and may say, the students' homework from the
# instructor's, and the table of what is recognised.
homework: $(VENV)/installed
	$(PY) -m homework.references && $(PY) -m homework.messages
	$(PY) -m homework.release

# Points and feedback for a class: make grade SUBMISSIONS=folder-or-zip.
grade: $(VENV)/installed
	$(PY) -m homework.grading "$(SUBMISSIONS)"

# Measure side by side, into docs/results.md: PART=name for one, QUICK=1 to try.
benchmark: $(VENV)/installed
	$(PY) -m benchmarks $(PART) $(if $(QUICK),--quick)

# Set the repository's address everywhere: make publish REPO=owner/name [TAG=v1]
publish:
	$(PYTHON) tools/publish.py "$(REPO)" $(if $(TAG),--tag "$(TAG)")

clean:
	rm -rf build .venv .venv-colab .venv-site

# The file `installed` keeps a second run from installing again.
define make_venv
@$(PYTHON) -c "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))" \
	2>/dev/null || { echo "$(PYTHON) is not Python 3.11 or later with venv. Install it" \
	"(Debian: apt install python3-venv) or name another: make PYTHON=python3.12" >&2; \
	exit 1; }
$(PYTHON) -m venv --clear $(@D)
endef

.venv/installed: requirements.txt requirements-homework.txt requirements-site.txt \
		pyproject.toml
	$(make_venv)
	$(@D)/bin/python -m pip install --quiet -r requirements.txt \
		-r requirements-homework.txt -r requirements-site.txt -e .
	@touch $@

.venv-site/installed: requirements-site.txt
	$(make_venv)
	$(@D)/bin/python -m pip install --quiet -r requirements-site.txt
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
