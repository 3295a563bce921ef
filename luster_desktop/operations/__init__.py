"""What Luster does, for the window and the command line alike."""
