"""Small parts that the window is made of: labels, buttons, segmented controls, dialogs."""
