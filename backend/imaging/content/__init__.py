"""What each content region gains, worked out at working size: one module for each kind of region."""
