from django.urls import path

from surveys.views.home import favicon, home
from surveys.views.participate import entrance, participate

urlpatterns = [
    path("", home, name="home"),
    path("favicon.ico", favicon, name="favicon"),
    path("s/<slug:address>/", entrance, name="entrance"),
    path("s/<slug:address>/<str:token>/", participate, name="participate"),
]
