"""Which pixels are which note's."""

from __future__ import annotations

import numpy as np
import pytest

from tunesmith.notation import Tune
from tunesmith.rendering.lighting import LitScore, grown, lit_score, planes_of
from tunesmith.rendering.score import engraved


@pytest.fixture(scope="module")
def page() -> LitScore:
    return lit_score(engraved(Tune.parse("X:1\nL:1/4\nM:4/4\nK:C\nC E G c | z2 C2 |]\n")), 1280, 720)


def test_a_short_score_fills_the_film_and_every_note_has_a_patch(page: LitScore) -> None:
    assert [plane.shape for plane in page.planes] == [(720, 1280), (360, 640), (360, 640)]
    assert sorted(page.patches) == list(range(6))


def test_patches_stand_in_the_order_of_the_notes(page: LitScore) -> None:
    columns = [page.patches[index].column for index in range(6)]
    assert columns == sorted(columns)
    rows = [page.patches[index].row for index in range(4)]
    assert rows[0] > rows[1] > rows[2]


def test_a_patch_is_red_in_a_yellow_halo_and_leaves_the_rest_of_the_page_as_it_was(page: LitScore) -> None:
    patch = page.patches[2]
    light, blue, red = patch.planes
    area = (slice(patch.row, patch.row + len(light)), slice(patch.column, patch.column + light.shape[1]))
    assert red.max() > 170
    assert blue.min() < 100
    changed = light != page.planes[0][area]
    assert 0 < changed.mean() < 1
    assert (blue[:, 0] == 128).sum() > 0


def test_no_patch_reaches_into_another_note() -> None:
    page = lit_score(engraved(Tune.parse("X:1\nL:1/16\nM:4/4\nK:C\n" + "CEGc " * 16 + "|]\n")), 1280, 720)
    assert len(page.patches) == 64


def test_white_and_black_in_video_levels() -> None:
    white = np.full((2, 2, 3), 255, np.uint8)
    assert [int(plane[0, 0]) for plane in planes_of(white)] == [235, 128, 128]
    assert [int(plane[0, 0]) for plane in planes_of(white * 0)] == [16, 128, 128]


def test_a_grown_point_is_a_disc() -> None:
    mask = np.zeros((7, 7), bool)
    mask[3, 3] = True
    assert grown(mask, 1).sum() == 5
    assert grown(mask, 2).sum() == 13
