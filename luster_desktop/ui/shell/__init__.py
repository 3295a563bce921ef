"""The main window: sidebar, top bar, gallery, presets, activity."""
