"""Who is before something just now, or writes: rows that live for thirty seconds from their last beat, and no facts."""
