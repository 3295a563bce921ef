"""What is true on this computer: shoots, photos, transfers, jobs and outputs, in one SQLite file."""
