# Two commands matter: `make try` (live a day with the bot in a browser) and `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
export UV_PYTHON_DOWNLOADS := never
export PYTHONTZPATH :=
# Some images forbid Python to keep what it compiled: a start then takes 6 seconds in the place of 2.5.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: try run test check check-deploy format soak faults bench illustrations sounds image lock audit clean browser

try: $(VENV)/.run-time
	@$(BIN)/lumbar try $(ARGS)

test: $(VENV)/.development browser check
	@$(BIN)/pytest -q -n 3 --dist loadgroup -m "not soak and not alone" $(ARGS)
	@$(BIN)/pytest -q -m "alone and not soak" tests/chat $(ARGS)

check: $(VENV)/.development
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(MAKE) --no-print-directory check-deploy

# Two of its linters come with Debian (prometheus, systemd); where they are missing it is said.
check-deploy: $(VENV)/.development
	@$(BIN)/hadolint deploy/Dockerfile
	@$(BIN)/yamllint --strict -c deploy/.yamllint deploy
	@$(BIN)/check-jsonschema -q --builtin-schema vendor.compose-spec deploy/compose.yaml deploy/compose.postgres.yaml
	@$(BIN)/kubernetes-validate --strict --quiet deploy/kubernetes/*.yaml
	@$(BIN)/shellcheck .ci/run
	@if command -v promtool >/dev/null; then \
		promtool check rules deploy/prometheus/alerts.yaml >/dev/null && promtool test rules deploy/prometheus/alerts_test.yaml >/dev/null; \
	else echo "promtool is missing: the alert rules were not checked (apt-get install prometheus)"; fi
	@if command -v systemd-analyze >/dev/null; then \
		systemd-analyze security --offline=true --threshold=30 deploy/lumbar.service >/dev/null; \
	else echo "systemd-analyze is missing: the unit was not checked"; fi

format: $(VENV)/.development
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

soak: $(VENV)/.development browser
	@$(BIN)/pytest -m soak $(ARGS)

# Every row of the fault matrix, the long ones too, and how many messages were lost, doubled or unknown.
faults: $(VENV)/.development
	@$(BIN)/pytest -v tests/faults $(ARGS)

# The recordings of a guided practice, from the doses in content/exercises.toml.
sounds: $(VENV)/.development
	@$(BIN)/python -m tools.sounds

bench: $(VENV)/.development
	@$(BIN)/python -m bench $(ARGS)

# The moving pictures of the exercises, drawn again from content/illustrations/. A few: ARGS="walking bird-dog-full"
illustrations: $(VENV)/.development
	@$(BIN)/python -m tools.illustrations render $(ARGS)

# As root on Debian, with buildah and debootstrap; needs no registry. `ARGS` go to `buildah build`.
image: $(VENV)/.development
	@$(BIN)/python -m tools.image $(ARGS)

# Hashed and without a host's name, so that any index serves. `lock` alone talks about versions.
lock: $(VENV)/.uv
	@$(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements.lock
	@$(BIN)/uv pip compile -q pyproject.toml --extra postgres -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements-postgres.lock
	@$(BIN)/uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements-dev.lock

# Known holes in what runs. `--strict`: a package that could not be looked up is no clean one.
audit: $(VENV)/.uv
	@for lock in requirements.lock requirements-postgres.lock; do \
		$(BIN)/uv tool run -q pip-audit --strict --disable-pip --require-hashes -r $$lock || exit 1; done

# A stamp holds what the environment was made from; the work is skipped when nothing changed.
$(VENV)/.uv:
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/pip install -q --disable-pip-version-check uv
	@touch $@

$(VENV)/.run-time: requirements.lock pyproject.toml | $(VENV)/.uv
	@echo "Installing what the bot needs into $(VENV) …"
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e .
	@touch $@

$(VENV)/.development: requirements-dev.lock pyproject.toml | $(VENV)/.uv
	@echo "Installing what the checks and tests need into $(VENV) …"
	@$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes requirements-dev.lock
	@$(BIN)/pip install -q --disable-pip-version-check uv
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e .
	@touch $@ $(VENV)/.run-time

# Chromium for the browser tests: installed where we may, explained where we may not.
browser:
	@command -v chromium >/dev/null || if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests …"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-color-emoji >/dev/null; \
	else echo "No Chromium: the browser tests will be skipped. To run them: apt-get install chromium fonts-noto-color-emoji"; fi

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
