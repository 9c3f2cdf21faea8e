"""`scripts/stand_in.py`: a corpus of any size out of real tunes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tunesmith.notation import Tune

SCRIPT = Path(__file__).parents[2] / "scripts" / "stand_in.py"
REEL = 'X:1\nT:The Dead Egg\nM:4/4\nL:1/8\nK:G\n"Em"GABc dedB|[M:2/4]!accent!dedB|[M:4/4]c2ec B2dB|A2F2 G4|]'


def test_a_corpus_has_the_real_tunes_and_then_others_with_their_bars(tmp_path: Path) -> None:
    (tmp_path / "book.abc").write_text(f"{REEL}\n")
    made = []
    for name in ("a.jsonl", "b.jsonl"):
        words = [sys.executable, str(SCRIPT), str(tmp_path / "book.abc"), "--count", "9", "--out", str(tmp_path / name)]
        subprocess.run(words, check=True)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    texts = [json.loads(line)["abc"] for line in made[0].splitlines()]
    assert len(texts) == 9
    assert texts[0] == REEL
    assert len(set(texts)) > 6
    for text in texts:
        assert text.partition("K:")[0] == REEL.partition("K:")[0]
        assert ('"Em"' in text, "!accent!" in text, "[M:2/4]" in text) == (True, True, True)
        assert [bar.fill for bar in Tune.parse(text).bars] == [bar.fill for bar in Tune.parse(REEL).bars]
