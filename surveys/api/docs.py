"""The API's description and the page that shows it: open to everybody, they hold no data."""

from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer2
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView


class SchemaView(SpectacularAPIView):
    """JSON unless YAML is asked for (`?format=yaml` or Accept)."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiYamlRenderer2]
    authentication_classes = []
    permission_classes = []


class DocsView(SpectacularSwaggerSplitView):
    """Its script comes from an address of its own, as the content security policy wants."""

    url_name = "api-schema"
    authentication_classes = []
    permission_classes = []
