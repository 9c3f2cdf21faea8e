# Each target sets up what it needs in .venv; the README names the first ones to try: compose, test, studio, docs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SUDO   := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
# Python compiles a module when it first imports it; to compile all that is installed takes a minute and a half.
PIP    := $(BIN)/python -m pip install --quiet --no-compile
NODE   := node_modules/.package-lock.json

WEB    := src/tunesmith/studio/web
FROM_SERVICE := $(WEB)/lib/service.d.ts $(WEB)/lib/form-choices.json

.PHONY: compose studio site test test-system site-test fuzz firefox lint types docs notebooks bench wheel assets tools clean

# Bytecode is written even where the environment says not to: the tests start hundreds of processes.
export PYTHONDONTWRITEBYTECODE =

compose: $(VENV)/.base
	$(BIN)/tunesmith compose --count 3 --form AABB --bars 8 --best-of 8

studio: $(VENV)/.studio $(VENV)/.page
	$(BIN)/tunesmith studio

# The page as a folder that any static host serves: it composes in the reader's own browser.
site: $(VENV)/.site

# A third worker works while others wait: 5:45 instead of 6:16 on two cores.
test: $(VENV)/.test $(VENV)/.page $(VENV)/.system
	$(BIN)/pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder -m "not system and not firefox"

# What needs a browser, an emulator, servers or whole programs. Two more workers work while others wait for those.
test-system: $(VENV)/.test $(VENV)/.page $(VENV)/.site $(VENV)/.system
	$(BIN)/pytest --numprocesses 4 --dist loadfile --no-loadscope-reorder -m "system and not firefox"

# The tests of the studio's page on the site. Each visit starts Python in the browser, so that this is no part of `make test`.
site-test: $(VENV)/.test $(VENV)/.page $(VENV)/.site $(VENV)/.system
	$(BIN)/pytest --site tests/studio

# Ten times as many cases as hypothesis draws for `make test`, and new ones; `make fuzz SEED=number` draws the same again.
fuzz: SEED := $(shell od -An -N4 -tu4 /dev/urandom)
fuzz: $(VENV)/.test $(VENV)/.assets
	$(BIN)/pytest --numprocesses 2 -m hypothesis --hypothesis-profile fuzz --hypothesis-seed $(strip $(SEED))

# The page in Debian's Firefox, with a sound server that plays to nobody. Firefox takes longer to start than most tests to
# run, so that this is no part of `make test-system`.
firefox: $(VENV)/.test $(VENV)/.page
	dpkg --status $(FIREFOX) >/dev/null 2>&1 || { $(SUDO) apt-get update -qq && $(INSTALL) $(FIREFOX) >/dev/null; }
	$(BIN)/pytest -m firefox tests/studio/test_page_firefox.py

lint: $(VENV)/.lint $(NODE) $(FROM_SERVICE)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	node_modules/.bin/svelte-check --tsconfig $(WEB)/tsconfig.json --fail-on-warnings
	node_modules/.bin/tsc --project src/tunesmith/browser/worker

types: $(FROM_SERVICE)

docs: $(VENV)/.docs
	rm -rf build/pages && mkdir -p build/pages
	cp -R README.md CONTRIBUTING.md CHANGELOG.md LICENSE NOTICE docs examples build/pages
	$(BIN)/zensical build --strict --clean
	$(BIN)/python scripts/check_site.py build/docs

# The lessons of docs/course, to run in Jupyter.
notebooks: $(VENV)/.base
	$(BIN)/python scripts/notebooks.py build/notebooks

bench: $(VENV)/.test $(VENV)/.assets
	$(BIN)/tunesmith bench

wheel: $(VENV)/.page
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

assets: $(VENV)/.assets

# Whatever the other targets install. pip may not run twice at a time, so it installs all packages in one go.
tools: $(VENV)/.packages $(NODE) $(VENV)/.system

EXTRAS := train,music21,onnx,report,cluster,sound,score,hosts
$(VENV)/.packages: $(VENV)/.base
	$(PIP) --editable '.[$(EXTRAS),studio]' --group test --group lint --group docs --group browser --group assets
	touch $(VENV)/.studio $(VENV)/.test $(VENV)/.lint $(VENV)/.docs $(VENV)/.linker $(VENV)/.makers $@

