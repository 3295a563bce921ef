"""How the window looks: design tokens, palette, stylesheet, fonts and icons."""

from luster_desktop.ui.theme.icons import icon, pixmap
from luster_desktop.ui.theme.theme import Mode, Theme
from luster_desktop.ui.theme.tokens import Tokens, contrast, load

__all__ = ["Mode", "Theme", "Tokens", "contrast", "icon", "load", "pixmap"]
