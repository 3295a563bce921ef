"""The window: Qt widgets and models only."""