$(VENV)/.base: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade 'pip>=25.1'
	$(PIP) --editable .
	touch $@

$(VENV)/.studio: $(VENV)/.base
	$(PIP) --editable '.[studio]'
	touch $@

$(VENV)/.test: $(VENV)/.base
	$(PIP) --editable '.[$(EXTRAS)]' --group test
	touch $@

$(VENV)/.lint: $(VENV)/.test
	$(PIP) --group lint
	touch $@

$(VENV)/.docs: $(VENV)/.base
	$(PIP) --group docs
	touch $@

# LLVM's linker for WebAssembly.
$(VENV)/.linker: $(VENV)/.base
	$(PIP) --group browser
	touch $@

# What the engraver, fonts and sounds are made with.
$(VENV)/.makers: $(VENV)/.base
	$(PIP) --editable '.[sound]' --group assets
	touch $@

$(NODE): package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	touch $@

# The engraver, fonts, soundfont and the page's note samples, from npm into src/tunesmith/rendering/assets.
$(VENV)/.assets: $(VENV)/.makers $(NODE) scripts/assets.py scripts/sf3.py scripts/soundfont.py scripts/samples.py \
		src/tunesmith/music/instruments.py src/tunesmith/studio/web/lib/samples.json
	$(BIN)/python scripts/assets.py
	$(BIN)/python scripts/soundfont.py
	$(BIN)/python scripts/samples.py
	touch $@

# The studio's page, from src/tunesmith/studio/web into src/tunesmith/studio/static.
$(VENV)/.page: $(VENV)/.assets $(FROM_SERVICE) $(shell find $(WEB) -type f)
	node_modules/.bin/vite build --config $(WEB)/vite.config.ts --logLevel warn
	touch $@

# What a browser composes with, in build/browser.
$(VENV)/.browser: $(VENV)/.assets $(VENV)/.linker scripts/browser.py $(shell find src/tunesmith -name '*.py') $(shell find src/tunesmith/browser -name '*.*js')
	$(BIN)/python scripts/browser.py
	touch $@

# The studio's page without a server, in build/site.
$(VENV)/.site: $(VENV)/.browser $(VENV)/.studio $(FROM_SERVICE) scripts/site.py src/tunesmith/browser/offline.js $(shell find $(WEB) -type f)
	$(BIN)/python scripts/site.py
	touch $@

# The types of what the service takes and answers, from its own description; and what the page's form offers at once.
$(WEB)/lib/service.d.ts: $(NODE) $(VENV)/.studio scripts/openapi.py $(shell find src/tunesmith/studio -name '*.py')
	mkdir -p build
	$(BIN)/python scripts/openapi.py > build/openapi.json
	node_modules/.bin/openapi-typescript build/openapi.json --output $@ >/dev/null

$(WEB)/lib/form-choices.json: $(VENV)/.studio scripts/form_choices.py $(shell find src/tunesmith/music src/tunesmith/studio -name '*.py')
	mkdir -p build
	$(BIN)/python scripts/form_choices.py > build/form-choices.json
	cp build/form-choices.json $@

# Other programs, servers, an emulator and a browser that the tests use. Where they cannot be installed, the tests that need
# them are skipped and say so. Chromium without windows takes half the time of the processor, where there is one.
SYSTEM := abcm2ps abcmidi binutils-aarch64-linux-gnu chromium ffmpeg fluidsynth nginx-light poppler-utils postgresql \
	qemu-user redis-server
FIREFOX := firefox-esr pulseaudio
INSTALL := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends
$(VENV)/.system: Makefile
	if ! dpkg --status $(SYSTEM) chromium-headless-shell >/dev/null 2>&1 && command -v apt-get >/dev/null; then \
	  $(SUDO) apt-get update -qq && $(INSTALL) $(SYSTEM) >/dev/null && \
	  { $(INSTALL) chromium-headless-shell >/dev/null || echo "no chromium-headless-shell: Chromium itself serves"; }; fi
	mkdir -p $(VENV) && touch $@

clean:
	rm -rf $(VENV) build dist node_modules src/tunesmith/rendering/assets src/tunesmith/studio/static $(FROM_SERVICE)
