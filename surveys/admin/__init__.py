"""What researchers see: lists by the theme, and pages of our own inside its shell."""

from surveys.admin import lists as lists
from surveys.admin import site as site
