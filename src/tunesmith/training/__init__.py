"""Learning from a packed corpus: batches, the step, schedules, validation, the loop. Needs torch."""
