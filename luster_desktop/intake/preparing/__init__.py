"""From a photo, a RAW file or a stack of exposures to the one file that is sent to the service."""
