"""Programs that are told what happens, instead of asking."""
