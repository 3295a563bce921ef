"""What Luster says, in the window and on the command line alike: codes and numbers to words."""
