"""What researchers see: lists by the theme, and pages of our own inside its shell."""

from django.contrib import admin
from django.contrib.auth.models import Group
from knox.models import AuthToken
from unfold.admin import ModelAdmin

from surveys.models import Participation, Run, Study, User

admin.site.unregister(Group)
if admin.site.is_registered(AuthToken):
    admin.site.unregister(AuthToken)
admin.site.register([Study, Participation, Run, User], ModelAdmin)
