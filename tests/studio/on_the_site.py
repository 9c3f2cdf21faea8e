"""Which tests of the studio's page say nothing of the site (make site-test), and why."""

from __future__ import annotations

__all__ = ["NEED_A_STUDIO"]

HOLD_ANSWERS = {
    "test_the_score_appears_as_it_is_composed",
    "test_composing_can_be_stopped",
    "test_what_is_new_is_offered",
    "test_what_is_done_while_the_last_tune_opens_stays",
    "test_a_refusal_is_not_wiped_away_by_the_last_tune",
    "test_compose_waits_for_what_may_be_asked",
    "test_a_tune_stays_in_the_list_that_was_asked_for_before_it_was_composed",
    "test_a_stream_that_breaks_off",
    "test_a_reload_in_the_middle_of_composing",
    "test_says_so_when_the_studio_is_away",
    "test_a_studio_that_is_killed_and_comes_back",
    "test_kept_tunes_open_and_play_while_the_studio_is_away",
    "test_a_studio_that_wants_its_key",
    "test_nothing_moves_when_the_studio_answers",
}
"""They hold back, change or cut off the answers of a server."""
READ_REQUESTS = {
    "test_first_visit_to_first_sound",
    "test_a_few_musical_choices_come_first",
    "test_all_options_are_behind_one_click",
    "test_a_pickup_is_bar_0_as_players_and_the_service_count",
    "test_space_plays_and_control_z_undoes",
    "test_an_instrument_is_known_by_the_name_that_was_kept",
    "test_a_drum_plays_on_each_eighth_while_the_melody_is_silent",
    "test_instrument_chords_and_swing",
    "test_the_page_swings_as_the_service_does",
    "test_volumes_backing_and_metronome",
}
"""They look at what goes over the network."""
ASK_THE_STUDIO = {
    "test_every_option_of_the_service_is_a_field_that_says_what_it_does",
    "test_numbers_go_as_far_as_the_service_lets_them",
    "test_keys_of_a_set_are_looked_at_and_moved_together",
    "test_what_can_be_done_with_picked_bars_is_in_sight",
    "test_a_tunebook_is_played_through_as_a_set",
    "test_the_page_can_be_installed",
    "test_each_tune_of_a_book_is_listed_and_kept",
    "test_a_tune_pasted_over_a_composed_one_is_another_tune",
    "test_a_text_is_kept_as_a_new_tune_beside_the_old",
    "test_what_was_deleted_is_put_back_days_later",
    "test_script_in_titles_and_links_is_text",
    "test_two_tabs_each_have_their_tune_and_learn_of_the_other",
    "test_two_tabs_do_not_undo_each_other",
    "test_two_tabs_order_one_tunebook",
}
"""They ask a studio for what it keeps, without its page."""
MADE_BY_A_STUDIO = {
    "test_a_book_is_kept_opened_played_and_carried_away",
    "test_files_of_a_book_say_that_they_take_long_and_hold_each_tune",
    "test_a_tunebook_in_order_as_pdf_and_abc",
    "test_download_in_every_format",
    "test_paper_fingering_and_the_sound_of_the_player",
}
"""They want sound files, films, pages or pictures."""
WORDS_OF_A_STUDIO = {
    "test_lists_say_whose_tunes_they_are",
    "test_how_new_it_is_with_the_nearest_known_tunes",
    "test_a_browser_that_remembers_nothing",
}
"""The site says it otherwise."""
NEED_A_STUDIO = HOLD_ANSWERS | READ_REQUESTS | ASK_THE_STUDIO | MADE_BY_A_STUDIO | WORDS_OF_A_STUDIO
