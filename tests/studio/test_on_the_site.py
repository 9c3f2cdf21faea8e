from __future__ import annotations

import re
from pathlib import Path

from tests.studio.on_the_site import NEED_A_STUDIO


def test_whatever_needs_a_studio_is_a_test_of_the_page() -> None:
    files = Path(__file__).parent.glob("test_page*.py")
    named = {name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE)}
    assert named >= NEED_A_STUDIO
